"""Paid searches for ideas: written before anything is paid for, taken up after a crash, ended with their ideas."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

import msgspec

from podpusher_cli.core.ideation import Search, Subject
from podpusher_cli.core.ids import new_id
from podpusher_cli.store.db import stamp, transaction
from podpusher_cli.store.holders import stands, this_process


class Searches:
    """The profile's paid searches."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def unfinished(self, key: str) -> Search | None:
        """The search of that key that was cut short, which is ours from now on; one that another process is at is left to it."""
        mine = str(this_process())
        with transaction(self._db):
            rows = self._db.execute(
                "select * from idea_searches where key = ? and state = 'open' order by begun_at, id", (key,)
            ).fetchall()
            found = next((row for row in rows if row["holder"] == mine or not stands(row["holder"], late=False)), None)
            if found is None:
                return None
            self._db.execute("update idea_searches set holder = ? where id = ?", (mine, found["id"]))
        return Search(found["id"], msgspec.json.decode(found["subjects"], type=tuple[Subject, ...]))

    def begin(self, key: str, subjects: Sequence[Subject], now: datetime) -> Search:
        """A new search, written with what it is about before anything is paid for."""
        made = Search(new_id("is"), tuple(subjects))
        with transaction(self._db):
            self._db.execute(
                "insert into idea_searches (id, key, state, begun_at, holder, subjects) values (?, ?, 'open', ?, ?, ?)",
                (made.id, key, stamp(now), str(this_process()), msgspec.json.encode(made.subjects).decode()),
            )
        return made

    def end(self, search: str) -> None:
        """The search gave nothing that could be kept; the next one like it is a new one."""
        with transaction(self._db):
            self._db.execute("update idea_searches set state = 'ended' where id = ?", (search,))
