"""Plans: what a tier includes, and which plan is in force. Market tiers are data; numbers may be the seller's own."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum

from podpusher_cli.core.money import Money


class Resource(StrEnum):
    """What is counted, one unit an item. A month's, but for trend refreshes, which are a day's."""

    PUBLISHES = "publishes"
    IMAGES = "images"
    TEXTS = "texts"
    TREND_REFRESHES = "trend_refreshes"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan allows; None: as much as you like.

    `publishes`, `images`, `texts`: a month. `trend_refreshes`: a day. `shops`: at once. `queue`: products waiting to be
    published. `undo_hours`: how long a run can be undone. `parallel`: calls to Printify at once. `requests_per_minute`: to
    providers, in all.
    """

    shops: int | None = None
    publishes: int | None = None
    images: int | None = None
    texts: int | None = None
    trend_refreshes: int | None = None
    queue: int | None = None
    undo_hours: int | None = None
    parallel: int | None = None
    requests_per_minute: int | None = None

    def of(self, resource: Resource) -> int | None:
        """The limit of what is counted."""
        value: int | None = getattr(self, resource.value)
        return value

    def overridden(self, told: Mapping[str, str]) -> Limits:
        """With the numbers that are told by name, such as `images: 500`; `unlimited` is one, what is no number is none."""
        names = {each.name for each in fields(self)}
        given = {name: read_limit(text) for name, text in told.items() if name in names and is_limit(text)}
        return replace(self, **given)


UNLIMITED = "unlimited"


def is_limit(text: str) -> bool:
    """Whether it can be read as a limit: a whole number from 0, or `unlimited`."""
    return text == UNLIMITED or (text.isascii() and text.isdecimal() and len(text) <= 9)


def read_limit(text: str) -> int | None:
    """A limit that `is_limit` let pass."""
    return None if text == UNLIMITED else int(text)


LOCAL = "local"
FREE = "free"
TIERS: Mapping[str, Limits] = {
    FREE: Limits(1, 10, 30, 30, 3, 25, 24, 2, 60),
    "starter": Limits(1, 100, 200, 200, 10, 250, 72, 4, 240),
    "pro": Limits(5, 1_000, 2_000, 2_000, 50, 2_500, 168, 8, 600),
    "business": Limits(None, 10_000, 20_000, 20_000, 200, None, 720, 16, 1_200),
}
"""By Stripe price `lookup_key`. Product metadata may override numbers (reference/stripe.md, section 7)."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` up to, not including, `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan in force, as far as is known.

    `tier`: a word of TIERS, or `local` where no Stripe is connected. `status`: the subscription's, as Stripe says it, or
    None without one. `period`: the subscription item's, or the calendar month in UTC. `ends_at`: when it ends, where it was
    cancelled. `grace_until`: until when a payment may be late. `as_of`: when Stripe was last asked; None: never, or no need.
    `unknown`: the tier's own word, where podpusher does not know it; it grants nothing.
    """

    tier: str
    limits: Limits
    period: Period
    status: str | None = None
    price: Money | None = None
    interval: str | None = None
    ends_at: datetime | None = None
    grace_until: datetime | None = None
    as_of: datetime | None = None
    unknown: str | None = None


def month_of(now: datetime) -> Period:
    """The calendar month in UTC."""
    start = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = (
        start.replace(year=start.year + 1, month=1) if start.month == 12 else start.replace(month=start.month + 1)
    )
    return Period(start, following)


_LONGEST_MONTH = timedelta(days=31, hours=1)  # from the last of February to the last of March


def month_within(period: Period, now: datetime) -> Period:
    """The month that `now` is in, counted from the period's start; a period that is no longer than a month as it is."""
    start = period.start
    if period.end - start <= _LONGEST_MONTH:
        return period
    count = max(0, (now.year - start.year) * 12 + now.month - start.month)
    if later_by(start, count) > now:
        count -= 1
    while count > 0 and later_by(start, count) >= period.end:
        count -= 1  # what lies past the period belongs to its last month, until Stripe tells of a new one
    first = later_by(start, max(0, count))
    return Period(first, min(later_by(start, max(0, count) + 1), period.end))


def later_by(moment: datetime, months: int) -> datetime:
    """So many months on; the last day of a month that is too short for the day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))
