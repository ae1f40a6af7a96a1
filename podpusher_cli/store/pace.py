"""Our own pace at each provider: no more requests in any stretch of time than its limits allow, over all processes."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Sequence

from podpusher_cli.core.errors import PaceFull
from podpusher_cli.core.http import Limit
from podpusher_cli.store.traffic import TrafficFile

_MARGIN_SHARE, _MARGIN_LEAST, _MARGIN_MOST = 0.02, 0.05, 0.5  # seconds: requests arrive with jitter
_FAR_FUTURE_S = 3600.0  # no slot is reserved further ahead: a row that is says that the clock was set back


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
                raise PaceFull(provider=account.partition(":")[0], retry_after=wait)
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
