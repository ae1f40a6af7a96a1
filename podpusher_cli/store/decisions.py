"""What the seller lets pass of the warnings about texts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.content.decisions import Decision, key_of
from podpusher_cli.core.content.findings import Field
from podpusher_cli.core.ids import new_id
from podpusher_cli.core.results import Page
from podpusher_cli.store.cursors import newest_first
from podpusher_cli.store.db import stamp, transaction


class Decisions:
    """The profile's decisions."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(
        self, text: str, field: Field, reason: str, allowed: tuple[str, ...], sources: Mapping[str, str], now: datetime
    ) -> Decision:
        """Keep one more."""
        made = Decision(new_id("k"), text, field, reason, allowed, dict(sources), now)
        row = (
            made.id,
            key_of(text, field),
            text,
            field,
            reason,
            json.dumps(allowed),
            json.dumps(made.sources),
            stamp(now),
        )
        with transaction(self._db):
            self._db.execute(
                "insert into decisions (id, key, text, field, reason, allowed, sources, at) values (?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
        return made

    def of(self, text: str, field: Field) -> tuple[Decision, ...]:
        """Those about this text, the oldest first."""
        rows = self._db.execute("select * from decisions where key = ? order by seq", (key_of(text, field),))
        return tuple(map(_decision, rows))

    def page(self, *, limit: int, cursor: str | None) -> Page[Decision]:
        """Newest first. Raises BadCursor."""
        select = "select * from decisions where :before is null or seq < :before order by seq desc limit :limit"
        return newest_first(self._db, "decisions", select, _decision, limit=limit, cursor=cursor)


def _decision(row: sqlite3.Row) -> Decision:
    allowed, sources = tuple(json.loads(row["allowed"])), json.loads(row["sources"])
    return Decision(row["id"], row["text"], row["field"], row["reason"], allowed, sources, from_seconds(row["at"]))
