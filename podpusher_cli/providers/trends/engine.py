"""Walks a source's routes: what each needs, its sweep and its words, the cache, its rest, and what it all comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.money import Money
from podpusher_cli.core.outcomes import (
    BadKey,
    BadRequest,
    Empty,
    LoginWall,
    Outcome,
    OutcomeKind,
    RouteOutcome,
    plain_hint,
)
from podpusher_cli.core.trend_errors import DeadEnd
from podpusher_cli.core.trend_routes import Answer, Credential, Params, Route, Row, Source
from podpusher_cli.core.trends import Signal
from podpusher_cli.providers.trends.asking import Asked
from podpusher_cli.providers.trends.fetching import Fetcher
from podpusher_cli.providers.trends.memory import Kept, Memory
from podpusher_cli.providers.trends.signals import signals_of

Held = Callable[[str], Credential | None]
"""The seller's key or session by what a route needs (`key:NAME`, `session:NAME`)."""
Lock = Callable[[str], AbstractContextManager[object]]
"""Held by one process at a time, under this name: a route's own, so that all hear of a wall before the next one asks."""


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


def _freely() -> None:
    """Nobody minds."""


@dataclass(slots=True)
class _Sweep:
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


class Engine:
    """Reads sources.

    `credentials`: the seller's keys and sessions. `lock`: what several processes want at once, one fetches.
    """

    def __init__(self, *, fetcher: Fetcher, memory: Memory, clock: Clock, credentials: Held, lock: Lock) -> None:
        self._fetcher = fetcher
        self._memory = memory
        self._clock = clock
        self._credentials = credentials
        self._lock = lock

    def read(self, source: Source, wanted: Wanted, *, leave: Callable[[], None] = _freely) -> Reading:
        """Try the routes until one answers, be it with nothing.

        `leave` is called before each question that goes outside, and may forbid it. Whatever a source does is an outcome;
        raises ForbiddenHost, MachineTrouble, Interrupted and what `leave` raises.
        """
        asked = _askable(source, wanted)
        outcomes: list[RouteOutcome] = []
        for route in asked:
            if route.dead_end and not self._fetcher.elsewhere(source):
                raise DeadEnd(provider=source.name, route=route.id, source=source.title)
            credential = self._credentials(route.needs) if route.needs != "none" else None
            if not self.opens(route) or (route.seeded and not wanted.tags):
                continue
            if credential is None and route.uses != "none":
                credential = self._credentials(route.uses)
            reading = self._sweep(source, _Sweep(route, credential, wanted, leave))
            outcomes += reading.outcomes
            if any(each.outcome.is_answer for each in reading.outcomes):
                return replace(reading, outcomes=tuple(outcomes))
        if not asked:
            outcomes = [_unserved(source, route, wanted.region) for route in source.asked(wanted.only)]
        elif not outcomes:
            outcomes = [_lacking(source, route, wanted.region) for route in asked if not self.opens(route)]
        return Reading(tuple(outcomes))

    def opens(self, route: Route) -> bool:
        """Whether the key or session that the route needs is there."""
        return route.needs == "none" or self._credentials(route.needs) is not None

    def price(self, source: Source, wanted: Wanted) -> Money | None:
        """What a request of the route costs that is asked first; None where that is nothing."""
        first = next((each for each in _askable(source, wanted) if self.opens(each)), None)
        return first.price if first and first.price and not self.resting(source, first) else None

    def passing(self, source: Source, wanted: Wanted) -> tuple[Signal, ...]:
        """What is fresh of those rows that may not be kept beyond the cache; nobody is asked."""
        found: list[Signal] = []
        for route in source.asked(None):
            if route.store != "cache_only" or not self.opens(route):
                continue
            for params in _questions(route, wanted):
                request = self._fetcher.placed(source, route.build(params))
                kept = self._memory.recall(Asked(route, request, params, self._credentials(route.needs)))
                found += signals_of(source, route, params, kept, kept.answer.rows) if kept else ()
        return tuple(found)

    def resting(self, source: Source, route: Route) -> Outcome | None:
        """The outcome that the route rests after, with the seconds that are left; None when it may be asked."""
        credential = self._credentials(route.needs if route.needs != "none" else route.uses)
        params = Params(source.regions[0], route.sweep[0], tag="" if route.seeded else None)
        request = self._fetcher.placed(source, route.build(params))
        return self._memory.resting(Asked(route, request, params, credential))

    def _sweep(self, source: Source, done: _Sweep) -> Reading:
        """Every request of one reading; the first wall ends it. A keyword counts once, where it stood first."""
        wall: Outcome | None = None
        try:
            for params in _questions(done.route, done.wanted):
                self._read_list(source, done, params)
                if done.wanted.once:
                    break
        except Outcome as outcome:
            wall = outcome
        outcomes: list[RouteOutcome] = []
        if done.signals or not wall:
            outcomes.append(self._answered(source, done))
        if wall:
            outcomes.append(_walled(source, done, wall, self._opening(source, done)))
        return Reading(tuple(outcomes), tuple(done.signals.values()))

    def _read_list(self, source: Source, done: _Sweep, params: Params) -> None:
        """A list, page by page."""
        for page in range(1, done.route.pages + 1):
            asked = replace(params, page=page)
            kept = self._answer(source, done, asked)
            done.heard.append(kept)
            done.listed += self._add(source, done, asked, kept, kept.answer.rows)
            self._add(source, done, asked, kept, kept.answer.derived)
            if done.wanted.once or not kept.answer.has_more:
                return

    @staticmethod
    def _add(source: Source, done: _Sweep, params: Params, kept: Kept, rows: Sequence[Row]) -> int:
        """Take in the rows that are new; how many those are."""
        before = len(done.signals)
        for signal in signals_of(source, done.route, params, kept, rows):
            done.signals.setdefault((signal.key, signal.kind, signal.metric_name, params.tag), signal)
        return len(done.signals) - before

    def _answered(self, source: Source, done: _Sweep) -> RouteOutcome:
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
            age_s=max(0, int((self._clock.now() - oldest).total_seconds())),
            warnings=tuple(dict.fromkeys(warning for answer in answers for warning in answer.warnings)),
            cost=done.cost,
        )
        return replace(outcome, hint=plain_hint(outcome))

    def _answer(self, source: Source, done: _Sweep, params: Params) -> Kept:
        """One answer, from the cache or fetched. Raises Outcome; an empty list is an answer without rows."""
        began, refresh = self._clock.now(), done.wanted.refresh
        asked = Asked(done.route, self._fetcher.placed(source, done.route.build(params)), params, done.credential)
        if not refresh and (kept := self._memory.recall(asked)):
            return kept
        with self._lock(asked.rest_key):
            # Somebody else may have fetched it while we stood in line.
            if (kept := self._memory.recall(asked)) and (not refresh or kept.at > began):
                return kept
            with self._memory.turn(asked):
                done.leave()
                done.sent += 1
                try:
                    answer = self._fetcher.fetch(source, asked, heard=partial(self._memory.heard, asked))
                except Empty:
                    answer = Answer(())
            return self._memory.keep(asked, answer)

    def _opening(self, source: Source, done: _Sweep) -> str | None:
        """The session that would open what only a login shows, where the source has such a route."""
        if done.credential is not None:
            return None
        needs = [done.route.uses, *(each.needs for each in source.routes)]
        return next((need for need in needs if need.startswith("session:") and self._credentials(need) is None), None)


