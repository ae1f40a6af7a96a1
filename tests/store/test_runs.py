"""Runs: who is at work, and who has gone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from podpusher_cli.core.runs import NoSuchRun, RunState
from podpusher_cli.store.db import connect
from podpusher_cli.store.runs import Runs
from tests.support.clock import START
from tests.support.kill import in_child


@pytest.fixture
def db(tmp_path: Path) -> sqlite3.Connection:
    return connect(tmp_path / "state.db")


def test_a_run_begins_and_ends(db: sqlite3.Connection) -> None:
    runs = Runs(db)
    run = runs.begin("publish", START, live=True)
    assert runs.get(run.id).state is RunState.RUNNING
    runs.end(run.id, RunState.PARTIAL, {"published": 2, "failed": 1}, START)

    kept = runs.get(run.id)
    assert (kept.state, kept.counts, kept.live, kept.ended_at) == (RunState.PARTIAL, {"published": 2, "failed": 1}, True, START)


def test_a_run_of_this_process_is_not_free_and_one_that_ended_is(db: sqlite3.Connection) -> None:
    runs = Runs(db)
    run = runs.begin("generate", START)
    assert not runs.is_free(run.id)
    assert not runs.take(run.id)
    runs.end(run.id, RunState.PARTIAL, {}, START)

    assert runs.is_free(run.id)
    assert runs.take(run.id)
    assert runs.get(run.id).state is RunState.RUNNING
    assert not runs.is_free(run.id)


def test_the_run_of_a_dead_process_is_free_and_told_as_interrupted(tmp_path: Path) -> None:
    def work() -> None:
        (tmp_path / "run").write_text(Runs(connect(tmp_path / "state.db")).begin("generate", START).id)

    assert in_child(work) == 0
    runs = Runs(connect(tmp_path / "state.db"))
    dead = (tmp_path / "run").read_text()
    assert runs.is_free(dead)
    assert [run.state for run in runs.page(limit=5, cursor=None).items] == [RunState.INTERRUPTED], "also before anybody noticed"
    runs.begin("publish", START)
    assert runs.get(dead).state is RunState.INTERRUPTED
    assert runs.take(dead)


def test_the_list_goes_on_where_a_page_ended(db: sqlite3.Connection) -> None:
    runs = Runs(db)
    made = [runs.begin("publish", START).id for _ in range(5)]
    first = runs.page(limit=3, cursor=None)
    second = runs.page(limit=3, cursor=first.next_cursor)

    assert [each.id for each in (*first.items, *second.items)] == made[::-1]
    assert second.next_cursor is None


def test_a_run_that_there_is_not(db: sqlite3.Connection) -> None:
    with pytest.raises(NoSuchRun):
        Runs(db).get("r-nothing")
    assert not Runs(db).take("r-nothing")
