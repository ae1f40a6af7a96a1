"""Scores of ideas: each point has its reason, and no reason can be had twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.ideabook import Draft, IdeaSource
from podpusher_cli.core.ideation import Phrase, Subject
from podpusher_cli.core.scoring import Circumstances, choose, score, strength_of
from podpusher_cli.core.seasons import Season, Stage
from podpusher_cli.core.trends import Kind, Movement, Scale, Trend
from tests.support.clock import START

TODAY = date(2026, 9, 1)
WORDS = Subject("nurse", IdeaSource.WORDS)


def points(
    text: str, subject: Subject = WORDS, around: Circumstances | None = None, fit: str = "own"
) -> dict[str, int]:
    phrase = Phrase(text, 0, fit)  # type: ignore[arg-type]
    return {each.name: each.points for each in score(phrase, subject, around or Circumstances(TODAY))[1]}


def total(*arguments: object, **options: object) -> int:
    return sum(points(*arguments, **options).values())  # type: ignore[arg-type]


def season(days: int, stage: Stage = Stage.AHEAD) -> Season:
    list_by = TODAY + timedelta(days=days)
    return Season("halloween", "Halloween", list_by + timedelta(days=60), list_by, list_by + timedelta(days=40), stage)


def trend(**changes: object) -> Trend:
    plain = Trend(
        "pickleball", "pickleball", 1, ("tiktok",), Kind.HASHTAG, None, 40, "views", 9, Scale.ABSOLUTE, 7, None, Movement.UNKNOWN,
        "US", START, 0, 1,
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_what_speaks_to_a_niche_is_worth_more_than_what_anybody_says() -> None:
    assert total("Night shift survivor", fit="own") > total("Night shift survivor", fit="niche")
    assert total("Night shift survivor", fit="niche") > total("Night shift survivor", fit="open")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ugh", "brief"),
        ("Night shift survivor", "short"),
        ("Some heroes wear capes, nurses wear comfy shoes", "line"),
        ("word " * 18, "sentence"),
        ("word " * 30, "long"),
    ],
)
def test_the_shorter_it_is_the_better_it_prints_until_it_says_nothing(text: str, name: str) -> None:
    told = points(text.strip())
    assert name in told
    assert told[name] <= points("Night shift survivor")["short"]


def test_a_word_that_makes_the_letters_small_costs_points() -> None:
    assert points("Donaudampfschifffahrt forever")["long_word"] < 0


def test_a_trend_counts_by_its_strength() -> None:
    weak, strong = strength_of(trend(movement=Movement.FALLING)), strength_of(trend(movement=Movement.RISING))
    everything = trend(movement=Movement.RISING, sources=("a", "b"), best_rank=1, fit="nurse", growth_pct=300)
    assert 0 == weak < strong < strength_of(everything) == 20
    told = points("Dink responsibly", replace(WORDS, trend="pickleball", strength=strong))
    assert told["trend"] == strong


def test_an_event_counts_most_shortly_before_buyers_look_and_against_it_when_it_is_too_late() -> None:
    def worth(found: Season) -> int:
        return points("This is my nurse costume", replace(WORDS, season=found))["season"]

    assert worth(season(20)) > worth(season(80)) > worth(season(200)) > 0
    assert worth(season(20)) > worth(season(-5, Stage.SELLING)) > 0
    assert worth(season(-60, Stage.TOO_LATE)) < 0


def test_what_is_like_something_known_is_less_fresh() -> None:
    fresh, known = Circumstances(TODAY, nearest=0.0), Circumstances(TODAY, nearest=0.85)
    assert (
        points("Night shift survivor", around=fresh)["fresh"] > points("Night shift survivor", around=known)["familiar"]
    )


def test_what_was_learnt_counts_at_most_ten_points() -> None:
    for weight, name, most in ((2.0, "liked", 10), (0.5, "disliked", -10)):
        assert points("Night shift survivor", around=Circumstances(TODAY, weight=weight))[name] == most
    assert not {"liked", "disliked"} & set(points("Night shift survivor"))


@given(
    st.text(min_size=1, max_size=200),
    st.floats(0, 1),
    st.floats(0.5, 2),
    st.integers(0, 20),
    st.sampled_from(["own", "niche", "open"]),
)
def test_a_score_is_the_sum_of_its_reasons_between_0_and_100(
    text: str, nearest: float, weight: float, strength: int, fit: str
) -> None:
    subject = replace(WORDS, trend="x", strength=strength, season=season(10))
    phrase = Phrase(text, 0, fit)  # type: ignore[arg-type]
    told, reasons = score(phrase, subject, Circumstances(TODAY, nearest, weight))
    assert told == min(100, max(0, sum(each.points for each in reasons)))
    assert len({each.name for each in reasons}) == len(reasons)
    assert all(each.message.format_map(dict(each.values) | {"event": "", "date": ""}) for each in reasons)


def draft(text: str, points_: int, pattern: str | None, niche: str = "profession.nurse") -> Draft:
    return Draft(text, "en", IdeaSource.WORDS, None, None, (), niche, pattern, points_, (), "ideas-1", None, 1)


def test_not_all_that_is_chosen_is_of_one_pattern() -> None:
    same = [draft(f"World's okayest {place}", 70, "World's okayest {one}") for place in range(5)]
    other = draft("Proud to be a nurse", 62, "Proud to be {a}")
    assert other in choose([*same, other], 2)
    assert choose([*same, other], 99) == tuple(sorted([*same, other], key=lambda each: -each.score))
    assert choose([], 3) == ()
