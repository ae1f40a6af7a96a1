"""Pages for people are read only where the site's robots.txt lets programs read them."""

from __future__ import annotations

import pytest

from podpusher_cli.core.trends import Tier
from podpusher_cli.providers.trends import NAMES, load
from tests.net.server import CUT, Answer
from tests.support.trends import NO_PERMISSION, body

PAGE = Answer(headers={"content-type": "text/html"}, body=body("syn_page_ssr.html"))
ROUTE = "tiktok.page_state"
FORBIDDEN = b"User-agent: *\nDisallow: /creative/\n"


@pytest.fixture
def desk(desk):
    desk.rules = True
    desk.engine = desk.new_engine()
    return desk


def told(desk, rules: Answer):
    """What the page comes to where the site has these rules."""
    desk.server.answer = lambda asked: rules if asked.target == "/robots.txt" else PAGE
    return desk.only(ROUTE)[0]


def asked(desk):
    return [each.target.partition("?")[0] for each in desk.requests()]


@pytest.mark.parametrize(
    "rules",
    [
        FORBIDDEN,
        b"User-agent: *\nDisallow: /\n",
        b"User-agent: *\nAllow: /creative/\n\nUser-agent: Podpusher\nDisallow: /*/trends/\n",
        b"\xef\xbb\xbfuser-agent:*\r\ndisallow:/creative/creativeCenter/trends/hashtag?region=US\r\n",
    ],
)
def test_a_page_that_the_site_keeps_from_programs_is_not_asked_for(desk, rules):
    outcome = told(desk, Answer(body=rules))
    assert (outcome.outcome, outcome.missing, outcome.retry_after) == ("blocked", "robots", None)
    assert outcome.hint == "TikTok asks programs to leave this page alone (robots.txt), so podpusher does."
    assert asked(desk) == ["/robots.txt"]


@pytest.mark.parametrize(
    "rules",
    [
        b"",
        b"User-agent: *\nDisallow:\n",
        b"User-agent: *\nDisallow: /other/\n",
        b"User-agent: *\nDisallow: /\n\nUser-agent: podpusher\nAllow: /creative/\nDisallow: /\n",
        b"<!doctype html><html>not the rules</html>",
        b"\x00\xff\x1b[31m" * 1000,
    ],
)
def test_a_page_that_it_lets_programs_read_is_read(desk, rules):
    assert told(desk, Answer(body=rules)).outcome == "signals"
    assert asked(desk)[0] == "/robots.txt"


@pytest.mark.parametrize("status", [204, 301, 401, 403, 404, 410])
def test_a_site_without_rules_forbids_nothing(desk, status):
    assert (
        told(desk, Answer(status, {"location": "https://elsewhere.example/robots.txt"}, FORBIDDEN)).outcome == "signals"
    )


@pytest.mark.parametrize("trouble", [Answer(500), Answer(503), CUT])
def test_a_site_whose_rules_are_not_to_be_had_is_left_alone(desk, trouble):
    assert told(desk, trouble).outcome == "upstream_error"
    assert set(asked(desk)) == {"/robots.txt"}


def test_too_many_requests_for_the_rules_are_too_many(desk):
    outcome = told(desk, Answer(429, {"retry-after": "1800"}))
    assert (outcome.outcome, outcome.retry_after) == ("rate_limited", pytest.approx(1800, abs=2))


def test_the_rules_are_good_for_a_day_and_then_asked_for_again(desk):
    for _ in range(3):
        assert told(desk, Answer(body=FORBIDDEN)).missing == "robots"
    assert told(desk, Answer(404)).missing == "robots"
    desk.clock.advance(86_401)
    assert told(desk, Answer(404)).outcome == "signals"
    assert asked(desk).count("/robots.txt") == 2


def test_the_rules_cost_no_wait(desk):
    told(desk, Answer(404))
    assert asked(desk)[0] == "/robots.txt"
    assert len(asked(desk)) == 2
    assert desk.clock.sleeps == []


def test_what_the_rules_forbid_is_no_reason_to_leave_the_other_routes(desk):
    desk.server.answer = lambda asked: Answer(body=FORBIDDEN) if asked.target == "/robots.txt" else NO_PERMISSION
    outcomes = desk.read().outcomes
    assert [(each.route, each.missing) for each in outcomes] == [
        ("tiktok.hashtag_list", "session:tiktok"),
        (ROUTE, "robots"),
    ]
    assert desk.engine.resting(desk.source, desk.source.routes[2]) is None


def test_a_browser_goes_by_the_rules_too(desk):
    desk.source = load("tiktok")
    desk.server.answers = [Answer(body=FORBIDDEN)]
    outcome, _ = desk.only("tiktok.page_dom")
    assert (outcome.outcome, outcome.missing) == ("blocked", "robots")
    assert asked(desk) == ["/robots.txt"]


def test_every_page_for_people_is_read_by_the_rules_and_feeds_and_lists_need_none():
    heeding = {route.id for name in NAMES for route in load(name).routes if route.robots}
    pages = {
        route.id
        for name in NAMES
        for route in load(name).routes
        if route.tier is not Tier.API and route.wants == "html" and not route.dead_end and "rss" not in route.id
    }
    assert heeding == pages
    assert {"tiktok.page_state", "tiktok.page_dom", "twitter.trends24", "etsy.market_page"} <= pages
