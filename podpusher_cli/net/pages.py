"""Look at pages with a browser, as what it is, for sources that give their data to nothing else."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from podpusher_cli.core.http import Response, is_loopback_host
from podpusher_cli.net.browser import preferred

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import BrowserContext, Page, Playwright, Route
    from playwright.async_api import Response as Answer

T = TypeVar("T")
_SWITCHES = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
# A redirect is followed by the browser itself, whatever is guarded: nothing else may have an address, nor a proxy find it.
_HERE = (
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
)
_UNWANTED = frozenset({"image", "font", "media"})
_START_S, _END_S, _SETTLE_S = 30.0, 5.0, 10.0
_REFUSED = "ERR_HTTP_RESPONSE_CODE_FAILURE"  # an error status without a page
_ASTRAY = ("ERR_PROXY_", "ERR_TUNNEL_", "ERR_SOCKS_")


class NoBrowserError(Exception):
    """There is no browser on this machine, or nothing that drives it."""


class PageError(Exception):
    """The page did not come. `refused`: the site turned the browser away; `astray`: the proxy let nothing through."""

    def __init__(self, problem: str, *, refused: bool = False, astray: bool = False) -> None:
        super().__init__(problem)
        self.refused = refused
        self.astray = astray


@dataclass(frozen=True, slots=True)
class Visit:
    """A page to look at. `cookies` go to its host. `answers`: a piece of the address of the call whose data is wanted.

    `ready`: a CSS selector that stands on the page once there is something to read. `seconds`: for all of it. `proxy`:
    the way there.
    """

    url: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    answers: str | None = None
    ready: str | None = None
    seconds: float = 45.0
    proxy: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The page as it stands at the end, and the data that it asked for, if it did."""

    page: Response
    data: Response | None = None


StandIn = Callable[[str], Response | None]
"""Answers an address in place of the network; None: there is nothing."""


