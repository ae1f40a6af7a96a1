"""Pace, breaker and cache in one small SQLite file that all processes of a machine share.

Nothing in it is precious: counters and copies of answers. Statements are short and commit by themselves, so that eight
processes with eight threads each get through.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import CircuitOpen, DiskTrouble, RateLimited
from podpusher_cli.core.http import Limit
from podpusher_cli.core.text import N_
from podpusher_cli.core.traffic import Cached
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

_MARGIN_SHARE, _MARGIN_LEAST, _MARGIN_MOST = 0.02, 0.05, 0.5  # seconds: requests arrive with jitter
_FAR_FUTURE_S = 3600.0  # no slot is reserved further ahead: a row that is says that the clock was set back

_FAILURES_TO_OPEN = 5
_FIRST_REST_S, _LONGEST_REST_S = 30.0, 600.0
_TRIAL_S = 60.0  # a trial whose process died is given to somebody else after this


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


class SharedPace:
    """Pace: a log of slots for each account and limit, exact over any stretch of a limit's length."""

    def __init__(self, file: TrafficFile) -> None:
        self._file = file

    def reserve(self, account: str, limits: Sequence[Limit], *, at_most: float) -> float:
        """See core.traffic.Pace."""
        if not limits:
            return 0.0
        with self._file.writing() as connection:
            now = slot = self._file.now()
            budgets = []
            for limit in limits:
                budget, calls, paused = _budget(connection, account, limit)
                _forget(connection, budget, before=now - _window(limit), after=now + _FAR_FUTURE_S)
                slot = max(slot, paused, _nth_latest(connection, budget, calls) + _window(limit))
                budgets.append(budget)
            wait = slot - now
            if wait > min(at_most, _FAR_FUTURE_S):
                raise RateLimited(provider=account.partition(":")[0], retry_after=wait)
            for budget in budgets:
                connection.execute(
                    "insert into slots select ?1, ?2, coalesce(max(serial) + 1, 0) from slots"
                    " where budget = ?1 and at = ?2",
                    (budget, slot),
                )
        return wait

    def held(self, account: str, limits: Sequence[Limit]) -> float:
        """See core.traffic.Pace."""
        with self._file.reading() as connection:
            until = max((_known(connection, limit.account or account, limit.name)[2] for limit in limits), default=0.0)
        return max(0.0, until - self._file.now())

    def learn(self, account: str, limit: str, calls: int) -> None:
        """See core.traffic.Pace."""
        with self._file.reading() as connection:
            if _known(connection, account, limit)[1] == calls:
                return
        with self._file.writing() as connection:
            connection.execute(
                "insert into budgets (account, name, calls) values (?, ?, ?)"
                " on conflict (account, name) do update set calls = excluded.calls",
                (account, limit, calls),
            )

    def pause(self, account: str, limits: Sequence[str], seconds: float) -> None:
        """See core.traffic.Pace."""
        with self._file.writing() as connection:
            until = self._file.now() + seconds
            connection.executemany(
                "insert into budgets (account, name, paused) values (?, ?, ?)"
                " on conflict (account, name) do update set paused = max(paused, excluded.paused)",
                [(account, limit, until) for limit in limits],
            )

    def count(self, account: str, limit: Limit) -> tuple[int, int]:
        """See core.traffic.Pace."""
        with self._file.reading() as connection:
            budget, calls, _paused = _known(connection, limit.account or account, limit.name)
            since = self._file.now() - _window(limit)
            row = connection.execute("select count(*) from slots where budget = ? and at > ?", (budget, since)).fetchone()
        return int(row[0]), calls or limit.calls

    def forecast(self, account: str, limits: Sequence[Limit], count: int) -> float:
        """See core.traffic.Pace."""
        now = slot = self._file.now()
        logs: list[tuple[deque[float], float]] = []
        with self._file.reading() as connection:
            for limit in limits:
                budget, calls, paused = _known(connection, limit.account or account, limit.name)
                calls = calls or limit.calls
                slot = max(slot, paused)
                rows = connection.execute(
                    "select at from slots where budget = ? and at > ? order by at desc limit ?",
                    (budget, now - _window(limit), calls),
                ).fetchall()
                log = deque((row[0] for row in reversed(rows)), maxlen=calls)
                log.extendleft([0.0] * (calls - len(log)))
                logs.append((log, _window(limit)))
        for _ in range(count):
            slot = max([slot, *(log[0] + window for log, window in logs)])
            for log, _window_s in logs:
                log.append(slot)
        return slot - now


