"""Pages in a real browser on real sockets: what it asks for, what it leaves alone, and that it ends."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from podpusher_cli.net.pages import Browser, NoBrowserError, PageError, Visit
from tests.net.server import CUT, SILENT, Answer, Asked, Server
from tests.support import machine

HTML = {"content-type": "text/html; charset=utf-8"}
PAGE = """<!doctype html><html><head><title>Trends</title><style>
@font-face {font-family: x; src: url(/font.woff)} body {font-family: x; background: url(/back.png)}</style></head>
<body><img src="/image.png"><video src="/film.mp4" autoplay></video><p id="rows">Loading</p>
<script>fetch("/data.json").then(a => a.json()).then(b => { document.getElementById("rows").textContent = b.word })</script>
</body></html>"""


def page(text: str = PAGE) -> Answer:
    return Answer(headers=HTML, body=text.encode())


def shop(asked: Asked) -> Answer:
    """A page, and the data that it asks for."""
    return Answer(body=b'{"word": "cozycore"}') if asked.target.startswith("/data.json") else page()


@pytest.fixture
def site() -> Iterator[Server]:
    server = Server(answer=shop)
    yield server
    server.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    started = Browser(machine.browser(), loopback_only=True)
    yield started
    started.close()


def paths(site: Server) -> set[str]:
    return {urlsplit(asked.target).path for asked in site.asked} - {"/favicon.ico"}


def test_the_pages_own_data_and_the_page_are_seen_and_nothing_that_only_looks_nice_is_fetched(browser, site):
    seen = browser.visit(
        Visit(f"{site.url}/trends?country=US", {"sessionid": "s-1"}, answers="data.json", ready="#never")
    )
    assert seen.data is not None
    assert seen.data.json() == {"word": "cozycore"}
    assert seen.page.status == 200
    assert paths(site) == {"/trends", "/data.json"}
    assert {asked.headers.get("cookie") for asked in site.asked if "favicon" not in asked.target} == {"sessionid=s-1"}
    assert "Headless" in site.asked[0].headers["user-agent"]  # it hides nothing
    site.asked.clear()
    browser.visit(Visit(site.url, answers="data.json"))
    assert not any("cookie" in asked.headers for asked in site.asked)  # they were that visit's


def test_where_the_page_asks_for_no_data_it_is_read_itself_once_the_rows_are_there(browser, site):
    site.answer = lambda asked: page(
        "<!doctype html><body><script>document.body.innerHTML = '<b class=row>1</b>'</script>"
    )
    seen = browser.visit(Visit(site.url, answers="data.json", ready=".row"))
    assert seen.data is None
    assert b'<b class="row">1</b>' in seen.page.body


def test_at_a_rehearsal_only_this_machine_is_spoken_to(browser, site):
    told = "<!doctype html><p id=rows>?</p><script>fetch('https://elsewhere.example/data.json').catch(() => { document.title = 'refused' })</script>"
    site.answer = lambda asked: page(told)
    assert b"<title>refused</title>" in browser.visit(Visit(site.url, ready="title")).page.body
    with pytest.raises(PageError):
        browser.visit(Visit("https://elsewhere.example/"))


def test_at_a_rehearsal_no_redirect_leads_off_this_machine(site, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, site.url)
    browser = Browser(machine.browser(), loopback_only=True)
    # Both would end here: the one by its name, the other through the proxy.
    for elsewhere in (f"elsewhere.localhost:{urlsplit(site.url).port}", "elsewhere.example"):
        site.answer = lambda asked, host=elsewhere: Answer(302, {"location": f"http://{host}/leak"})
        with pytest.raises(PageError):
            browser.visit(Visit(site.url))
    browser.close()
    assert paths(site) == {"/"}


def test_a_page_that_does_not_come_is_an_error_and_the_next_one_comes(browser, site):
    site.answer = lambda asked: CUT
    with pytest.raises(PageError) as caught:
        browser.visit(Visit(site.url))
    assert not caught.value.refused
    site.answer = lambda asked: Answer(403, {"content-type": "text/html"}, b"")
    with pytest.raises(PageError) as caught:
        browser.visit(Visit(site.url))
    assert caught.value.refused
    site.answer = shop
    assert browser.visit(Visit(site.url, answers="data.json")).data is not None


def test_a_page_that_never_ends_is_left_and_the_browser_with_it(site):
    browser, others = Browser(machine.browser()), children()
    site.answer = lambda asked: SILENT
    with pytest.raises(PageError):
        browser.visit(Visit(site.url, seconds=1.0))
    assert children() == others
    site.answer = shop
    assert browser.visit(Visit(site.url, answers="data.json")).data is not None  # with a new one
    assert children() > others
    browser.close()
    browser.close()
    assert children() == others


def test_a_way_is_gone_through_where_one_is_given(site):
    browser = Browser(machine.browser())
    seen = browser.visit(Visit("http://trends.example/list", answers="data.json", proxy=site.url))
    assert seen.data is not None
    assert "http://trends.example/list" in {asked.target for asked in site.asked}
    with pytest.raises(PageError) as caught:
        browser.visit(Visit("http://trends.example/list", proxy="http://127.0.0.1:1"))
    assert caught.value.astray
    browser.close()


@pytest.mark.parametrize("program", ["/no/browser", os.devnull])
def test_without_a_browser_it_is_said(program):
    with pytest.raises(NoBrowserError):
        Browser(program).visit(Visit("http://127.0.0.1:1/"))


def children() -> set[int]:
    """The drivers of browsers that this process has begun and that still run."""
    if not Path("/proc/self/stat").exists():
        rows = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat=,comm="], capture_output=True, text=True, check=True)
        lines = [line.split(None, 3) for line in rows.stdout.splitlines()]
        return {
            int(pid)
            for pid, parent, state, name in lines
            if int(parent) == os.getpid() and state[0] != "Z" and "node" in name
        }
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = stat.read_text().rpartition(")")
            state, parent = rest.split()[:2]
            if int(parent) == os.getpid() and state != "Z" and "node" in name:
                found.add(int(stat.parent.name))
    return found
