"""The words that the shop already sells by."""

from __future__ import annotations

from pathlib import Path

from podpusher_cli.core.products import Content, Origin
from podpusher_cli.store.db import connect
from podpusher_cli.store.products import NewProduct, Products
from podpusher_cli.store.seeds import sold_by
from tests.support.clock import START


def test_the_tags_of_most_products_come_first_however_they_are_written(tmp_path: Path) -> None:
    db = connect(tmp_path / "state.db")
    assert sold_by(db, 3) == []
    tags = [("dog mom", "gift"), ("Dog Mom", "plant dad"), ("dog mom", "gift", "gift"), ("ñandú",)]
    Products(db).add([NewProduct(Content("Shirt", "A shirt.", each, None), Origin()) for each in tags], START)
    assert [word.casefold() for word in sold_by(db, 2)] == ["dog mom", "gift"]
    assert len(sold_by(db, 10)) == 4
