"""Walks a source's routes: what each needs, its sweep and its words, the cache, its rest, and what it all comes to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.money import Money
from podpusher_cli.core.outcomes import Empty, Outcome, RouteOutcome
from podpusher_cli.core.trend_errors import DeadEnd
from podpusher_cli.core.trend_routes import Answer, Credential, Params, Route, Source
from podpusher_cli.core.trends import Signal
from podpusher_cli.providers.trends.asking import Asked
from podpusher_cli.providers.trends.fetching import Fetcher
from podpusher_cli.providers.trends.memory import Kept, Memory
from podpusher_cli.providers.trends.readings import (
    Reading,
    Sweep,
    Wanted,
    answered,
    askable,
    lacking,
    questions,
    unserved,
    walled,
)
from podpusher_cli.providers.trends.signals import signals_of

Held = Callable[[str], Credential | None]
"""The seller's key or session by what a route needs (`key:NAME`, `session:NAME`)."""
Lock = Callable[[str], AbstractContextManager[object]]
"""Held by one process at a time, under this name: a route's own, so that all hear of a wall before the next one asks."""


def _freely() -> None:
    """Nobody minds."""


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
        asked = askable(source, wanted)
        outcomes: list[RouteOutcome] = []
        for route in asked:
            if route.dead_end and not self._fetcher.elsewhere(source):
                raise DeadEnd(provider=source.name, route=route.id, source=source.title)
            credential = self._credentials(route.needs) if route.needs != "none" else None
            if not self.opens(route) or (route.seeded and not wanted.tags):
                continue
            if credential is None and route.uses != "none":
                credential = self._credentials(route.uses)
            reading = self._sweep(source, Sweep(route, credential, wanted, leave))
            outcomes += reading.outcomes
            if any(each.outcome.is_answer for each in reading.outcomes):
                return replace(reading, outcomes=tuple(outcomes))
        if not asked:
            outcomes = [unserved(source, route, wanted.region) for route in source.asked(wanted.only)]
        elif not outcomes:
            outcomes = [lacking(source, route, wanted.region) for route in asked if not self.opens(route)]
        return Reading(tuple(outcomes))

    def opens(self, route: Route) -> bool:
        """Whether the key or session that the route needs is there."""
        return route.needs == "none" or self._credentials(route.needs) is not None

    def price(self, source: Source, wanted: Wanted) -> Money | None:
        """What a request of the route costs that is asked first; None where that is nothing."""
        first = next((each for each in askable(source, wanted) if self.opens(each)), None)
        return first.price if first and first.price and not self.resting(source, first) else None

    def passing(self, source: Source, wanted: Wanted) -> tuple[Signal, ...]:
        """What is fresh of those rows that may not be kept beyond the cache; nobody is asked."""
        found: list[Signal] = []
        for route in source.asked(None):
            if route.store != "cache_only" or not self.opens(route):
                continue
            for params in questions(route, wanted):
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

    def _sweep(self, source: Source, done: Sweep) -> Reading:
        """Every request of one reading; the first wall ends it. A keyword counts once, where it stood first."""
        wall: Outcome | None = None
        try:
            for params in questions(done.route, done.wanted):
                self._read_list(source, done, params)
                if done.wanted.once:
                    break
        except Outcome as outcome:
            wall = outcome
        outcomes: list[RouteOutcome] = []
        if done.signals or not wall:
            outcomes.append(answered(source, done, self._clock.now()))
        if wall:
            outcomes.append(walled(source, done, wall, self._opening(source, done)))
        return Reading(tuple(outcomes), tuple(done.signals.values()))

    def _read_list(self, source: Source, done: Sweep, params: Params) -> None:
        """A list, page by page."""
        for page in range(1, done.route.pages + 1):
            asked = replace(params, page=page)
            kept = self._answer(source, done, asked)
            done.heard.append(kept)
            done.listed += done.add(source, asked, kept, kept.answer.rows)
            done.add(source, asked, kept, kept.answer.derived)
            if done.wanted.once or not kept.answer.has_more:
                return

    def _answer(self, source: Source, done: Sweep, params: Params) -> Kept:
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

    def _opening(self, source: Source, done: Sweep) -> str | None:
        """The session that would open what only a login shows, where the source has such a route."""
        if done.credential is not None:
            return None
        needs = [done.route.uses, *(each.needs for each in source.routes)]
        return next((need for need in needs if need.startswith("session:") and self._credentials(need) is None), None)
