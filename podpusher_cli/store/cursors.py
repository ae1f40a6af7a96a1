"""The cursors of a profile's lists."""

from __future__ import annotations

import sqlite3

from podpusher_cli.core.results import Cursors


def cursors(connection: sqlite3.Connection, of: str) -> Cursors:
    """The cursors of the list `of`, which is named with everything that chooses its rows."""
    return Cursors(connection.execute("select cursor_key from trend_marks").fetchone()[0].encode(), of)
