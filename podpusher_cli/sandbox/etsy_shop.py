"""The seller's Etsy shop as it is remembered: listings, their pictures, profiles and fees."""

from __future__ import annotations

from typing import Any

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import dumps, loads
from podpusher_cli.sandbox.etsy_docs import blank, image, money, url
from podpusher_cli.sandbox.world import World

FIRST_LISTING = 1_700_000_001
FEE_CENTS = 20
READINESS, RETURNS, SHIPPING, PARTNER = 1_400_000_000_001, 1_500_000_000_001, 310_000_000_001, 2_100_000_001
_LATE_PICTURES = 3
_IMAGE_IDS = 6_000_000_000


class ShopWindow:
    """Listings in and out of the database."""

    def __init__(self, world: World) -> None:
        self.world = world

    def seed(self) -> None:
        """What a prepared shop has: a processing profile, a return policy, a production partner, shipping."""
        if self.world.row("select 1 from profiles limit 1"):
            return
        shop = accounts.ETSY_SHOP
        readiness = {"shop_id": shop, "readiness_state_id": READINESS, "readiness_state": "made_to_order"}
        readiness |= {"min_processing_days": 2, "max_processing_days": 5, "processing_days_display_label": "2-5 days"}
        returns = {"return_policy_id": RETURNS, "shop_id": shop, "accepts_returns": False, "accepts_exchanges": False}
        shipping = {
            "shipping_profile_id": SHIPPING,
            "title": "Printify: T-shirts",
            "user_id": accounts.ETSY_USER,
            "origin_country_iso": "US",
            "is_deleted": False,
            "shipping_profile_destinations": [],
            "shipping_profile_upgrades": [],
            "origin_postal_code": "33309",
            "profile_type": "manual",
            "domestic_handling_fee": 0,
            "international_handling_fee": 0,
        }
        partner = {"production_partner_id": PARTNER, "partner_name": "Printify", "location": "United States"}
        rows = [
            (READINESS, "readiness", dumps(readiness)),
            (RETURNS, "returns", dumps(returns | {"return_deadline": None})),
            (SHIPPING, "shipping", dumps(shipping)),
            (PARTNER, "partner", dumps(partner)),
        ]
        self.world.db.executemany("insert into profiles values (?, ?, ?)", rows)

    def profiles(self, kind: str) -> list[dict[str, Any]]:
        """Every profile of a kind: readiness, returns, shipping, partner."""
        rows = self.world.rows("select doc from profiles where kind = ? order by id", kind)
        if kind == "partner":
            name = self.world.settings.partner
            return [loads(row[0]) | {"partner_name": name} for row in rows if name]
        return [loads(row[0]) for row in rows]

    def has_profile(self, kind: str, number: int) -> bool:
        """Whether the shop has it."""
        known = self.world.row("select 1 from profiles where id = ? and kind = ?", number, kind) is not None
        return known and (kind != "partner" or bool(self.world.settings.partner))

    def new_id(self) -> int:
        """The next listing's id."""
        highest: int = self.world.row("select coalesce(max(listing_id), ?) from listings", FIRST_LISTING - 1)[0]
        kept = int(self.world.get("last_listing") or 0)
        number = max(highest, kept) + 1
        self.world.put("last_listing", str(number))
        return number

    def insert(
        self, doc: dict[str, Any], *, origin: str, product_id: str | None, inventory: str, images_due: int = 0
    ) -> None:
        """Keep a new listing."""
        self.world.run(
            "insert into listings values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            doc["listing_id"],
            doc["shop_id"],
            doc["state"],
            origin,
            product_id,
            self.world.now(),
            dumps(doc),
            inventory,
            images_due,
        )
        if doc["state"] == "active":
            self.charge(doc["listing_id"])

    def save(self, doc: dict[str, Any], *, inventory: str | None = None) -> None:
        """Keep a changed listing; going live costs the fee."""
        (before,) = self.world.row("select state from listings where listing_id = ?", doc["listing_id"])
        now = int(self.world.now())
        doc |= {"updated_timestamp": now, "last_modified_timestamp": now}
        if doc["state"] != before:
            doc["state_timestamp"] = now
        self.world.run(
            "update listings set state = ?, doc = ?, inventory = coalesce(?, inventory) where listing_id = ?",
            doc["state"],
            dumps(doc),
            inventory,
            doc["listing_id"],
        )
        if doc["state"] == "active" and before != "active":
            self.charge(doc["listing_id"])

    def charge(self, listing_id: int) -> None:
        """Book the fee of one activation."""
        self.world.run(
            "insert into fees (listing_id, cents, at) values (?, ?, ?)", listing_id, FEE_CENTS, self.world.now()
        )

    def load(self, listing_id: int) -> dict[str, Any] | None:
        """The listing, or None."""
        row = self.world.row("select doc from listings where listing_id = ?", listing_id)
        return loads(row[0]) if row else None

    def delete(self, listing_id: int) -> None:
        """Remove a listing with its pictures."""
        self.world.run("delete from listings where listing_id = ?", listing_id)
        self.world.run("delete from images where listing_id = ?", listing_id)

    def add_image(self, listing_id: int, place: int, **facts: Any) -> dict[str, Any]:
        """One more picture."""
        number = self.world.run("insert into images (listing_id, place, doc) values (?, ?, '')", listing_id, place)
        image_id = _IMAGE_IDS + number
        doc = image(listing_id, image_id, place, int(self.world.now())) | facts
        self.world.run("update images set doc = ? where image_id = ?", dumps(doc), number)
        return doc

    def images(self, listing_id: int) -> list[dict[str, Any]]:
        """The pictures in order. While a fresh publish is still sending them, each look finds one more."""
        rows = self.world.rows("select doc from images where listing_id = ? order by place, image_id", listing_id)
        found = [loads(row[0]) for row in rows]
        due = self.world.row("select images_due from listings where listing_id = ?", listing_id)
        if due and due[0] > 0:
            self.add_image(listing_id, len(found) + 1)
            self.world.run("update listings set images_due = images_due - 1 where listing_id = ?", listing_id)
        return found

    def image_count(self, listing_id: int) -> int:
        """How many pictures are there now."""
        count: int = self.world.row("select count(*) from images where listing_id = ?", listing_id)[0]
        return count

    def image_ids(self, listing_id: int) -> list[int]:
        """The pictures' ids in order."""
        rows = self.world.rows("select image_id from images where listing_id = ? order by place, image_id", listing_id)
        return [row[0] + _IMAGE_IDS for row in rows]

    def keep_images(self, listing_id: int, wanted: list[int]) -> None:
        """Drop all pictures but these, and rank these as they stand."""
        for number in set(self.image_ids(listing_id)) - set(wanted):
            self.world.run("delete from images where image_id = ?", number - _IMAGE_IDS)
        for place, number in enumerate(wanted, 1):
            (text,) = self.world.row("select doc from images where image_id = ?", number - _IMAGE_IDS)
            doc = dumps(loads(text) | {"rank": place})
            self.world.run("update images set place = ?, doc = ? where image_id = ?", place, doc, number - _IMAGE_IDS)

    def drop_rank(self, listing_id: int, rank: int) -> None:
        """Make room at a rank."""
        self.world.run("delete from images where listing_id = ? and place = ?", listing_id, rank)

    def receive(self, product: dict[str, Any], flags: dict[str, bool], listing_id: int | None) -> dict[str, Any]:
        """Take what Printify publishes: a new listing, or new content for the one there is.

        `product`: id, title, description, tags, visible, cents, skus, inventory (JSON text).
        """
        doc = self.load(listing_id) if listing_id else None
        fresh = doc is None
        now = int(self.world.now())
        doc = doc or blank(self.new_id(), now)
        for field in ("title", "description"):
            if fresh or flags.get(field, True):
                doc[field] = product[field]
        if flags.get("tags", True):
            doc["tags"] = product["tags"]
        doc |= {"skus": product["skus"], "price": money(product["cents"]), "has_variations": len(product["skus"]) > 1}
        doc |= {"quantity": 999 * len(product["skus"]), "url": url(doc["listing_id"], doc["title"])}
        if not fresh:
            self.save(doc, inventory=product["inventory"])
            return doc
        doc |= {"shipping_profile_id": SHIPPING, "return_policy_id": RETURNS, "readiness_state_id": READINESS}
        partners = [partner for partner in self.profiles("partner") if partner["partner_name"] == "Printify"]
        doc |= {"production_partners": partners, "state": "active" if product["visible"] else "draft"}
        self.insert(
            doc, origin="printify", product_id=product["id"], inventory=product["inventory"], images_due=_LATE_PICTURES
        )
        self.add_image(doc["listing_id"], 1)
        return doc
