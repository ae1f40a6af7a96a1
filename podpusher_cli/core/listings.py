"""A product's listing as a seller looks at it: its text in every language, and how well it can be found."""

from __future__ import annotations

from dataclasses import dataclass, fields

from podpusher_cli.core.copywriting import Copy
from podpusher_cli.core.products import Product
from podpusher_cli.core.seo import SeoScore


@dataclass(frozen=True, slots=True)
class ProductSheet(Product):
    """A product with what is not in lists of them: its translations, and its score."""

    translations: tuple[Copy, ...] = ()
    seo: SeoScore | None = None


def sheet_of(product: Product, translations: tuple[Copy, ...], seo: SeoScore | None) -> ProductSheet:
    """The product's sheet."""
    return ProductSheet(**{each.name: getattr(product, each.name) for each in fields(product)}, translations=translations, seo=seo)
