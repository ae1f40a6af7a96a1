"""Which routes rest, in the small SQLite file that all processes of a machine share."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

from podpusher_cli.core.outcomes import OutcomeKind
from podpusher_cli.core.rests import Rest
from podpusher_cli.store.traffic import TrafficFile

_TRIAL_S = 60.0  # a try whose process died is given to somebody else after this
_KEPT_S = 30 * 86_400.0  # beyond the rest


class SharedRests:
    """Rests, among the copies of answers: nothing in it is precious."""

    def __init__(self, file: TrafficFile) -> None:
        self._file = file

    def get(self, key: str) -> Rest | None:
        """See core.rests.Rests."""
        with self._file.reading() as connection:
            return _read(connection, key)[0]

    def enter(self, key: str) -> Rest | None:
        """See core.rests.Rests."""
        if self.get(key) is None:
            return None
        with self._file.writing() as connection:
            rest, trial = _read(connection, key)
            now = self._file.now()
            if rest is None or not rest.until:
                return None
            if rest.until > now:
                return rest
            if trial > now:
                return replace(rest, until=trial)
            self._write(connection, key, rest, now + _TRIAL_S)
            return None

    def failed(self, key: str, outcome: OutcomeKind, *, until: float) -> None:
        """See core.rests.Rests."""
        with self._file.writing() as connection:
            before, _ = _read(connection, key)
            if before and before.until > max(until, self._file.now()):
                return  # it was sent before the rest began, and says nothing new
            failures = before.failures + 1 if before and before.outcome is outcome else 1
            self._write(connection, key, Rest(outcome, failures, until))

    def answered(self, key: str) -> None:
        """See core.rests.Rests."""
        if self.get(key) is None:
            return
        with self._file.writing() as connection:
            connection.execute("delete from answers where key = ?", (_name(key),))

    def release(self, key: str) -> None:
        """See core.rests.Rests."""
        with self._file.writing() as connection:
            rest, trial = _read(connection, key)
            if rest and trial:
                self._write(connection, key, rest)

    def _write(self, connection: sqlite3.Connection, key: str, rest: Rest, trial: float = 0.0) -> None:
        now = self._file.now()
        told = json.dumps([rest.outcome, rest.failures, rest.until, trial])
        expires = max(now, rest.until) + _KEPT_S
        connection.execute(
            "insert or replace into answers values (?, ?, ?, ?)", (_name(key), told.encode(), now, expires)
        )


def _name(key: str) -> str:
    return f"trends.rest:{key}"


def _read(connection: sqlite3.Connection, key: str) -> tuple[Rest | None, float]:
    """What is kept, and until when somebody tries."""
    row = connection.execute("select value from answers where key = ?", (_name(key),)).fetchone()
    if row is None:
        return None, 0.0
    outcome, failures, until, trial = json.loads(row[0])
    return Rest(OutcomeKind(outcome), failures, until), trial
