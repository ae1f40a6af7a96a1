"""Open a profile's database; bring an old one up to date first.

Reads and writes use the standard library's sqlite3, which a short command imports ten times faster than sqlite-utils;
that one is imported only when there is a migration to apply.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.errors import DiskTrouble, MachineTrouble
from podpusher_cli.core.text import N_
from podpusher_cli.store.files import make_folder

LATEST = 12  # the number of migrations in migrations.py; a test holds the two together
_BUSY_MS = 30_000


class NewerDatabase(MachineTrouble):
    code = "machine.database_newer"
    message = N_("{path} was written by a newer podpusher.")
    hint = N_("Update podpusher, or point PODPUSHER_HOME at another folder.")


class DamagedDatabase(MachineTrouble):
    code = "machine.database"
    message = N_("{path} cannot be read as a database: {problem}")
    hint = N_("podpusher db restore BACKUP puts a backup in its place.")


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the state database at `path`, made and migrated if need be.

    Rows are `sqlite3.Row`, statements autocommit, and `transaction` groups them. Every commit reaches the disk
    (`synchronous=FULL`). Raises DiskTrouble, NewerDatabase or DamagedDatabase.
    """
    try:
        make_folder(path.parent)
        connection = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        version = connection.execute("pragma user_version").fetchone()[0]
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        if version < LATEST:
            _bring_up_to_date(path, connection)
    except (sqlite3.DatabaseError, OSError) as error:
        raise _own(path, error) from error
    if version > LATEST:
        raise NewerDatabase(path=path)
    return connection


def _bring_up_to_date(path: Path, connection: sqlite3.Connection) -> None:
    """Under a lock of its own: SQLite does not wait for another process when it changes the journal's mode."""
    from podpusher_cli.store.files import file_lock
    from podpusher_cli.store.migrations import apply

    with file_lock(path.with_name(f"{path.name}.lock"), _BUSY_MS / 1000):
        connection.execute("pragma journal_mode = wal")
        apply(connection)


def _own(path: Path, error: Exception) -> MachineTrouble:
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        return DamagedDatabase(path=path, problem=error)
    if isinstance(error, OSError):
        return DiskTrouble(path=error.filename or path, problem=error.strerror or error)
    return DiskTrouble(path=path, problem=error)


def trouble_of(error: Exception, path: Path) -> MachineTrouble | None:
    """A damaged file, or a disk in the way, met in the middle of the work; None for a mistake in a statement of ours."""
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if kind in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return DamagedDatabase(path=path, problem=error)
    if kind in {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_BUSY,
    }:
        return DiskTrouble(path=path, problem=error)
    return None


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """One write transaction: all or nothing, begun immediately so that it waits its turn. Raises DiskTrouble."""
    try:
        connection.execute("begin immediate")
        try:
            yield connection
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise
        connection.execute("commit")
    except sqlite3.OperationalError as error:
        if connection.in_transaction:
            connection.execute("rollback")
        raise DiskTrouble(path=_path(connection), problem=error) from error


def _path(connection: sqlite3.Connection) -> str:
    return str(next((row[2] for row in connection.execute("pragma database_list") if row[1] == "main"), ""))


def stamp(moment: datetime) -> float:
    """How a time is kept: seconds since 1970, UTC."""
    return moment.timestamp()


def unstamp(seconds: float | None) -> datetime | None:
    """A kept time, or None."""
    return None if seconds is None else from_seconds(seconds)
