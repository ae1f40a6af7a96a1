"""The clock as everything else sees it: handed in, never imported."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Now and sleep. `sleep` raises `Interrupted` when the seller has pressed Ctrl-C."""

    def now(self) -> datetime:
        """The present as an aware UTC datetime."""
        ...

    def sleep(self, seconds: float) -> None:
        """Return after `seconds`, or raise `Interrupted` sooner."""
        ...


def from_seconds(seconds: float) -> datetime:
    """An epoch in seconds as an aware UTC datetime."""
    return datetime.fromtimestamp(seconds, UTC)


def rfc3339(moment: datetime) -> str:
    """`2026-11-23T09:30:00Z`, or with microseconds where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
