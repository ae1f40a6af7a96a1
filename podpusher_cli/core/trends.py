"""Trends: what is observed, what it adds up to, and how the routes stand (reference/trend-sources.md, section 1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from podpusher_cli.core.outcomes import OutcomeKind, RouteOutcome
from podpusher_cli.core.seasons import Season


class Kind(StrEnum):
    """What a keyword is at its source."""

    HASHTAG = "hashtag"
    KEYWORD = "keyword"
    QUERY = "query"
    LISTING = "listing"
    TAG = "tag"
    TOPIC = "topic"
    POST = "post"


class Scale(StrEnum):
    """How a metric is to be read: counted, 0-100 within one answer, a bound, a sample, or there is none."""

    ABSOLUTE = "absolute"
    INDEX100 = "index100"
    LOWER_BOUND = "lower_bound"
    UPPER_BOUND = "upper_bound"
    SAMPLE = "sample"
    NONE = "none"


class Tier(StrEnum):
    """How a route is read. Only `api` is what the source offers to programs."""

    API = "api"
    HTTP = "http"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class Signal:
    """One observation of a trend. `key` tells keywords apart; `observed_at` is when the answer came."""

    source: str
    route: str
    keyword: str
    key: str
    kind: Kind
    category: str | None
    metric_name: str | None
    metric_value: int | None
    metric_scale: Scale
    rank: int | None
    region: str
    observed_at: datetime
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """The seller's word that it was measured for, or nothing."""
        word = self.extra.get("tag")
        return word if isinstance(word, str) else ""

    @property
    def days(self) -> int:
        """How many days its number is counted over, 0 where that is not said."""
        days = self.extra.get("period")
        return days if isinstance(days, int) else 0


class Movement(StrEnum):
    """Where a trend's own curve points."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Trend:
    """The signals of one keyword added up. `rank` is its place in podpusher's list, `best_rank` the best at a source.

    `metric_*` belong to the signal of that best rank, at `best_source`, counted over `days`; `among` is the category
    whose list gave it, None for the list of everything. `growth_pct`: how far it is above what was usual at
    `growth_source` on `growth_days` days of its own past. `fit`: what the seller sells that it belongs to. `season`: the
    event that it is about. `word`: the seller's word that it was measured for. `told_pct`: how much more or less of it
    `told_source` itself says there was in a month. `observed_at` is the newest signal's and `age_s` the seconds since.
    `why` says in English what speaks for it.
    """

    keyword: str
    key: str
    rank: int
    sources: tuple[str, ...]
    kind: Kind
    category: str | None
    best_rank: int | None
    metric_name: str | None
    metric_value: int | None
    metric_scale: Scale
    days: int | None
    among: str | None
    movement: Movement
    region: str
    observed_at: datetime
    age_s: int
    signals: int
    why: str = ""
    best_source: str = ""
    growth_pct: int | None = None
    growth_days: int | None = None
    growth_source: str | None = None
    fit: str | None = None
    season: Season | None = None
    word: str | None = None
    told_pct: int | None = None
    told_source: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A source that was not asked for its trends, and the `command` that lets it be asked. `consent`: that is all it lacks."""

    source: str
    command: str
    consent: bool = False


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What `trends refresh` brought."""

    outcomes: tuple[RouteOutcome, ...]
    signals: tuple[Signal, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteState:
    """How a route stands.

    `allowed`: agreed to, or official. `opens`: what it needs is there. `dead_end`: it leads nowhere any more.
    `last_outcome`: of the last try, at `last_at`.
    `resting`: the outcome it rests after, until `next_at`.
    """

    source: str
    route: str
    tier: Tier
    needs: str
    official: bool
    allowed: bool
    last_signals_at: datetime | None
    resting: OutcomeKind | None
    next_at: datetime | None
    opens: bool = True
    dead_end: bool = False
    last_outcome: OutcomeKind | None = None
    last_at: datetime | None = None
