"""What every source may rely on: routes in order, pace, cache, rest, redirects; over real sockets."""

from __future__ import annotations

import dataclasses
import socket
import sqlite3
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from podpusher_cli.core.errors import ForbiddenHost
from podpusher_cli.core.http import Request
from podpusher_cli.core.outcomes import OutcomeKind
from podpusher_cli.core.trend_routes import Answer as Rows
from podpusher_cli.core.trend_routes import Route, Row, Source
from podpusher_cli.core.trends import Kind, Tier
from podpusher_cli.providers.trends.readings import Wanted
from tests.net.server import CUT, Answer
from tests.support.clock import START
from tests.support.trends import NO_PERMISSION, body, listed, row

PAGE = Answer(headers={"content-type": "text/html"}, body=body("syn_page_ssr.html"))
CAPTCHA = Answer(headers={"content-type": "text/html"}, body=body("syn_page_captcha.html"))
LISTED = listed(row("dogmomlife", 1), row("CozyCore", 2))


def kinds(reading):
    return [(each.route.partition(".")[2], each.outcome.value) for each in reading.outcomes]


def paths(desk):
    return [asked.target.partition("?")[0].rpartition("/")[2] for asked in desk.requests()]


# The routes


def test_a_few_lists_are_read_in_one_reading_each_with_what_was_asked(desk):
    desk.server.answers = [LISTED, listed(row("catdad", 1)), listed(row("knittok", 1, rankIndex=None))]
    reading = desk.read()
    assert kinds(reading) == [("hashtag_list", "signals")]
    assert reading.outcomes[0].count == 4
    assert [signal.keyword for signal in reading.signals] == ["dogmomlife", "CozyCore", "catdad", "knittok"]
    assert [asked.json.get("industryID") for asked in desk.requests()] == [None, "22000000000", "19000000000"]
    assert {asked.json["countryCode"] for asked in desk.requests()} == {"US"}
    assert reading.signals[0].extra["period"] == 7
    assert "list" not in reading.signals[0].extra
    assert reading.signals[2].extra["list"] == "Apparel & Accessories"
    assert reading.signals[3].rank is None


def test_a_keyword_counts_once_where_it_stood_first(desk):
    desk.server.answers = [listed(row("CozyCore", 2)), listed(row("cozycore", 1)), listed(row("COZYCORE", 1))]
    (signal,) = desk.read().signals
    assert (signal.keyword, signal.key, signal.rank) == ("CozyCore", "cozycore", 2)


def test_a_wall_leads_to_the_next_route_and_both_are_told(desk):
    desk.server.answer = lambda asked: NO_PERMISSION if asked.method == "POST" else PAGE
    reading = desk.read()
    assert kinds(reading) == [("hashtag_list", "login_wall"), ("page_state", "signals")]
    assert len(reading.signals) == 3


def test_a_wall_ends_the_reading_of_a_route(desk):
    desk.server.answers = [NO_PERMISSION]
    assert kinds(desk.read()) == [("hashtag_list", "login_wall"), ("page_state", "login_wall")]
    assert paths(desk) == ["GetHashtagList", "hashtag"]


def test_a_wall_after_rows_hides_no_row_and_is_told(desk):
    desk.server.answers = [LISTED, NO_PERMISSION]
    reading = desk.read()
    assert kinds(reading) == [("hashtag_list", "signals"), ("hashtag_list", "login_wall")]
    assert len(reading.signals) == 2
    assert len(desk.requests()) == 2


def test_an_empty_list_is_an_answer_and_no_reason_to_try_another_route(desk):
    desk.server.answers = [listed()]
    assert kinds(desk.read()) == [("hashtag_list", "empty")]


def test_an_empty_list_and_then_a_wall_is_a_wall(desk):
    desk.server.answer = lambda asked: (
        PAGE if asked.method == "GET" else (listed() if len(desk.requests()) == 1 else NO_PERMISSION)
    )
    assert kinds(desk.read()) == [("hashtag_list", "login_wall"), ("page_state", "signals")]


