"""Lists by falling number: every row once, whatever comes meanwhile, and no cursor of another list."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from podpusher_cli.core.results import BadCursor, Page
from podpusher_cli.store.cursors import newest_first
from podpusher_cli.store.db import connect, transaction

SELECT = (
    "select seq, kind from words where (:before is null or seq < :before) and (:kind is null or kind = :kind)"
    " order by seq desc limit :limit"
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path / "state.db")) as opened:
        opened.execute("create table words (seq integer primary key, kind text)")
        add(opened, *("odd" if seq % 2 else "even" for seq in range(1, 8)))
        yield opened


def add(db: sqlite3.Connection, *kinds: str) -> None:
    with transaction(db):
        db.executemany("insert into words (kind) values (?)", [(kind,) for kind in kinds])


def page(
    db: sqlite3.Connection, cursor: str | None = None, *, kind: str | None = None, of: str = "words", limit: int = 3
) -> Page[int]:
    return newest_first(db, of, SELECT, lambda row: int(row["seq"]), limit=limit, cursor=cursor, kind=kind)


def test_pages_hold_each_row_once_though_others_come_meanwhile(db: sqlite3.Connection) -> None:
    first = page(db)
    add(db, "odd", "even")
    second = page(db, first.next_cursor)
    third = page(db, second.next_cursor)
    assert [first.items, second.items, third.items] == [(7, 6, 5), (4, 3, 2), (1,)]
    assert third.next_cursor is None


def test_a_page_that_takes_all_is_the_last(db: sqlite3.Connection) -> None:
    assert page(db, limit=7) == Page((7, 6, 5, 4, 3, 2, 1))
    assert page(db, kind="none") == Page(())


def test_a_cursor_is_good_for_its_own_list_and_choice_only(db: sqlite3.Connection) -> None:
    cursor = page(db, kind="odd", limit=2).next_cursor
    assert page(db, cursor, kind="odd").items == (3, 1)
    for other in ({"kind": "even"}, {"kind": None}, {"kind": "odd", "of": "names"}):
        with pytest.raises(BadCursor):
            page(db, cursor, **other)
