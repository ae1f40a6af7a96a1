"""Walks a source's routes: what each needs, its rest, cache, pace, the request, the answer and what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import RateLimited, TryLater
from podpusher_cli.core.http import Limit, Request, Response
from podpusher_cli.core.keywords import key_of
from podpusher_cli.core.outcomes import (
    Empty,
    LayoutChanged,
    LoginWall,
    Outcome,
    OutcomeKind,
    RouteOutcome,
    TooMany,
    UpstreamFault,
    plain_hint,
)
from podpusher_cli.core.traffic import Cache
from podpusher_cli.core.trends import Answer, Params, Route, Signal, Source
from podpusher_cli.providers.trends import walls
from podpusher_cli.providers.trends.memory import Kept, Memory, host_of

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http

_SWEEP_S, _DAY_S = 900.0, 86_400.0
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Keep = Callable[[str, bytes], str]
"""Takes a route's id and a body that could not be read; returns the path of the file that holds it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source gave: an outcome for each route that was tried, and the signals, new or from the cache."""

    outcomes: tuple[RouteOutcome, ...]
    signals: tuple[Signal, ...] = ()


def _freely() -> None:
    """Nobody minds."""


class Engine:
    """Reads sources.

    `address` gives another scheme and host for a source, or nothing. `holds`: the keys and sessions there are
    (`key:NAME`, `session:NAME`).
    """

    def __init__(
        self,
        *,
        http: Http,
        cache: Cache,
        clock: Clock,
        keep: Keep,
        address: Callable[[str], str | None],
        holds: Collection[str] = (),
    ) -> None:
        self._http = http
        self._memory = Memory(cache, clock)
        self._clock = clock
        self._keep = keep
        self._address = address
        self._holds = frozenset({"none", *holds})

    def read(
        self, source: Source, region: str, *, only: str | None = None, refresh: bool = False, leave: Callable[[], None] = _freely
    ) -> Reading:
        """Try the routes until one answers, be it with nothing. `only`: this route alone.

        `refresh` passes the cache, and neither pace nor rest. `leave` is called before each request that goes outside, and
        may forbid it. Whatever a source does is an outcome; raises ForbiddenHost, MachineTrouble, Interrupted and what
        `leave` raises.
        """
        outcomes: list[RouteOutcome] = []
        for route in source.routes:
            if route.needs not in self._holds or only not in {None, route.id}:
                continue
            reading = self._sweep(source, route, region, refresh=refresh, leave=leave)
            outcomes += reading.outcomes
            if any(each.outcome.is_answer for each in reading.outcomes):
                return replace(reading, outcomes=tuple(outcomes))
        return Reading(tuple(outcomes))

    def resting(self, source: Source, route: Route) -> Outcome | None:
        """The outcome that the route rests after, with the seconds that are left; None when it may be asked."""
        request = self._placed(source, route.build(Params(source.regions[0], route.sweep[0])))
        return self._memory.resting(route, host_of(request))

    def _sweep(
        self, source: Source, route: Route, region: str, *, refresh: bool, leave: Callable[[], None]
    ) -> Reading:
        """Every request of one reading; the first wall ends it. A keyword counts once, where it stood first."""
        signals: dict[str, Signal] = {}
        heard: list[Kept] = []
        wall: Outcome | None = None
        for options in route.sweep:
            request = self._placed(source, route.build(Params(region, options)))
            try:
                kept = self._answer(source, route, request, refresh=refresh, leave=leave)
            except Outcome as outcome:
                wall = outcome
                break
            heard.append(kept)
            for signal in _signals(source, route, region, options, kept):
                signals.setdefault(signal.key, signal)
        outcomes: list[RouteOutcome] = []
        if signals or not wall:
            outcomes.append(self._answered(source, route, region, heard, len(signals)))
        if wall:
            outcomes.append(_walled(source, route, region, wall))
        return Reading(tuple(outcomes), tuple(signals.values()))

    def _answered(self, source: Source, route: Route, region: str, heard: Sequence[Kept], count: int) -> RouteOutcome:
        oldest = min(kept.at for kept in heard)
        outcome = RouteOutcome(
            source.name,
            route.id,
            OutcomeKind.SIGNALS if count else OutcomeKind.EMPTY,
            region,
            count=count,
            limited=next((kept.answer.limited for kept in heard if kept.answer.limited), None),
            has_more=any(kept.answer.has_more for kept in heard),
            age_s=max(0, int((self._clock.now() - oldest).total_seconds())),
        )
        return replace(outcome, hint=plain_hint(outcome))

    def _answer(
        self, source: Source, route: Route, request: Request, *, refresh: bool, leave: Callable[[], None]
    ) -> Kept:
        """One answer. Raises Outcome; an empty list is an answer without rows."""
        if not refresh and (kept := self._memory.recall(route, request)):
            return kept
        if rest := self._memory.resting(route, host_of(request)):
            raise rest
        leave()
        try:
            answer = self._fetch(source, route, request)
        except Empty:
            answer = Answer(())
        except Outcome as outcome:
            self._memory.rest(route, host_of(request), outcome)
            raise
        return self._memory.keep(route, request, answer)

    def _fetch(self, source: Source, route: Route, request: Request) -> Answer:
        """Send it, follow redirects within the host, and read what comes."""
        host, limits = host_of(request), _limits(route)
        for left in range(_MOST_REDIRECTS, -1, -1):
            response = self._send(source, replace(request, limits=limits), host)
            try:
                if response.status not in _REDIRECTS:
                    return walls.read(response, route)
                target = _target(response, request, host if left else "")
            except LayoutChanged as outcome:
                outcome.kept = self._keep(route.id, response.body)
                raise
            request = replace(request, url=target, params={})
        raise AssertionError("the last redirect has no target")

    def _send(self, source: Source, request: Request, account: str) -> Response:
        try:
            return self._http.send(request, provider=source.name, account=account)
        except RateLimited as error:
            raise TooMany(retry_after=error.retry_after) from error
        except TryLater as error:
            raise UpstreamFault(error.plain(), retry_after=error.retry_after) from error

    def _placed(self, source: Source, request: Request) -> Request:
        """The request at the source's own host, or at the one that stands in for it; a path in that goes in front."""
        address = self._address(source.name)
        if not address:
            return request
        asked = urlsplit(request.url)
        return replace(request, url=f"{address.rstrip('/')}{asked.path}{f'?{asked.query}' if asked.query else ''}")