class Browser:
    """One browser a run: started for the first page, closed by `close`. Each page is looked at by itself.

    `program`: the browser to use, else Playwright's own or the system's. `loopback_only`: nothing but this machine is
    spoken to. `stand_in` answers in place of the network.
    """

    def __init__(
        self, program: str | None = None, *, loopback_only: bool = False, stand_in: StandIn | None = None
    ) -> None:
        self._program = program
        self._loopback_only = loopback_only
        self._stand_in = stand_in
        self._loop: asyncio.AbstractEventLoop | None = None
        self._playwright: Playwright | None = None
        self._chromium: Chromium | None = None

    def visit(self, visit: Visit) -> Seen:
        """Look at a page, however it behaves, no longer than its seconds. Raises NoBrowserError and PageError."""
        from playwright.async_api import Error

        if self._program is not None and not Path(self._program).is_file():
            raise NoBrowserError(self._program)
        self._run(self._started(), _START_S)
        try:
            return self._run(self._seen(visit), visit.seconds)
        except TimeoutError:
            self.close()  # what hangs is not used again
            raise PageError("the page takes too long") from None
        except Error as error:
            told = error.message
            astray = any(word in told for word in _ASTRAY)
            raise PageError(told.partition("\n")[0][:200], refused=_REFUSED in told, astray=astray) from error

    def close(self) -> None:
        """End the browser. Safe to repeat; the next page starts another."""
        loop, self._loop = self._loop, None
        if loop is None:
            return
        ends: list[Awaitable[None]] = []
        if self._chromium is not None:
            ends.append(self._chromium.close())
        if self._playwright is not None:
            ends.append(self._playwright.stop())
        self._chromium = self._playwright = None
        for each in ends:
            with suppress(Exception):  # it is ending, whatever it says
                loop.run_until_complete(asyncio.wait_for(each, _END_S))
        loop.close()

    def _run(self, work: Awaitable[T], seconds: float) -> T:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        return self._loop.run_until_complete(asyncio.wait_for(work, seconds))

    async def _started(self) -> Chromium:
        if self._chromium is not None:
            return self._chromium
        try:
            from playwright.async_api import Error, async_playwright
        except ImportError as error:
            raise NoBrowserError("playwright") from error
        self._playwright = await async_playwright().start()
        program = self._program or preferred(self._playwright.chromium.executable_path)
        if program is None:
            raise NoBrowserError("chromium")
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        try:
            self._chromium = await self._playwright.chromium.launch(
                executable_path=program, headless=True, args=[*_SWITCHES, *(_HERE if self._loopback_only else ()), *root], timeout=_START_S * 1000,
                handle_sigint=False,
            )  # fmt: skip
        except Error as error:
            raise NoBrowserError(error.message.partition("\n")[0]) from error
        return self._chromium

    async def _seen(self, visit: Visit) -> Seen:
        chromium = await self._started()
        proxy: Any = _proxy(visit.proxy) if visit.proxy else None
        context = await chromium.new_context(proxy=proxy, accept_downloads=False, service_workers="block")
        try:
            await context.route("**/*", self._guard)
            await context.route_web_socket("**/*", lambda socket: socket.close())
            if visit.cookies:
                await context.add_cookies(
                    [{"name": name, "value": value, "url": visit.url} for name, value in visit.cookies.items()]
                )
            return await self._looked(context, visit)
        finally:
            with suppress(Exception):  # the browser may be gone already
                await asyncio.wait_for(context.close(), _END_S)

    async def _looked(self, context: BrowserContext, visit: Visit) -> Seen:
        page = await context.new_page()
        data: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

        def heard(answer: Answer) -> None:
            if visit.answers and visit.answers in answer.url and not data.done():
                data.set_result(answer)

        page.on("response", heard)
        answer = await page.goto(visit.url, wait_until="domcontentloaded", timeout=visit.seconds * 1000)
        await _settled(page, visit, data)
        read = await _response(data.result()) if data.done() else None
        html = (await page.content()).encode("utf-8", "replace")
        status = answer.status if answer else 200
        headers = {**await answer.all_headers()} if answer else {}
        if answer and status != 200 and not await answer.body():
            html = b""
        return Seen(Response(status, headers, html, page.url), read)

    async def _guard(self, route: Route) -> None:
        """Let through what is needed to read the page, and only where it may go."""
        asked = route.request
        url = urlsplit(asked.url)
        if asked.resource_type in _UNWANTED or (self._loopback_only and not is_loopback_host(url.hostname or "")):
            await route.abort()
        elif self._stand_in is None:
            await route.continue_()
        elif (found := self._stand_in(asked.url)) is None:
            await route.abort()
        else:
            await route.fulfill(status=found.status, headers=dict(found.headers), body=found.body)


async def _settled(page: Page, visit: Visit, data: asyncio.Future[Answer]) -> None:
    """Until the data has come, or the page has what is read, or it is quiet, or has had its time."""
    from playwright.async_api import Error

    most = _SETTLE_S * 1000
    waiting: list[asyncio.Future[Any]] = [data] if visit.answers else []
    if visit.ready:
        waiting.append(asyncio.ensure_future(page.wait_for_selector(visit.ready, state="attached", timeout=most)))
    waiting.append(asyncio.ensure_future(page.wait_for_load_state("networkidle", timeout=most)))
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED, timeout=_SETTLE_S)
    for each in waiting:
        if each is not data:
            each.cancel()
            with suppress(asyncio.CancelledError, Error):
                await each


async def _response(answer: Answer) -> Response | None:
    from playwright.async_api import Error

    try:
        return Response(answer.status, await answer.all_headers(), await answer.body(), answer.url)
    except Error:  # the page went on before it could be read
        return None


def _proxy(address: str) -> dict[str, str]:
    """A proxy in Playwright's words."""
    url = urlsplit(address)
    port = f":{url.port}" if url.port else ""
    told = {"server": f"{url.scheme}://{url.hostname}{port}"}
    return told | ({"username": url.username, "password": url.password or ""} if url.username else {})
