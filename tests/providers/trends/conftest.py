from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.net.server import Server
from tests.support.trends import TrendDesk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TrendDesk]:
    server = Server()
    yield TrendDesk(tmp_path, server)
    server.close()
