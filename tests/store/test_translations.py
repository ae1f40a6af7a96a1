"""A product's listing in other languages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from podpusher_cli.core.copywriting import Copy
from podpusher_cli.core.products import Content, Origin
from podpusher_cli.store.db import connect
from podpusher_cli.store.products import NewProduct, Products
from podpusher_cli.store.translations import Translations

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def test_each_language_is_kept_once_and_goes_with_its_product(tmp_path: Path) -> None:
    database = connect(tmp_path / "state.db")
    products, translations = Products(database), Translations(database)
    product = products.add_once(NewProduct(Content("Plant dad", "A shirt.", ("plant",), None), Origin(), "one"), NOW)
    spanish = Copy("Papá de plantas", "Una camiseta.", ("plantas", "papá"), language="es", alt="Camiseta")
    french = Copy("Papa plantes", "Un t-shirt.", ("plantes",), language="fr")

    translations.keep(product, Copy("Erster", "Versuch.", (), language="es"), NOW)
    translations.keep(product, french, NOW)
    translations.keep(product, spanish, NOW)

    assert translations.of(product) == (spanish, french)
    assert translations.of("p-another") == ()
    products.remove(product, NOW)
    assert translations.of(product) == ()
