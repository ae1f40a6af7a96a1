"""The program as it is some days from now."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from podpusher_cli.deps import Deps
from podpusher_cli.deps.machine import SystemClock
from tests.conftest import Cli


def later(seller: Cli, **passed: float) -> None:
    """Let the program's clock be ahead from now on."""

    class Ahead(SystemClock):
        def now(self) -> datetime:
            return super().now() + timedelta(**passed)

    class Later(Deps):
        @cached_property
        def clock(self) -> SystemClock:
            return Ahead()

    seller.make_deps = Later
