"""How many requests one address may make, told as draft-ietf-httpapi-ratelimit-headers-10 says."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

_MOST_ADDRESSES = 1024


@dataclass(frozen=True, slots=True)
class Room:
    """What an address has left after a request: `left` calls for `reset` seconds. `refused`: this one was too many."""

    left: int
    reset: int
    refused: bool


class Rates:
    """At most `calls` in each `seconds`, an address. `now` counts seconds and never goes back."""

    def __init__(self, calls: int, seconds: int, now: Callable[[], float]) -> None:
        self._calls = calls
        self._seconds = seconds
        self._now = now
        self._windows: dict[str, tuple[float, int]] = {}  # oldest first: when it began, and what was taken

    def take(self, address: str) -> Room:
        """Count a request of the address."""
        now = self._now()
        start, taken = self._windows.get(address, (now, 0))
        if now >= start + self._seconds:
            start, taken = now, 0
        if taken == 0:
            self._forget(address, now)
        self._windows[address] = (start, taken + 1)
        reset = max(1, math.ceil(start + self._seconds - now))
        return Room(max(0, self._calls - taken - 1), reset, taken >= self._calls)

    def _forget(self, address: str, now: float) -> None:
        """Drop the address, windows that are over, and the oldest where there are too many."""
        self._windows.pop(address, None)
        for other, (start, _) in list(self._windows.items()):
            if now < start + self._seconds and len(self._windows) < _MOST_ADDRESSES:
                break
            del self._windows[other]

    def headers(self, room: Room) -> list[tuple[bytes, bytes]]:
        """`RateLimit-Policy` and `RateLimit`, and `Retry-After` for what was refused."""
        told = [
            (b"ratelimit-policy", f'"address";q={self._calls};w={self._seconds}'.encode()),
            (b"ratelimit", f'"address";r={room.left};t={room.reset}'.encode()),
        ]
        return [*told, (b"retry-after", str(room.reset).encode())] if room.refused else told