def _askable(source: Source, wanted: Wanted) -> list[Route]:
    """The routes of a reading that have a list for the region, in their order."""
    return [
        route
        for route in source.asked(wanted.only)
        if route.serves(wanted.region) and (route.official or not wanted.official)
    ]


def _questions(route: Route, wanted: Wanted) -> Iterator[Params]:
    """What the route is asked in one reading: its sweep, once for each word where it measures words."""
    for tag in wanted.tags if route.seeded else (None,):
        for options in route.sweep:
            yield Params(wanted.region, options, tag, wanted.category, wanted.limit)


def _walled(source: Source, done: _Sweep, wall: Outcome, opening: str | None) -> RouteOutcome:
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
    )
    return replace(outcome, hint=plain_hint(outcome))


def _lacking(source: Source, route: Route, region: str) -> RouteOutcome:
    """What a route that is not even tried comes to."""
    kind = LoginWall.kind if route.needs.startswith("session:") else BadKey.kind
    outcome = RouteOutcome(source.name, route.id, kind, region, missing=route.needs)
    return replace(outcome, hint=plain_hint(outcome))


def _unserved(source: Source, route: Route, region: str) -> RouteOutcome:
    """What a route comes to that has no list for the region."""
    outcome = RouteOutcome(source.name, route.id, BadRequest.kind, region, detail=region)
    return replace(outcome, hint=plain_hint(outcome))
