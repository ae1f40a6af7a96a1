"""Runs: one invocation that may write to a provider."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from podpusher_cli.core.errors import NotFound
from podpusher_cli.core.text import N_


class NoSuchRun(NotFound):
    message = N_("There is no run “{name}”.")
    hint = "podpusher runs list"


class RunState(StrEnum):
    """How a run stands, or how it ended."""

    RUNNING = "running"
    DONE = "done"
    PARTIAL = "partial"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that holds work: host, process id, and when that process started (so that a reused id is not it)."""

    host: str
    pid: int
    started: str

    def __str__(self) -> str:
        return f"{self.host}|{self.pid}|{self.started}"

    @classmethod
    def parse(cls, text: str) -> Holder:
        """The holder that `str` wrote."""
        host, pid, started = text.rsplit("|", 2)
        return cls(host, int(pid), started)


@dataclass(frozen=True, slots=True)
class Run:
    """What is kept of a run. `counts`: items by outcome."""

    id: str
    command: str
    state: RunState
    started_at: datetime
    ended_at: datetime | None
    live: bool
    counts: dict[str, int] = field(default_factory=dict)
