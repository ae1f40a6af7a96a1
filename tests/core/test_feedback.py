"""Feedback: what is said anew stands beside what was said before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from podpusher_cli.core.feedback import (
    MOST_LETTERS,
    Feedback,
    NothingThere,
    Opinion,
    Reason,
    Subject,
    Verdict,
    WordsTooLong,
    reason_of,
    subject_of,
    with_opinion,
    worded,
)
from tests.support.clock import START

SILENT = Feedback("d-1", Subject.DESIGN, "Plant dad", None, None, None, None, None, START)


def test_what_is_not_said_anew_stays() -> None:
    rated = with_opinion(SILENT, Opinion(rating=4), START)
    noted = with_opinion(rated, Opinion(note="for spring"), START + timedelta(days=1))

    assert (noted.rating, noted.note, noted.verdict) == (4, "for spring", None)
    assert noted.at == START + timedelta(days=1)


def test_a_reason_belongs_to_what_is_dropped() -> None:
    dropped = with_opinion(SILENT, Opinion(Verdict.DROPPED, Reason.UGLY), START)
    again = with_opinion(dropped, Opinion(Verdict.DROPPED, Reason.OTHER, "the cat has five legs"), START)
    still = with_opinion(again, Opinion(Verdict.DROPPED), START)
    kept = with_opinion(still, Opinion(Verdict.KEPT), START)

    assert (dropped.reason, dropped.because) == (Reason.UGLY, None)
    assert (still.reason, still.because) == (Reason.OTHER, "the cat has five legs")
    assert (kept.verdict, kept.reason, kept.because) == (Verdict.KEPT, None, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ugly", (Reason.UGLY, None)),
        ("Hard to read", (Reason.HARD_TO_READ, None)),
        ("off-topic", (Reason.OFF_TOPIC, None)),
        ("The cat\nhas five legs", (Reason.OTHER, "The cat has five legs")),
        ("  ", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_reason_is_known_by_its_words(text: str | None, reason: tuple[Reason | None, str | None]) -> None:
    assert reason_of(text) == reason


def test_words_are_one_line_that_no_terminal_obeys() -> None:
    assert worded("\x1b[31mred\x07\nline") == "[31mred line"
    assert worded("x" * MOST_LETTERS) == "x" * MOST_LETTERS
    with pytest.raises(WordsTooLong):
        worded("x" * (MOST_LETTERS + 1))


def test_an_id_says_what_it_is_about() -> None:
    assert [subject_of(name) for name in ("i-1", "d-1", "p-1")] == [Subject.IDEA, Subject.DESIGN, Subject.COPY]
    for name in ("", "d", "r-1", "plant"):
        with pytest.raises(NothingThere):
            subject_of(name)
