"""What the sandbox commands show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SandboxStatus:
    """Whether the sandbox server runs, where, and what its outside world holds."""

    running: bool
    url: str | None = None
    pid: int | None = None
    products: int = 0
    listings: int = 0
    duplicates: int = 0
    orphans: int = 0
    fees_cents: int = 0


@dataclass(frozen=True, slots=True)
class SandboxFault:
    """A fault that is set: on the `nth` call of `route`, for `times` calls. `fired`: how often it has happened."""

    route: str
    kind: str
    nth: int
    times: int
    fired: int
