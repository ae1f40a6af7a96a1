from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.traffic import Exchange, Wait
from podpusher_cli.net.http import Http
from podpusher_cli.store.breaker import SharedBreaker
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.traffic import TrafficFile
from tests.net.server import Answer, Server
from tests.support.clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def traffic(tmp_path: Path, clock: FakeClock) -> TrafficFile:
    return TrafficFile(tmp_path / "net.db", clock)


@pytest.fixture
def waits() -> list[Wait]:
    return []


@pytest.fixture
def exchanges() -> list[Exchange]:
    return []


@pytest.fixture
def make_http(
    traffic: TrafficFile, clock: FakeClock, waits: list[Wait], exchanges: list[Exchange]
) -> Iterator[Callable[..., Http]]:
    made: list[Http] = []

    def make(**changes: Any) -> Http:
        settings: dict[str, Any] = {
            "clock": clock,
            "pace": SharedPace(traffic),
            "breaker": SharedBreaker(traffic),
            "announce": waits.append,
            "observe": exchanges.append,
            "user_agent": "podpusher/1.0",
            "request_id": "req-TEST",
            "dice": random.Random(1),
        }
        made.append(Http(**(settings | changes)))
        return made[-1]

    yield make
    for http in made:
        http.close()


@pytest.fixture
def http(make_http: Callable[..., Http]) -> Http:
    return make_http()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(*answers: Answer, **options: Any) -> Server:
        servers.append(Server(*answers, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
