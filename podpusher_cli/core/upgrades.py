"""Changing the plan: what is for sale, and a checkout under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from podpusher_cli.core.billing import PlanSheet
from podpusher_cli.core.connecting import OtherMode
from podpusher_cli.core.errors import BadInput, ConsentRefused, NotFound, ProviderRefused, TryLater
from podpusher_cli.core.money import Money
from podpusher_cli.core.plans import FREE, TIERS
from podpusher_cli.core.text import N_

FOR_SALE = tuple(word for word in TIERS if word != FREE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A price that a tier is sold at."""

    tier: str
    price_id: str
    price: Money
    interval: str
    interval_count: int = 1


class CheckoutState(StrEnum):
    """`open`: may be paid; `complete`: was; `expired`: can no longer be."""

    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Checkout:
    """An upgrade that was begun. `intent` is ours and the same on every try; `session` and `url` are Stripe's, once it answered."""

    intent: str
    price_id: str
    state: CheckoutState
    created_at: datetime
    session: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A Checkout Session as Stripe holds it."""

    id: str
    state: CheckoutState
    url: str | None
    intent: str | None
    customer: str | None
    livemode: bool


class Way(StrEnum):
    """How a plan is changed: bought in a checkout, changed in the portal, or not at all, for it is that plan already."""

    CHECKOUT = "checkout"
    PORTAL = "portal"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Upgrade:
    """An upgrade. `url`: the page to go on at; None once it is done. `plan`: in force at the end."""

    way: Way
    tier: str | None
    url: str | None
    done: bool
    plan: PlanSheet


@dataclass(frozen=True, slots=True)
class PortalLink:
    """A page of Stripe's portal, good for a short while."""

    url: str


class NotForSale(BadInput):
    code = "billing.tier"
    message = N_("There is no tier “{tier}” for sale. There are: {tiers}.")
    hint = N_("podpusher upgrade TIER")


class NoTierNamed(BadInput):
    code = "billing.tier"
    message = N_("Which tier shall it be? There are: {tiers}.")
    hint = N_("podpusher upgrade TIER")


class NoPrice(NotFound):
    code = "billing.no_price"
    message = N_("The Stripe account has no active price with the lookup key “{tier}”.")
    hint = N_("Give one of its prices that lookup key in Stripe's Dashboard; docs/billing.md shows how.")


class NoCustomer(NotFound):
    code = "billing.no_customer"
    message = N_("No customer at Stripe is linked to profile “{profile}” yet.")
    hint = N_("podpusher upgrade TIER, or podpusher settings set billing.customer CUSTOMER for one that is there.")


class NoPortal(ProviderRefused):
    code = "billing.no_portal"
    message = N_("Stripe has no customer portal set up in {mode} mode: {problem}")
    hint = N_("Save its settings once: {page}")


class NotPaidYet(TryLater):
    code = "billing.not_paid"
    message = N_("The page was not finished within {seconds} s.")
    hint = N_("The same command goes on with the same page; podpusher billing sync looks again.")


class CheckoutEnded(ConsentRefused):
    code = "billing.checkout_ended"
    message = N_("The page has expired, and nothing was paid.")
    hint = N_("podpusher upgrade {tier} opens a new one.")


class OtherModeKnown(OtherMode):
    message = N_(
        "What is known of the plan is of Stripe's {kept} mode; this key is of {given} mode. The two are never mixed."
    )
    hint = N_("Give the key to a profile of its own: podpusher profile add NAME")


class OtherAccountKnown(OtherMode):
    message = N_("What is known of the plan is of the Stripe account {kept}; this key is of {given}.")
    hint = N_("Give the key to a profile of its own: podpusher profile add NAME")


class NotOurs(ProviderRefused):
    """Something of another mode than the key's came back."""

    code = "billing.not_ours"
    message = N_("{provider} answered with something of another mode than the key's; it is not used.")
