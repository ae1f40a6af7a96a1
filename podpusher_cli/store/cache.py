"""Answers worth keeping for a while."""

from __future__ import annotations

from podpusher_cli.core.traffic import Cached
from podpusher_cli.store.traffic import TrafficFile


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
