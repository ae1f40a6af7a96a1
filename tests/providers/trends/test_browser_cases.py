"""Every recorded page of the browser tier, in a real browser that speaks to no network."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from podpusher_cli.core.http import Response
from podpusher_cli.core.trends import Tier
from podpusher_cli.net.pages import Browser
from podpusher_cli.providers.trends import NAMES, load
from tests.support import machine
from tests.support.trend_cases import play, route_of
from tests.support.trends import TrendDesk, body, cases

EVERY = [pytest.param(name, case, id=f"{name}-{case['id']}") for name in NAMES for case in cases(name)]
CASES = [each for each in EVERY if route_of(*each.values).tier is Tier.BROWSER]
# The call that each page makes for its data, and a recorded answer to it.
CALLS = {
    "tiktok": ("tiktok.page_dom", "POST", "/CreativeOne/KnowledgeAPI/GetHashtagList", "syn_hashtag_list_anon_us.json"),
    "pinterest": ("pinterest.page_dom", "GET", "/top_trends_filtered/?country=US", "syn_top_trends_preset3.json"),
}


class Web:
    """What the one browser of these tests finds: what the desk under test shows."""

    desk: TrendDesk | None = None

    def show(self, address: str) -> Response | None:
        assert self.desk
        return self.desk.show(address)


@pytest.fixture(scope="module")
def web() -> Web:
    return Web()


@pytest.fixture(scope="module")
def browser(web: Web) -> Iterator[Browser]:
    started = Browser(machine.browser(), stand_in=web.show)
    yield started
    started.close()


@pytest.fixture
def desk(desk: TrendDesk, web: Web, browser: Browser) -> TrendDesk:
    desk.browser, web.desk = browser, desk
    return desk


@pytest.mark.parametrize(("source", "case"), CASES)
def test_a_recorded_page_comes_to_what_its_case_says(desk, source, case):
    expected = case["expect"]

    outcome, reading = play(desk, source, case)

    assert outcome.outcome == expected["outcome"]
    assert outcome.limited == expected.get("limited")
    assert outcome.count == len(reading.signals) == expected.get("count", 0)
    for signal, wanted in zip(reading.signals, expected.get("signals", []), strict=True):
        for name, value in wanted.items():
            found = getattr(signal, name) if hasattr(signal, name) else signal.extra[name]
            assert (found, type(found)) == (value, type(value)) or (found == value and isinstance(found, str)), name
    assert desk.requests() == [], "a page was fetched past the browser"
    assert {address for address in desk.strayed if "captcha" not in address} == set(), "the browser went astray"


@pytest.mark.parametrize("source", [name for name in CALLS if name in NAMES])
def test_the_pages_own_data_is_taken_before_what_it_draws(desk, source):
    route, method, address, file = CALLS[source]
    desk.source = load(source)
    script = f"<script>fetch({json.dumps(address)}, {{method: {method!r}}})</script>"
    page = f"<!doctype html><html><head><title>Trends</title></head><body><main>Loading</main>{script}</body></html>"
    desk.shows = {
        address.partition("?")[0]: Response(200, {"content-type": "application/json"}, body(file, source)),
        "?": Response(200, {"content-type": "text/html"}, page.encode()),
    }
    outcome, reading = desk.only(route)
    assert outcome.outcome == "signals"
    assert all(signal.metric_value is not None for signal in reading.signals)
    assert desk.requests() == desk.strayed == []


TRIES = """<!doctype html><html><head><title>Trends</title>
<link rel="stylesheet" href="URL/style"><link rel="prefetch" href="URL/prefetch"><script src="URL/script"></script></head>
<body><iframe src="URL/frame"></iframe><img src="URL/image"><form action="URL/form"></form><script>
fetch("URL/fetch", {mode: "no-cors"}).catch(() => 0);
navigator.sendBeacon("URL/beacon", "x");
new EventSource("URL/events");
new WebSocket("URL/socket".replace("http", "ws"));
new Worker(URL.createObjectURL(new Blob(["fetch('URL/worker', {mode: 'no-cors'})"])));
window.open("URL/window");
new Image().src = "URL/late";
</script></body></html>"""


def test_whatever_a_page_tries_no_request_leaves(desk):
    """What each case relies on: an address that is not shown is refused and told, on whatever way it is asked for."""
    page = TRIES.replace("URL/", f"{desk.server.url}/")
    desk.source = load("tiktok")
    desk.shows = {"creativeCenter": Response(200, {"content-type": "text/html"}, page.encode())}
    desk.only("tiktok.page_dom")
    assert desk.requests() == []
    told = {address.rpartition("/")[2] for address in desk.strayed}
    assert told >= {"style", "script", "frame", "fetch", "events", "worker", "window"}
