"""One reading of a source: what is wanted of it, how far it has come, and what it came to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from podpusher_cli.core.hints import plain_hint
from podpusher_cli.core.money import Money
from podpusher_cli.core.outcomes import BadKey, BadRequest, LoginWall, Outcome, OutcomeKind, RouteOutcome
from podpusher_cli.core.trend_routes import Credential, Params, Route, Row, Source
from podpusher_cli.core.trends import Signal
from podpusher_cli.providers.trends.memory import Kept
from podpusher_cli.providers.trends.signals import signals_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one reading is about. `only`: this route alone. `refresh` passes the cache, and neither pace nor rest.

    `tags`: the words that seeded routes measure. `official`: only routes that the source offers to programs. `once`: one
    request of each route's, to see how it answers.
    """

    region: str
    only: str | None = None
    refresh: bool = False
    tags: tuple[str, ...] = ()
    category: str | None = None
    limit: int | None = None
    official: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source gave: an outcome for each route that was tried, and the signals, new or from the cache."""

    outcomes: tuple[RouteOutcome, ...]
    signals: tuple[Signal, ...] = ()


@dataclass(slots=True)
class Sweep:
    """One reading of one route, as far as it has come."""

    route: Route
    credential: Credential | None
    wanted: Wanted
    leave: Callable[[], None]
    heard: list[Kept] = field(default_factory=list)
    signals: dict[tuple[Any, ...], Signal] = field(default_factory=dict)
    listed: int = 0
    sent: int = 0

    @property
    def cost(self) -> Money | None:
        """Of what was sent, where the source bills it."""
        return self.route.price.times(self.sent) if self.route.price and self.sent else None

    def add(self, source: Source, params: Params, kept: Kept, rows: Sequence[Row]) -> int:
        """Take in the rows that are new; how many those are."""
        before = len(self.signals)
        for signal in signals_of(source, self.route, params, kept, rows):
            self.signals.setdefault((signal.key, signal.kind, signal.metric_name, params.tag), signal)
        return len(self.signals) - before


def answered(source: Source, done: Sweep, now: datetime) -> RouteOutcome:
    """What a route comes to that answered, be it with nothing."""
    answers = [kept.answer for kept in done.heard]
    oldest = min(kept.at for kept in done.heard)
    outcome = RouteOutcome(
        source.name,
        done.route.id,
        OutcomeKind.SIGNALS if done.signals else OutcomeKind.EMPTY,
        done.wanted.region,
        count=done.listed,
        limited=next((answer.limited for answer in answers if answer.limited), None),
        has_more=any(answer.has_more for answer in answers),
        age_s=max(0, int((now - oldest).total_seconds())),
        warnings=tuple(dict.fromkeys(warning for answer in answers for warning in answer.warnings)),
        cost=done.cost,
        tried=done.sent > 0,
        kept=next((answer.kept for answer in answers if answer.kept), None),
    )
    return replace(outcome, hint=plain_hint(outcome))


def askable(source: Source, wanted: Wanted) -> list[Route]:
    """The routes of a reading that have a list for the region, in their order."""
    return [
        route
        for route in source.asked(wanted.only)
        if route.serves(wanted.region) and (route.official or not wanted.official)
    ]


def questions(route: Route, wanted: Wanted) -> Iterator[Params]:
    """What the route is asked in one reading: its sweep, once for each word where it measures words."""
    for tag in wanted.tags if route.seeded else (None,):
        for options in route.sweep:
            yield Params(wanted.region, options, tag, wanted.category, wanted.limit)


def walled(source: Source, done: Sweep, wall: Outcome, opening: str | None) -> RouteOutcome:
    """What a route comes to that met a wall; `opening`: what would have opened it."""
    outcome = RouteOutcome(
        source.name,
        done.route.id,
        wall.kind,
        done.wanted.region,
        retry_after=wall.retry_after,
        detail=wall.detail,
        kept=wall.kept,
        missing=wall.missing or (opening if wall.kind is OutcomeKind.LOGIN_WALL else None),
        cost=None if done.signals else done.cost,
        tried=done.sent > 0 and wall.counts,
    )
    return replace(outcome, hint=plain_hint(outcome))


def lacking(source: Source, route: Route, region: str) -> RouteOutcome:
    """What a route that is not even tried comes to."""
    kind = LoginWall.kind if route.needs.startswith("session:") else BadKey.kind
    outcome = RouteOutcome(source.name, route.id, kind, region, missing=route.needs)
    return replace(outcome, hint=plain_hint(outcome))


def unserved(source: Source, route: Route, region: str) -> RouteOutcome:
    """What a route comes to that has no list for the region."""
    outcome = RouteOutcome(source.name, route.id, BadRequest.kind, region, detail=region)
    return replace(outcome, hint=plain_hint(outcome))
