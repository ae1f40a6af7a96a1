"""Etsy's writing operations, with the rules that only the server knows (reference/etsy.md, sections 4 to 6)."""

from __future__ import annotations

from typing import Any

from podpusher_cli.sandbox import market, pictures
from podpusher_cli.sandbox.answers import Answer, Call, Refuse, answer_json
from podpusher_cli.sandbox.etsy_docs import blank, money, url
from podpusher_cli.sandbox.etsy_inventory import replaced
from podpusher_cli.sandbox.etsy_reads import Operate, missing, own_shop, plain
from podpusher_cli.sandbox.etsy_rules import field_problem, inventory_problem, listed_problem, server_error
from podpusher_cli.sandbox.etsy_shop import ShopWindow
from podpusher_cli.sandbox.etsy_spec import Checked
from podpusher_cli.sandbox.etsy_text import title_problem
from podpusher_cli.sandbox.world import World

MOST_IMAGES = 20
ALT_TEXT = 500
_SAME_NAME = frozenset(
    [
        "title",
        "description",
        "materials",
        "should_auto_renew",
        "shipping_profile_id",
        "return_policy_id",
        "shop_section_id",
        "item_weight",
        "item_length",
        "item_width",
        "item_height",
        "item_weight_unit",
        "item_dimensions_unit",
        "is_taxable",
        "taxonomy_id",
        "tags",
        "who_made",
        "when_made",
        "featured_rank",
        "is_personalizable",
        "is_supply",
        "is_customizable",
        "readiness_state_id",
        "processing_min",
        "processing_max",
        "quantity",
    ],
)


