"""The plan, offers and upgrades, for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from podpusher_cli.core.billing import STATUSES, PlanSheet
from podpusher_cli.core.errors import fill
from podpusher_cli.core.money import Money
from podpusher_cli.core.plans import FREE, LOCAL, Limits
from podpusher_cli.core.text import N_
from podpusher_cli.core.upgrades import Offer, Upgrade, Way
from podpusher_cli.i18n import _, current
from podpusher_cli.ui.theme import cell, facts, table

if TYPE_CHECKING:
    from rich.console import RenderableType

TIER_WORDS = {
    LOCAL: N_("local"),
    FREE: N_("free"),
    "starter": N_("starter"),
    "pro": N_("pro"),
    "business": N_("business"),
}
STATUS_WORDS = {
    "trialing": N_("trial"),
    "active": N_("active"),
    "past_due": N_("payment failed"),
    "incomplete": N_("first payment failed"),
    "incomplete_expired": N_("never paid"),
    "canceled": N_("cancelled"),
    "unpaid": N_("not paid"),
    "paused": N_("paused"),
}
PRICES = {
    "day": (N_("{price} a day"), N_("{price} every {count} days")),
    "week": (N_("{price} a week"), N_("{price} every {count} weeks")),
    "month": (N_("{price} a month"), N_("{price} every {count} months")),
    "year": (N_("{price} a year"), N_("{price} every {count} years")),
}
MODES = {"test": N_("test"), "live": N_("live")}
LIMITS = {
    "shops": N_("Shops"),
    "publishes": N_("Products published a month"),
    "images": N_("Designs a month"),
    "texts": N_("Listings written a month"),
    "trend_refreshes": N_("Trend refreshes a day"),
    "queue": N_("Products waiting to be published"),
    "undo_hours": N_("Hours in which a run can be undone"),
    "parallel": N_("Calls to Printify at once"),
    "requests_per_minute": N_("Calls to all providers a minute"),
}


def sheet(plan: PlanSheet) -> RenderableType:
    """The plan, a line a fact, then what is to be said of it."""
    from rich.console import Group

    status = STATUS_WORDS.get(plan.status or "", plan.status)
    named = _(TIER_WORDS.get(plan.tier, plan.tier))
    said = current()
    known = facts(
        [
            (N_("Plan"), f"{named} ({_(status)})" if status else named),
            (N_("Price"), price_text(plan.price, plan.interval, plan.interval_count) if plan.price else None),
            (N_("Next payment"), said.day(plan.renews_at) if plan.renews_at and plan.price else None),
            (N_("Ends on"), said.day(plan.ends_at) if plan.ends_at else None),
            (N_("Counted from"), said.day(plan.period.start)),
            (N_("Counted until"), said.day(plan.period.end)),
            (N_("Stripe was asked"), said.moment(plan.as_of) if plan.as_of else None),
            (N_("Customer"), plan.customer),
            (N_("Mode"), _(MODES[plan.mode]) if plan.mode else None),
        ]
    )
    features = ", ".join(plan.features)
    included = facts(
        [
            *((LIMITS[each.name], _limit(getattr(plan.limits, each.name))) for each in fields(Limits)),
            (N_("Features"), features),
        ]
    )
    return Group(known, "", _("Included:"), included, *(cell(each) for each in remarks(plan)))


def _limit(value: int | None) -> str:
    return _("unlimited") if value is None else current().number(value)


def price_text(price: Money, interval: str | None, count: int) -> str:
    """What it costs, and how often."""
    amount = current().money(price)
    if interval not in PRICES:
        return amount
    one, many = PRICES[interval]
    return fill(_(one) if count == 1 else _(many), {"price": amount, "count": count})


def remarks(plan: PlanSheet) -> list[str]:
    """What has to be said of a plan, as sentences."""
    said = [""]
    day = current().day
    if plan.tier == LOCAL:
        said.append(
            _("Stripe is connected, but was not asked yet: podpusher billing sync")
            if plan.connected
            else _(
                "No Stripe account is connected. The local plan's limits are settings of yours: podpusher settings list"
            )
        )
        return said
    if plan.unknown is not None:
        said.append(
            fill(
                _("Stripe says “{word}”, which is no plan that podpusher knows; it grants nothing."),
                {"word": plan.unknown},
            )
        )
    if plan.status and plan.status not in STATUSES:
        said.append(
            fill(
                _("Stripe says the status “{word}”, which podpusher does not know; it grants nothing."),
                {"word": plan.status},
            )
        )
    if plan.grace_until is not None:
        late = (
            N_("A payment failed. The plan goes on until {day}; after that it is the free one.")
            if plan.tier != FREE
            else N_(
                "A payment failed, and the time to make up for it ended on {day}. Until it is paid the plan is the free one."
            )
        )
        said.append(fill(_(late), {"day": day(plan.grace_until)}))
    if plan.invoice_url:
        said.append(fill(_("Pay the invoice at {url}"), {"url": plan.invoice_url}))
    if plan.ends_at is not None:
        said.append(
            fill(
                _("It was cancelled, and ends on {day}: podpusher billing portal takes that back."),
                {"day": day(plan.ends_at)},
            )
        )
    if plan.stale:
        said.append(_("Stripe was not asked for too long to go by that: podpusher billing sync"))
    if plan.customer is None:
        said.append(_("No customer at Stripe is linked yet: podpusher upgrade buys a plan."))
    elif plan.tier == FREE and plan.subscription is None:
        said.append(_("There is no subscription: podpusher upgrade buys a plan."))
    return said if len(said) > 1 else []


def offers(found: Sequence[Offer]) -> RenderableType:
    """What is for sale."""
    made = table(N_("Tier"), N_("Price"))
    for each in found:
        made.add_row(cell(each.tier), cell(price_text(each.price, each.interval, each.interval_count)))
    return made


def upgraded(done: Upgrade) -> RenderableType:
    """The plan that it has become."""
    from rich.console import Group

    if done.way is Way.NONE:
        return Group(_("That is the plan already."), "", sheet(done.plan))
    return sheet(done.plan)
