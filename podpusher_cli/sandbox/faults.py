"""Faults that can be asked for: which call they fall on, what they do, what of them has happened.

A fault names a route (`printify POST /shops/{shop}/products.json`; `*` stands for anything), waits for the nth call of it
since it was set, and falls on that and the next `times - 1` calls (`times` 0: on every further one). Kinds:

    status          answered with `status`, `body`, `headers`; nothing is done
    rate_limit      429 in the provider's form, with Retry-After when `retry_after` is given; `daily`: the daily one
    cut             the connection is closed before anything is done
    delay           done `seconds` later, unless the client has gone by then
    late            done `seconds` later, whether the client is still there or not
    hold            waits for a release; done then, unless the client has gone
    hold_late       waits for a release; done then, whether the client is still there or not
    applied_status  done, then answered with `status`
    lost_answer     done, then the connection is closed without an answer
    slow_answer     done, answered `seconds` later
    hold_applied    done, the answer waits for a release
    bad_json        done, answered with half of the body
    lock_forever, silent_failure, never_locks     what a Printify publish does
    login_wall, captcha, blocked, empty_body, layout_changed, empty_list     what a trend site shows
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from podpusher_cli.core.rehearsal import WITH_SECONDS, WITH_STATUS, FaultKind

_PLACE = re.compile(r"\{[^}]*\}")


class Fault(msgspec.Struct, forbid_unknown_fields=True):
    """One fault. `seen` and `fired` count the route's calls since it was set, and those it fell on."""

    route: str
    kind: str
    nth: int = 1
    times: int = 1
    status: int | None = None
    body: Any = None
    headers: dict[str, str] = {}
    seconds: float | None = None
    retry_after: float | None = None
    daily: bool = False
    id: int = 0
    seen: int = 0
    fired: int = 0

    def problem(self) -> str | None:
        """What is wrong with it as asked for, or None."""
        if self.kind not in set(FaultKind):
            return f"kind: one of {', '.join(FaultKind)}"
        if self.nth < 1 or self.times < 0:
            return "nth starts at 1, times at 0"
        if self.kind in WITH_STATUS and not (self.status and 200 <= self.status <= 599):
            return "status: a number from 200 to 599"
        if self.kind in WITH_SECONDS and (self.seconds is None or self.seconds < 0):
            return "seconds: how long"
        return None


def falls_on(pattern: str, route: str) -> bool:
    """Whether a fault's route means this one; what stands in braces is a place, whatever its name."""
    return fnmatchcase(_PLACE.sub("{}", route), _PLACE.sub("{}", pattern))


class Faults:
    """The faults asked for, in order; the first that is due falls."""

    def __init__(self) -> None:
        self.all: list[Fault] = []
        self._last = 0

    def add(self, fault: Fault) -> None:
        """Arm it; its count starts now."""
        self._last += 1
        fault.id, fault.seen, fault.fired = self._last, 0, 0
        self.all.append(fault)

    def clear(self) -> None:
        """Disarm all."""
        self.all.clear()

    def take(self, route: str) -> Fault | None:
        """Count one call of the route; give the fault that falls on it."""
        if not self.all:
            return None
        due: Fault | None = None
        for fault in self.all:
            if not falls_on(fault.route, route):
                continue
            fault.seen += 1
            if due is None and fault.seen >= fault.nth and (not fault.times or fault.seen < fault.nth + fault.times):
                due = fault
        if due is not None:
            due.fired += 1
        return due


class Holds:
    """Requests that wait: for a release, or for some time. `world` counts the worlds there have been."""

    def __init__(self) -> None:
        self.waiting = 0
        self.world = 0
        self._gate = asyncio.Event()
        self._end = asyncio.Event()

    async def wait(self) -> None:
        """Return at the next release."""
        gate = self._gate
        self.waiting += 1
        try:
            await gate.wait()
        finally:
            self.waiting -= 1

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`, or when the world ends."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._end.wait(), seconds)

    def release(self) -> int:
        """Let all that wait for it go on; how many they were."""
        count = self.waiting
        self._gate.set()
        self._gate = asyncio.Event()
        return count

    def end_world(self) -> None:
        """Wake all that wait; what they were about to do belongs to a world that is gone."""
        self.world += 1
        self._end.set()
        self._end = asyncio.Event()
        self.release()
