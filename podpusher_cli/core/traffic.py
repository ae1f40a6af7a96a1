"""How requests share the road: pace, breaker and cache as protocols, and what is told of each wait and each try.

An `account` or a breaker's `key` starts with the provider's name: `printify:1337`, `etsy`. What follows a colon is
anything that tells one budget from another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from podpusher_cli.core.http import Limit

WaitReason = Literal["pace", "plan", "rate_limit", "retry", "unreachable", "doubt"]


@dataclass(frozen=True, slots=True)
class Wait:
    """A pause that is about to begin.

    `pace`: our own budget at the provider; `plan`: the plan's over all of them; `rate_limit`: the provider said 429;
    `retry`: it failed; `unreachable`: no connection; `doubt`: what it was asked to make may appear yet.
    """

    provider: str
    seconds: float
    reason: WaitReason


@dataclass(frozen=True, slots=True)
class Exchange:
    """One try of one request. `status` is 0 when no answer came; `error` then holds the code of our error.

    `seconds` counts from sending to the last byte of the answer, waits left out. `attempt` counts from 1.
    """

    provider: str
    method: str
    route: str
    status: int
    seconds: float
    attempt: int
    request_id: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Cached:
    """An answer that was kept, and how many seconds ago."""

    value: bytes
    age: float


class Pace(Protocol):
    """The budgets of one machine: every process on the same file counts together."""

    def reserve(self, account: str, limits: Sequence[Limit], *, at_most: float) -> float:
        """Take the next free slot and return the seconds until it, 0.0 when it is now.

        Raises PaceFull, and takes nothing, when the slot is more than `at_most` seconds, or an hour, away.
        """
        ...

    def held(self, account: str, limits: Sequence[Limit]) -> float:
        """Seconds until a pause over any of these limits ends, 0.0 when there is none."""
        ...

    def learn(self, account: str, limit: str, calls: int) -> None:
        """From now on `limit` allows `calls`, as the provider said; this stays."""
        ...

    def pause(self, account: str, limits: Sequence[str], seconds: float) -> None:
        """Nobody sends anything that counts against these limits for `seconds`."""
        ...

    def forecast(self, account: str, limits: Sequence[Limit], count: int) -> float:
        """Seconds until `count` more requests could all have been sent. Takes nothing."""
        ...

    def count(self, account: str, limit: Limit) -> tuple[int, int]:
        """How many requests there were, or are about to be, in the limit's stretch of time, and how many are allowed."""
        ...


class Breaker(Protocol):
    """Leaves a service alone that keeps failing, for all processes of one machine."""

    def check(self, key: str) -> bool:
        """Raise CircuitOpen, or let the request go: True when it is the one that tries whether the service is back.

        Whoever got True calls `succeeded`, `failed` or `release`.
        """
        ...

    def succeeded(self, key: str) -> None:
        """The service answered."""
        ...

    def failed(self, key: str) -> None:
        """The service answered with a fault of its own, or not at all."""
        ...

    def release(self, key: str) -> None:
        """The try came to nothing for a reason that says nothing about the service."""
        ...


class Cache(Protocol):
    """Answers worth keeping for a while."""

    def get(self, key: str) -> Cached | None:
        """What was put there, unless it has expired."""
        ...

    def put(self, key: str, value: bytes, ttl: float) -> None:
        """Keep `value` for `ttl` seconds."""
        ...
