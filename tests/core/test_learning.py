"""What verdicts teach: bounded, the same each time, and never from one voice alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.feedback import Feedback, Reason, Subject, Verdict
from podpusher_cli.core.learning import MOST_EXAMPLES, Voice, learn, value_of, voice_of
from tests.support.clock import START


def said(
    about: Subject = Subject.IDEA,
    verdict: Verdict | None = None,
    rating: int | None = None,
    reason: Reason | None = None,
) -> Feedback:
    return Feedback("i-1", about, "Plant dad", verdict, reason, None, rating, None, START)


@pytest.mark.parametrize(
    ("feedback", "value"),
    [
        (said(rating=5), 1.0),
        (said(rating=3), 0.0),
        (said(rating=1), -1.0),
        (said(verdict=Verdict.KEPT), 0.5),
        (said(verdict=Verdict.DROPPED), -1.0),
        (said(verdict=Verdict.DROPPED, reason=Reason.DUPLICATE), 0.0),
        (said(verdict=Verdict.DROPPED, rating=5), 1.0),
        (said(Subject.DESIGN, rating=5), 0.5),
        (said(Subject.DESIGN, Verdict.DROPPED), -0.5),
        (said(Subject.DESIGN, Verdict.DROPPED, reason=Reason.UGLY), 0.0),
        (said(Subject.COPY, Verdict.DROPPED), -1.0),
        (said(Subject.COPY, rating=4), 0.5),
        (said(), 0.0),
    ],
)
def test_a_voice_has_a_value(feedback: Feedback, value: float) -> None:
    assert value_of(feedback) == value


def test_praise_and_blame_weigh_by_niche_and_pattern_and_grow_with_the_voices() -> None:
    one = learn([Voice("a", "pet.cat", "{One} hair", 1.0)]).weights
    many = learn([Voice(str(place), "pet.cat", "{One} hair", 1.0) for place in range(20)]).weights
    bad = learn([Voice(str(place), "pet.cat", "{One} hair", -1.0) for place in range(20)]).weights

    assert 1 < one.of("pet.cat", None) < many.of("pet.cat", None) <= 2
    assert one.of("pet.cat", "{One} hair") > one.of("pet.cat", None)
    assert 0.5 <= bad.of("pet.cat", "{One} hair") < 1
    assert one.of("pet.dog", "other") == 1


def test_examples_are_the_clearest_and_few() -> None:
    voices = [Voice(f"good {place}", None, None, 0.5 + place / 100) for place in range(9)]
    voices += [Voice(f"bad {place}", None, None, -0.5 - place / 100) for place in range(9)]
    voices += [Voice("so so", None, None, 0.1), Voice("torn", None, None, 1.0), Voice("torn", None, None, -1.0)]
    learnt = learn(voices)

    assert learnt.good == tuple(f"good {place}" for place in range(8, 8 - MOST_EXAMPLES, -1))
    assert learnt.bad == tuple(f"bad {place}" for place in range(8, 8 - MOST_EXAMPLES, -1))


VOICES = st.builds(
    Voice,
    st.text(max_size=5),
    st.sampled_from([None, "a.b", "c.d"]),
    st.sampled_from([None, "p", "q"]),
    st.floats(-1, 1),
)


@given(st.lists(VOICES, max_size=60))
def test_weights_stay_within_bounds_and_the_same_voices_teach_the_same(voices: list[Voice]) -> None:
    learnt = learn(voices)
    every = [*learnt.weights.niches.values(), *learnt.weights.patterns.values()]
    assert all(0.5 <= weight <= 2 for weight in every)
    assert 0.5 <= learnt.weights.of("a.b", "p") <= 2
    assert learn(voices) == learnt
    assert not set(learnt.good) & set(learnt.bad)


def test_feedback_on_a_title_is_a_voice_about_that_title() -> None:
    assert voice_of(said(Subject.COPY, rating=5)) == Voice("Plant dad", None, None, 1.0)
