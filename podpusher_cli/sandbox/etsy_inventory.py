"""A listing's inventory: made from what Printify sent, or as the seller set it (reference/etsy.md, sections 6.1 and 8)."""

from __future__ import annotations

from typing import Any

from podpusher_cli.sandbox import catalog
from podpusher_cli.sandbox.answers import dumps, loads
from podpusher_cli.sandbox.etsy_docs import money
from podpusher_cli.sandbox.etsy_shop import READINESS

_FIRST, _SECOND = 513, 514
_QUANTITY = 999


def _offering(number: int, cents: int, *, enabled: bool, quantity: int, readiness: int | None) -> dict[str, Any]:
    return {
        "offering_id": number,
        "quantity": quantity,
        "is_enabled": enabled,
        "is_deleted": False,
        "price": money(cents),
        "readiness_state_id": readiness,
    }


def _product(number: int, sku: str, offerings: list[dict[str, Any]], values: list[dict[str, Any]]) -> dict[str, Any]:
    return {"product_id": number, "sku": sku, "is_deleted": False, "offerings": offerings, "property_values": values}


def _value(number: int, name: str, value: str) -> dict[str, Any]:
    value_id = 1 + sum(value.encode()) * 97 + len(value)
    return {
        "property_id": number,
        "property_name": name,
        "scale_id": None,
        "scale_name": None,
        "value_ids": [value_id],
        "values": [value],
    }


def inventory(listing_id: int, kept: str) -> dict[str, Any]:
    """The listing's inventory from what was kept of it (JSON text, empty for one plain product)."""
    known: dict[str, Any] = loads(kept) if kept else {}
    if "products" in known:
        return known
    made = catalog.matrix(*known["made_of"]) if known else None
    if made is None:
        offering = _offering(listing_id * 10 + 1, 100, enabled=True, quantity=1, readiness=READINESS)
        return _whole([_product(listing_id * 10, "", [offering], [])], [])
    sold: dict[str, dict[str, Any]] = known["variants"]
    colours = {made.variants[int(number)].colour for number in sold}
    sizes = {made.variants[int(number)].size for number in sold}
    two = any(variant.title != variant.size for variant in made.variants.values())
    products = []
    # Cells of the matrix that are not sold stand in it with price 0, switched off.
    for place, variant in enumerate(v for v in made.variants.values() if v.colour in colours and v.size in sizes):
        own = sold.get(str(variant.id))
        number = listing_id * 1000 + place * 2
        offering = _offering(
            number + 1,
            own["price"] if own else 0,
            enabled=own is not None,
            quantity=_QUANTITY if own else 0,
            readiness=READINESS,
        )
        values = [_value(_FIRST, "Colors", variant.colour)] if two else []
        values.append(_value(_SECOND, "Sizes", variant.size))
        products.append(_product(number, (own or {}).get("sku") or "", [offering], values))
    properties = [_FIRST, _SECOND] if two else [_SECOND]
    return _whole(products, properties if len(products) > 1 else [])


def _whole(products: list[dict[str, Any]], properties: list[int]) -> dict[str, Any]:
    return {
        "products": products,
        "price_on_property": properties,
        "quantity_on_property": [],
        "sku_on_property": properties,
        "readiness_state_on_property": [],
    }


def replaced(listing_id: int, asked: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """What a seller's new matrix is kept as (JSON text), and what it changes in the listing."""
    products = []
    for place, product in enumerate(asked["products"]):
        number = listing_id * 1000 + place * 2
        offerings = [
            _offering(
                number + 1 + extra,
                round(item["price"] * 100),
                enabled=item["is_enabled"],
                quantity=item["quantity"],
                readiness=item["readiness_state_id"],
            )
            for extra, item in enumerate(product["offerings"])
        ]
        values = [
            {"property_name": None, "scale_id": None, "scale_name": None} | value
            for value in product.get("property_values") or []
        ]
        products.append(_product(number, product.get("sku") or "", offerings, values))
    lists = ("price_on_property", "quantity_on_property", "sku_on_property", "readiness_state_on_property")
    whole = {"products": products} | {name: asked.get(name) or [] for name in lists}
    live = [offering for product in products for offering in product["offerings"] if offering["is_enabled"]]
    change = {
        "price": min(
            (offering["price"] for offering in live), key=lambda price: int(price["amount"]), default=money(0)
        ),
        "quantity": sum(offering["quantity"] for offering in live),
        "skus": [product["sku"] for product in products if product["sku"]],
        "has_variations": len(products) > 1,
    }
    return dumps(whole), change
