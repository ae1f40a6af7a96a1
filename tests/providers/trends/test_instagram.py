"""Instagram's limits: what a held account, a login wall and a week's thirty tags mean for the next question."""

from __future__ import annotations

import pytest

from podpusher_cli.providers.trends import load
from tests.net.server import Answer
from tests.support.trend_cases import KEY, SESSION
from tests.support.trends import body

TAG = "instagram.tag_info"
GRAPH = "instagram.graph_top_media"
INFO = Answer(body=body("syn_tag_web_info.json", "instagram"))
HELD = Answer(400, body=body("syn_checkpoint.json", "instagram"))
SEARCHED = Answer(body=body("syn_graph_hashtag_search.json", "instagram"))
MEDIA = Answer(body=body("syn_graph_top_media.json", "instagram"))
DAY_S = 86_400


@pytest.fixture
def desk(desk):
    desk.source, desk.tags = load("instagram"), ("dog mom",)
    desk.hold("session:instagram", **SESSION)
    return desk


def test_a_held_account_is_left_alone_until_it_is_given_anew(desk):
    desk.server.answers = [HELD]
    outcome, _ = desk.only(TAG)
    assert outcome.outcome == "challenge"
    assert outcome.hint.endswith("podpusher connect instagram-session FILE")
    desk.clock.advance(90 * DAY_S)
    desk.server.answers = [INFO]
    assert desk.only(TAG)[0].outcome == "challenge"
    assert len(desk.requests()) == 1
    desk.hold("session:instagram", **(SESSION | {"sessionid": "secret-6"}))
    assert desk.only(TAG)[0].outcome == "signals"


def test_a_login_wall_rests_the_route_for_a_day(desk):
    desk.server.answers = [Answer(302, {"location": "/accounts/login/?next=x"})]
    assert desk.only(TAG)[0].retry_after == DAY_S
    desk.clock.advance(DAY_S - 100)
    desk.server.answers = [INFO]
    assert desk.only(TAG)[0].outcome == "login_wall"
    desk.clock.advance(200)
    assert desk.only(TAG)[0].outcome == "signals"
    assert len(desk.requests()) == 2


def test_thirty_questions_a_day_and_ten_seconds_between_them(desk):
    desk.server.answers = [INFO]
    desk.tags = tuple(f"word {number}" for number in range(32))
    reading = desk.read(only=TAG)
    assert [each.outcome.value for each in reading.outcomes] == ["signals", "rate_limited"]
    assert len(desk.requests()) == 30
    assert desk.clock.slept >= 29 * 10


def test_the_thirty_first_tag_of_a_week_is_refused_before_it_is_asked_and_known_ones_are_free(desk):
    desk.hold("key:instagram", **KEY)
    desk.server.answer = lambda asked: SEARCHED if "ig_hashtag_search" in asked.target else MEDIA
    desk.tags = tuple(f"word{number}" for number in range(30))
    assert [each.outcome.value for each in desk.read(only=GRAPH).outcomes] == ["signals"]
    asked = len(desk.requests())
    desk.clock.advance(2 * DAY_S)
    desk.tags = ("word30",)
    outcome, _ = desk.only(GRAPH)
    assert outcome.outcome == "rate_limited"
    assert outcome.retry_after == pytest.approx(5 * DAY_S, rel=0.05)
    assert len(desk.requests()) == asked
    desk.tags = ("Word7",)
    assert desk.only(GRAPH)[0].outcome == "signals"
    assert len(desk.requests()) > asked
    desk.tags = ("word30",)
    desk.clock.advance(outcome.retry_after + 60)
    assert desk.only(GRAPH)[0].outcome == "signals"
