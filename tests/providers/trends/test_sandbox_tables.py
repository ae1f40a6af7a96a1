"""Pinterest's and Instagram's routes against the sandbox's own: what a rehearsal shows is what the parsers read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from podpusher_cli.providers.trends import load
from tests.support.sandbox import RunningSandbox
from tests.support.trend_cases import KEY, SESSION
from tests.support.trends import TrendDesk

WALLS = [
    ("login_wall", "login_wall"), ("captcha", "captcha"), ("blocked", "blocked"), ("empty_body", "blocked"),
    ("layout_changed", "layout_changed"),
]  # fmt: skip
PLACES = {
    "pinterest.top_trends": "trends GET /pinterest/top_trends_filtered/",
    "pinterest.related_terms": "trends GET /pinterest/related_terms/",
    "instagram.topsearch": "trends GET /instagram/web/search/topsearch/",
    "instagram.tag_info": "trends GET /instagram/api/v1/tags/web_info/",
}


@pytest.fixture
def at(tmp_path: Path, server: RunningSandbox) -> Callable[[str], TrendDesk]:
    server.clear_faults()

    def made(name: str) -> TrendDesk:
        desk = TrendDesk(tmp_path, server, prefix=f"/trends/{name}", tags=("dog mom",))
        desk.source = load(name)
        return desk

    return made


def test_pinterests_table_and_its_api_tell_the_same_terms(at):
    desk = at("pinterest")
    told, listed = desk.only("pinterest.top_trends")
    desk.hold("key:pinterest", **KEY)
    _, official = desk.only("pinterest.official")
    assert told.outcome == "signals"
    assert told.count == len(listed.signals) >= len(official.signals) > 10
    terms = [(each.keyword, each.metric_value, each.rank) for each in official.signals]
    assert terms == [(each.keyword, each.metric_value, each.rank) for each in listed.signals][: len(terms)]
    assert {each.extra["data_date"] for each in listed.signals} == {official.signals[0].extra["data_date"]}


def test_a_group_of_countries_has_a_table_and_other_words_none(at):
    assert at("pinterest").only("pinterest.top_trends", "GB+IE")[0].outcome == "signals"
    assert at("pinterest").only("pinterest.top_trends", "everywhere")[0].outcome == "bad_request"


def test_terms_that_go_with_a_word_are_told_only_when_they_are_asked_for(at):
    desk = at("pinterest")
    assert {each.route for each in desk.read().outcomes} == {"pinterest.top_trends"}
    told, related = desk.only("pinterest.related_terms")
    assert (told.count, {each.extra["tag"] for each in related.signals}) == (5, {"dog mom"})


def test_instagram_measures_a_tag_for_those_who_are_signed_in(at):
    desk = at("instagram")
    assert {each.outcome for each in desk.read("global").outcomes} <= {"login_wall", "auth_error"}
    desk.hold("session:instagram", **SESSION)
    told, page = desk.only("instagram.tag_info", "global")
    assert told.outcome == "signals"
    size, first, *_ = page.signals
    assert (size.keyword, size.metric_name, size.rank) == ("dogmom", "posts", None)
    assert (first.keyword, first.metric_value, first.extra["seed"]) == ("dogmomgift", 9, "dogmom")
    _, search = desk.only("instagram.topsearch", "global")
    assert (search.signals[0].keyword, search.signals[0].metric_value) == ("dogmom", size.metric_value)


def test_instagrams_own_api_says_how_a_tag_is_met(at):
    desk = at("instagram")
    desk.hold("key:instagram", **KEY)
    told, reading = desk.only("instagram.graph_top_media", "global")
    (signal,) = reading.signals
    assert (told.outcome, signal.keyword, signal.metric_name) == ("signals", "dogmom", "top_media_engagement")
    assert signal.extra["sample"] == 9


@pytest.mark.parametrize(("fault", "outcome"), WALLS)
@pytest.mark.parametrize("route", PLACES)
def test_every_wall_of_the_sandbox_is_seen_as_what_it_is(at, server, route, fault, outcome):
    server.fault(PLACES[route], fault, times=0)
    desk = at(route.partition(".")[0])
    desk.hold("session:instagram", **SESSION)
    assert desk.only(route, desk.source.regions[0])[0].outcome == outcome
