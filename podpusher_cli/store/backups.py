"""Copies of the database: whole or not at all, while others are at work."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from podpusher_cli.core.backups import Backup, NotABackup
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.store.db import LATEST, NewerDatabase
from podpusher_cli.store.files import make_folder

_COMPANIONS = ("-wal", "-shm")


def copy(source: Path, target: Path) -> Backup:
    """The database `source`, as it is now, in the file `target`. Raises DiskTrouble."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        make_folder(target.parent)
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        with closing(_read_only(source)) as old, closing(sqlite3.connect(draft)) as new:
            old.backup(new)
            new.execute("pragma journal_mode = delete")
        _sync(draft)
        draft.replace(target)
        _sync(target.parent)
    except (sqlite3.OperationalError, OSError) as error:
        raise DiskTrouble(path=target, problem=getattr(error, "strerror", None) or error) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return Backup(str(target), target.stat().st_size)


def verify(file: Path) -> None:
    """Make sure that the file is a whole database of ours. Raises NotABackup or NewerDatabase."""
    try:
        with closing(_read_only(file)) as connection:
            version = connection.execute("pragma user_version").fetchone()[0]
            told = str(connection.execute("pragma quick_check(1)").fetchone()[0])
            ours = connection.execute(
                "select count(*) from sqlite_master where name in ('products', 'runs')"
            ).fetchone()
    except sqlite3.Error as error:
        raise NotABackup(path=file, problem=error) from error
    if version > LATEST:
        raise NewerDatabase(path=file)
    if told != "ok" or ours[0] != 2 or not version:
        raise NotABackup(path=file, problem=told if told != "ok" else "it has other tables")


def put_in_place(source: Path, path: Path, aside: Path) -> Path | None:
    """Put a copy of `source` at `path`; what was there goes to `aside`, whose name comes back. Raises DiskTrouble.

    Until the last step the old database is in place, whole.
    """
    draft = path.with_name(f".{path.name}.restored")
    copy(source, draft)
    try:
        kept = _set_aside(path, aside) if path.exists() else None
        draft.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise DiskTrouble(path=path, problem=error.strerror or error) from error
    return kept


def _set_aside(path: Path, aside: Path) -> Path:
    """A copy of the database with all that its companions hold; of one that is damaged, the files as they are."""
    try:
        with closing(sqlite3.connect(path, timeout=30)) as old:
            old.execute("pragma wal_checkpoint(truncate)")
        copy(path, aside)
    except (sqlite3.DatabaseError, DiskTrouble):
        make_folder(aside.parent)
        for companion in ("", *_COMPANIONS):
            if (damaged := path.with_name(path.name + companion)).exists():
                damaged.replace(aside.with_name(aside.name + companion))
        return aside
    for companion in _COMPANIONS:
        path.with_name(path.name + companion).unlink(missing_ok=True)
    return aside


def rows(path: Path) -> Iterator[str]:
    """Every row of every table as a line of JSON: `{"table": …, "row": {…}}`. One moment's state, row by row."""
    with closing(_read_only(path)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("begin")
        tables = connection.execute(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"
        ).fetchall()
        for (table,) in tables:
            for row in connection.execute(f'select * from "{table}"'):
                yield json.dumps({"table": table, "row": dict(row)}, ensure_ascii=False)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30, isolation_level=None)


def _sync(path: Path) -> None:
    with suppress(OSError):  # some file systems cannot sync a folder
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
