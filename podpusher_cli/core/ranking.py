"""Adds up signals to trends, puts them in order, and says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import fmean, median
from typing import Any

from podpusher_cli.core.errors import PROVIDER_NAMES, fill
from podpusher_cli.core.keywords import searchable
from podpusher_cli.core.seasons import Season, Stage, season_about
from podpusher_cli.core.text import N_
from podpusher_cli.core.trends import Kind, Movement, Scale, Signal, Trend

PAST = timedelta(days=28)
"""How far back a signal is compared with its own past."""
_RISES, _FALLS = 1.2, 0.8  # the later half of a curve over its earlier half, or today over what was usual
_FEWEST_POINTS = 4
_FEWEST_DAYS = 3  # of the past that say what is usual
_SHORTEST_TAG = 4  # letters of a word of the shop's that is looked for inside of keywords
_STEPS = (20, 100, 400)  # percent of growth that make a difference to the order; less is noise
_NO_RANK = 10**9
_ORDER = (Movement.RISING, Movement.STEADY, Movement.UNKNOWN, Movement.FALLING)
_PLACES = {  # by whether the days and the list are known
    (True, True): N_("No. {rank} of {list} at {source} over {days} days."),
    (True, False): N_("No. {rank} at {source} over {days} days."),
    (False, True): N_("No. {rank} of {list} at {source}."),
    (False, False): N_("No. {rank} at {source}."),
}
_METRICS = {
    "views": N_("{count} views."),
    "posts": N_("{count} posts."),
    "posts_24h": N_("{count} posts in a day."),
    "searches": N_("{count} searches or more."),
    "listings_with_tag": N_("{count} of the first listings have it."),
}
_SEASONS = {
    Stage.TOO_LATE: N_("It is too late for {event}: last orders were on {date}."),
    Stage.SELLING: N_("Buyers look for {event} now; last orders on {date}."),
    Stage.AHEAD: N_("For {event}, list it by {date}."),
}

Past = Callable[[Signal], Sequence[int]]
"""What the very same curve was on earlier days of the last PAST, one number for each, oldest first."""


@dataclass(frozen=True, slots=True)
class Market:
    """What the seller sells, and when: categories as the sources name them, words of the shop, events to come."""

    categories: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    seasons: tuple[Season, ...] = ()

    def fit(self, signals: Iterable[Signal]) -> str | None:
        """The category or word of the seller's that a keyword's signals fit, or None."""
        categories = {searchable(each): each for each in self.categories}
        words = {joined: each for each in self.words if len(joined := _joined(each)) >= _SHORTEST_TAG}
        for signal in signals:
            for category in filter(None, (signal.category, signal.extra.get("list"))):
                if (found := categories.get(searchable(str(category)))) is not None:
                    return found
            keyword = _joined(signal.keyword)
            if (word := next((each for joined, each in words.items() if joined in keyword), None)) is not None:
                return word
        return None


def _joined(text: str) -> str:
    return searchable(text).replace(" ", "")


def trends_of(
    signals: Iterable[Signal], now: datetime, *, past: Past = lambda _signal: (), market: Market | None = None
) -> tuple[Trend, ...]:
    """One trend for each keyword, the most promising first.

    What rises comes before what falls and what it is too late for, what several sources have seen before what one has;
    then what fits the seller, then what has grown most over its own past, then the best rank. Numbers are compared
    within one source and metric only, and last. Other sellers' listings are what trends are read from, and none
    themselves.
    """
    by_key: dict[str, dict[str, Signal]] = {}
    for signal in sorted(signals, key=lambda each: (each.observed_at, -(each.rank or _NO_RANK))):
        if signal.kind is not Kind.LISTING:
            by_key.setdefault(signal.key, {})[signal.source] = signal  # the newest of each source stands
    seller = market or Market()
    ranked = sorted((_added_up(list(found.values()), now, past, seller) for found in by_key.values()), key=place_of)
    return tuple(replace(each, rank=rank, why=why(each)) for rank, each in enumerate(ranked, 1))


def _added_up(signals: Sequence[Signal], now: datetime, past: Past, market: Market) -> Trend:
    in_order = sorted(signals, key=lambda each: (each.rank or _NO_RANK, each.source))
    best = in_order[0]
    newest = max(each.observed_at for each in signals)
    among = best.extra.get("list")
    grown = next((each for signal in in_order if (each := growth_of(signal, past(signal)))), None)
    curves = (movement_of(each.extra.get("curve")) for each in in_order)
    movement = next((each for each in curves if each is not Movement.UNKNOWN), Movement.UNKNOWN)
    return Trend(
        keyword=best.keyword,
        key=best.key,
        rank=0,
        sources=tuple(sorted(each.source for each in signals)),
        kind=best.kind,
        category=best.category,
        best_rank=best.rank,
        metric_name=best.metric_name,
        metric_value=best.metric_value,
        metric_scale=best.metric_scale,
        days=best.days or None,
        among=among if isinstance(among, str) else None,
        movement=_by_growth(grown) if grown and movement is Movement.UNKNOWN else movement,
        region=best.region,
        observed_at=newest,
        age_s=max(0, int((now - newest).total_seconds())),
        signals=len(signals),
        best_source=best.source,
        growth_pct=grown.percent if grown else None,
        growth_days=grown.days if grown else None,
        growth_source=grown.source if grown else None,
        fit=market.fit(in_order),
        season=season_about(best.keyword, market.seasons),
    )


@dataclass(frozen=True, slots=True)
class Growth:
    """How far a signal is above what is usual at its source, in percent; `days` of its past were compared."""

    percent: int
    days: int
    source: str


def growth_of(signal: Signal, past: Sequence[int]) -> Growth | None:
    """A signal against its own past, or None where that does not compare: only what is counted in full does."""
    value = signal.metric_value
    if value is None or signal.metric_scale is not Scale.ABSOLUTE or signal.extra.get("saturated"):
        return None
    if len(past) < _FEWEST_DAYS or (usual := median(past)) <= 0:
        return None
    return Growth(round(100 * (value - usual) / usual), len(past), signal.source)


def _by_growth(growth: Growth) -> Movement:
    if growth.percent >= 100 * (_RISES - 1):
        return Movement.RISING
    return Movement.FALLING if growth.percent <= 100 * (_FALLS - 1) else Movement.STEADY


def place_of(trend: Trend) -> tuple[Any, ...]:
    """What puts trends in order: plain numbers and words, no two alike."""
    late = trend.season is not None and trend.season.stage is Stage.TOO_LATE
    return (
        len(_ORDER) if late else _ORDER.index(trend.movement),
        -len(trend.sources),
        trend.fit is None,
        -sum((trend.growth_pct or 0) >= step for step in _STEPS),
        trend.best_rank or _NO_RANK,
        trend.best_source,
        trend.metric_name or "",
        -(trend.metric_value or 0),
        trend.key,
    )


def movement_of(curve: object) -> Movement:
    """Where a curve points that is given as `[[time, value], …]` in order of time."""
    values = [float(point[1]) for point in curve if len(point) > 1] if isinstance(curve, list) else []
    if len(values) < _FEWEST_POINTS:
        return Movement.UNKNOWN
    earlier, later = fmean(values[: len(values) // 2]), fmean(values[-(len(values) // 2) :])
    if later > earlier * _RISES:
        return Movement.RISING
    return Movement.FALLING if later < earlier * _FALLS else Movement.STEADY


def reasons(trend: Trend) -> list[tuple[str, dict[str, object]]]:
    """What speaks for a trend, or against it: sentences to translate, and what fills them. Counts are numbers."""
    source = PROVIDER_NAMES.get(trend.best_source, trend.best_source)
    told: list[tuple[str, dict[str, object]]] = []
    if trend.best_rank:
        fields = {"rank": trend.best_rank, "source": source, "days": trend.days, "list": trend.among}
        told.append((_PLACES[bool(trend.days), bool(trend.among)], fields))
    if trend.metric_name in _METRICS and trend.metric_value is not None:
        told.append((_METRICS[trend.metric_name], {"count": trend.metric_value}))
    if len(trend.sources) > 1:
        told.append((N_("Seen at {number} sources."), {"number": len(trend.sources)}))
    if trend.growth_pct is not None:
        more = N_("{count} % more than usual at {source}, by {days} days.")
        less = N_("{count} % less than usual at {source}, by {days} days.")
        grown_at = PROVIDER_NAMES.get(trend.growth_source or "", trend.growth_source)
        fields = {"count": abs(trend.growth_pct), "source": grown_at, "days": trend.growth_days}
        told.append((more if trend.growth_pct >= 0 else less, fields))
    if trend.movement is Movement.RISING:
        told.append((N_("It is still rising."), {}))
    elif trend.movement is Movement.FALLING:
        told.append((N_("It is past its peak."), {}))
    if trend.fit is not None:
        told.append((N_("It fits what you sell: {fit}."), {"fit": trend.fit}))
    if trend.season is not None:
        sentence, day = season_told(trend.season)
        told.append((sentence, {"event": trend.season.name, "date": day}))
    return told


def season_told(season: Season) -> tuple[str, date]:
    """How an event stands: a sentence with places for the `event` and a `date`, and that date."""
    return _SEASONS[season.stage], season.list_by if season.stage is Stage.AHEAD else season.order_by


def why(trend: Trend) -> str:
    """The reasons in English."""
    return " ".join(
        fill(sentence, {name: f"{value:,}" if name == "count" else value for name, value in fields.items()})
        for sentence, fields in reasons(trend)
    )
