"""The market around the seller's shop: other people's listings, made up from market.json, the same on every start."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import loads
from podpusher_cli.sandbox.etsy_docs import blank, money, url

FIRST = 900_000_001
FOREIGN_SHOP, FOREIGN_USER = 20_000_000, 30_000_000
_EPOCH = 1_760_000_000
_COUNTRIES = ("US", "US", "US", "GB", "DE", "CA", "FR", "AU")  # of the shops, by their numbers


def _number(*words: object) -> int:
    """A whole number that hangs on the words alone."""
    return int.from_bytes(hashlib.sha256(" ".join(map(str, words)).encode()).digest()[:6])


@cache
def _listings() -> list[dict[str, Any]]:
    data: dict[str, Any] = loads(Path(__file__).with_name("market.json").read_bytes())
    made: list[dict[str, Any]] = []
    for niche in data["niches"]:
        for product in data["products"]:
            listing_id = FIRST + len(made)
            seed = _number(niche["phrase"], product["name"])
            doc = blank(listing_id, _EPOCH + seed % 30_000_000)
            title = product["title"].format(phrase=niche["phrase"].title())
            tags = [*niche["tags"], *product["tags"], f"{niche['phrase']} gift"[:20]]
            doc |= {
                "user_id": FOREIGN_USER + seed % 40,
                "shop_id": FOREIGN_SHOP + seed % 40,
                "title": title,
                "description": f"{title}. Made to order.",
                "state": "active",
                "url": url(listing_id, title),
                "tags": list(dict.fromkeys(tag.strip() for tag in tags))[:13],
                "price": money(product["cents"] + seed % 7 * 100),
                "taxonomy_id": product["taxonomy_id"],
                "num_favorers": seed // 7 % 3000,
                "views": seed // 11 % 40_000,
                "quantity": 1 + seed % 900,
            }
            made.append(doc)
    return made


def listing(listing_id: int) -> dict[str, Any] | None:
    """One of them, or None."""
    place = listing_id - FIRST
    return _listings()[place] if 0 <= place < len(_listings()) else None


def active(words: list[str]) -> list[dict[str, Any]]:
    """Those whose title or tags hold every word, best first."""
    found = []
    for doc in _listings():
        text = f"{doc['title']} {' '.join(doc['tags'])}".casefold()
        if all(word in text for word in words):
            found.append(doc)
    return sorted(found, key=lambda doc: (-doc["num_favorers"], doc["listing_id"]))


def country(doc: dict[str, Any]) -> str:
    """Where the shop of a listing is; the seller's own is in the US."""
    if doc["user_id"] == accounts.ETSY_USER:
        return "US"
    return _COUNTRIES[(doc["shop_id"] - FOREIGN_SHOP) % len(_COUNTRIES)]


@cache
def taxonomy() -> list[dict[str, Any]]:
    """A small piece of the seller taxonomy, as a tree."""
    nodes: list[dict[str, Any]] = loads(Path(__file__).with_name("market.json").read_bytes())["taxonomy"]
    return [_node(node, 1, None, []) for node in nodes]


def _node(node: dict[str, Any], level: int, parent: int | None, path: list[int]) -> dict[str, Any]:
    way = [*path, node["id"]]
    children = [_node(child, level + 1, node["id"], way) for child in node.get("children", [])]
    head = {"id": node["id"], "level": level, "name": node["name"], "parent_id": parent}
    return head | {"children": children, "full_path_taxonomy_ids": way}


@cache
def taxonomy_ids() -> frozenset[int]:
    """Every node's id."""
    ids: set[int] = set()
    waiting = list(taxonomy())
    while waiting:
        node = waiting.pop()
        ids.add(node["id"])
        waiting += node["children"]
    return frozenset(ids)
