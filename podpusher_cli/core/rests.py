"""Routes that are left alone for a while: what they rest after, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from podpusher_cli.core.outcomes import OutcomeKind


@dataclass(frozen=True, slots=True)
class Rest:
    """What was met last, how many times in a row, and the epoch second until which nobody asks; past while it may be asked."""

    outcome: OutcomeKind
    failures: int
    until: float = 0.0


class Rests(Protocol):
    """Who rests, for all processes of one machine. A `key` names a route at a host and the account that asks."""

    def get(self, key: str) -> Rest | None:
        """What is known; None where the last try was an answer."""
        ...

    def enter(self, key: str) -> Rest | None:
        """Let a request go, with None; or tell what the route rests after still.

        After a rest one process tries first, and the others are told to wait. Whoever was let go calls `failed`,
        `answered` or `release`.
        """
        ...

    def failed(self, key: str, outcome: OutcomeKind, *, until: float) -> None:
        """It came to this, once more; nobody asks before `until`."""
        ...

    def answered(self, key: str) -> None:
        """It answered: everything before is forgotten."""
        ...

    def release(self, key: str) -> None:
        """The try came to nothing for a reason that says nothing about the route."""
        ...
