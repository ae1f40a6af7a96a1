"""X: places, what costs money, the mirrors' curves, and the ways that lead nowhere any more."""

from __future__ import annotations

import pytest

from podpusher_cli.core.http import Response
from podpusher_cli.core.money import Money
from podpusher_cli.core.trend_errors import DeadEnd
from podpusher_cli.core.trend_routes import Params
from podpusher_cli.providers.trends import load, twitter
from tests.net.server import Answer
from tests.support.trends import body

LIST = Answer(body=body("syn_api_trends_by_woeid.json", "twitter"))
MIRROR = Answer(headers={"content-type": "text/html"}, body=body("syn_trends24.html", "twitter"))
TABLE = Answer(headers={"content-type": "text/html"}, body=body("syn_getdaytrends.html", "twitter"))


@pytest.fixture
def desk(desk):
    desk.source = load("twitter")
    desk.server.answers = [MIRROR]
    return desk


@pytest.mark.parametrize(
    ("typed", "region"),
    [("us", "US"), (" Gb ", "GB"), ("Global", "global"), ("WOEID:26062", "woeid:26062"), ("USER", "user")],
)
def test_a_region_is_known_however_it_is_typed(typed, region):
    assert load("twitter").region(typed) == region


@pytest.mark.parametrize("typed", ["XX", "woeid:", "woeid:0", "woeid:1a", "woeid:12345678901", "", "united states"])
def test_what_is_no_region_is_none(typed):
    assert load("twitter").region(typed) is None


def test_a_place_with_a_number_alone_is_only_in_the_api(desk):
    desk.hold("key:twitter", token="token-1")
    desk.server.answers = [LIST]
    reading = desk.read("woeid:26062")
    assert [(each.route, each.outcome.value) for each in reading.outcomes] == [("twitter.api_woeid", "signals")]
    (asked,) = desk.requests()
    assert asked.target.startswith("/2/trends/by/woeid/26062?")
    assert asked.headers["authorization"] == "Bearer token-1"
    desk.holds.clear()
    assert desk.read("woeid:26062", refresh=True).outcomes[0].missing == "key:twitter"
    assert len(desk.requests()) == 1


def test_a_call_that_costs_money_is_good_for_a_quarter_of_an_hour(desk):
    desk.hold("key:twitter", token="token-1")
    desk.server.answers = [LIST]
    desk.read()
    desk.clock.advance(890)
    desk.read()
    assert len(desk.requests()) == 1
    desk.clock.advance(20)
    desk.read()
    assert len(desk.requests()) == 2


def test_one_mirror_stands_in_for_the_other(desk):
    challenge = Answer(403, {"cf-mitigated": "challenge"}, b"<html><title>Just a moment...</title></html>")
    desk.server.answers = [challenge, TABLE]
    reading = desk.read()
    assert [(each.route, each.outcome.value) for each in reading.outcomes] == [
        ("twitter.trends24", "captcha"), ("twitter.getdaytrends", "signals"),
    ]  # fmt: skip
    assert {asked.target for asked in desk.requests()} == {"/united-states/"}


def test_a_mirrors_curve_is_the_ranks_of_the_last_hours():
    answer = twitter.parse_getdaytrends(Response(200, {}, body("syn_getdaytrends.html", "twitter"), ""))
    assert [row.extra["ranks"] for row in answer.rows] == [
        [[-3, 51], [-2, 12], [-1, 14], [0, 18]], [[-7, 10], [-6, 8], [0, 2]], [[-1, 51], [0, 1]],
    ]  # fmt: skip


def test_half_a_page_is_no_list():
    whole = body("syn_trends24.html", "twitter")
    for end in (len(whole) // 2, len(whole) - 8):
        with pytest.raises(twitter.UpstreamFault):
            twitter.parse_trends24(Response(200, {}, whole[:end], ""))


@pytest.mark.parametrize("route", ["twitter.x_explore", "twitter.x_guest"])
def test_xs_own_pages_are_never_asked_for(desk, route):
    assert route not in {each.route for each in desk.read(refresh=True).outcomes}
    asked = len(desk.requests())
    real = desk.new_engine(address=lambda name: None)
    desk.engine = real
    with pytest.raises(DeadEnd) as raised:
        desk.only(route)
    assert route in raised.value.plain()
    assert len(desk.requests()) == asked


def test_every_place_has_a_number_and_a_name_of_its_own():
    numbers = [number for number, _ in twitter.PLACES.values()]
    names = [name for _, name in twitter.PLACES.values()]
    assert len(set(numbers)) == len(numbers)
    assert len(set(names)) == len(names)
    assert twitter.build_trends24(Params("global")).url == "https://trends24.in/"


# What it costs


def test_the_price_is_told_before_a_request_is_sent_that_the_seller_calls_for(desk):
    desk.hold("key:twitter", token="token-1")
    told_first = []
    desk.server.answer = lambda asked: told_first.append(list(desk.prices)) or LIST
    (outcome,) = desk.trends().refresh(["twitter"])[0].outcomes
    assert told_first == [[("twitter", Money(1))]]
    assert outcome.cost == Money(1)


def test_what_comes_from_the_cache_or_from_nobody_costs_nothing(desk):
    desk.server.answers = [LIST]
    desk.hold("key:twitter", token="token-1")
    desk.trends().listing(["twitter"])
    (kept,) = desk.trends().listing(["twitter"]).outcomes
    assert (kept.cost, desk.prices) == (None, [])
    desk.server.answers = [Answer(429, {"retry-after": "900"})]
    walled = desk.trends().refresh(["twitter"])[0].outcomes[0]
    assert (walled.outcome, walled.cost) == ("rate_limited", Money(1))
    asked = len(desk.requests())
    resting = desk.trends().refresh(["twitter"], route="twitter.api_woeid")[0].outcomes[0]
    assert (resting.outcome, resting.cost, len(desk.requests())) == ("rate_limited", None, asked)
    assert desk.prices == [("twitter", Money(1))]


def test_the_mirrors_are_free(desk):
    (outcome,) = desk.trends().refresh(["twitter"])[0].outcomes
    assert (outcome.route, outcome.cost, desk.prices) == ("twitter.trends24", None, [])
