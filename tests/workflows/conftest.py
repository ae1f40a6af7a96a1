"""What is known of a profile's connections, over a real database and a store that ends with the test."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from podpusher_cli.store.db import connect
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.tokens import MemoryStore
from podpusher_cli.workflows.accounts import Accounts
from tests.support.clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    db: sqlite3.Connection = connect(tmp_path / "state.db")
    yield Settings(db)
    db.close()


@pytest.fixture
def tokens() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def accounts(tokens: MemoryStore, settings: Settings, clock: FakeClock) -> Accounts:
    return Accounts("default", tokens, settings, clock)