def _window(limit: Limit) -> float:
    return limit.seconds + min(_MARGIN_MOST, max(_MARGIN_LEAST, limit.seconds * _MARGIN_SHARE))


def _known(connection: sqlite3.Connection, account: str, limit: str) -> tuple[int, int | None, float]:
    """A budget's id, the calls learned for it, the end of its pause; zeros where nothing is known."""
    found: tuple[int, int | None, float] | None = connection.execute(
        "select id, calls, paused from budgets where account = ? and name = ?", (account, limit)
    ).fetchone()
    return found or (0, None, 0.0)


def _budget(connection: sqlite3.Connection, account: str, limit: Limit) -> tuple[int, int, float]:
    owner = limit.account or account
    budget, calls, paused = _known(connection, owner, limit.name)
    if not budget:
        cursor = connection.execute("insert into budgets (account, name) values (?, ?)", (owner, limit.name))
        budget = cursor.lastrowid or 0
    return budget, calls or limit.calls, paused


def _forget(connection: sqlite3.Connection, budget: int, *, before: float, after: float) -> None:
    connection.execute("delete from slots where budget = ? and at <= ?", (budget, before))
    connection.execute("delete from slots where budget = ? and at > ?", (budget, after))


def _nth_latest(connection: sqlite3.Connection, budget: int, n: int) -> float:
    found = connection.execute(
        "select at from slots where budget = ? order by at desc limit 1 offset ?", (budget, n - 1)
    ).fetchone()
    return found[0] if found else float("-inf")


class SharedBreaker:
    """Breaker: open after five failures in a row, for 30 seconds, doubling up to ten minutes; then one trial."""

    def __init__(self, file: TrafficFile) -> None:
        self._file = file

    def check(self, key: str) -> bool:
        """See core.traffic.Breaker."""
        with self._file.reading() as connection:
            row = connection.execute("select failures, opens, trial from breakers where key = ?", (key,)).fetchone()
        if row is None or row[0] < _FAILURES_TO_OPEN:
            return False
        now = self._file.now()
        if row[1] <= now:
            with self._file.writing() as connection:
                taken = connection.execute(
                    "update breakers set trial = ? where key = ? and opens <= ? and trial <= ?",
                    (now + _TRIAL_S, key, now, now),
                )
                if taken.rowcount:
                    return True
        raise CircuitOpen(provider=key.partition(":")[0], retry_after=max(1.0, max(row[1], row[2]) - now))

    def succeeded(self, key: str) -> None:
        """See core.traffic.Breaker."""
        with self._file.reading() as connection:
            if connection.execute("select 1 from breakers where key = ?", (key,)).fetchone() is None:
                return
        with self._file.writing() as connection:
            connection.execute("delete from breakers where key = ?", (key,))

    def failed(self, key: str) -> None:
        """See core.traffic.Breaker."""
        with self._file.writing() as connection:
            now = self._file.now()
            row = connection.execute("select failures, rest, opens from breakers where key = ?", (key,)).fetchone()
            failures, rest, opens = row or (0, 0.0, 0.0)
            if failures >= _FAILURES_TO_OPEN and now < opens:
                return  # it was sent before the breaker opened, and says nothing new
            failures += 1
            if failures >= _FAILURES_TO_OPEN:
                rest = min(_LONGEST_REST_S, rest * 2 or _FIRST_REST_S)
                opens = now + rest
            connection.execute("insert or replace into breakers values (?, ?, ?, ?, 0)", (key, failures, rest, opens))

    def release(self, key: str) -> None:
        """See core.traffic.Breaker."""
        with self._file.writing() as connection:
            connection.execute("update breakers set trial = 0 where key = ?", (key,))


class SharedCache:
    """Cache: what has expired is thrown out whenever something new is put in."""

    def __init__(self, file: TrafficFile) -> None:
        self._file = file

    def get(self, key: str) -> Cached | None:
        """See core.traffic.Cache."""
        now = self._file.now()
        with self._file.reading() as connection:
            row = connection.execute(
                "select value, kept from answers where key = ? and expires > ?", (key, now)
            ).fetchone()
        return None if row is None else Cached(row[0], max(0.0, now - row[1]))

    def put(self, key: str, value: bytes, ttl: float) -> None:
        """See core.traffic.Cache."""
        now = self._file.now()
        with self._file.writing() as connection:
            connection.execute("delete from answers where expires <= ?", (now,))
            connection.execute("insert or replace into answers values (?, ?, ?, ?)", (key, value, now, now + ttl))
