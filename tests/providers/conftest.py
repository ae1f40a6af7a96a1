"""What a provider that costs money is made with: time that passes by itself, a ledger on disk, the real HTTP client."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from podpusher_cli.net.http import Http
from podpusher_cli.store.breaker import SharedBreaker
from podpusher_cli.store.db import connect
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.spending import Ledger
from podpusher_cli.store.traffic import TrafficFile
from tests.support.clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def ledger(tmp_path: Path, clock: FakeClock) -> Ledger:
    return Ledger(connect(tmp_path / "state.db"), tmp_path / "answers", clock)


@pytest.fixture
def http(tmp_path: Path, clock: FakeClock) -> Iterator[Http]:
    traffic = TrafficFile(tmp_path / "net.db", clock)
    made = Http(
        clock=clock, pace=SharedPace(traffic), breaker=SharedBreaker(traffic), announce=lambda wait: None, user_agent="podpusher/test",
        request_id="req-test", dice=random.Random(1),
    )  # fmt: skip
    yield made
    made.close()