class Writes:
    """Operations by their id in the document."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.window = ShopWindow(world)

    def handlers(self) -> dict[str, Operate]:
        """Every writing operation on listings."""
        return {
            "createDraftListing": self._create,
            "updateListing": self._update,
            "deleteListing": self._delete,
            "uploadListingImage": self._upload,
            "deleteListingImage": self._drop_image,
            "updateListingInventory": self._stock,
        }

    def _own(self, listing_id: int) -> dict[str, Any]:
        doc = self.window.load(listing_id)
        if doc is None:
            raise missing()
        return doc

    def _apply(self, doc: dict[str, Any], asked: dict[str, Any]) -> None:
        """Put the fields into the listing."""
        doc |= {name: value for name, value in asked.items() if name in _SAME_NAME}
        if asked.get("type"):
            doc["listing_type"] = asked["type"]
        if "styles" in asked:
            doc["style"] = asked["styles"] or []
        if asked.get("production_partner_ids") is not None:
            wanted = set(asked["production_partner_ids"])
            known = self.window.profiles("partner")
            doc["production_partners"] = [item for item in known if item["production_partner_id"] in wanted]
        doc["url"] = url(doc["listing_id"], doc["title"])

    def _check(self, asked: dict[str, Any], merged: dict[str, Any]) -> None:
        """The rules that hold for new and for changed listings. Raises Refuse."""
        problem = field_problem(asked, self.window)
        if problem:
            raise problem
        if asked.get("taxonomy_id") and asked["taxonomy_id"] not in market.taxonomy_ids():
            raise listed_problem("/taxonomy_id", "invalid", "is not a valid taxonomy node")
        made_by_others = merged["who_made"] == "someone_else" and not merged["is_supply"]
        if made_by_others and merged["when_made"] == "made_to_order" and not merged["production_partners"]:
            raise Refuse(
                answer_json(
                    400,
                    {"error": "There was a problem with /marketplace : Oh dear, you cannot sell this item on Etsy."},
                )
            )

    def _create(self, _call: Call, checked: Checked) -> Answer:
        own_shop(checked)
        asked = checked.body
        wrong = title_problem(asked["title"])
        if wrong:
            raise listed_problem("/title/1", *wrong)
        if asked.get("image_ids") == []:
            raise listed_problem("/images", "array_too_short", "must have at least 1 item")
        if asked.get("type", "physical") == "physical" and not asked.get("readiness_state_id"):
            raise Refuse(answer_json(400, {"error": "A readiness_state_id is required for physical listings."}))
        if server_error(asked):
            raise Refuse(answer_json(500, {"error": "Server Error"}))
        draft = blank(1, int(self.world.now()))
        self._apply(draft, asked)
        self._check(asked, draft)
        draft["listing_id"] = self.window.new_id()
        draft |= {"price": money(round(asked["price"] * 100)), "url": url(draft["listing_id"], draft["title"])}
        self.window.insert(draft, origin="etsy", product_id=None, inventory="")
        return answer_json(201, plain(draft))

    def _update(self, _call: Call, checked: Checked) -> Answer:
        """All of the change or none of it."""
        own_shop(checked)
        doc, asked = self._own(checked.values["listing_id"]), checked.body
        wrong = title_problem(asked["title"]) if "title" in asked else None
        if wrong:
            raise listed_problem("/title/1", *wrong)
        if asked.get("image_ids") == []:
            raise listed_problem("/images", "array_too_short", "must have at least 1 item")
        if server_error(asked):
            raise Refuse(answer_json(500, {"error": "Server Error"}))
        merged = dict(doc)
        self._apply(merged, asked)
        self._check(asked, merged)
        with self.world.together():
            if asked.get("image_ids"):
                self._arrange(doc["listing_id"], asked["image_ids"])
            if "state" in asked:
                self._move(merged, asked["state"])
            self.window.save(merged)
        return answer_json(200, plain(merged))

    def _move(self, doc: dict[str, Any], state: str) -> None:
        """Another state. Going live needs a picture, shipping, a return policy and a processing profile."""
        if state == "active" and doc["state"] != "active":
            if not self.window.images(doc["listing_id"]):
                raise _bad("Listings must have at least 1 image.")
            for field, name in (
                ("shipping_profile_id", "shipping profile"),
                ("return_policy_id", "return policy"),
                ("readiness_state_id", "processing profile"),
            ):
                if not doc[field] and doc["listing_type"] == "physical":
                    raise _bad(
                        f"There was a problem with /{field} : A {name} is required to publish a physical listing."
                    )
        if state == "inactive" and doc["state"] == "draft":
            raise _bad("A draft cannot be made inactive.")
        if state == "active" and doc["state"] == "sold_out":
            doc["quantity"] = 1
        doc["state"] = state

    def _arrange(self, listing_id: int, wanted: list[int]) -> None:
        """Keep these pictures, in this order."""
        if set(wanted) - set(self.window.image_ids(listing_id)):
            raise _bad("There was a problem with /image_ids : Image not found.")
        self.window.keep_images(listing_id, wanted)

    def _delete(self, _call: Call, checked: Checked) -> Answer:
        self._own(checked.values["listing_id"])
        self.window.delete(checked.values["listing_id"])
        return Answer(204)

    def _upload(self, _call: Call, checked: Checked) -> Answer:
        own_shop(checked)
        doc, asked = self._own(checked.values["listing_id"]), checked.body
        listing_id = doc["listing_id"]
        if "image" not in checked.files and "listing_image_id" not in asked:
            raise _bad("Either a valid image file or a listing_image_id must be provided with your request.")
        if len(asked.get("alt_text", "")) > ALT_TEXT:
            raise _bad(f"There was a problem with /alt_text : must be {ALT_TEXT} characters or fewer")
        facts: dict[str, Any] = {"alt_text": asked.get("alt_text", "")}
        if "image" in checked.files:
            found = pictures.facts(checked.files["image"][1])
            if found is None:
                raise _bad("The image file is not a JPG, PNG or GIF.")
            facts |= {"full_width": found[1], "full_height": found[2]}
        rank = asked.get("rank", 1)
        if asked.get("overwrite"):
            self.window.drop_rank(listing_id, rank)
        if self.window.image_count(listing_id) >= MOST_IMAGES:
            raise _bad(f"Listings may have at most {MOST_IMAGES} images.")
        return answer_json(201, self.window.add_image(listing_id, rank, **facts))

    def _drop_image(self, _call: Call, checked: Checked) -> Answer:
        own_shop(checked)
        listing_id = self._own(checked.values["listing_id"])["listing_id"]
        known = self.window.image_ids(listing_id)
        wanted = checked.values["listing_image_id"]
        if wanted not in known:
            raise missing()
        if len(known) == 1:
            raise _bad("Listings must have at least 1 image. Please add another ListingImage before trying to delete.")
        self.window.keep_images(listing_id, [number for number in known if number != wanted])
        return Answer(204)

    def _stock(self, _call: Call, checked: Checked) -> Answer:
        doc = self._own(checked.values["listing_id"])
        problem = inventory_problem(checked.body, self.window)
        if problem:
            raise problem
        kept, change = replaced(doc["listing_id"], checked.body)
        self.window.save(doc | change, inventory=kept)
        return Answer(200, kept.encode())


def _bad(text: str) -> Refuse:
    return Refuse(answer_json(400, {"error": text}))
