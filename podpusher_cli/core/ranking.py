"""Adds up signals to trends, and puts them in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import fmean, median
from typing import Any

from podpusher_cli.core.keywords import searchable
from podpusher_cli.core.reasons import why
from podpusher_cli.core.seasons import Season, Stage, season_about
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
_UNRANKED = {Kind.LISTING, Kind.POST}
_TOLD = "growth_mom_pct"  # a source's own word on a keyword's last month

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
    within one source and metric only, and last. See `is_ranked` for what is left out.
    """
    by_key: dict[str, dict[str, Signal]] = {}
    for signal in sorted(signals, key=lambda each: (each.observed_at, -(each.rank or _NO_RANK))):
        if is_ranked(signal):
            by_key.setdefault(signal.key, {})[signal.source] = signal  # the newest of each source stands
    seller = market or Market()
    ranked = sorted((_added_up(list(found.values()), now, past, seller) for found in by_key.values()), key=place_of)
    return tuple(replace(each, rank=rank, why=why(each)) for rank, each in enumerate(ranked, 1))


def is_ranked(signal: Signal) -> bool:
    """Whether it is a keyword. A post is a sentence, and other sellers' listings are what trends are read from."""
    return signal.kind not in _UNRANKED


def _added_up(signals: Sequence[Signal], now: datetime, past: Past, market: Market) -> Trend:
    in_order = sorted(signals, key=lambda each: (each.rank or _NO_RANK, each.source))
    best = in_order[0]
    newest = max(each.observed_at for each in signals)
    among = best.extra.get("list")
    grown = next((each for signal in in_order if (each := growth_of(signal, past(signal)))), None)
    curves = (movement_of(each.extra.get("curve")) for each in in_order)
    movement = next((each for each in curves if each is not Movement.UNKNOWN), Movement.UNKNOWN)
    told = next(
        ((round(each.extra[_TOLD]), each.source) for each in in_order if _is_number(each.extra.get(_TOLD))), None
    )
    if movement is Movement.UNKNOWN and (percent := grown.percent if grown else told[0] if told else None) is not None:
        movement = _by_growth(percent)
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
        movement=movement,
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
        word=best.word or None,
        told_pct=told[0] if told else None,
        told_source=told[1] if told else None,
    )


def _is_number(told: object) -> bool:
    return isinstance(told, int | float) and not isinstance(told, bool)


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


def _by_growth(percent: int) -> Movement:
    if percent >= round(100 * (_RISES - 1)):
        return Movement.RISING
    return Movement.FALLING if percent <= round(100 * (_FALLS - 1)) else Movement.STEADY


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