def test_a_route_alone_can_be_asked_for(desk):
    desk.server.answers = [PAGE]
    assert kinds(desk.read(only="tiktok.page_state")) == [("page_state", "signals")]
    assert paths(desk) == ["hashtag"]


def word_source(**changes: object) -> Source:
    def build(params):
        return Request("GET", "https://words.example/top", params={"region": params.region})

    def parse(response):
        words = response.json()
        return Rows(tuple(Row(word, Kind.KEYWORD, rank=place) for place, word in enumerate(words, 1)))

    route = Route("words.top", Tier.API, build, parse)
    return Source("words", "Words", "", ("US",), (dataclasses.replace(route, **changes),))


def test_a_new_source_is_a_route_and_two_functions(desk):
    desk.source = word_source()
    desk.server.answers = [Answer(body=b'["mushroom", "gnome"]')]
    assert [(signal.source, signal.keyword, signal.rank) for signal in desk.read().signals] == [
        ("words", "mushroom", 1),
        ("words", "gnome", 2),
    ]


def test_a_route_whose_key_is_not_there_is_passed_over(desk):
    desk.source = word_source(needs="key:words")
    reading = desk.read()
    assert kinds(reading) == [("top", "auth_error")]
    assert "podpusher connect words" in reading.outcomes[0].hint
    assert desk.requests() == []
    desk.server.answers = [Answer(401)]
    desk.hold("key:words", token="k")
    assert kinds(desk.read()) == [("top", "auth_error")]
    assert len(desk.requests()) == 1


# Where it is sent


def test_another_host_takes_the_path_and_what_stands_before_it(desk):
    desk.prefix = "/trends/tiktok/"
    desk.server.answers = [PAGE]
    desk.read(only="tiktok.page_state")
    assert desk.requests()[0].target == "/trends/tiktok/creative/creativeCenter/trends/hashtag?region=US&period=7"


def test_a_plain_host_elsewhere_is_refused(desk):
    with pytest.raises(ForbiddenHost):
        desk.new_engine(address=lambda name: "http://trends.example").read(desk.source, Wanted("US"))


def test_a_redirect_within_the_host_is_followed(desk):
    target = "/creative/new/hashtag?region=US"
    desk.server.answers = [Answer(301, {"location": target}), PAGE]
    assert kinds(desk.read(only="tiktok.page_state")) == [("page_state", "signals")]
    assert desk.requests()[1].target == target


@pytest.mark.parametrize("location", ["https://elsewhere.example/", "//elsewhere.example/x", "", "http://[bad"])
def test_a_redirect_to_another_host_is_not_followed(desk, location):
    desk.server.answers = [Answer(302, {"location": location})]
    outcome, _ = desk.only("tiktok.page_state")
    assert outcome.outcome == "layout_changed"


def test_a_redirect_that_never_ends_is_left(desk):
    desk.server.answers = [Answer(302, {"location": "/again"})]
    outcome, _ = desk.only("tiktok.page_state")
    assert outcome.outcome == "layout_changed"
    assert len(desk.requests()) == 4


@pytest.mark.parametrize("route", ["tiktok.hashtag_list", "tiktok.page_state"])
def test_a_redirect_to_a_login_is_a_wall_and_not_followed(desk, route):
    desk.server.answers = [Answer(302, {"location": "https://www.tiktok.com/login?redirect=x"})]
    outcome, _ = desk.only(route)
    assert outcome.outcome == "login_wall"
    assert len(desk.requests()) == 1


# Pace


def test_a_host_gets_one_request_in_two_seconds_whoever_asks(desk):
    desk.server.answers = [LISTED]
    desk.read(refresh=True)
    desk.new_engine().read(desk.source, Wanted("US", refresh=True))
    assert len(desk.requests()) == 6
    assert desk.clock.slept >= 10
    assert len(desk.clock.sleeps) == 5


