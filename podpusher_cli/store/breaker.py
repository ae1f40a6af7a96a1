"""Leaving a service alone that keeps failing, over all processes."""

from __future__ import annotations

from podpusher_cli.core.errors import CircuitOpen
from podpusher_cli.store.traffic import TrafficFile

_FAILURES_TO_OPEN = 5
_FIRST_REST_S, _LONGEST_REST_S = 30.0, 600.0
_TRIAL_S = 60.0  # a trial whose process died is given to somebody else after this


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
