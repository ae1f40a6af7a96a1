from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.webhooks import Running, receiving


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with receiving(tmp_path_factory.mktemp("receiver")) as running:
        yield running


@pytest.fixture
def receiver(standing: Running) -> Running:
    """The module's receiver, with nothing in its table."""
    standing.table.clear()
    standing.table.meanwhile = lambda: None
    standing.visits.clear()
    standing.faults.clear()
    return standing
