"""Signals added up to trends, in order, with reasons."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from podpusher_cli.core.ranking import Market, is_ranked, movement_of, place_of, trends_of
from podpusher_cli.core.seasons import Lead, seasons
from podpusher_cli.core.trends import Kind, Movement, Scale, Signal
from tests.support.clock import START

RISING = [[day, 10 + 15 * day] for day in range(7)]
FALLING = [[day, 100 - 15 * day] for day in range(7)]
FLAT = [[day, 50] for day in range(7)]


def signal(keyword, rank=1, **changes):
    made = Signal(
        source="tiktok", route="tiktok.hashtag_list", keyword=keyword, key=keyword.casefold(), kind=Kind.HASHTAG, category="Pets",
        metric_name="views", metric_value=1_234_567, metric_scale=Scale.ABSOLUTE, rank=rank, region="US", observed_at=START, extra={"period": 7},
    )  # fmt: skip
    return replace(made, **changes)


def order(*signals):
    return [trend.keyword for trend in trends_of(signals, START)]


def test_signals_of_one_key_are_one_trend():
    older = signal("CozyCore", 1, observed_at=START - timedelta(hours=3))
    newer = signal("cozycore", 2)
    other = signal("cozycore", 5, source="pinterest", metric_name="search_index", metric_value=80)
    (trend,) = trends_of([newer, other, older], START + timedelta(minutes=5))
    assert trend.keyword == "cozycore"
    assert trend.sources == ("pinterest", "tiktok")
    assert (trend.best_rank, trend.metric_name, trend.metric_value) == (2, "views", 1_234_567)
    assert trend.signals == 2
    assert trend.observed_at == START
    assert trend.age_s == 300
    assert trend.why == "No. 2 at TikTok over 7 days. 1,234,567 views. Seen at 2 sources."  # not the first by its name


def test_what_rises_comes_first_and_what_falls_last():
    assert order(
        signal("falling", 1, extra={"curve": FALLING}),
        signal("unknown", 1),
        signal("flat", 1, extra={"curve": FLAT}),
        signal("rising", 9, extra={"curve": RISING}),
    ) == ["rising", "flat", "unknown", "falling"]


def test_then_the_best_rank_then_the_number_then_the_word():
    assert order(signal("c", 2), signal("d", 1, metric_value=None), signal("b", 1), signal("e", 1, metric_value=9_999_999), signal("a", None)) == [
        "e", "b", "d", "c", "a",
    ]  # fmt: skip


def test_numbers_of_two_sources_are_not_compared():
    large = signal("large", 1, source="twitter", metric_name="posts", metric_value=10**9)
    small = signal("small", 1, source="tiktok", metric_value=5)
    assert order(large, small) == ["small", "large"]
    assert order(replace(large, metric_value=1), replace(small, metric_value=10**12)) == ["small", "large"]


def test_places_are_counted_from_one():
    assert [trend.rank for trend in trends_of([signal("a"), signal("b"), signal("c")], START)] == [1, 2, 3]
    assert trends_of([], START) == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, "No. 1 at TikTok over 7 days. 1,234,567 views."),
        (
            {"extra": {"period": 7, "list": "Pets", "curve": RISING}},
            "No. 1 of Pets at TikTok over 7 days. 1,234,567 views. It is still rising.",
        ),
        (
            {"extra": {"list": "Pets", "curve": FALLING}},
            "No. 1 of Pets at TikTok. 1,234,567 views. It is past its peak.",
        ),
        ({"extra": {}, "metric_value": 0}, "No. 1 at TikTok. 0 views."),
        ({"extra": {}, "metric_value": None}, "No. 1 at TikTok."),
        ({"rank": None, "metric_value": None}, ""),
    ],
)
def test_a_trend_says_why_with_what_is_known_and_no_more(changes, why):
    (trend,) = trends_of([signal("x", **changes)], START)
    assert trend.why == why


@pytest.mark.parametrize(
    ("curve", "movement"),
    [
        (RISING, Movement.RISING), (FALLING, Movement.FALLING), (FLAT, Movement.STEADY), ([[0, 0]] * 6, Movement.STEADY),
        ([[0, 0], [1, 0], [2, 0], [3, 5]], Movement.RISING), (RISING[:3], Movement.UNKNOWN), ([], Movement.UNKNOWN), (None, Movement.UNKNOWN),
        ([[1]] * 7, Movement.UNKNOWN),
    ],
)  # fmt: skip
def test_a_curve_points_somewhere(curve, movement):
    assert movement_of(curve) is movement


def test_a_word_beside_the_sellers_own_is_no_number_one_of_the_site():
    beside = {
        "metric_name": "co_occurrence",
        "metric_value": 7,
        "metric_scale": Scale.SAMPLE,
        "extra": {"tag": "dog mom"},
    }
    (trend,) = trends_of([signal("dogmomlife", 1, source="instagram", **beside)], START)
    assert trend.word == "dog mom"
    assert trend.why == ("No. 1 of what goes with “dog mom” at Instagram. 7 of the posts that were looked at have it.")


def test_posts_and_other_sellers_listings_are_in_no_ranking():
    kinds = {kind: signal(kind.value, kind=kind) for kind in Kind}
    assert {each.key for each in trends_of(kinds.values(), START)} == {kind.value for kind in Kind} - {
        "post",
        "listing",
    }
    assert [kind for kind, each in kinds.items() if not is_ranked(each)] == [Kind.LISTING, Kind.POST]


@pytest.mark.parametrize(
    ("told", "movement", "why"),
    [
        (210.4, Movement.RISING, "Pinterest saw 210% more of it in a month. It is still rising."),
        (20, Movement.RISING, "Pinterest saw 20% more of it in a month. It is still rising."),
        (19, Movement.STEADY, "Pinterest saw 19% more of it in a month."),
        (-20, Movement.FALLING, "Pinterest saw 20% less of it in a month. It is past its peak."),
        (None, Movement.UNKNOWN, ""), ("99", Movement.UNKNOWN, ""), (True, Movement.UNKNOWN, ""),
    ],
)  # fmt: skip
def test_what_a_source_says_of_a_keywords_month_counts_where_nothing_else_is_known(told, movement, why):
    seen = signal(
        "cat", None, source="pinterest", metric_name="search_index", metric_value=80, extra={"growth_mom_pct": told}
    )
    (trend,) = trends_of([seen], START)
    assert (trend.movement, trend.why) == (movement, why)
    (trend,) = trends_of([replace(seen, extra={"growth_mom_pct": 500, "curve": FALLING})], START)
    assert trend.movement is Movement.FALLING


# Against its own past


def pasts(**known):
    return lambda signal: known.get(f"{signal.key}_{signal.source}", ())


def test_growth_is_over_what_is_usual_on_the_days_before():
    (trend,) = trends_of([signal("cat", metric_value=300)], START, past=pasts(cat_tiktok=[90, 100, 110, 5000, 100]))
    assert (trend.growth_pct, trend.growth_days, trend.growth_source) == (200, 5, "tiktok")
    assert trend.movement is Movement.RISING
    assert "200% more than usual at TikTok, going by 5 days." in trend.why
    (trend,) = trends_of([signal("cat", metric_value=50)], START, past=pasts(cat_tiktok=[100, 100, 100]))
    assert (trend.growth_pct, trend.movement) == (-50, Movement.FALLING)
    assert "50% less than usual" in trend.why
    (trend,) = trends_of([signal("cat", metric_value=105)], START, past=pasts(cat_tiktok=[100, 100, 100]))
    assert (trend.growth_pct, trend.movement) == (5, Movement.STEADY)


@pytest.mark.parametrize(
    ("changes", "past"),
    [
        ({"metric_scale": Scale.INDEX100}, [1, 1, 1]), ({"metric_scale": Scale.LOWER_BOUND}, [1, 1, 1]), ({"metric_scale": Scale.SAMPLE}, [1, 1, 1]),
        ({"metric_value": None}, [1, 1, 1]), ({"extra": {"saturated": True}}, [1, 1, 1]), ({}, [1, 1]), ({}, []), ({}, [0, 0, 0]),
    ],
)  # fmt: skip
def test_what_does_not_compare_with_its_past_has_no_growth(changes, past):
    (trend,) = trends_of([signal("cat", **changes)], START, past=pasts(cat_tiktok=past))
    assert (trend.growth_pct, trend.growth_days, trend.movement) == (None, None, Movement.UNKNOWN)


def test_a_source_s_own_curve_has_the_word_on_where_it_points():
    (trend,) = trends_of(
        [signal("cat", metric_value=10, extra={"curve": FALLING})], START, past=pasts(cat_tiktok=[1, 1, 1])
    )
    assert (trend.growth_pct, trend.movement) == (900, Movement.FALLING)


def test_much_growth_comes_before_a_better_rank_and_a_little_does_not():
    growing = signal("grown", 9, metric_value=250)
    assert [
        trend.keyword
        for trend in trends_of(
            [growing, signal("first", 1, metric_value=130)],
            START,
            past=pasts(grown_tiktok=[100, 100, 100], first_tiktok=[100, 100, 100]),
        )
    ] == ["grown", "first"]
    assert [
        trend.keyword
        for trend in trends_of(
            [replace(growing, metric_value=180), signal("first", 1, metric_value=130)],
            START,
            past=pasts(grown_tiktok=[100, 100, 100], first_tiktok=[100, 100, 100]),
        )
    ] == ["first", "grown"]


def test_a_reason_is_of_the_source_that_it_names():
    (trend,) = trends_of([signal("cat", 4), signal("cat", 9, source="pinterest", metric_name="search_index")], START)
    assert trend.best_source == "tiktok"
    assert trend.why.startswith("No. 4 at TikTok over 7 days. 1,234,567 views.")


# What the seller sells, and when


def test_what_fits_the_seller_comes_first_and_says_so():
    market = Market(categories=("pets",), words=("Dog Mom", "tee"))
    found = trends_of(
        [signal("first", 1, category="Games"), signal("DogMomLife", 8, category=None), signal("teeth", 2, category=None), signal("bird", 9), signal("listed", 7, category=None, extra={"list": "PETS"})],
        START, market=market,
    )  # fmt: skip
    assert [(trend.keyword, trend.fit) for trend in found] == [
        ("listed", "pets"), ("DogMomLife", "Dog Mom"), ("bird", "pets"), ("first", None), ("teeth", None),
    ]  # fmt: skip
    assert "It fits what you sell: Dog Mom." in found[1].why


def test_what_it_is_too_late_for_is_last_and_what_is_ahead_says_by_when():
    market = Market(seasons=seasons("US", START.date(), Lead()))
    found = trends_of(
        [signal("thanksgiving", 1), signal("falling", 5, extra={"curve": FALLING}), signal("ValentinesDay", 9)],
        START,
        market=market,
    )
    assert [trend.keyword for trend in found] == ["ValentinesDay", "falling", "thanksgiving"]
    assert found[0].why.endswith("For Valentine's Day, list it by 2027-01-03.")
    assert "It is too late for Thanksgiving: last orders were on 2026-11-10." in found[2].why


def test_the_order_is_whole_and_made_of_plain_values():
    found = trends_of([signal(name, rank) for name in "abc" for rank in (None, 1)], START)
    places = [place_of(trend) for trend in found]
    assert places == sorted(set(places))
    assert json.loads(json.dumps(places)) == [list(place) for place in places]
