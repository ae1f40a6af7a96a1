"""Signals added up to trends, in order, with reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from podpusher_cli.core.ranking import movement_of, trends_of
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
    assert "Seen at 2 sources." in trend.why


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
