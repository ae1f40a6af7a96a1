"""Gathering, keeping and ranking, with the real engine and stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from podpusher_cli.core.errors import NotFound
from podpusher_cli.core.results import BadCursor
from podpusher_cli.core.trend_errors import NotAgreed, NothingToShow, UnknownRegion, UnknownRoute, UnknownSource
from podpusher_cli.store.db import connect
from podpusher_cli.store.trends import Signals
from podpusher_cli.workflows.trend_lists import Narrow
from tests.net.server import Answer, Server
from tests.support.trends import NO_PERMISSION, TrendDesk, body, listed, lists_of, row

LISTS = [
    listed(row("CozyCore", 1), row("2026", 2), row("fyp", 3)),
    listed(row("dogmomlife", 1)),
    listed(row("catdad", 2)),
]
CAPTCHA = Answer(headers={"content-type": "text/html"}, body=body("syn_page_captcha.html"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TrendDesk]:
    server = Server(*LISTS)
    yield TrendDesk(tmp_path, server)
    server.close()


def keywords(listing):
    return [trend.keyword for trend in listing.page.items]


def test_a_first_listing_asks_keeps_and_ranks(desk):
    listing = desk.trends().listing()
    assert keywords(listing) == ["CozyCore", "dogmomlife", "2026", "catdad", "fyp"]
    assert [each.outcome for each in listing.outcomes] == ["signals"]
    assert listing.page.next_cursor is None
    assert desk.signals.newest() == 5


def test_within_five_minutes_nothing_is_asked_or_kept_again(desk):
    desk.trends().listing()
    desk.clock.advance(100)
    listing = desk.trends().listing()
    assert len(desk.requests()) == 3
    assert desk.signals.newest() == 5
    assert len(keywords(listing)) == 5
    assert {trend.age_s >= 100 for trend in listing.page.items} == {True}


def test_another_profile_gets_the_cached_answers_too(desk, tmp_path):
    desk.trends().listing()
    desk.signals = Signals(connect(tmp_path / "profiles/other/state.db"))
    assert len(keywords(desk.trends().listing())) == 5
    assert len(desk.requests()) == 3


def test_refresh_asks_again(desk):
    desk.trends().listing()
    desk.server.answers = [listed(row("newest", 1))]
    assert "newest" in keywords(desk.trends().listing(refresh=True))


def test_when_nothing_fresh_may_be_had_the_old_is_shown_with_its_age(desk):
    desk.trends().listing()
    desk.clock.advance(3 * 3600)
    desk.server.answers = [CAPTCHA]
    listing = desk.trends().listing()
    assert len(keywords(listing)) == 5
    assert {trend.age_s // 3600 for trend in listing.page.items} == {3}
    assert [each.outcome for each in listing.outcomes] == ["captcha", "captcha", "bad_request"]  # and no browser


def test_walls_and_nothing_stored_are_an_error_of_the_first_wall(desk):
    desk.server.answers = [CAPTCHA]
    with pytest.raises(NothingToShow) as raised:
        desk.trends().listing()
    assert raised.value.full_code == "trends.captcha"
    assert raised.value.retry_after == 6 * 3600


def test_an_empty_list_is_no_error(desk):
    desk.server.answers = [listed()]
    listing = desk.trends().listing()
    assert keywords(listing) == []
    assert [each.outcome for each in listing.outcomes] == ["empty"]


def test_pages_go_on_in_the_same_list_while_signals_arrive(desk):
    trends = desk.trends()
    first = trends.listing(limit=2)
    desk.server.answers = [listed(row("newcomer", 1))]
    trends.refresh()
    asked = len(desk.requests())
    second = trends.listing(limit=2, cursor=first.page.next_cursor)
    third = trends.listing(limit=2, cursor=second.page.next_cursor)
    assert keywords(first) + keywords(second) + keywords(third) == ["CozyCore", "dogmomlife", "2026", "catdad", "fyp"]
    assert [trend.rank for trend in second.page.items] == [3, 4]
    assert third.page.next_cursor is None
    assert len(desk.requests()) == asked


@pytest.mark.parametrize("cursor", ["", "x", "!!!", "djE6NQ", "A" * 40])
def test_a_cursor_that_no_list_printed_is_refused(desk, cursor):
    with pytest.raises(BadCursor):
        desk.trends().listing(cursor=cursor)


def test_a_cursor_of_another_list_is_refused(desk):
    trends = desk.trends()
    cursor = trends.listing(limit=2).page.next_cursor
    for other in ({"region": "DE"}, {"narrow": Narrow(category="Pets")}, {"narrow": Narrow(days=7)}):
        with pytest.raises(BadCursor):
            trends.listing(cursor=cursor, **other)
    assert keywords(trends.listing(limit=2, cursor=cursor)) == ["2026", "catdad"]


# Narrowed down, searched, compared


def test_a_list_may_be_of_one_category(desk):
    found = desk.trends().listing(narrow=Narrow(category="pets"))
    assert keywords(found) != []
    assert {trend.category for trend in found.page.items} == {"Pets"}
    assert keywords(desk.trends().listing(narrow=Narrow(category="nothing"))) == []


def test_a_list_may_go_back_further_than_a_day(desk):
    desk.trends().listing()
    desk.clock.advance(3 * 86_400)
    desk.server.answers = [listed(row("later", 1))]
    assert keywords(desk.trends().listing()) == ["later"]
    assert set(keywords(desk.trends().listing(narrow=Narrow(days=7)))) == {
        "later",
        "CozyCore",
        "dogmomlife",
        "2026",
        "catdad",
        "fyp",
    }


def test_a_search_looks_through_all_that_is_kept_and_asks_nobody(desk):
    desk.trends().listing()
    asked = len(desk.requests())
    desk.clock.advance(30 * 86_400)
    desk.said = None
    found = desk.trends().listing(narrow=Narrow(words="core"))
    assert keywords(found) == ["CozyCore"]
    assert found.page.items[0].age_s > 29 * 86_400
    assert keywords(desk.trends().listing(narrow=Narrow(words="nobody"))) == []
    assert len(desk.requests()) == asked


def test_a_trend_is_compared_with_its_own_past(desk):
    for views in ("100", "110", "90"):
        desk.server.answers = [listed(row("cat", 1, vv=views, popularityCurve=[]))]
        desk.trends().refresh()
        desk.clock.advance(86_400)
    desk.server.answers = [listed(row("cat", 1, vv="300", popularityCurve=[]))]
    (trend,) = desk.trends().listing().page.items
    assert (trend.growth_pct, trend.growth_days, trend.growth_source, trend.movement) == (200, 3, "tiktok", "rising")


def test_what_the_shop_sells_comes_first(desk):
    desk.sold = ("cat dad",)
    assert keywords(desk.trends().listing())[0] == "catdad"
    desk.sold = ()
    desk.settings.set({"trends.categories": "Nothing, pets"})
    assert {trend.fit for trend in desk.trends().listing().page.items if trend.category == "Pets"} == {"pets"}


def test_a_listing_tells_what_is_too_late_and_what_is_next(desk):
    found = desk.trends().listing()
    assert (found.too_late.code, found.coming.code) == ("thanksgiving", "christmas")
    british = desk.trends().listing(region="GB")
    assert (british.too_late.code, british.coming.code) == ("black_friday", "christmas")


def test_observations_go_when_their_time_is_over_and_the_history_stays(desk):
    desk.trends().listing()
    desk.clock.advance(120 * 86_400)
    desk.server.answers = [listed(row("spring", 1))]
    desk.trends().listing()
    db = desk.signals._db
    assert [each[0] for each in db.execute("select key from signals")] == ["spring"]
    assert db.execute("select count(distinct key) from trend_days").fetchone()[0] == 6


# Regions, sources, routes


def test_a_region_is_as_set_or_as_said(desk):
    desk.settings.set({"trends.region": "DE"})
    desk.trends().listing()
    assert desk.requests()[0].json["countryCode"] == "DE"
    assert desk.trends().listing(region="gb").page.items[0].region == "GB"
    assert desk.requests()[-1].json["countryCode"] == "GB"


def test_what_there_is_not_is_refused_before_anything_is_asked(desk):
    trends = desk.trends()
    with pytest.raises(UnknownSource, match="tiktok"):
        trends.listing(["corkboard"])
    with pytest.raises(UnknownRegion, match="US, FR"):
        trends.listing(region="UK")
    with pytest.raises(UnknownRoute, match=r"tiktok\.page_state"):
        trends.refresh(route="tiktok.magic")
    assert desk.requests() == []
    assert not issubclass(UnknownSource, NotFound)


# Consent


def test_without_consent_nothing_is_asked_of_the_site(desk):
    desk.said = None
    for ask in (desk.trends().listing, desk.trends().refresh, lambda: desk.trends().top(3)):
        with pytest.raises(NotAgreed) as raised:
            ask()
        assert raised.value.exit_status == 2
        assert raised.value.plain_hint() == "podpusher settings set trends.agreed tiktok"
    assert desk.requests() == []


def test_a_yes_is_asked_for_once_with_the_terms(desk):
    desk.said, desk.agrees = None, True
    desk.trends().listing()
    desk.trends().listing(refresh=True)
    (question,) = desk.asked_questions
    assert "terms forbid" in question
    assert desk.settings.get("trends.agreed") == "tiktok"


def test_a_no_is_no(desk):
    desk.said, desk.agrees = None, False
    with pytest.raises(NotAgreed):
        desk.trends().listing()
    assert desk.settings.get("trends.allow_unofficial") == "0"
    assert desk.requests() == []


def test_the_environment_has_the_last_word(desk):
    desk.settings.set({"trends.allow_unofficial": "1"})
    desk.said, desk.agrees = False, True
    with pytest.raises(NotAgreed):
        desk.trends().listing()
    assert desk.asked_questions == []


def test_a_stored_page_needs_no_consent(desk):
    cursor = desk.trends().listing(limit=2).page.next_cursor
    desk.said = None
    assert len(keywords(desk.trends().listing(limit=2, cursor=cursor))) == 2


# refresh, sources, top


def test_refresh_gives_outcomes_and_signals_and_keeps_them(desk):
    got, error = desk.trends().refresh(["tiktok"], route="tiktok.hashtag_list")
    assert error is None
    assert [(each.route, each.count) for each in got.outcomes] == [("tiktok.hashtag_list", 5)]
    assert len(got.signals) == desk.signals.newest() == 5


def test_refresh_tells_of_walls_beside_what_it_got(desk):
    desk.server.answers = [NO_PERMISSION]
    got, error = desk.trends().refresh()
    assert [each.outcome for each in got.outcomes] == ["login_wall", "login_wall", "bad_request"]  # and no browser
    assert got.signals == ()
    assert error is not None
    assert error.full_code == "trends.login_wall"


def test_each_route_says_how_it_stands(desk):
    fresh = [each for each in desk.trends().routes() if each.tier == "http" and each.source == "tiktok"]
    assert [(each.route, each.allowed, each.last_signals_at, each.resting) for each in fresh] == [
        ("tiktok.hashtag_list", True, None, None),
        ("tiktok.page_state", True, None, None),
    ]
    desk.trends().listing()
    seen = desk.clock.now()
    desk.server.answers = [CAPTCHA]
    desk.trends().refresh(route="tiktok.hashtag_list")
    first, second = [each for each in desk.trends().routes() if each.tier == "http" and each.source == "tiktok"]
    assert first.last_signals_at == seen
    assert first.resting == "captcha"
    assert (first.next_at - desk.clock.now()).total_seconds() == pytest.approx(6 * 3600, abs=1)
    assert (second.last_signals_at, second.resting, second.next_at) == (None, None, None)
    desk.said = None
    assert [each.route for each in desk.trends().routes() if each.allowed and not each.official] == []


def test_the_top_leaves_out_what_makes_no_shirt(desk):
    assert [trend.keyword for trend in desk.trends().top(3)] == ["CozyCore", "dogmomlife", "catdad"]
    assert [trend.keyword for trend in desk.trends().top(1)] == ["CozyCore"]
    assert len(desk.trends().top(50)) == 3
    assert len(desk.requests()) == 3


def test_the_top_of_an_empty_list_is_nothing(desk):
    desk.server.answers = [listed()]
    assert desk.trends().top(3) == []


def test_the_top_behind_walls_is_an_error(desk):
    desk.server.answers = [NO_PERMISSION]
    with pytest.raises(NothingToShow):
        desk.trends().top(3)


def test_posts_are_kept_and_it_is_said_that_none_of_them_is_ranked(desk):
    desk.source = lists_of("reddit")
    desk.server.answers = [
        Answer(headers={"content-type": "application/atom+xml"}, body=body("syn_hot.rss.xml", "reddit"))
    ]
    found = desk.trends().listing(["reddit"])
    assert (keywords(found), [each.name for each in found.unranked]) == ([], ["reddit"])
    assert [each.outcome for each in found.outcomes] == ["signals"]
    assert desk.signals.newest() > 0
    assert desk.trends().listing().unranked == ()  # nobody asked for posts
