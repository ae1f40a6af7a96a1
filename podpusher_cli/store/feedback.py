"""Feedback: a row for each thing that the seller has said something about."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.feedback import Feedback, Opinion, Reason, Subject, Verdict, with_opinion
from podpusher_cli.core.results import Page
from podpusher_cli.store.cursors import newest_first
from podpusher_cli.store.db import stamp, transaction


class FeedbackBook:
    """What the profile's seller thinks. What was said last about a thing comes first in every list."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def say(self, name: str, about: Subject, text: str, said: Opinion, now: datetime) -> Feedback:
        """Keep it; what was said before and is not said anew stays. `text` is what the thing says just now."""
        with transaction(self._db):
            before = self.find(name) or Feedback(name, about, text, None, None, None, None, None, now)
            after = with_opinion(before, said, now)
            put(self._db, after)
        return after

    def find(self, name: str) -> Feedback | None:
        """What stands about a thing; None where nothing was said."""
        row = self._db.execute("select * from feedback where id = ?", (name,)).fetchone()
        return to_feedback(row) if row else None

    def forget(self, name: str) -> None:
        """Take back all that was said about a thing."""
        with transaction(self._db):
            self._db.execute("delete from feedback where id = ?", (name,))

    def page(self, *, limit: int = 20, cursor: str | None = None, about: str | None = None) -> Page[Feedback]:
        """What was said last comes first. `about`: only of ideas, designs or copy."""
        select = (
            "select * from feedback where (:before is null or seq < :before) and (:about is null or about = :about)"
            " order by seq desc limit :limit"
        )
        return newest_first(self._db, "feedback", select, to_feedback, limit=limit, cursor=cursor, about=about)

    def all(self, about: Subject) -> Iterator[Feedback]:
        """Everything that stands about ideas, designs or copy: what the learning is made of."""
        rows = self._db.execute("select * from feedback where about = ? order by seq desc", (about.value,))
        return (to_feedback(row) for row in rows)


def put(connection: sqlite3.Connection, said: Feedback) -> None:
    """Keep it in place of what stood there, inside a transaction of the caller's; it becomes the latest of all."""
    connection.execute(
        "insert or replace into feedback (id, about, text, verdict, reason, because, rating, note, at)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (said.id, said.about, said.text, said.verdict, said.reason, said.because, said.rating, said.note, stamp(said.at)),
    )  # fmt: skip


def to_feedback(row: sqlite3.Row) -> Feedback:
    """A feedback row as the record."""
    return Feedback(
        id=row["id"],
        about=Subject(row["about"]),
        text=row["text"],
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        reason=Reason(row["reason"]) if row["reason"] else None,
        because=row["because"],
        rating=row["rating"],
        note=row["note"],
        at=from_seconds(row["at"]),
    )
