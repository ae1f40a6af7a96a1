"""TikTok's routes against the sandbox's own TikTok: what a rehearsal shows is what the parsers read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sandbox import RunningSandbox
from tests.support.trends import TrendDesk

LIST = "trends POST /tiktok/CreativeOne/KnowledgeAPI/GetHashtagList"
PAGE = "trends GET /tiktok/creative/creativeCenter/trends/hashtag"


@pytest.fixture
def desk(tmp_path: Path, server: RunningSandbox) -> TrendDesk:
    server.clear_faults()
    return TrendDesk(tmp_path, server, prefix="/trends/tiktok")


def test_a_rehearsal_brings_trends_to_make_designs_of(desk):
    top = desk.trends().top(3)
    assert len(top) == 3
    assert len({trend.key for trend in top}) == 3
    assert all(trend.metric_value and trend.why for trend in top)
    assert desk.clock.slept < 5


@pytest.mark.parametrize("region", ["US", "DE", "JP"])
def test_both_routes_tell_the_same(desk, region):
    listed, read = desk.only("tiktok.hashtag_list", region)
    paged, seen = desk.only("tiktok.page_state", region)
    assert listed.outcome == paged.outcome == "signals"
    assert listed.limited == paged.limited == "login_for_more"
    assert [(each.keyword, each.metric_value) for each in seen.signals] == [
        (each.keyword, each.metric_value) for each in read.signals[:3]
    ]


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("login_wall", "login_wall"), ("captcha", "captcha"), ("blocked", "blocked"), ("empty_body", "blocked"),
        ("layout_changed", "layout_changed"), ("empty_list", "empty"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("route", "place"), [("tiktok.hashtag_list", LIST), ("tiktok.page_state", PAGE)])
def test_every_wall_of_the_sandbox_is_seen_as_what_it_is(desk, server, route, place, fault, outcome):
    server.fault(place, fault, times=0)
    assert desk.only(route)[0].outcome == outcome


def test_too_many_requests(desk, server):
    server.fault(LIST, "rate_limit", retry_after=900)
    told, _ = desk.only("tiktok.hashtag_list")
    assert (told.outcome, told.retry_after) == ("rate_limited", pytest.approx(900, abs=2))
