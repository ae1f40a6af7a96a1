"""Etsy's, X's, Reddit's and Google's routes against the sandbox's own: what a rehearsal shows is what the parsers read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from podpusher_cli.providers.trends import NAMES, load
from podpusher_cli.workflows.sandbox import trend_path
from tests.support.sandbox import RunningSandbox
from tests.support.trends import TrendDesk

PLACES = {
    "twitter.trends24": "trends GET /twitter/{place}/",
    "twitter.getdaytrends": "trends GET /twitter/{place}/",
    "reddit.rss": "trends GET /reddit/r/{places}/hot/.rss",
    "google.rss": "trends GET /google/trending/rss",
    "etsy.market_page": "etsy GET /market/{word}",
}
HERE = {route: place for route, place in PLACES.items() if route.partition(".")[0] in NAMES}
WALLS = [
    ("login_wall", "login_wall"), ("captcha", "captcha"), ("blocked", "blocked"), ("empty_body", "blocked"),
    ("layout_changed", "layout_changed"), ("empty_list", "empty"),
]  # fmt: skip


@pytest.fixture
def at(tmp_path: Path, server: RunningSandbox) -> Callable[[str], TrendDesk]:
    server.clear_faults()
    known = server.accounts()["etsy"]

    def made(route: str) -> TrendDesk:
        name = route.partition(".")[0]
        desk = TrendDesk(tmp_path, server, prefix=trend_path(name), tags=("dog mom",))
        desk.source = load(name)
        desk.hold("key:etsy", keystring=known["keystring"], shared_secret=known["shared_secret"])
        return desk

    return made


def region(route: str) -> str:
    return load(route.partition(".")[0]).regions[0] if route.startswith("reddit") else "US"


@pytest.mark.parametrize("route", sorted(HERE))
def test_a_route_shows_the_trends_of_the_day(at, route):
    outcome, reading = at(route).only(route, region(route))
    assert outcome.outcome == "signals"
    assert outcome.count == len(reading.signals) >= 8
    assert [each.rank for each in reading.signals] == list(range(1, outcome.count + 1))


@pytest.mark.parametrize(("fault", "outcome"), WALLS)
@pytest.mark.parametrize("route", sorted(HERE))
def test_every_wall_of_the_sandbox_is_seen_as_what_it_is(at, server, route, fault, outcome):
    server.fault(HERE[route], fault, times=0)
    assert at(route).only(route, region(route))[0].outcome == outcome


def test_the_mirrors_tell_the_same_tags(at):
    desk = at("twitter.trends24")
    _, listed = desk.only("twitter.trends24")
    _, tabled = desk.only("twitter.getdaytrends")
    assert [each.keyword for each in listed.signals] == [each.keyword for each in tabled.signals]


@pytest.mark.parametrize(("route", "needs"), [("twitter.api_woeid", "key:twitter"), ("reddit.api_hot", "key:reddit")])
def test_an_api_wants_a_token(at, route, needs):
    desk = at(route)
    assert desk.only(route, region(route))[0].missing == needs
    desk.hold(needs, token="any")
    assert desk.only(route, region(route))[0].outcome == "signals"


@pytest.mark.parametrize(
    ("route", "outcome"),
    [("twitter.x_explore", "login_wall"), ("twitter.x_guest", "layout_changed"), ("reddit.json", "blocked")],
)
def test_a_dead_end_is_one_here_too(at, route, outcome):
    assert at(route).only(route, region(route))[0].outcome == outcome


def test_etsys_listings_have_tags_in_common_and_categories_with_names(at):
    desk = at("etsy.api_listings")
    _, reading = desk.only("etsy.api_listings")
    tags = [each.keyword for each in reading.signals if each.kind == "tag"]
    assert {"dog lover", "fur mama"} <= set(tags)
    _, named = desk.only("etsy.api_taxonomy")
    known = {each.extra["taxonomy_id"] for each in named.signals}
    assert {each.extra["taxonomy_id"] for each in reading.signals if each.kind == "listing"} <= known


def test_two_words_in_a_row_keep_to_the_pace_of_etsy(at, server):
    desk = at("etsy.api_listings")
    desk.tags = ("dog mom", "plant lady", "nurse")
    server.config(limits=True)
    assert desk.read(refresh=True).outcomes[0].outcome == "signals"
    assert desk.clock.slept >= 4
