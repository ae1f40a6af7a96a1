"""Processes that hold work: who this one is, and whether another still lives."""

from __future__ import annotations

import os
import socket
import subprocess
from functools import cache
from pathlib import Path

from podpusher_cli.core.runs import Holder


def this_process() -> Holder:
    """The holder that this process is."""
    return _this(os.getpid())


@cache
def _this(pid: int) -> Holder:
    return holder_of(pid)


def holder_of(pid: int) -> Holder:
    """The holder that a living process of this machine is."""
    return Holder(socket.gethostname(), pid, _started(pid) or "")


def is_dead(holder: Holder) -> bool:
    """Whether the process is certainly gone. One on another machine, or one that cannot be seen, counts as alive."""
    if holder.host != socket.gethostname():
        return False
    try:
        os.kill(holder.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    started = _started(holder.pid)
    return started is not None and bool(holder.started) and started != holder.started


def is_here(holder: Holder) -> bool:
    """Whether the process certainly lives, on this machine."""
    return holder.host == socket.gethostname() and bool(holder.started) and _started(holder.pid) == holder.started


def stands(claim: str | None, *, late: bool) -> bool:
    """Whether what `str` of a holder claims is its own still: a machine that slept wakes to late claims of runs that go on."""
    if not claim:
        return False
    holder = Holder.parse(claim)
    return is_here(holder) if late else not is_dead(holder)


def _started(pid: int) -> str | None:
    """When a process began, in the system's own words: a process id used again is told apart by it."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        fields = stat.rpartition(")")[2].split()
        return None if fields[0] in {"Z", "X"} and pid != os.getpid() else fields[19]
    except FileNotFoundError:
        return _started_by_ps(pid)
    except (OSError, IndexError):
        return None


def _started_by_ps(pid: int) -> str | None:
    if Path("/proc/self/stat").exists():
        return None
    found = subprocess.run(["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603 - a fixed program and a number
    return found.stdout.strip() or None
