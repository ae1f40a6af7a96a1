"""A clock for tests: time passes when somebody sleeps, and only then."""

from __future__ import annotations

import math
import threading
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class FakeClock:
    """`sleeps` lists every sleep in order. Sleeping threads do not wait for each other: each moves the time on."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._lock = threading.Lock()
        self.sleeps: list[float] = []

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.sleeps.append(seconds)
            self._now += timedelta(microseconds=math.ceil(round(max(0.0, seconds) * 1e6, 2)))  # it never wakes too early

    def advance(self, seconds: float) -> None:
        """Let time pass without anybody sleeping."""
        with self._lock:
            self._now += timedelta(seconds=seconds)

    def interrupt(self) -> None:
        """See the machine's clock: nobody sleeps here."""

    @property
    def slept(self) -> float:
        """Seconds slept in all."""
        return sum(self.sleeps)
