from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.review import Running, reviewing


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with reviewing(tmp_path_factory.mktemp("review"), ["Plant dad", "Cat mom"]) as running:
        yield running


@pytest.fixture
def review(standing: Running) -> Running:
    """The module's review, with nothing marked."""
    standing.forget()
    return standing