def test_sixty_requests_in_a_quarter_of_an_hour_are_enough(desk):
    desk.server.answers = [LISTED]
    outcomes = []
    while not outcomes or outcomes[-1].outcome.is_answer:
        outcomes += desk.read(refresh=True).outcomes
    assert outcomes[-1].outcome == "rate_limited"
    assert outcomes[-1].retry_after > 120
    assert len(desk.requests()) == 60
    assert desk.clock.now() - START < timedelta(minutes=15)


# Cache


def test_an_answer_is_good_for_five_minutes_for_every_process(desk):
    desk.server.answers = [LISTED, listed(row("catdad", 1)), listed()]
    first = desk.read()
    desk.clock.advance(200)
    again = desk.new_engine().read(desk.source, Wanted("US"))
    assert again.signals == first.signals
    assert again.outcomes[0].age_s >= 200
    assert len(desk.requests()) == 3
    desk.clock.advance(200)
    assert desk.read().outcomes[0].age_s < 10
    assert len(desk.requests()) == 6


def test_refresh_passes_the_cache(desk):
    desk.server.answers = [LISTED]
    desk.read()
    desk.server.answers = [listed(row("new", 1))]
    assert [signal.keyword for signal in desk.read(refresh=True).signals] == ["new"]
    assert [signal.keyword for signal in desk.read().signals] == ["new"]


def test_a_region_is_cached_by_itself(desk):
    desk.server.answers = [LISTED]
    desk.read("US")
    assert {signal.region for signal in desk.read("DE").signals} == {"DE"}
    assert len(desk.requests()) == 6


def test_a_wall_is_not_cached(desk):
    desk.server.answers = [NO_PERMISSION]
    desk.read()
    desk.server.answers = [LISTED]
    assert kinds(desk.read()) == [("hashtag_list", "signals")]


@pytest.mark.parametrize("value", [b"not json", b"{}", b'{"answer": 1, "at": 2}'])
def test_what_another_version_cached_is_not_used(desk, value):
    desk.server.answers = [LISTED]
    desk.read()
    with sqlite3.connect(desk.home / "net.db") as connection:
        connection.execute("update answers set value = ?", (value,))
    assert len(desk.read().signals) == 2
    assert len(desk.requests()) == 6


# Walls that ask for a rest


@pytest.mark.parametrize("wall", [CAPTCHA, Answer(403, body=b"<html>no</html>"), Answer(body=b"")])
def test_a_captcha_or_a_refusal_rests_the_route_for_six_hours(desk, wall):
    desk.server.answers = [wall]
    route, second = desk.source.asked("tiktok.hashtag_list")[0], desk.source.asked("tiktok.page_state")[0]
    first, _ = desk.only(route.id)
    assert first.retry_after == 6 * 3600
    desk.server.answers = [LISTED]
    desk.clock.advance(3600)

    again = desk.new_engine().read(desk.source, Wanted("DE", only=route.id, refresh=True)).outcomes[0]

    assert again.outcome == first.outcome
    assert again.retry_after == pytest.approx(5 * 3600, abs=1)
    assert len(desk.requests()) == 1
    assert desk.engine.resting(desk.source, route).kind == first.outcome
    assert desk.engine.resting(desk.source, second) is None
    desk.clock.advance(5 * 3600)
    assert desk.engine.resting(desk.source, route) is None
    assert desk.only(route.id)[0].outcome == "signals"


def test_a_resting_route_gives_way_to_the_next(desk):
    desk.server.answer = lambda asked: CAPTCHA if asked.method == "POST" else PAGE
    desk.read()
    assert kinds(desk.read(refresh=True)) == [("hashtag_list", "captcha"), ("page_state", "signals")]
    assert paths(desk) == ["GetHashtagList", "hashtag", "hashtag"]


def test_too_many_requests_waits_as_told(desk):
    desk.server.answers = [Answer(429, {"retry-after": "1800"})]
    assert desk.only("tiktok.hashtag_list")[0].retry_after == pytest.approx(1800, abs=2)
    desk.server.answers = [LISTED]
    desk.clock.advance(1000)
    assert desk.only("tiktok.hashtag_list")[0].retry_after == pytest.approx(800, abs=2)
    assert len(desk.requests()) == 1
    desk.clock.advance(1000)
    assert desk.only("tiktok.hashtag_list")[0].outcome == "signals"


