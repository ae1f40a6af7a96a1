"""Marks are kept as feedback and tags, together or not at all, and taken back as they were made."""

from __future__ import annotations

import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from podpusher_cli.core.designs import DesignState, NoSuchDesign
from podpusher_cli.core.feedback import Opinion, Reason, Subject
from podpusher_cli.core.reviewing import ChangedMeanwhile, Doing, Mark, Standing
from podpusher_cli.store.db import connect
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.feedback import FeedbackBook
from podpusher_cli.store.marks import Marks
from tests.support.clock import START
from tests.support.kill import in_child
from tests.support.review import add_designs


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path / "state.db")) as opened:
        add_designs(opened, tmp_path / "designs", ["Plant dad", "Cat mom"])
        yield opened


@pytest.fixture
def marks(database: sqlite3.Connection) -> Marks:
    return Marks(database)


def standing(marks: Marks, design: str = "d-1") -> Standing:
    return marks.standings([design])[design]


def test_what_is_marked_is_what_lists_and_feedback_show(
    marks: Marks, database: sqlite3.Connection, tmp_path: Path
) -> None:
    marks.mark(Mark("d-1", Doing.DROP, Reason.UGLY), START)
    marks.mark(Mark("d-1", Doing.RATE, rating=2), START)
    marks.mark(Mark("d-1", Doing.TAG, tag="spring"), START)
    marks.mark(Mark("d-1", Doing.TAG, tag="best"), START)

    design = Designs(database, tmp_path).get("d-1")
    assert (design.state, design.rating, design.tags) == (DesignState.DROPPED, 2, ("best", "spring"))
    said = FeedbackBook(database).find("d-1")
    assert said is not None
    assert (said.about, said.text, said.reason) == (Subject.DESIGN, "Plant dad", Reason.UGLY)
    assert standing(marks, "d-2") == Standing()
    assert marks.tags() == ("best", "spring")


def test_a_mark_is_taken_back_without_a_trace(marks: Marks, database: sqlite3.Connection) -> None:
    done = [
        marks.mark(Mark("d-1", Doing.TAG, tag="best"), START),
        marks.mark(Mark("d-1", Doing.DROP, Reason.OTHER, "five legs"), START),
        marks.mark(Mark("d-1", Doing.UNTAG, tag="best"), START),
        marks.mark(Mark("d-1", Doing.KEEP), START),
    ]
    for each in reversed(done):
        assert marks.undo(each, START) == each.before
        assert standing(marks) == each.before
    assert FeedbackBook(database).find("d-1") is None
    assert marks.tags() == ()


def test_a_note_outlives_marks_and_their_taking_back(marks: Marks, database: sqlite3.Connection) -> None:
    book = FeedbackBook(database)
    book.say("d-1", Subject.DESIGN, "Plant dad", Opinion(note="for spring"), START)
    marks.undo(marks.mark(Mark("d-1", Doing.KEEP), START), START)
    said = book.find("d-1")
    assert said is not None
    assert (said.verdict, said.note) == (None, "for spring")


def test_what_somebody_changed_since_is_not_undone(marks: Marks, tmp_path: Path) -> None:
    done = marks.mark(Mark("d-1", Doing.KEEP), START)
    with closing(connect(tmp_path / "state.db")) as other:
        Marks(other).mark(Mark("d-1", Doing.TAG, tag="theirs"), START)
    with pytest.raises(ChangedMeanwhile):
        marks.undo(done, START)
    assert standing(marks) == Standing(DesignState.KEPT, tags=("theirs",))


def test_two_who_mark_at_once_lose_nothing(marks: Marks, tmp_path: Path) -> None:
    def mark(name: str) -> None:
        with closing(connect(tmp_path / "state.db")) as database:
            for number in range(10):
                Marks(database).mark(Mark("d-1", Doing.TAG, tag=f"{name} {number}"), START)

    both = [threading.Thread(target=mark, args=(name,)) for name in ("a", "b")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(standing(marks).tags) == 20


def test_a_design_that_there_is_not(marks: Marks) -> None:
    with pytest.raises(NoSuchDesign):
        marks.mark(Mark("d-9", Doing.KEEP), START)


def test_a_kill_in_the_middle_leaves_a_mark_whole_or_none(marks: Marks, tmp_path: Path) -> None:
    tagged = marks.mark(Mark("d-1", Doing.TAG, tag="best"), START)
    dropped = marks.mark(Mark("d-1", Doing.DROP, Reason.UGLY), START)
    both = type(tagged)("d-1", tagged.before, dropped.after)

    def die() -> None:
        import os

        with closing(connect(tmp_path / "state.db")) as database:
            database.set_trace_callback(
                lambda said: os.kill(os.getpid(), signal.SIGKILL) if said.startswith("delete from feedback") else None
            )
            Marks(database).undo(both, START)

    assert in_child(die) == -signal.SIGKILL
    assert standing(marks) == dropped.after
    assert marks.undo(both, START) == Standing()
