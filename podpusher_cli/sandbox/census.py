"""The state of the world as a test wants it: what exists, what exists twice, what hangs loose."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from podpusher_cli.sandbox.answers import loads
from podpusher_cli.sandbox.world import World


def census(world: World) -> dict[str, Any]:
    """`products`, `listings`, `uploads`, `duplicates`, `orphans`, `fees_cents`.

    `duplicates`: SKU prefixes that more than one product (or listing) carries. `orphans`: listings Printify made whose product
    is gone or no longer connected to them.
    """
    products = [
        {
            "id": number,
            "shop_id": shop,
            "title": title,
            "sku_keys": loads(keys),
            "external": loads(external) if external else None,
            "visible": loads(doc).get("visible", True),
            "locked": lock is not None,
            "failure": failure,
            "deleted": bool(deleted),
        }
        for number, shop, title, keys, external, doc, lock, failure, deleted in world.rows(
            "select id, shop_id, title, sku_keys, external, doc, lock_until, failure, deleted from products order by seq",
        )
    ]
    listings = []
    for listing_id, origin, product_id, text in world.rows(
        "select listing_id, origin, product_id, doc from listings order by listing_id",
    ):
        doc = loads(text)
        keys = sorted({sku.rpartition("-")[0] for sku in doc["skus"] if "-" in sku})
        listed = {"listing_id": listing_id, "state": doc["state"], "title": doc["title"], "tags": doc["tags"]}
        listings.append(listed | {"origin": origin, "product_id": product_id, "sku_keys": keys})
    connected = {item["external"]["id"] for item in products if item["external"] and not item["deleted"]}
    loose = [item for item in listings if item["origin"] == "printify" and str(item["listing_id"]) not in connected]
    return {
        "products": products,
        "listings": listings,
        "uploads": world.row("select count(*) from uploads")[0],
        "duplicates": _twice(products, listings),
        "orphans": [item["listing_id"] for item in loose],
        "fees_cents": world.row("select coalesce(sum(cents), 0) from fees")[0],
    }


def _twice(products: list[dict[str, Any]], listings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made: defaultdict[str, list[str]] = defaultdict(list)
    for product in products:
        for key in product["sku_keys"] if not product["deleted"] else []:
            made[key].append(product["id"])
    listed: defaultdict[str, list[int]] = defaultdict(list)
    for listing in listings:
        for key in listing["sku_keys"]:
            listed[key].append(listing["listing_id"])
    return [
        {"sku_key": key, "products": made[key], "listings": listed[key]}
        for key in sorted(made.keys() | listed.keys())
        if len(made[key]) > 1 or len(listed[key]) > 1
    ]