def test_a_host_that_stands_in_does_not_inherit_a_rest(desk):
    desk.server.answers = [CAPTCHA]
    desk.only("tiktok.hashtag_list")
    elsewhere = desk.new_engine(address=lambda name: desk.server.url.replace("127.0.0.1", "localhost"))
    assert elsewhere.resting(desk.source, desk.source.asked("tiktok.hashtag_list")[0]) is None


# Troubles of the way


@pytest.mark.parametrize("trouble", [CUT, Answer(500), Answer(503), Answer(body=b'{"items": [', cut=70)])
def test_a_fault_of_theirs_is_an_outcome(desk, trouble):
    desk.server.answers = [trouble]
    outcome, _ = desk.only("tiktok.hashtag_list")
    assert outcome.outcome is OutcomeKind.UPSTREAM_ERROR
    assert outcome.hint


def test_nobody_at_home_is_an_outcome(desk):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        engine = desk.new_engine(address=lambda name: f"http://127.0.0.1:{taken.getsockname()[1]}")
        outcomes = engine.read(desk.source, Wanted("US")).outcomes
    assert [each.outcome for each in outcomes] == ["upstream_error", "upstream_error"]
    assert outcomes[0].missing == "network"
    assert "online" in outcomes[0].hint


def test_no_connection_says_nothing_about_the_source(desk):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
        for _ in range(4):
            desk.new_engine(address=lambda name: nobody).read(desk.source, Wanted("US"))
    assert desk.new_engine(address=lambda name: nobody).resting(desk.source, desk.source.routes[1]) is None
    assert desk.engine.resting(desk.source, desk.source.routes[1]) is None


def test_a_fault_that_passes_is_not_told(desk):
    desk.server.answers = [Answer(502), LISTED]
    assert kinds(desk.read()) == [("hashtag_list", "signals")]


# Answers that cannot be read


def test_an_answer_that_changed_is_kept_without_its_secrets(desk):
    secret = b'{"session_token": "canary-1", "list": [{"title": "x", "access_token": "canary-2"}], "note": "canary-3@example.com"}'
    desk.server.answers = [Answer(body=secret)]
    outcome, _ = desk.only("tiktok.hashtag_list")
    assert outcome.outcome == "layout_changed"
    path = Path(outcome.kept or "")
    assert path.parent == desk.home / "cache" / "trends"
    assert str(path) in outcome.hint
    text = path.read_text()
    assert '"title": "x"' in text
    assert "canary" not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


# Answers in which something is gone


def test_a_list_that_has_no_numbers_any_more_is_read_and_told_and_kept(desk):
    renamed = [row("dogmomlife", 1), row("cozycore", 2)]
    for each in renamed:
        each["viewCount"] = each.pop("vv")
    desk.server.answers = [listed(*renamed)]
    outcome, reading = desk.only("tiktok.hashtag_list")
    assert (outcome.outcome, outcome.count) == ("signals", 2)
    assert [(signal.keyword, signal.metric_value) for signal in reading.signals] == [
        ("dogmomlife", None),
        ("cozycore", None),
    ]
    assert "TikTok sends its list without numbers now" in outcome.hint
    assert b"viewCount" in Path(outcome.kept or "").read_bytes()
    (again,) = desk.read().outcomes  # from the cache, and still known
    assert again.kept == outcome.kept


@pytest.mark.parametrize(
    "rows",
    [
        [row("dogmomlife", 1, vv=None)],  # of one row nothing can be said
        [row("dogmomlife", 1, vv=None), row("cozycore", 2)],
        [row("dogmomlife", 1, vv="0"), row("cozycore", 2, vv="0")],
        [],
    ],
)
def test_a_row_without_a_number_is_nothing_new(desk, rows):
    desk.server.answers = [listed(*rows)]
    assert desk.only("tiktok.hashtag_list")[0].kept is None
