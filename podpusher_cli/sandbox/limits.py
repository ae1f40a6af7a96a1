"""Sliding windows: at most so many calls in any so many seconds, per account."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable


class Windows:
    """The times of the calls that still count, per account and limit."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._hits: dict[tuple[str, str], deque[float]] = {}

    def used(self, account: str, name: str, seconds: float) -> int:
        """How many calls count at this moment."""
        hits = self._hits.get((account, name))
        if not hits:
            return 0
        oldest = self._now() - seconds
        while hits and hits[0] <= oldest:
            hits.popleft()
        return len(hits)

    def wait(self, account: str, name: str, calls: int, seconds: float) -> float:
        """Seconds until one more call fits; 0 when it fits now."""
        if self.used(account, name, seconds) < calls:
            return 0.0
        if not calls:
            return seconds
        hits = self._hits[account, name]
        return max(0.001, hits[len(hits) - calls] + seconds - self._now())

    def count(self, account: str, *names: str) -> None:
        """Count one call against each of the limits."""
        now = self._now()
        for name in names:
            self._hits.setdefault((account, name), deque()).append(now)

    def clear(self) -> None:
        """Forget every call."""
        self._hits.clear()
