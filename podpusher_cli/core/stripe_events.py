"""Stripe's events: which ones say that something may have changed, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

CHECKED_OUT = "checkout.session.completed"
PAYMENT_FAILED = "invoice.payment_failed"
USED = (
    CHECKED_OUT,
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "invoice.paid",
    PAYMENT_FAILED,
    "entitlements.active_entitlement_summary.updated",
)
"""The types that are looked for (reference/stripe.md, section 3.2). Each says when to look, none what is true."""
OVERLAP_SECONDS = 300
KEPT_DAYS = 30


class Outcome(StrEnum):
    """What became of an event. `kept`: Stripe could not be asked; the next sync sees to it."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    KEPT = "kept"
    NOT_USED = "not_used"
    OTHER_MODE = "other_mode"
    OTHER_ACCOUNT = "other_account"
    OTHER_CUSTOMER = "other_customer"


@dataclass(frozen=True, slots=True)
class Sighting:
    """An event, as far as it is read: what its data says is never taken for the state. `account`: of Connect events."""

    id: str
    type: str
    created: datetime
    livemode: bool
    account: str | None = None
    api_version: str | None = None
    customer: str | None = None


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """An event as the log has it. `source`: `poll`, `listen`. `outcome`: a word of Outcome; `kept` until it is applied."""

    id: str
    type: str
    created: datetime
    mode: str
    account: str | None
    api_version: str | None
    source: str
    seen_at: datetime
    applied_at: datetime | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of one event that was brought here."""

    id: str
    type: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync brought. `events`: new ones; `metered`: usage that was told to Stripe, `waiting`: usage that was not.

    `tier`: in force afterwards, `before`: in force until then. `events_hidden`: the key may not read events.
    """

    tier: str
    before: str
    customer: str | None
    events: int = 0
    metered: int = 0
    waiting: int = 0
    events_hidden: bool = False
