"""The mark of a rehearsal's database, in the file's own head: what the sandbox made up never becomes a real shop's."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from podpusher_cli.core.backups import RehearsedDatabase

_MARK = 0x53414E44  # "SAND", SQLite's application_id


def is_rehearsal(connection: sqlite3.Connection) -> bool:
    """Whether the database, or the copy of it, comes from the sandbox."""
    return bool(connection.execute("pragma application_id").fetchone()[0] == _MARK)


def keep_apart(connection: sqlite3.Connection, path: Path, *, rehearsal: bool) -> None:
    """Mark the database that is opened for a `rehearsal`. Raises RehearsedDatabase where a marked one is opened for a real shop."""
    if is_rehearsal(connection):
        if not rehearsal:
            raise RehearsedDatabase(path=path)
    elif rehearsal:
        connection.execute(f"pragma application_id = {_MARK}")
