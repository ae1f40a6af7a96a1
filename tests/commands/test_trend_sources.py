"""podpusher trends sources and trends check, whole, against the sandbox and in a real browser."""

from __future__ import annotations

from functools import cached_property

import pytest

from podpusher_cli.deps import Deps
from podpusher_cli.providers.trends import NAMES, load
from tests.conftest import Cli
from tests.support import machine
from tests.support.clock import FakeClock
from tests.support.sandbox import RunningSandbox

AGREED = {"PODPUSHER_TRENDS_ALLOW_UNOFFICIAL": "1"}
ROUTES = {route.id: route for name in NAMES for route in load(name).routes}
TABLE = "trends GET /pinterest/top_trends_filtered/"


@pytest.fixture
def seller(cli: Cli, server: RunningSandbox) -> Cli:
    """A seller without keys or sessions, on whose machine time passes by itself."""
    server.reset(limits=False)
    clock = FakeClock()

    class Quick(Deps):
        @cached_property
        def clock(self) -> FakeClock:
            return clock

    cli.make_deps = Quick
    cli.environment |= {
        name: value for name, value in server.environment().items() if name.startswith("PODPUSHER_TREND_")
    }
    cli.environment["PODPUSHER_BROWSER"] = "/no/browser"
    return cli


def test_each_route_says_what_it_waits_for_and_the_way_to_more_is_told_once(seller: Cli) -> None:
    text = seller("trends", "sources", check=0).stdout
    lines = text.splitlines()
    assert all(len(line) <= 80 for line in lines)
    said = {line.split()[0]: line for line in lines if line.split()[0] in ROUTES}
    assert said.keys() == ROUTES.keys()
    for name, route in ROUTES.items():
        needs = route.needs.partition(":")[0]
        expected = (
            "leads nowhere"
            if route.dead_end
            else {"key": "key wanted", "session": "login wanted"}.get(needs, "waits for")
        )
        assert expected in said[name], name
    assert text.count("podpusher connect instagram-session FILE") == 1
    assert text.count("podpusher connect tiktok --key-stdin") == 1

    states = {each["route"]: each for each in seller("trends", "sources", "--json", check=0).data}
    assert [name for name, each in states.items() if each["dead_end"]] == [
        name for name, route in ROUTES.items() if route.dead_end
    ]


def test_a_check_in_a_real_browser_asks_each_route_once_and_keeps_nothing(seller: Cli, server: RunningSandbox) -> None:
    browser = machine.browser()
    assert browser
    environment = AGREED | {"PODPUSHER_BROWSER": browser}
    outcomes = seller("trends", "check", "--source", "pinterest", "--json", env=environment, check=0).data
    assert [(each["route"], each["outcome"], each["missing"]) for each in outcomes] == [
        ("pinterest.official", "auth_error", "key:pinterest"),
        ("pinterest.top_trends", "signals", None),
        ("pinterest.page_dom", "signals", None),
    ]
    assert len(server.calls(TABLE)) == 2  # one by itself, one by the page
    assert seller("trends", "signals", "--source", "pinterest", "--json", check=0).data == []


def test_a_route_that_was_not_tried_is_no_key_that_was_refused(seller: Cli, server: RunningSandbox) -> None:
    server.fault(TABLE, "blocked")
    text = seller("trends", "check", "--source", "pinterest", env=AGREED, check=7).stdout
    said = {line.split()[0]: line for line in text.splitlines() if line.startswith("pinterest.")}
    assert "key wanted" in said["pinterest.official"]
    assert "turned away" in said["pinterest.top_trends"]
    assert "browser wanted" in said["pinterest.page_dom"]


def test_a_route_that_serves_another_region_is_asked_for_that(seller: Cli) -> None:
    key = AGREED | {"PODPUSHER_TWITTER_TOKEN": "token-1"}
    told = seller("trends", "check", "--source", "twitter", "--json", env=key, check=0)
    by_route = {each["route"]: each for each in told.data}
    assert by_route["twitter.api_personal"]["region"] == "user"
    assert by_route["twitter.api_woeid"]["cost"] == {"amount": 1, "currency": "USD"}
    assert {each["outcome"] for each in told.data} == {"signals"}
    text = seller("trends", "check", "--source", "twitter", env=key, check=0)
    assert "X bills each request: $0.01." in text.stderr


def test_what_was_not_asked_is_told_with_the_command_that_changes_it(seller: Cli, server: RunningSandbox) -> None:
    seller("settings", "set", "trends.agreed", "google", check=0)
    told = seller("trends", "refresh", "--json", check=0)
    assert {each["source"] for each in told.data["outcomes"]} == {"google"}
    left = {each["source"]: each for each in told.data["left_out"]}
    assert left.keys() == set(NAMES) - {"google"}
    assert left["tiktok"] == {
        "source": "tiktok", "command": "podpusher settings set trends.agreed google,tiktok", "consent": True,
    }  # fmt: skip
    assert left["instagram"]["command"] == "podpusher connect instagram --key-stdin"
    assert not left["etsy"]["consent"]
    assert {call["route"] for call in server.calls("trends *")} == {"trends GET /google/trending/rss"}

    listed = seller("trends", check=0)
    assert (
        "Without your consent these were not asked: TikTok, X, Pinterest, Reddit. This agrees to it:"
        " podpusher settings set trends.agreed google,tiktok,twitter,pinterest,reddit"
    ) in listed.stderr
    assert "consent" not in seller("trends", "--quiet", check=0).stderr
    assert len(seller("trends", "--json", check=0).json["meta"]["left_out"]) == 6
    assert "consent" not in seller("trends", "--source", "google", check=0).stderr
