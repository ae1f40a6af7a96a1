"""What is known of the subscription, and the plan that it puts in force (reference/stripe.md, sections 3.2 and 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta

from podpusher_cli.core.money import Money
from podpusher_cli.core.plans import FREE, TIERS, Limits, Period, Plan, month_of, month_within

LIVE = frozenset({"trialing", "active", "past_due"})
"""Subscriptions that a second one must not be sold beside."""
UNPAID = frozenset({"past_due", "unpaid", "incomplete"})
"""Subscriptions with an invoice that waits for its money."""
STATUSES = LIVE | {"incomplete", "incomplete_expired", "canceled", "unpaid", "paused"}
_STANDING = {"trialing": 4, "active": 4, "past_due": 3, "unpaid": 2, "paused": 2, "incomplete": 1}
# A plan's numbers as product metadata names them, where that is not how Limits does.
_NUMBERS = {
    "publishes_month": "publishes",
    "images_month": "images",
    "texts_month": "texts",
    "trend_refreshes_day": "trend_refreshes",
    "queue_length": "queue",
    "parallelism": "parallel",
    "requests_minute": "requests_per_minute",
}


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice that is not paid yet. `url`: where its customer pays it; `next_try`: None when Stripe tries no more."""

    id: str
    url: str | None
    amount: Money
    since: datetime
    next_try: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription as Stripe holds it.

    `lookup_key`: the price's; `named`: the plan that the product's metadata names; `numbers`: what else that says.
    `period`: the item's. `ends_at`: when it ends, where it was cancelled.
    """

    id: str
    customer: str
    status: str
    created: datetime
    item: str
    price_id: str
    product: str
    lookup_key: str | None = None
    named: str | None = None
    numbers: dict[str, str] = field(default_factory=dict)
    price: Money | None = None
    interval: str | None = None
    interval_count: int = 1
    period: Period | None = None
    ends_at: datetime | None = None
    unpaid: OpenInvoice | None = None

    @property
    def tier(self) -> str | None:
        """The tier that it is of; None for one that podpusher does not know."""
        return next((word for word in (self.lookup_key, self.named) if word in TIERS), None)

    @property
    def is_live(self) -> bool:
        """Whether it goes on: another sold beside it would be paid twice."""
        return self.status in LIVE


@dataclass(frozen=True, slots=True)
class Known:
    """What Stripe held when it was last asked, at `as_of`. `customer`: "" where none is linked; `features`: lookup keys."""

    livemode: bool
    account: str
    customer: str
    as_of: datetime
    subscription: Subscription | None = None
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanSheet(Plan):
    """The plan with all that is told of it.

    `mode`: `test` or `live`. `interval_count`: the price is for so many intervals. `renews_at`: when the next payment is
    due. `trial`: nothing is paid yet. `age_seconds`: since Stripe was asked. `stale`: too long ago to grant anything.
    `invoice_url`: where an unpaid invoice is paid. `features`: what else Stripe says the plan entitles to.
    """

    mode: str | None = None
    account: str | None = None
    customer: str | None = None
    subscription: str | None = None
    interval_count: int = 1
    renews_at: datetime | None = None
    trial: bool = False
    age_seconds: int | None = None
    stale: bool = False
    invoice_url: str | None = None
    features: tuple[str, ...] = ()
    connected: bool = False


def sheet_of(plan: Plan, known: Known | None, now: datetime, grace: timedelta, *, connected: bool) -> PlanSheet:
    """A plan with what stands behind it; `known` is None for the local one."""
    told = {each.name: getattr(plan, each.name) for each in fields(plan)}
    if known is None:
        return PlanSheet(**told, connected=connected)
    sub = known.subscription
    renews = sub.period.end if sub and sub.period and sub.is_live and sub.ends_at is None else None
    return PlanSheet(
        **told,
        mode="live" if known.livemode else "test",
        account=known.account or None,
        customer=known.customer or None,
        subscription=sub.id if sub else None,
        interval_count=sub.interval_count if sub else 1,
        renews_at=renews,
        trial=sub is not None and sub.status == "trialing",
        age_seconds=max(0, int((now - known.as_of).total_seconds())),
        stale=is_stale(known, now, grace),
        invoice_url=sub.unpaid.url if sub and sub.unpaid else None,
        features=known.features,
        connected=connected,
    )


def chosen(found: Sequence[Subscription]) -> Subscription | None:
    """The one that counts, of all that a customer has: what it grants first, then the newest."""
    tiers = list(TIERS)

    def weight(each: Subscription) -> tuple[bool, int, int, datetime, str]:
        place = tiers.index(each.tier) if each.tier else -1
        return (place >= 0 and each.is_live, _STANDING.get(each.status, 0), place, each.created, each.id)

    return max(found, key=weight, default=None)


def limits_of(tier: str, numbers: Mapping[str, str]) -> Limits:
    """A tier's limits, with the numbers that its product says in their place."""
    return TIERS[tier].overridden({_NUMBERS.get(name, name): text for name, text in numbers.items()})


def plan_of(known: Known, now: datetime, grace: timedelta) -> Plan:
    """The plan in force. What is not known for sure grants nothing: then it is the free one."""
    sub = known.subscription
    if sub is None:
        return Plan(FREE, TIERS[FREE], month_of(now), as_of=known.as_of)
    tier = sub.tier
    late = sub.unpaid.since if sub.unpaid else sub.period.start if sub.period else sub.created
    free = Plan(
        FREE,
        TIERS[FREE],
        month_of(now),
        status=sub.status,
        grace_until=late + grace if sub.status == "past_due" else None,
        as_of=known.as_of,
        unknown=None if tier else sub.lookup_key or sub.named or sub.product,
    )
    if tier is None or not _holds(sub, known.as_of, now, free.grace_until, grace):
        return free
    return replace(
        free,
        tier=tier,
        limits=limits_of(tier, sub.numbers),
        period=month_within(sub.period, now) if sub.period else free.period,
        price=sub.price,
        interval=sub.interval,
        ends_at=sub.ends_at,
    )


def is_stale(known: Known, now: datetime, grace: timedelta) -> bool:
    """Whether Stripe has not been asked for so long that what is known grants nothing any more."""
    sub = known.subscription
    ended = sub.period.end if sub and sub.period else known.as_of
    return sub is not None and sub.is_live and now >= max(ended, known.as_of) + grace


def _holds(sub: Subscription, as_of: datetime, now: datetime, grace_until: datetime | None, grace: timedelta) -> bool:
    """Whether the subscription grants its tier now, as far as is known."""
    if not sub.is_live or (sub.ends_at and now >= sub.ends_at) or (grace_until and now >= grace_until):
        return False
    ended = sub.period.end if sub.period else as_of
    return now < max(ended, as_of) + grace
