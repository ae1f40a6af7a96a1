"""The program with time that passes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from podpusher_cli.deps import Deps
from podpusher_cli.deps.machine import SystemClock
from tests.support.clock import FakeClock


class Quick(Deps):
    """Nobody waits: a sleep moves the clock on."""

    @cached_property
    def clock(self) -> FakeClock:
        return FakeClock()


class Leaping(SystemClock):
    """The machine's clock, which leaps on where a sleeper would wait; what others do takes its own time."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self._ahead

    def sleep(self, seconds: float) -> None:
        short = min(seconds, 0.02)
        super().sleep(short)
        self._ahead += timedelta(seconds=seconds - short)


class Hurried(Deps):
    """Nobody waits long, and a server of another process is waited for all the same."""

    @cached_property
    def clock(self) -> Leaping:
        return Leaping()
