"""Feedback is kept: one row a thing, what was said last first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from podpusher_cli.core.feedback import Opinion, Reason, Subject, Verdict
from podpusher_cli.core.results import BadCursor
from podpusher_cli.store.db import connect
from podpusher_cli.store.feedback import FeedbackBook
from tests.support.clock import START


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path / "state.db")) as opened:
        yield opened


@pytest.fixture
def book(database: sqlite3.Connection) -> FeedbackBook:
    return FeedbackBook(database)


def test_what_was_said_comes_back(book: FeedbackBook) -> None:
    said = book.say(
        "d-1", Subject.DESIGN, "Plant dad 🌱", Opinion(Verdict.DROPPED, Reason.OTHER, "five legs", 2, "no"), START
    )

    assert book.find("d-1") == said
    assert (said.text, said.reason, said.because, said.rating, said.note) == (
        "Plant dad 🌱",
        Reason.OTHER,
        "five legs",
        2,
        "no",
    )
    assert book.find("d-2") is None


def test_two_who_say_different_things_lose_nothing(database: sqlite3.Connection, tmp_path: Path) -> None:
    with closing(connect(tmp_path / "state.db")) as other:
        FeedbackBook(database).say("d-1", Subject.DESIGN, "x", Opinion(Verdict.KEPT), START)
        FeedbackBook(other).say("d-1", Subject.DESIGN, "x", Opinion(rating=5), START)
        found = FeedbackBook(database).find("d-1")

    assert found is not None
    assert (found.verdict, found.rating) == (Verdict.KEPT, 5)


def test_the_latest_comes_first_and_the_list_is_paged(book: FeedbackBook) -> None:
    for number in range(5):
        book.say(f"d-{number}", Subject.DESIGN, "x", Opinion(rating=3), START + timedelta(seconds=number))
    book.say("p-1", Subject.COPY, "x", Opinion(rating=3), START)
    book.say("d-1", Subject.DESIGN, "x", Opinion(note="again"), START)

    first = book.page(limit=2, about=Subject.DESIGN)
    second = book.page(limit=2, cursor=first.next_cursor, about=Subject.DESIGN)
    third = book.page(limit=2, cursor=second.next_cursor, about=Subject.DESIGN)

    assert [each.id for each in (*first.items, *second.items, *third.items)] == ["d-1", "d-4", "d-3", "d-2", "d-0"]
    assert third.next_cursor is None
    assert [each.id for each in book.all(Subject.COPY)] == ["p-1"]
    with pytest.raises(BadCursor):
        book.page(cursor=first.next_cursor, about=Subject.COPY)


def test_what_is_taken_back_is_gone(book: FeedbackBook) -> None:
    book.say("d-1", Subject.DESIGN, "x", Opinion(rating=3), START)
    book.forget("d-1")
    assert book.find("d-1") is None
