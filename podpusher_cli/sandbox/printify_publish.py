"""Publishing to Etsy: the lock, what comes of it, and the callbacks of custom channels (reference/printify.md, section 6)."""

from __future__ import annotations

import heapq
from typing import Any

import msgspec

from podpusher_cli.sandbox import catalog, printify_render
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, answer_json, dumps, loads
from podpusher_cli.sandbox.etsy_shop import SHIPPING, ShopWindow
from podpusher_cli.sandbox.etsy_text import TAG_COUNT, tags_problem, title_problem
from podpusher_cli.sandbox.printify_errors import refusal
from podpusher_cli.sandbox.printify_rules import missing
from podpusher_cli.sandbox.printify_shops import shops
from podpusher_cli.sandbox.printify_store import find_product, refuse_locked
from podpusher_cli.sandbox.world import World

_FOR_EVER = 1e15
_MOST_VARIANTS = 100
_LOWEST_CENTS, _HIGHEST_CENTS = 20, 5_000_000


def object_of(call: Call) -> dict[str, Any]:
    """The body as a JSON object. Raises Refuse (8150)."""
    try:
        asked = loads(call.body or b"{}")
    except msgspec.DecodeError:
        asked = None
    if not isinstance(asked, dict):
        raise refusal(8150, "The request body is not valid JSON.")
    return asked


def why_not(doc: dict[str, Any], matrix: catalog.Matrix) -> str | None:
    """Why Etsy will not have it; Printify's API never says (section 6.5)."""
    enabled = {int(number): kept for number, kept in doc["variants"].items() if kept["is_enabled"]}
    if not enabled or len(enabled) > _MOST_VARIANTS:
        return f"{len(enabled)} enabled variants"
    if any(kept["price"] < matrix.variants[number].cost for number, kept in enabled.items()):
        return "a price below cost"
    if any(not _LOWEST_CENTS <= kept["price"] <= _HIGHEST_CENTS for kept in enabled.values()):
        return "a price out of Etsy's bounds"
    problem = title_problem(doc["title"])
    if problem:
        return f"title {problem[1]}"
    return "title ends in a space" if doc["title"] != doc["title"].rstrip() else None


def for_etsy(number: str, doc: dict[str, Any], matrix: catalog.Matrix) -> dict[str, Any]:
    """The product as Etsy gets it. Tags that Etsy would refuse stay behind."""
    enabled = {key: kept for key, kept in doc["variants"].items() if kept["is_enabled"]}
    tags: list[str] = []
    for tag in printify_render.all_tags(doc.get("tags") or [], matrix):
        if len(tags) < TAG_COUNT and tags_problem([*tags, tag]) is None:
            tags.append(tag)
    return {
        "id": number,
        "title": doc["title"],
        "description": doc["description"],
        "tags": tags,
        "visible": doc.get("visible", True),
        "cents": min(kept["price"] for kept in enabled.values()),
        "skus": [kept["sku"] for kept in enabled.values() if kept.get("sku")],
        "inventory": dumps({"made_of": [matrix.blueprint, matrix.provider], "variants": enabled}),
    }


