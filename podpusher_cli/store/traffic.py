"""The small SQLite file that pace, breaker and cache keep their rows in, for all processes of a machine.

Nothing in it is precious: counters and copies of answers. Statements are short and commit by themselves, so that eight
processes with eight threads each get through.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.text import N_
from podpusher_cli.store.db import DamagedDatabase, NewerDatabase
from podpusher_cli.store.files import make_folder

_VERSION = 1
_BUSY_S = 30.0
_SCHEMA = """
create table budgets (
  id integer primary key, account text not null, name text not null,
  calls integer, paused real not null default 0, unique (account, name)
) strict;
create table slots (
  budget integer not null, at real not null, serial integer not null, primary key (budget, at, serial)
) strict, without rowid;
create table breakers (
  key text primary key, failures integer not null, rest real not null, opens real not null, trial real not null
) strict, without rowid;
create table answers (key text primary key, value blob not null, kept real not null, expires real not null) strict;
create index answers_expires on answers (expires);
"""


class TrafficFile:
    """The file at `path`, made on first use, one connection a thread. Raises DiskTrouble and DamagedDatabase."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self._clock = clock
        self._local = threading.local()

    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock.now().timestamp()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            with self._trouble_as_ours():
                connection = self._local.connection = self._open()
        return connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Statements that write nothing."""
        with self._trouble_as_ours():
            yield self.connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all or nothing, begun immediately."""
        with self._trouble_as_ours():
            connection = self.connection
            connection.execute("begin immediate")
            try:
                yield connection
                connection.execute("commit")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("rollback")
                raise

    def prove(self) -> None:
        """Raises DamagedDatabase, NewerDatabase or DiskTrouble where the file cannot be relied on."""
        with self.reading() as connection:
            told = str(connection.execute("pragma quick_check(1)").fetchone()[0])
            if told != "ok":
                raise sqlite3.DatabaseError(told)

    def close(self) -> None:
        """Close this thread's connection."""
        connection: sqlite3.Connection | None = self._local.__dict__.pop("connection", None)
        if connection is not None:
            connection.close()

    def _open(self) -> sqlite3.Connection:
        if not self.path.exists():
            self._make()
        connection = _connect(self.path)
        version = connection.execute("pragma user_version").fetchone()[0]
        if version != _VERSION:
            connection.close()
            if version:
                raise NewerDatabase(path=self.path)
            raise sqlite3.DatabaseError("it holds no tables")
        return connection

    def _make(self) -> None:
        """Make the file complete under another name and link it into place: nobody ever sees it half made."""
        make_folder(self.path.parent)
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}-{threading.get_ident()}")
        draft.unlink(missing_ok=True)
        try:
            draft.touch(mode=0o600)
            connection = _connect(draft)
            connection.execute("pragma journal_mode = wal")
            connection.executescript(f"begin; {_SCHEMA} pragma user_version = {_VERSION}; commit;")
            connection.close()
            with suppress(FileExistsError):
                os.link(draft, self.path)
        finally:
            draft.unlink(missing_ok=True)

    @contextmanager
    def _trouble_as_ours(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise DiskTrouble(path=self.path, problem=error) from error
        except OSError as error:
            raise DiskTrouble(path=self.path, problem=error.strerror or error) from error
        except sqlite3.DatabaseError as error:
            hint = N_("Delete {path}: it holds nothing but counters and copies, and is made again.")
            raise DamagedDatabase(path=self.path, problem=error, hint=hint) from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)
    connection.execute("pragma synchronous = normal")
    return connection
