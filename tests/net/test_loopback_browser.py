"""The callback in a real browser: what other sites' pages can do to it, and what its own page lets out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, Error, Page

from podpusher_cli.net.loopback import Callback
from tests.net.server import Answer, Server
from tests.support.browser import chromium
from tests.support.clock import FakeClock

EVIL = "evil.example"
RIGHT = "code=r1ght&state=st4te"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for which another site's name means this machine."""
    with chromium(f"--host-resolver-rules=MAP {EVIL} 127.0.0.1") as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def site() -> Iterator[Server]:
    """Another site; `answers` has its page."""
    server = Server(Answer(200, {"content-type": "text/html"}, b"<h1>Hello</h1>"))
    yield server
    server.close()


@pytest.fixture
def callback() -> Iterator[Callback]:
    with Callback(0, clock=FakeClock()) as made:
        yield made


@pytest.fixture
def waiting(callback: Callback) -> Iterator[Future[str]]:
    """The query to come."""
    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(callback.wait, 60)
        yield future


def answered(page: Page, address: str, *, asked_by: str | None = None) -> int | None:
    """The status that the callback gave to what the page `asked_by`, or the seller, asked for; None: nobody may see it."""
    with page.expect_request(lambda request: "/callback?" in request.url) as sent, contextlib.suppress(Error):
        page.goto(asked_by or address)  # an answer without a page is an error to Playwright
    response = sent.value.response()
    return response.status if response else None


def ends(page: Page, callback: Callback, waiting: Future[str]) -> bool:
    """Whether the login was still waiting, and the right redirect ended it."""
    waited = not waiting.done()
    return waited and answered(page, f"{callback.url}?{RIGHT}") == 200 and waiting.result(10) == RIGHT


def test_another_sites_name_for_this_machine_is_turned_away(
    page: Page, callback: Callback, waiting: Future[str]
) -> None:
    assert answered(page, f"http://{EVIL}:{callback.port}{callback.path}?{RIGHT}") == 421
    assert ends(page, callback, waiting)


BEHIND_THE_BACK = {
    "picture": ("<img src='{to}'>", {None, 400}),
    "frame": ("<iframe src='{to}'></iframe>", {None, 400}),
    "script": ("<script src='{to}'></script>", {None, 400}),
    "fetch": ("<script>fetch('{to}', {{mode: 'no-cors'}})</script>", {None, 400}),
    "form": ("<form method=post action='{to}'></form><script>document.forms[0].submit()</script>", {405}),
    "ahead": (
        '<script type=speculationrules>{{"prefetch": [{{"urls": ["{to}"], "eagerness": "immediate"}}]}}</script>',
        {400},
    ),
}


@pytest.mark.parametrize("way", BEHIND_THE_BACK)
def test_a_page_of_another_site_cannot_end_the_login(
    page: Page, callback: Callback, waiting: Future[str], site: Server, way: str
) -> None:
    text, statuses = BEHIND_THE_BACK[way]
    html = text.format(to=f"{callback.url}?error=no&state=guessed")
    site.answers = [Answer(200, {"content-type": "text/html"}, html.encode())]

    assert answered(page, callback.url, asked_by=f"http://{EVIL}:{site.port}/") in statuses
    assert ends(page, callback, waiting)


def test_the_page_asks_nobody_and_tells_nobody_where_it_was(
    page: Page, callback: Callback, waiting: Future[str], site: Server
) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    assert ends(page, callback, waiting)
    shown = page.content()
    assert requests == [f"{callback.url}?{RIGHT}"]
    assert [word for word in ("r1ght", "st4te", "code=", "state=") if word in shown] == []

    page.evaluate(
        "to => { const a = document.createElement('a'); a.href = to; document.body.append(a); a.click() }", site.url
    )
    page.wait_for_selector("text=Hello")

    assert site.asked[0].target == "/"
    assert "referer" not in site.asked[0].headers
    assert page.evaluate("document.referrer") == ""


def test_the_page_sends_no_form_and_runs_nothing_of_its_own(
    page: Page, callback: Callback, waiting: Future[str], site: Server
) -> None:
    assert ends(page, callback, waiting)

    refused = page.evaluate(
        """to => new Promise(done => {
            document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective))
            const form = document.createElement('form')
            form.action = to
            document.body.append(form)
            form.submit()
        })""",
        site.url,
    )

    assert refused == "form-action"
    assert site.asked == []
