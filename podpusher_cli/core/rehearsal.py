"""What the sandbox commands show."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from podpusher_cli.core.money import Money


class FaultKind(StrEnum):
    """What can be made to happen on a call; podpusher_cli/sandbox/faults.py says what each is."""

    STATUS = "status"
    RATE_LIMIT = "rate_limit"
    CUT = "cut"
    DELAY = "delay"
    LATE = "late"
    HOLD = "hold"
    HOLD_LATE = "hold_late"
    APPLIED_STATUS = "applied_status"
    LOST_ANSWER = "lost_answer"
    SLOW_ANSWER = "slow_answer"
    HOLD_APPLIED = "hold_applied"
    BAD_JSON = "bad_json"
    LOCK_FOREVER = "lock_forever"
    SILENT_FAILURE = "silent_failure"
    NEVER_LOCKS = "never_locks"
    LOGIN_WALL = "login_wall"
    CAPTCHA = "captcha"
    BLOCKED = "blocked"
    EMPTY_BODY = "empty_body"
    LAYOUT_CHANGED = "layout_changed"
    EMPTY_LIST = "empty_list"


WITH_STATUS = frozenset({FaultKind.STATUS, FaultKind.APPLIED_STATUS})
WITH_SECONDS = frozenset({FaultKind.DELAY, FaultKind.LATE, FaultKind.SLOW_ANSWER})
OF_PUBLISHES = frozenset({FaultKind.LOCK_FOREVER, FaultKind.SILENT_FAILURE, FaultKind.NEVER_LOCKS})
OF_PAGES = frozenset(
    {
        FaultKind.LOGIN_WALL, FaultKind.CAPTCHA, FaultKind.BLOCKED, FaultKind.EMPTY_BODY, FaultKind.LAYOUT_CHANGED,
        FaultKind.EMPTY_LIST,
    }
)  # fmt: skip


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
    fees: Money = field(default_factory=lambda: Money(0))


@dataclass(frozen=True, slots=True)
class SandboxFault:
    """A fault that is set: on the `nth` call of `route`, for `times` calls. `fired`: how often it has happened.

    `status`, `seconds`, `retry_after` where the kind takes them.
    """

    route: str
    kind: FaultKind
    nth: int
    times: int
    fired: int
    status: int | None = None
    seconds: float | None = None
    retry_after: float | None = None
