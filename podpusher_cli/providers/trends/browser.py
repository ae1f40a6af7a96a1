"""The browser tier: pages of a source as a browser shows them, at the same pace as everything else."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import ForbiddenHost, RateLimited, Unreachable
from podpusher_cli.core.http import Request, Response, is_loopback_host
from podpusher_cli.core.outcomes import BadRequest, Blocked, TooMany, UpstreamFault
from podpusher_cli.core.proxies import Proxy
from podpusher_cli.core.traffic import Exchange, Pace, Wait
from podpusher_cli.core.trend_routes import Route

if TYPE_CHECKING:
    from podpusher_cli.net.pages import Browser

_PATIENCE_S = 120.0  # the longest wait for our own pace


class PageReader:
    """Looks at pages. `browser` is one for the whole run, and is started with the first page."""

    def __init__(
        self,
        *,
        browser: Callable[[], Browser],
        pace: Pace,
        clock: Clock,
        announce: Callable[[Wait], None],
        observe: Callable[[Exchange], None] | None = None,
    ) -> None:
        self._browser = browser
        self._pace = pace
        self._clock = clock
        self._announce = announce
        self._observe = observe

    def view(self, request: Request, route: Route, *, provider: str, account: str, proxy: Proxy | None) -> Response:
        """The data that the page asked for, else the page. Raises Outcome, ForbiddenHost and Unreachable."""
        from podpusher_cli.net.pages import NoBrowserError, PageError, Visit

        address = f"{request.url}?{urlencode(request.params)}" if request.params else request.url
        _check(provider, address)
        self._wait(provider, account, request)
        visit = Visit(
            address,
            _cookies(request),
            route.answers,
            route.ready,
            max(request.timeout, 45.0),
            proxy.url if proxy else None,
        )
        began = time.perf_counter()
        try:
            seen = self._browser().visit(visit)
        except NoBrowserError as error:
            outcome = BadRequest("no browser")
            outcome.missing, outcome.counts = "browser", False
            raise outcome from error
        except PageError as error:
            self._tell(provider, route, 0, began, error=UpstreamFault.kind)
            if error.astray:
                raise Unreachable(provider=provider, host=urlsplit(address).hostname, problem=error) from error
            if error.refused:
                raise Blocked("an error without a page") from error
            raise UpstreamFault(str(error)) from error
        self._tell(provider, route, seen.page.status, began)
        return seen.data or seen.page

    def _wait(self, provider: str, account: str, request: Request) -> None:
        """Wait for our turn at the host."""
        try:
            seconds = self._pace.reserve(f"{provider}:{account}", request.limits, at_most=_PATIENCE_S)
        except RateLimited as error:
            raise TooMany(retry_after=error.retry_after) from error
        if seconds > 0:
            self._announce(Wait(provider, seconds, "pace"))
            self._clock.sleep(seconds)

    def _tell(self, provider: str, route: Route, status: int, began: float, error: str | None = None) -> None:
        if self._observe:
            self._observe(
                Exchange(provider, "GET", f"GET {route.id}", status, time.perf_counter() - began, 1, error=error)
            )


def _check(provider: str, address: str) -> None:
    """The rule of every request: https, or this machine itself."""
    with suppress(ValueError):
        url = urlsplit(address)
        if url.hostname and (url.scheme == "https" or is_loopback_host(url.hostname)):
            return
    raise ForbiddenHost(provider=provider, host=address)


def _cookies(request: Request) -> dict[str, str]:
    """The cookies that were put on the request, by their names."""
    header = next((value for name, value in request.headers.items() if name.lower() == "cookie"), "")
    pairs = (piece.strip().partition("=") for piece in header.split(";"))
    return {name: value for name, _, value in pairs if name}
