"""A keyword's history: what its signals add up to by hour, day and week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from podpusher_cli.core.errors import NotFound
from podpusher_cli.core.text import N_
from podpusher_cli.core.trends import Scale

_HOUR = timedelta(hours=1)


class Span(StrEnum):
    """How long a bucket is. Days begin at midnight UTC, weeks on Monday."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"

    @property
    def length(self) -> timedelta:
        """From one bucket's start to the next one's."""
        return {Span.HOUR: _HOUR, Span.DAY: 24 * _HOUR, Span.WEEK: 168 * _HOUR}[self]


def bucket_of(moment: datetime, span: Span) -> datetime:
    """The start of the bucket that a time falls into."""
    hour = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    if span is Span.HOUR:
        return hour
    day = hour.replace(hour=0)
    return day if span is Span.DAY else day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Point:
    """One bucket. `at` is its start, `seen` how many observations fell into it.

    `value` is the metric as it was last observed in it, `low` and `high` the least and the most; `best_rank` is the best
    place in any list of the source. None where no observation had one.
    """

    at: datetime
    seen: int
    best_rank: int | None
    low: int | None
    high: int | None
    value: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """A curve: what one source counted in one region, by one metric on one scale. Other curves' numbers do not compare.

    `word`: the seller's word that it was measured for; `days`: how many days each number is counted over. None for none.
    """

    source: str
    region: str
    metric_name: str | None
    metric_scale: Scale
    word: str | None
    days: int | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The curves of a keyword between two times, in buckets of `span`."""

    keyword: str
    key: str
    span: Span
    since: datetime
    until: datetime
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Keep:
    """For how many days signals, and what they add up to by day and by week, are kept; None: for ever."""

    signals: int = 90
    days: int | None = None
    weeks: int | None = None


class NeverSeen(NotFound):
    code = "trends.unseen"
    message = N_("No source has shown “{keyword}” so far.")
    hint = "podpusher trends --search {words}"
