"""Copies of the database: whole or not at all, while others are at work."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from podpusher_cli.core.backups import Backup, NotABackup, RehearsedDatabase
from podpusher_cli.core.errors import DiskTrouble, LockHeld
from podpusher_cli.store.db import LATEST, DamagedDatabase, NewerDatabase, connect, transaction
from podpusher_cli.store.files import make_folder, sync
from podpusher_cli.store.rehearsals import is_rehearsal

_COMPANIONS = ("-wal", "-shm")
_BUSY_S = 30


def copy(source: Path, target: Path) -> Backup:
    """The database `source`, as it is now, in the file `target`. Raises DiskTrouble or DamagedDatabase."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        make_folder(target.parent)
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        with closing(_read_only(source)) as old, closing(sqlite3.connect(draft)) as new:
            old.backup(new)
            new.execute("pragma journal_mode = delete")
        sync(draft)
        draft.replace(target)
        sync(target.parent)
    except (sqlite3.DatabaseError, OSError) as error:
        raise _own(error, source, target) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return Backup(str(target), target.stat().st_size)


def verify(file: Path, *, rehearsal: bool) -> None:
    """Make sure that the file is a whole database of ours, and of no `rehearsal` unless for one.

    Raises NotABackup, NewerDatabase or RehearsedDatabase.
    """
    try:
        with closing(_read_only(file)) as connection:
            version = connection.execute("pragma user_version").fetchone()[0]
            told = str(connection.execute("pragma quick_check(1)").fetchone()[0])
            made_up = is_rehearsal(connection)
            ours = connection.execute(
                "select count(*) from sqlite_master where name in ('products', 'runs')"
            ).fetchone()
    except sqlite3.Error as error:
        raise NotABackup(path=file, problem=error) from error
    if version > LATEST:
        raise NewerDatabase(path=file)
    if told != "ok" or ours[0] != 2 or not version:
        raise NotABackup(path=file, problem=told if told != "ok" else "it has other tables")
    if made_up and not rehearsal:
        raise RehearsedDatabase(path=file)


@contextmanager
def brought_up_to_date(source: Path, folder: Path) -> Iterator[Path]:
    """A copy of the backup `source` in `folder`, migrated, for as long as the block lasts. Raises DiskTrouble.

    What could have been published since the backup was made counts as in doubt: it is looked for before it is made.
    """
    try:
        make_folder(folder)
        made = TemporaryDirectory(dir=folder, prefix=".restore.")
    except OSError as error:
        raise DiskTrouble(path=folder, problem=error.strerror or error) from error
    with made as name:
        fresh = Path(name) / "state.db"
        copy(source, fresh)
        with closing(connect(fresh)) as connection, transaction(connection):
            connection.execute(_ALL_IN_DOUBT)
        yield fresh


# Sent so long ago that one whole look at the shop decides (workflows/engine/looking.py).
_ALL_IN_DOUBT = "update products set stage = 'create_sent', sent_at = 1 where stage = 'new' and state <> 'draft'"


def keep(path: Path, aside: Path) -> Path | None:
    """A copy at `aside` of the database at `path`; None where there is none. A damaged one is kept as it is.

    Raises DiskTrouble.
    """
    if not path.exists():
        return None
    try:
        copy(path, aside)
    except DamagedDatabase:
        try:
            for companion in ("", *_COMPANIONS):
                if (damaged := path.with_name(path.name + companion)).exists():
                    shutil.copy2(damaged, aside.with_name(aside.name + companion))
        except OSError as error:
            raise DiskTrouble(path=aside, problem=error.strerror or error) from error
    return aside


def put_in_place(fresh: Path, path: Path, *, patience: float = _BUSY_S) -> None:
    """Make the database at `path` what `fresh` is, all at once: whoever has it open sees the one or the other.

    Only where nothing can be read at `path` is its file replaced. Raises DiskTrouble, or LockHeld when another process
    has been writing for `patience` seconds.
    """
    try:
        if path.exists():
            _overwrite(fresh, path, patience)
        else:
            fresh.replace(path)
    except sqlite3.OperationalError as error:
        raise DiskTrouble(path=path, problem=error) from error
    except OSError as error:
        raise DiskTrouble(path=path, problem=error.strerror or error) from error
    except sqlite3.DatabaseError:
        _replace(fresh, path)
    sync(path.parent)


def _overwrite(fresh: Path, path: Path, patience: float) -> None:
    """One write transaction of the database itself; a kill leaves the old one."""

    def after_each_step(status: int, _left: int, _total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:  # sqlite3 would try for ever
            raise LockHeld(path=path, seconds=patience)

    with closing(_read_only(fresh)) as new, closing(sqlite3.connect(path, timeout=patience)) as old:
        old.execute("pragma synchronous = full")
        new.backup(old, progress=after_each_step)
        old.execute("pragma wal_checkpoint(truncate)")


def _replace(fresh: Path, path: Path) -> None:
    """First the log, which would be played into the new database; the file itself changes in one step."""
    try:
        for companion in _COMPANIONS:
            path.with_name(path.name + companion).unlink(missing_ok=True)
        fresh.replace(path)
    except OSError as error:
        raise DiskTrouble(path=path, problem=error.strerror or error) from error


@contextmanager
def tables(path: Path) -> Iterator[Iterator[tuple[str, Iterator[dict[str, Any]]]]]:
    """Every table with its rows, as they are at one moment; read row by row, table after table."""
    with closing(_read_only(path)) as connection:
        connection.execute("begin")
        names = connection.execute(
            "select name from pragma_table_list where schema = 'main' and type = 'table'"  # not the index of words
            " and name not like 'sqlite_%' order by name"
        ).fetchall()
        yield ((name, _rows(connection, name)) for (name,) in names)


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(f'select * from "{table}"')  # a name that the database gave
    columns = [column[0] for column in cursor.description]
    return (dict(zip(columns, row, strict=True)) for row in cursor)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_S, isolation_level=None)


def _own(error: Exception, source: Path, target: Path) -> DiskTrouble | DamagedDatabase:
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        return DamagedDatabase(path=source, problem=error)
    return DiskTrouble(path=target, problem=getattr(error, "strerror", None) or error)
