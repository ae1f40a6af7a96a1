"""The program with time that passes by itself."""

from __future__ import annotations

from functools import cached_property

from podpusher_cli.deps import Deps
from tests.support.clock import FakeClock


class Quick(Deps):
    """Nobody waits: a sleep moves the clock on."""

    @cached_property
    def clock(self) -> FakeClock:
        return FakeClock()
