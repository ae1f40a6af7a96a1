"""Adds up signals to trends, puts them in order, and says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from statistics import fmean
from typing import Any

from podpusher_cli.core.errors import PROVIDER_NAMES, fill
from podpusher_cli.core.text import N_
from podpusher_cli.core.trends import Kind, Movement, Signal, Trend

_RISES, _FALLS = 1.2, 0.8  # the later half of a curve over its earlier half
_FEWEST_POINTS = 4
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


def trends_of(signals: Iterable[Signal], now: datetime) -> tuple[Trend, ...]:
    """One trend for each keyword, the most promising first.

    What rises comes before what falls, what several sources have seen before what one has; then the best rank. Numbers
    are compared within one source only, and last. Other sellers' listings are what trends are read from, and none
    themselves.
    """
    by_key: dict[str, dict[str, Signal]] = {}
    for signal in sorted(signals, key=lambda each: (each.observed_at, -(each.rank or _NO_RANK))):
        if signal.kind is not Kind.LISTING:
            by_key.setdefault(signal.key, {})[signal.source] = signal  # the newest of each source stands
    ranked = sorted((_added_up(list(found.values()), now) for found in by_key.values()), key=_place)
    return tuple(replace(each, rank=rank, why=why(each)) for rank, each in enumerate(ranked, 1))


def _added_up(signals: Sequence[Signal], now: datetime) -> Trend:
    best = min(signals, key=lambda each: (each.rank or _NO_RANK, each.source))
    newest = max(each.observed_at for each in signals)
    days, among = best.extra.get("period"), best.extra.get("list")
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
        days=days if isinstance(days, int) else None,
        among=among if isinstance(among, str) else None,
        movement=movement_of(best.extra.get("curve")),
        region=best.region,
        observed_at=newest,
        age_s=max(0, int((now - newest).total_seconds())),
        signals=len(signals),
    )


def _place(trend: Trend) -> tuple[Any, ...]:
    return (
        _ORDER.index(trend.movement),
        -len(trend.sources),
        trend.best_rank or _NO_RANK,
        trend.sources[0],
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
    source = PROVIDER_NAMES.get(trend.sources[0], trend.sources[0])
    told: list[tuple[str, dict[str, object]]] = []
    if trend.best_rank:
        fields = {"rank": trend.best_rank, "source": source, "days": trend.days, "list": trend.among}
        told.append((_PLACES[bool(trend.days), bool(trend.among)], fields))
    if trend.metric_name in _METRICS and trend.metric_value is not None:
        told.append((_METRICS[trend.metric_name], {"count": trend.metric_value}))
    if len(trend.sources) > 1:
        told.append((N_("Seen at {number} sources."), {"number": len(trend.sources)}))
    if trend.movement is Movement.RISING:
        told.append((N_("It is still rising."), {}))
    elif trend.movement is Movement.FALLING:
        told.append((N_("It is past its peak."), {}))
    return told


def why(trend: Trend) -> str:
    """The reasons in English."""
    return " ".join(
        fill(sentence, {name: f"{value:,}" if name == "count" else value for name, value in fields.items()})
        for sentence, fields in reasons(trend)
    )