class Publishing:
    """The routes that connect a product with its listing. `settle` carries out what has come due."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.shop_window = ShopWindow(world)
        world.furnish(self.shop_window.seed)
        rows = world.rows(
            "select lock_until, id from products where lock_until is not null and lock_until < ?", _FOR_EVER
        )
        world.due[:] = [tuple(row) for row in rows]
        heapq.heapify(world.due)

    def endpoints(self) -> list[Endpoint]:
        """Publish, unpublish, the two callbacks."""
        one = "/shops/{shop}/products/{product}"
        return [
            Endpoint("POST", one + "/publish.json", self._publish),
            Endpoint("POST", one + "/unpublish.json", self._unpublish),
            Endpoint("POST", one + "/publishing_succeeded.json", self._succeeded),
            Endpoint("POST", one + "/publishing_failed.json", self._failed),
        ]

    def _publish(self, call: Call) -> Answer:
        number = call.params["product"]
        external, revision, published = find_product(self.world, call, "external, revision, published_revision")
        shop = call.params["shop"]
        if shops(self.world)[int(shop)][1] != "etsy":
            raise refusal(8254, f'Shop #{shop} of product "{number}" is not connected to sales channel')
        refuse_locked(self.world, call)
        flags = object_of(call)
        if not all(isinstance(value, bool) for value in flags.values()):
            raise refusal(8150, "The publish flags must be true or false.")
        if call.fault_is("never_locks"):
            return answer_json(200, {})
        plain = not (call.fault_is("lock_forever") or call.fault_is("silent_failure"))
        if plain and external and revision == published:
            return answer_json(200, {})  # nothing has changed: done before a lock could be seen
        until = _FOR_EVER if call.fault_is("lock_forever") else self.world.now() + self.world.settings.publish_lock_s
        outcome = dumps({"flags": flags, "fails": call.fault_is("silent_failure"), "revision": revision})
        self.world.run(
            "update products set lock_until = ?, outcome = ?, tail = ? where id = ?",
            until,
            outcome,
            printify_render.tail(external, locked=True),
            number,
        )
        if until < _FOR_EVER:
            heapq.heappush(self.world.due, (until, number))
        return answer_json(200, {})

    def settle(self) -> None:
        """End every publish whose time has come."""
        due = self.world.due
        now = self.world.now() if due else 0.0
        while due and due[0][0] <= now:
            self._end(heapq.heappop(due)[1])

    def _end(self, number: str) -> None:
        row = self.world.row(
            "select doc, external, outcome, lock_until from products where id = ? and deleted = 0", number
        )
        if row is None or row[3] is None:
            return
        doc, outcome = loads(row[0]), loads(row[2])
        matrix = catalog.matrix(doc["blueprint_id"], doc["print_provider_id"])
        if matrix is None:
            return
        failure = "asked to fail" if outcome["fails"] else why_not(doc, matrix)
        external: str | None = row[1]
        known = int(loads(external)["id"]) if external else None
        if known and self.shop_window.load(known) is None:
            failure = failure or "the listing is gone at Etsy"
        with self.world.together():
            if failure is None:
                listing = self.shop_window.receive(for_etsy(number, doc, matrix), outcome["flags"], known)
                external = dumps(
                    {
                        "id": str(listing["listing_id"]),
                        "handle": listing["url"],
                        "shipping_template_id": str(SHIPPING),
                        "type": 4,
                    }
                )
            self._unlock(number, external, failure, None if failure else outcome["revision"])

    def _unlock(self, number: str, external: str | None, failure: str | None, published: int | None) -> None:
        self.world.run(
            "update products set lock_until = null, outcome = null, external = ?, failure = ?, published_revision = ?, "
            "tail = ? where id = ?",
            external,
            failure,
            published,
            printify_render.tail(external, locked=False),
            number,
        )

    def _unpublish(self, call: Call) -> Answer:
        """Forget the listing; at Etsy it stays."""
        refuse_locked(self.world, call)
        self._unlock(call.params["product"], None, None, None)
        return answer_json(200, {})

    def _succeeded(self, call: Call) -> Answer:
        """Take the caller's word for the listing, over a true one too."""
        find_product(self.world, call, "id")
        external = object_of(call).get("external")
        if not isinstance(external, dict) or not isinstance(external.get("id"), str):
            raise refusal(8150, missing("external.id"))
        kept = dumps({key: external[key] for key in ("id", "handle") if key in external})
        self._unlock(call.params["product"], kept, None, None)
        return answer_json(200, {})

    def _failed(self, call: Call) -> Answer:
        """End the lock of a custom channel; on a connected Etsy shop it does nothing."""
        (external,) = find_product(self.world, call, "external")
        if not isinstance(object_of(call).get("reason"), str):
            raise refusal(8150, missing("reason"))
        if shops(self.world)[int(call.params["shop"])][1] != "etsy":
            self._unlock(call.params["product"], external, None, None)
        return answer_json(200, {})
