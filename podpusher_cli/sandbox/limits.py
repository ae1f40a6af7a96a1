"""Sliding windows: at most so many calls, or so much of something, in any so many seconds, per account."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable


class Windows:
    """The times of the calls that still count, per account and limit."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._hits: dict[tuple[str, str], deque[float]] = {}
        self._amounts: dict[tuple[str, str], deque[tuple[float, int]]] = {}

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

    def spend(self, account: str, name: str, amount: int) -> None:
        """Count an amount, such as tokens, against a limit."""
        self._amounts.setdefault((account, name), deque()).append((self._now(), amount))

    def spent(self, account: str, name: str, seconds: float) -> int:
        """The amount that counts at this moment."""
        amounts = self._amounts.get((account, name))
        oldest = self._now() - seconds
        while amounts and amounts[0][0] <= oldest:
            amounts.popleft()
        return sum(amount for _, amount in amounts or ())

    def wait_for(self, account: str, name: str, most: int, seconds: float) -> float:
        """Seconds until less than `most` is spent; 0 when it is now."""
        over = self.spent(account, name, seconds) - most
        if over < 0:
            return 0.0
        for at, amount in self._amounts.get((account, name), ()):
            over -= amount
            if over < 0:
                return max(0.001, at + seconds - self._now())
        return seconds

    def clear(self) -> None:
        """Forget every call and every amount."""
        self._hits.clear()
        self._amounts.clear()
