"""One answer from a source: where it is asked, signed, sent, followed on, and read."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from podpusher_cli.core.errors import CircuitOpen, RateLimited, TryLater, Unreachable
from podpusher_cli.core.http import Limit, Request, Response, Service, Spent
from podpusher_cli.core.outcomes import LayoutChanged, TooMany, UpstreamFault
from podpusher_cli.core.proxies import NoProxyLeft, Proxy
from podpusher_cli.core.trend_routes import Answer, Route, Source
from podpusher_cli.core.trends import Tier
from podpusher_cli.providers.trends import walls
from podpusher_cli.providers.trends.asking import Asked, host_of
from podpusher_cli.providers.trends.browser import PageReader
from podpusher_cli.providers.trends.robots import Robots
from podpusher_cli.providers.trends.ways import Ways

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http

_SWEEP_S, _DAY_S = 900.0, 86_400.0
_JITTER = 0.15  # of the pace
_SHORT_S = 10.0  # a wait that is told and no longer is waited for
_MOST_REDIRECTS = 3
_WAYS: dict[type[TryLater], str] = {Unreachable: "network", NoProxyLeft: "proxies"}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Keep = Callable[[str, bytes], str]
"""Takes a route's id and a body that could not be read; returns the path of the file that holds it."""


class Fetcher:
    """Fetches answers. `address` gives another scheme and host for a source, or nothing."""

    def __init__(
        self,
        *,
        ways: Ways,
        pages: PageReader,
        keep: Keep,
        robots: Robots,
        address: Callable[[str], str | None],
        dice: random.Random | None = None,
    ) -> None:
        self._ways = ways
        self._pages = pages
        self._keep = keep
        self._robots = robots
        self._address = address
        self._dice = dice or random.Random()  # noqa: S311 - jitter, not a secret

    def elsewhere(self, source: Source) -> bool:
        """Whether a host stands in for the source's own."""
        return bool(self._address(source.name))

    def placed(self, source: Source, request: Request) -> Request:
        """The request at the source's own host, or at the one that stands in for it; a path in that goes in front."""
        address = self._address(source.name)
        if not address:
            return request
        asked = urlsplit(request.url)
        return replace(request, url=f"{address.rstrip('/')}{asked.path}{f'?{asked.query}' if asked.query else ''}")

    def fetch(self, source: Source, asked: Asked, *, heard: Callable[[Response], None]) -> Answer:
        """What the source answers; `heard` is told before it is read.

        Raises Outcome; of an answer that could not be read the body is kept.
        """
        if asked.route.robots:
            self._robots.heed(asked.request, partial(self._plainly, source, asked))
        response = self._sent(source, asked, asked.request)
        heard(response)
        try:
            if asked.route.follow:
                walls.judge(response, asked.route)
                further = asked.route.follow(response, asked.params)
                if further is not None:
                    response = self._sent(source, asked, self.placed(source, further))
            answer = walls.read(response, asked.route)
        except LayoutChanged as outcome:
            outcome.kept = outcome.kept or self._keep(asked.route.id, response.body)
            raise
        if asked.route.counted and answer.numberless:
            return replace(answer, kept=self._keep(asked.route.id, response.body))
        return answer

    def _plainly(self, source: Source, asked: Asked, request: Request) -> Response:
        """An answer as it is, without a browser, to nobody in particular. It takes nobody's turn: there is one a day."""
        plain = replace(asked, route=replace(asked.route, tier=Tier.HTTP))
        limited = replace(request, limits=(_day_of(plain.route),))
        return self._answered(source, plain, limited, host_of(request))

    def _sent(self, source: Source, asked: Asked, request: Request) -> Response:
        """Send it, signed where the route signs, and follow redirects within the host."""
        route, host = asked.route, host_of(request)
        if route.sign and asked.credential:
            request = route.sign(request, asked.credential)
        for left in range(_MOST_REDIRECTS, -1, -1):
            limited = replace(request, limits=(*request.limits, *self._limits(route)))
            response = self._answered(source, asked, limited, host)
            if response.status not in _REDIRECTS:
                return response
            try:
                target = _target(response, request, host if left else "", route)
            except LayoutChanged as outcome:
                outcome.kept = self._keep(route.id, response.body)
                raise
            request = replace(request, url=target, params={})
        raise AssertionError("the last redirect has no target")

    def _answered(self, source: Source, asked: Asked, request: Request, host: str) -> Response:
        route, credential = asked.route, asked.credential
        service = replace(route.service or Service(source.name), is_spent=_asks_for_long)
        account = credential.account if route.service and credential else host

        def go(http: Http, proxy: Proxy | None) -> Response:
            if route.tier is Tier.BROWSER:
                return self._pages.view(request, route, provider=service.name, account=account, proxy=proxy)
            return http.send(request, provider=service, account=account)

        try:
            return self._ways.go(credential.account if credential else source.name, go)
        except Spent as error:
            return error.response
        except RateLimited as error:
            raise TooMany(retry_after=error.retry_after) from error
        except TryLater as error:
            outcome = UpstreamFault(error.plain(), retry_after=error.retry_after)
            outcome.missing = _WAYS.get(type(error))
            outcome.counts = type(error) not in {*_WAYS, CircuitOpen}
            raise outcome from error

    def _limits(self, route: Route) -> tuple[Limit, ...]:
        """What is counted for the host: podpusher's own ceilings. The pace is never the same twice."""
        pace = route.min_interval_s * self._dice.uniform(1, 1 + _JITTER)
        return (
            Limit("pace", 1, pace),
            Limit("sweep", route.sweep_max, _SWEEP_S),
            _day_of(route),
        )


def _day_of(route: Route) -> Limit:
    return Limit("day", route.daily_max, _DAY_S)


def _asks_for_long(response: Response) -> bool:
    """Whether a 429 asks for more patience than one command has, or does not say for how much."""
    seconds = walls.wait_of(response)
    return seconds is None or seconds > _SHORT_S


def _target(response: Response, request: Request, host: str, route: Route) -> str:
    """Where a redirect may be followed to: another page of the same `host`. Raises Outcome."""
    try:
        target = urljoin(response.url, response.headers.get("location", ""))
    except ValueError:
        raise LayoutChanged("moved to no address") from None
    walls.wall_at(target, route)
    if request.method != "GET" or urlsplit(target).netloc != host:
        raise LayoutChanged(f"moved to {urlsplit(target)._replace(query='', fragment='').geturl()[:120]}")
    return target
