"""The cursors of a profile's lists: signed with a key that its database has from the beginning."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from podpusher_cli.core.results import Cursors, Page

T = TypeVar("T")


def cursors(connection: sqlite3.Connection, of: str) -> Cursors:
    """The cursors of the list `of`, which is named with everything that chooses its rows."""
    return Cursors(connection.execute("select cursor_key from trend_marks").fetchone()[0].encode(), of)


def newest_first(
    connection: sqlite3.Connection,
    of: str,
    select: str,
    read: Callable[[sqlite3.Row], T],
    *,
    limit: int,
    cursor: str | None,
    **chosen: object,
) -> Page[T]:
    """A page of the list `of`, by falling `seq`, each row as `read` makes it. Raises BadCursor.

    `select` gives the rows before `:before` (all of them where that is null), `:limit` at most, and names what else chooses
    them as in `chosen`: a cursor is good for the same choice only.
    """
    signed = cursors(connection, " ".join([of, *map(str, chosen.values())]))
    rows = connection.execute(select, chosen | {"before": signed.row(cursor), "limit": limit + 1}).fetchall()
    more = signed.made(rows[limit - 1]["seq"]) if len(rows) > limit else None
    return Page(tuple(map(read, rows[:limit])), more)
