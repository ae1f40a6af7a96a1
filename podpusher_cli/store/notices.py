"""The notices of a profile."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.errors import fill
from podpusher_cli.core.ids import new_id
from podpusher_cli.core.notifications import SENTENCES, MarkedRead, NoSuchNotice, Notice
from podpusher_cli.core.results import Page
from podpusher_cli.store.cursors import newest_first
from podpusher_cli.store.db import stamp, transaction, unstamp


class Notices:
    """What is to be read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, kind: str, fields: Mapping[str, object], now: datetime, *, once: bool = False) -> None:
        """Leave a notice of a kind that SENTENCES has; one that lies there unread is not left twice. `once`: read or not.

        What a cron line finds each hour lies there once: an unread one that says the same of an earlier run, in which
        nothing failed, gives way.
        """
        with transaction(self._db):
            leave(self._db, kind, fields, now, once=once)

    def page(self, *, limit: int, cursor: str | None, unread: bool) -> Page[Notice]:
        """Newest first; `unread`: only those."""
        select = (
            "select * from notices where (:before is null or seq < :before) and (not :unread or read_at is null)"
            " order by seq desc limit :limit"
        )
        return newest_first(self._db, "notices", select, _notice, limit=limit, cursor=cursor, unread=unread)

    def unread(self) -> int:
        """How many nobody has read."""
        return int(self._db.execute("select count(*) from notices where read_at is null").fetchone()[0])

    def mark_read(self, name: str | None, now: datetime) -> MarkedRead:
        """Mark one, or all. Raises NoSuchNotice."""
        with transaction(self._db):
            if name is not None and not self._db.execute("select 1 from notices where id = ?", (name,)).fetchone():
                raise NoSuchNotice(name=name)
            marked = self._db.execute(
                "update notices set read_at = ? where read_at is null and (? is null or id = ?)",
                (stamp(now), name, name),
            ).rowcount
        return MarkedRead(int(marked), self.unread())


def leave(
    connection: sqlite3.Connection, kind: str, fields: Mapping[str, object], now: datetime, *, once: bool = False
) -> None:
    """What `Notices.add` does, inside a transaction of the caller's."""
    told = json.dumps({name: str(value) for name, value in fields.items()}, sort_keys=True)
    given = {
        "id": new_id("n"),
        "kind": kind,
        "message": SENTENCES[kind],
        "fields": told,
        "now": stamp(now),
        "once": once,
    }
    connection.execute(
        "delete from notices where kind = :kind and read_at is null and fields <> :fields"
        " and json_remove(fields, '$.run') = json_remove(:fields, '$.run') and json_extract(fields, '$.failed') = '0'",
        given,
    )
    connection.execute(
        "insert into notices (id, kind, message, fields, created_at) select :id, :kind, :message, :fields, :now"
        " where not exists"
        " (select 1 from notices where kind = :kind and fields = :fields and (:once or read_at is null))",
        given,
    )


def _notice(row: sqlite3.Row) -> Notice:
    fields = json.loads(row["fields"])
    try:
        message = fill(SENTENCES[row["kind"]], fields)
    except KeyError:  # a kind that is gone, or that needed less when this was kept
        message = fill(row["message"], fields)
    return Notice(row["id"], row["kind"], message, from_seconds(row["created_at"]), unstamp(row["read_at"]), fields)
