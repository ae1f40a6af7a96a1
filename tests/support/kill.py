"""A publish that dies by SIGKILL at a chosen boundary: before a request, after its answer, before a commit, after it."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

from podpusher_cli.workflows.publishing import publish
from tests.support.desk import Rig
from tests.support.sandbox import RunningSandbox

BOUNDARIES = ("before_request", "after_answer", "before_commit", "after_commit")


class Reaper:
    """Counts the boundaries of this process and kills it at one of them."""

    def __init__(self, kind: str | None = None, at: int = 0) -> None:
        self.kind, self.at = kind, at
        self.seen: Counter[str] = Counter()
        self._committed = False
        self._lock = threading.Lock()

    def pass_(self, kind: str) -> None:
        with self._lock:
            self.seen[kind] += 1
            if kind == self.kind and self.seen[kind] == self.at:
                os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, sql: str) -> None:
        if self._committed:
            self._committed = False
            self.pass_("after_commit")
        if sql.lstrip().lower().startswith("commit"):
            self.pass_("before_commit")
            self._committed = True

    def wrap(self, inner: httpx.BaseTransport) -> httpx.BaseTransport:
        reaper = self

        class Watched(httpx.BaseTransport):
            def handle_request(self, request: httpx.Request) -> httpx.Response:
                reaper.pass_("before_request")
                response = inner.handle_request(request)
                response.read()
                reaper.pass_("after_answer")
                return response

            def close(self) -> None:
                inner.close()

        return Watched()


def fork(work: Any) -> int:
    """Run `work` in a process of its own; its id."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = work() or 0
        finally:
            os._exit(status)
    return child


def wait_for(child: int) -> int:
    """How it ended: its status, or minus the signal."""
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def in_child(work: Any) -> int:
    """`work` in a process of its own, and how that ended."""
    return wait_for(fork(work))


def apart(work: Callable[..., object], *arguments: object) -> int:
    """`work` in a process that is no copy of this one, and how it ended. Both must be importable by name.

    For what needs a library with threads of its own, such as libvips: those do not survive a fork, and a copy of a process
    that has drawn a picture waits for them for ever.
    """
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([work.__module__, "sqlite_utils", "tests.support.warm"])
    process = server.Process(target=work, args=arguments)
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def run_here(home: Path, sandbox: RunningSandbox, token: str, parallel: int = 1, reaper: Reaper | None = None) -> None:
    """Publish everything, under the eyes of the reaper where there is one."""
    rig = Rig(home, sandbox)
    if reaper:
        rig.db.set_trace_callback(reaper.statement)
    desk = rig.desk(parallel=parallel, transport_wrap=reaper and reaper.wrap, token=token)
    publish(desk, products=None, live=False, command="publish")


def run_killed(home: Path, sandbox: RunningSandbox, token: str, *, parallel: int, reaper: Reaper) -> int:
    """Publish everything in a process of its own that the reaper watches; the counts go to `counts` in the home."""

    def work() -> None:
        run_here(home, sandbox, token, parallel, reaper)
        (home / "counts").write_text("\n".join(f"{name} {count}" for name, count in reaper.seen.items()))

    return in_child(work)


def kill_at_random(
    home: Path, sandbox: RunningSandbox, token: str, *, parallel: int, dice: random.Random, there: Mapping[str, int]
) -> str:
    """Kill at a random boundary, all that are `there` equally likely; which it was.

    Eight at a time share commits and looks differently each time: a boundary that did not come up lets the run end.
    """
    kind = dice.choices(BOUNDARIES, [there[each] for each in BOUNDARIES])[0]
    at = dice.randint(1, there[kind])
    ended = run_killed(home, sandbox, token, parallel=parallel, reaper=Reaper(kind, at))
    assert ended in {0, -signal.SIGKILL}, ended
    return f"{kind} {at} of {there[kind]}, ended {ended}"
