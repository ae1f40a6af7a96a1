"""Selling events: when they are, by when to list, and what is too late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.events import EVENTS, easter
from podpusher_cli.core.seasons import Lead, Stage, season_about, season_of, seasons, too_late_and_next

TODAY = date(2026, 11, 23)
LEAD = Lead()


def on(code: str, region: str, year: int) -> date:
    (found,) = [each for each in seasons(region, date(year, 1, 1), LEAD) if each.code == code]
    return found.day


@pytest.mark.parametrize(
    ("year", "day"),
    [(1961, "1961-04-02"), (2000, "2000-04-23"), (2008, "2008-03-23"), (2024, "2024-03-31"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25")],
)  # fmt: skip
def test_easter_is_on_the_day_that_the_almanac_says(year, day):
    assert easter(year).isoformat() == day


@pytest.mark.parametrize(
    ("code", "region", "year", "day"),
    [
        ("mother", "US", 2026, "2026-05-10"), ("mother", "GB", 2026, "2026-03-15"), ("mother", "GB+IE", 2027, "2027-03-07"),
        ("mother", "FR", 2026, "2026-05-31"), ("mother", "FR", 2023, "2023-06-04"), ("mother", "ES", 2026, "2026-05-03"),
        ("mother", "MX", 2026, "2026-05-10"), ("father", "US", 2026, "2026-06-21"), ("father", "DE", 2026, "2026-05-14"),
        ("father", "AU", 2026, "2026-09-06"), ("father", "ES", 2026, "2026-03-19"), ("thanksgiving", "US", 2026, "2026-11-26"),
        ("thanksgiving", "CA", 2026, "2026-10-12"), ("black_friday", "DE", 2026, "2026-11-27"), ("black_friday", "US", 2024, "2024-11-29"),
        ("teachers", "US", 2026, "2026-05-05"), ("graduation", "US", 2026, "2026-05-31"), ("christmas", "JP", 2026, "2026-12-25"),
    ],
)  # fmt: skip
def test_an_event_is_on_the_day_that_its_region_keeps(code, region, year, day):
    assert on(code, region, year).isoformat() == day


def test_a_region_nobody_has_heard_of_has_the_events_of_everywhere():
    codes = [each.code for each in seasons("woeid:1", TODAY, LEAD)]
    assert "christmas" in codes
    assert "independence" not in codes


def test_each_region_has_an_event_once():
    for region in {region for event in EVENTS for region in event.regions}:
        codes = [each.code for each in seasons(region, TODAY, LEAD)]
        assert len(codes) == len(set(codes)), region


@given(st.sampled_from(EVENTS), st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 40), st.integers(0, 40))
def test_the_dates_of_an_event_are_in_order_and_within_the_year(event, today, production, shipping):
    season = season_of(event, today, Lead(production, shipping))
    assert today <= season.day <= today + timedelta(days=400)
    assert season.list_by <= season.order_by <= season.day
    assert (season.stage is Stage.TOO_LATE) == (today > season.order_by)
    assert (season.stage is Stage.AHEAD) == (today < season.list_by)


def test_production_and_shipping_are_counted_in_business_days():
    (christmas,) = [each for each in seasons("US", TODAY, Lead(production=3, shipping=2)) if each.code == "christmas"]
    assert christmas.order_by == date(2026, 12, 18)  # a Friday; five working days before the twenty-fifth
    assert christmas.list_by == date(2026, 10, 2)
    assert christmas.stage is Stage.SELLING


def test_what_no_order_reaches_is_too_late_and_the_next_is_named():
    late, coming = too_late_and_next(seasons("US", TODAY, LEAD))
    assert (late.code, late.stage) == ("thanksgiving", Stage.TOO_LATE)
    assert (coming.code, coming.order_by) == ("christmas", date(2026, 12, 9))
    assert too_late_and_next([]) == (None, None)


@pytest.mark.parametrize(
    ("keyword", "code"),
    [
        ("HalloweenCostume", "halloween"), ("#Christmas2026", "christmas"), ("Noël", "christmas"), ("Weihnachtspullover", "christmas"),
        ("san valentín", "valentine"), ("mothersday gift", "mother"), ("Mother's Day", "mother"), ("Fête des Mères", "mother"), ("easter", "easter"),
        ("eastern front", None), ("Class of 2027", "graduation"), ("grad", "graduation"), ("gradient", None), ("CozyCore", None), ("fathersday", "father"),
    ],
)  # fmt: skip
def test_a_keyword_is_about_an_event_or_none(keyword, code):
    found = season_about(keyword, seasons("US", TODAY, LEAD))
    assert (found.code if found else None) == code


def test_a_keyword_is_about_the_event_of_its_region():
    assert season_about("4thofjuly", seasons("DE", TODAY, LEAD)) is None
