"""Printify's products: create, read, list, update, delete (reference/printify.md, section 4)."""

from __future__ import annotations

from typing import Any

from podpusher_cli.sandbox import catalog, printify_render, printify_rules
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, answer_json, dumps, loads
from podpusher_cli.sandbox.printify_errors import envelope, page, refusal
from podpusher_cli.sandbox.printify_publish import Publishing, object_of
from podpusher_cli.sandbox.printify_store import find_product, refuse_locked
from podpusher_cli.sandbox.world import World

_WRITABLE = (
    "title",
    "description",
    "tags",
    "visible",
    "safety_information",
    "print_details",
    "sales_channel_properties",
)


def sku_keys(variants: dict[str, dict[str, Any]]) -> list[str]:
    """What the seller's SKUs begin with, up to the last dash."""
    skus = (kept.get("sku") or "" for kept in variants.values())
    return sorted({sku.rpartition("-")[0] for sku in skus if "-" in sku})


class Products:
    """The routes of /shops/{shop}/products."""

    def __init__(self, world: World, publishing: Publishing) -> None:
        self.world = world
        self.publishing = publishing

    def endpoints(self) -> list[Endpoint]:
        """List, create, read, update, delete, safety text."""
        many, one = "/shops/{shop}/products.json", "/shops/{shop}/products/{product}.json"
        return [
            Endpoint("GET", many, self._list),
            Endpoint("POST", many, self._create),
            Endpoint("GET", one, self._read),
            Endpoint("PUT", one, self._update),
            Endpoint("DELETE", one, self._delete),
            Endpoint("GET", "/shops/{shop}/products/{product}/gpsr.json", self._gpsr),
        ]

    def _list(self, call: Call) -> Answer:
        """One page. Filters are taken and ignored; the order is not that of creation."""
        number, limit = page(call, largest=50, default=10)
        shop = int(call.params["shop"])
        total = self.world.row("select count(*) from products where shop_id = ? and deleted = 0", shop)[0]
        rows = self.world.rows(
            "select body, tail from products where shop_id = ? and deleted = 0 order by id limit ? offset ?",
            shop,
            limit,
            (number - 1) * limit,
        )
        return envelope(rows, number, limit, total)

    def _create(self, call: Call) -> Answer:
        """A new product, every time: the same body twice makes two."""
        asked = object_of(call)
        printify_rules.check_required(asked)
        printify_rules.check_texts(asked)
        matrix = self._matrix(asked)
        printify_rules.check_variants(asked["variants"], matrix)
        wanted = {item["id"] for item in asked["variants"]}
        printify_rules.check_areas(asked["print_areas"], matrix, wanted)
        uploads = printify_rules.check_images(self.world, asked["print_areas"])
        doc = {key: asked[key] for key in _WRITABLE if key in asked}
        doc["variants"] = {str(item["id"]): {"is_enabled": True} | _kept(item) for item in asked["variants"]}
        doc |= {
            "print_areas": asked["print_areas"],
            "blueprint_id": matrix.blueprint,
            "print_provider_id": matrix.provider,
        }
        return self._insert(int(call.params["shop"]), doc, matrix, uploads)

    def _insert(self, shop: int, doc: dict[str, Any], matrix: catalog.Matrix, uploads: dict[str, Any]) -> Answer:
        now = self.world.now()
        seq = self.world.row("select coalesce(max(seq), 0) + 1 from products")[0]
        body, first = printify_render.body(seq, shop, doc, matrix, uploads, (now, now))
        tail = printify_render.tail(None, locked=False)
        self.world.run(
            "insert into products (seq, id, shop_id, title, doc, body, tail, sku_keys, created_at) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            seq,
            printify_render.product_id(seq),
            shop,
            doc["title"],
            dumps(doc),
            body,
            tail,
            dumps(sku_keys(doc["variants"])),
            now,
        )
        # The pictures of the answer are not the final ones: read the product again.
        return Answer(200, first + tail)

    def _matrix(self, doc: dict[str, Any]) -> catalog.Matrix:
        blueprint, provider = doc["blueprint_id"], doc["print_provider_id"]
        whole = printify_rules.is_whole(blueprint) and printify_rules.is_whole(provider)
        found = catalog.matrix(blueprint, provider) if whole else None
        if found is None:
            raise refusal(8150, "print_provider_id: The selected print provider does not offer this blueprint.")
        return found

    def _read(self, call: Call) -> Answer:
        return Answer(200, b"".join(find_product(self.world, call, "body, tail")))

    def _gpsr(self, call: Call) -> Answer:
        find_product(self.world, call, "id")
        return answer_json(200, [{"block": "manufacturer", "text": "Sandbox Prints, 1 Test Street, 10115 Berlin"}])

    def _update(self, call: Call) -> Answer:
        """Partial by top-level key; variants merge by id; blueprint and print provider stay as they are."""
        seq, text, created = find_product(self.world, call, "seq, doc, created_at")
        refuse_locked(self.world, call)
        asked = object_of(call)
        doc = loads(text)
        matrix = self._matrix(doc)
        printify_rules.check_texts(asked)
        if "variants" in asked:
            printify_rules.check_variants(asked["variants"], matrix)
            doc["variants"] |= {
                str(item["id"]): doc["variants"].get(str(item["id"]), {"is_enabled": True}) | _kept(item)
                for item in asked["variants"]
            }
        if "print_areas" in asked:
            printify_rules.check_areas(asked["print_areas"], matrix, set(matrix.variants))
            doc["print_areas"] = asked["print_areas"]
        uploads = printify_rules.check_images(self.world, doc["print_areas"])
        doc |= {key: asked[key] for key in _WRITABLE if key in asked}
        times = (created, self.world.now())
        shop = int(call.params["shop"])
        body, _ = printify_render.body(seq, shop, doc, matrix, uploads, times)
        self.world.run(
            "update products set title = ?, doc = ?, body = ?, sku_keys = ?, revision = revision + 1 where seq = ?",
            doc["title"],
            dumps(doc),
            body,
            dumps(sku_keys(doc["variants"])),
            seq,
        )
        return self._read(call)

    def _delete(self, call: Call) -> Answer:
        """Gone, and with it the Etsy listing it is connected to."""
        (external,) = find_product(self.world, call, "external")
        refuse_locked(self.world, call)
        with self.world.together():
            self.world.run("update products set deleted = 1 where id = ?", call.params["product"])
            if external:
                self.publishing.shop_window.delete(int(loads(external)["id"]))
        return answer_json(200, {})


def _kept(item: dict[str, Any]) -> dict[str, Any]:
    """What of a sent variant is remembered."""
    return {key: item[key] for key in ("price", "is_enabled", "sku", "is_default") if key in item}
