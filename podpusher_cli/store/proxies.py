"""The health of proxies and whose they are, in the small SQLite file that all processes of a machine share."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.proxies import NoProxyLeft, Proxy, ProxyState
from podpusher_cli.store.traffic import TrafficFile

_FIRST_REST_S, _DROPPED_S, _FAILURES_TO_DROP = 60.0, 86_400.0, 4
_BOUND_S = 86_400.0  # since the session was last on its way


class SharedProxies:
    """Proxies, among the copies of answers; no address or password of one is written down."""

    def __init__(self, file: TrafficFile, proxies: Sequence[Proxy]) -> None:
        self._file = file
        self._proxies = {_mark(each): each for each in proxies}

    def choose(self, session: str) -> Proxy:
        """See core.proxies.Proxies."""
        key = f"proxy.of:{session}"
        with self._file.writing() as connection:
            now = self._file.now()
            rests = {mark: _health(connection, mark)[1] for mark in self._proxies}
            fit = [mark for mark, until in rests.items() if until <= now]
            if not fit:
                raise NoProxyLeft(retry_after=min(rests.values(), default=now) - now)
            bound = _get(connection, key)
            if bound not in fit:
                # Sessions spread evenly, and each comes to the same proxy in every process.
                bound = min(fit, key=lambda mark: hashlib.sha256(f"{session} {mark}".encode()).digest())
            _put(connection, key, bound, now, _BOUND_S)
        return self._proxies[bound]

    def failed(self, proxy: Proxy) -> None:
        """See core.proxies.Proxies."""
        mark = _mark(proxy)
        with self._file.writing() as connection:
            now = self._file.now()
            failures = _health(connection, mark)[0] + 1
            rest = _DROPPED_S if failures >= _FAILURES_TO_DROP else _FIRST_REST_S * 2.0 ** (failures - 1)
            _put(connection, f"proxy:{mark}", [failures, now + rest], now, rest + _DROPPED_S)

    def worked(self, proxy: Proxy) -> None:
        """See core.proxies.Proxies."""
        mark = _mark(proxy)
        with self._file.reading() as connection:
            if _health(connection, mark) == (0, 0.0):
                return
        with self._file.writing() as connection:
            connection.execute("delete from answers where key = ?", (f"proxy:{mark}",))

    def states(self) -> tuple[ProxyState, ...]:
        """See core.proxies.Proxies."""
        now = self._file.now()
        found = []
        with self._file.reading() as connection:
            for mark, proxy in self._proxies.items():
                failures, until = _health(connection, mark)
                rests = from_seconds(until) if until > now else None
                found.append(ProxyState(proxy.name, failures, rests, bool(rests) and failures >= _FAILURES_TO_DROP))
        return tuple(found)


def _mark(proxy: Proxy) -> str:
    return hashlib.sha256(proxy.url.encode()).hexdigest()[:16]


def _health(connection: sqlite3.Connection, mark: str) -> tuple[int, float]:
    """Troubles in a row, and until when it rests."""
    failures, until = _get(connection, f"proxy:{mark}") or (0, 0.0)
    return failures, until


def _get(connection: sqlite3.Connection, key: str) -> Any:
    row = connection.execute("select value from answers where key = ?", (key,)).fetchone()
    return json.loads(row[0]) if row else None


def _put(connection: sqlite3.Connection, key: str, value: object, now: float, seconds: float) -> None:
    row = (key, json.dumps(value).encode(), now, now + seconds)
    connection.execute("insert or replace into answers values (?, ?, ?, ?)", row)