def _target(response: Response, request: Request, host: str) -> str:
    """Where a redirect may be followed to: another page of the same `host`. Raises LoginWall or LayoutChanged."""
    try:
        target = urljoin(response.url, response.headers.get("location", ""))
    except ValueError:
        raise LayoutChanged("moved to no address") from None
    if walls.leads_to_login(target):
        raise LoginWall
    if request.method != "GET" or urlsplit(target).netloc != host:
        raise LayoutChanged(f"moved to {urlsplit(target)._replace(query='', fragment='').geturl()[:120]}")
    return target


def _limits(route: Route) -> tuple[Limit, ...]:
    """What is counted for the host: podpusher's own ceilings."""
    return (
        Limit("pace", 1, route.min_interval_s),
        Limit("sweep", route.sweep_max, _SWEEP_S),
        Limit("day", route.daily_max, _DAY_S),
    )


def _signals(source: Source, route: Route, region: str, options: Mapping[str, Any], kept: Kept) -> Sequence[Signal]:
    """The rows of an answer as observations; what was asked goes into `extra`."""
    return [
        Signal(
            source=source.name,
            route=route.id,
            keyword=row.keyword,
            key=key_of(row.keyword),
            kind=row.kind,
            category=row.category,
            metric_name=row.metric_name,
            metric_value=row.metric_value,
            metric_scale=row.metric_scale,
            rank=row.rank,
            region=region,
            observed_at=kept.at,
            extra={**options, **row.extra},
        )
        for row in kept.answer.rows
    ]


def _walled(source: Source, route: Route, region: str, wall: Outcome) -> RouteOutcome:
    outcome = RouteOutcome(
        source.name, route.id, wall.kind, region, retry_after=wall.retry_after, detail=wall.detail, kept=wall.kept
    )
    return replace(outcome, hint=plain_hint(outcome))
