"""Printify's good answers, read (reference/printify.md, sections 1, 3 and 4.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from podpusher_cli.core.http import BadAnswer, Response
from podpusher_cli.core.printify import PlacedProduct, PlacedVariant, Placeholder, ProductPage, Variant

T = TypeVar("T")


class _Variant(msgspec.Struct, gc=False):
    id: Any
    sku: Any = None
    cost: Any = None
    price: Any = None
    is_enabled: Any = None


class _Product(msgspec.Struct):
    """The few fields that we read of 20 kB a product; the rest is skipped unread. `external`: absent, an object or a list."""

    id: Any
    title: Any = ""
    description: Any = ""
    blueprint_id: Any = 0
    print_provider_id: Any = 0
    variants: list[_Variant] | None = None
    is_locked: Any = False
    external: Any = None
    created_at: Any = ""

    def placed(self) -> PlacedProduct:
        external = self.external or {}
        if isinstance(external, list):
            external = external[0] if external else {}
        variants = self.variants or ()
        return PlacedProduct(
            id=str(self.id),
            title=str(self.title),
            description=str(self.description),
            blueprint_id=int(self.blueprint_id),
            print_provider_id=int(self.print_provider_id),
            variants=tuple(
                PlacedVariant(int(each.id), str(each.sku or ""), int(each.cost or 0), int(each.price or 0))
                for each in variants
                if each.is_enabled
            ),
            all_variant_ids=tuple(int(each.id) for each in variants),
            locked=bool(self.is_locked),
            listing=str(external["id"]) if external.get("id") else None,
            handle=str(external["handle"]) if external.get("handle") else None,
            created_at=str(self.created_at),
        )


class _Page(msgspec.Struct):
    data: list[_Product]
    last_page: Any
    total: Any


_PRODUCT = msgspec.json.Decoder(_Product)
_PAGE = msgspec.json.Decoder(_Page)


def read_product(response: Response) -> PlacedProduct:
    """One product. Raises BadAnswer."""
    return said(lambda: _PRODUCT.decode(response.body).placed())


def read_page(response: Response) -> ProductPage:
    """A page of a shop's products. Raises BadAnswer."""

    def read() -> ProductPage:
        page = _PAGE.decode(response.body)
        return ProductPage(tuple(each.placed() for each in page.data), int(page.last_page), int(page.total))

    return said(read)


def said(read: Callable[[], T]) -> T:
    """What an answer says. Raises BadAnswer where it lacks what Printify promises."""
    try:
        return read()
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, msgspec.MsgspecError) as error:
        raise BadAnswer(provider="printify") from error


def read_variant(row: Mapping[str, Any]) -> Variant:
    """A variant of the catalogue."""
    areas = (
        Placeholder(str(area["position"]), int(area["width"]), int(area["height"])) for area in row["placeholders"]
    )
    return Variant(int(row["id"]), str(row["title"]), tuple(areas))
