"""Etsy's reading operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from podpusher_cli.sandbox import accounts, market
from podpusher_cli.sandbox.answers import Answer, Call, Refuse, answer_json, loads
from podpusher_cli.sandbox.etsy_docs import shop_doc
from podpusher_cli.sandbox.etsy_inventory import inventory
from podpusher_cli.sandbox.etsy_shop import ShopWindow
from podpusher_cli.sandbox.etsy_spec import Checked
from podpusher_cli.sandbox.world import World

Operate = Callable[[Call, Checked], Answer]
DEEPEST = 12_000
# Only on reads with associations.
_ASSOCIATED = ("production_partners", "skus", "views")
_EMPTY: dict[str, Any] = {"Videos": [], "Translations": {}, "Personalization": None, "BuyerPrice": None}
_FIELDS = {"BuyerPrice": "buyer_price", "Shipping": "shipping_profile"}


def missing() -> Refuse:
    """404 as Etsy gives it."""
    return Refuse(answer_json(404, {"error": "Resource not found"}))


def forbidden() -> Refuse:
    """Somebody else's object."""
    return Refuse(answer_json(403, {"error": "User does not own the requested shop."}))


def own_shop(checked: Checked) -> None:
    """Raises Refuse for any shop but the caller's."""
    if checked.values["shop_id"] != accounts.ETSY_SHOP:
        raise forbidden()


def page_of(items: list[Any], checked: Checked) -> Answer:
    """`{count, results}` with the limit and offset asked for."""
    start, limit = checked.values.get("offset", 0), checked.values.get("limit", 25)
    return answer_json(200, {"count": len(items), "results": items[start : start + limit]})


def plain(doc: dict[str, Any]) -> dict[str, Any]:
    """A listing as searches give it: without its associations."""
    return {key: value for key, value in doc.items() if key not in _ASSOCIATED}


class Reads:
    """Operations by their id in the document."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.window = ShopWindow(world)

    def handlers(self) -> dict[str, Operate]:
        """Every reading operation about shop, listings and market; sales and profiles are next door."""
        return {
            "ping": lambda _call, _checked: answer_json(200, {"application_id": accounts.ETSY_APPLICATION}),
            "getMe": lambda _call, _checked: answer_json(
                200, {"user_id": accounts.ETSY_USER, "shop_id": accounts.ETSY_SHOP}
            ),
            "getUser": self._user,
            "getShop": self._shop,
            "getShopByOwnerUserId": self._shop_of,
            "findShops": self._find_shops,
            "findAllListingsActive": self._search,
            "findAllActiveListingsByShop": self._search_shop,
            "getListing": self._listing,
            "getListingsByListingIds": self._batch,
            "getListingsByShop": self._of_shop,
            "getListingImages": self._images,
            "getListingImage": self._image,
            "getListingInventory": self._inventory,
            "getSellerTaxonomyNodes": self._taxonomy,
        }

    def _user(self, _call: Call, checked: Checked) -> Answer:
        if checked.values["user_id"] != accounts.ETSY_USER:
            raise forbidden()
        user = {"user_id": accounts.ETSY_USER, "primary_email": "seller@sandbox.example", "first_name": "Sandy"}
        return answer_json(200, user | {"last_name": "Box", "image_url_75x75": None})

    def _shop(self, _call: Call, checked: Checked) -> Answer:
        if checked.values["shop_id"] != accounts.ETSY_SHOP:
            raise missing()
        return answer_json(200, shop_doc(self.world))

    def _shop_of(self, _call: Call, checked: Checked) -> Answer:
        if checked.values["user_id"] != accounts.ETSY_USER:
            raise missing()
        return answer_json(200, shop_doc(self.world))

    def _find_shops(self, _call: Call, checked: Checked) -> Answer:
        named = checked.values["shop_name"].casefold() in accounts.SHOP_NAME.casefold()
        return page_of([shop_doc(self.world)] if named else [], checked)

    def _taxonomy(self, _call: Call, _checked: Checked) -> Answer:
        nodes = market.taxonomy()
        return answer_json(200, {"count": len(nodes), "results": nodes})

    def _own_active(self, words: list[str]) -> list[dict[str, Any]]:
        rows = self.world.rows("select doc from listings where state = 'active' order by listing_id desc")
        docs = [loads(row[0]) for row in rows]
        return [
            doc for doc in docs if all(word in f"{doc['title']} {' '.join(doc['tags'])}".casefold() for word in words)
        ]

    def _search(self, _call: Call, checked: Checked) -> Answer:
        """Everybody's active listings. `sort_on` counts only with a search term, `score` always descends."""
        asked = checked.values
        words = str(asked.get("keywords") or "").casefold().split()
        if asked["offset"] > DEEPEST:
            raise Refuse(answer_json(400, {"error": f"offset must be at most {DEEPEST}"}))
        found = [*market.active(words), *self._own_active(words)]
        if asked.get("taxonomy_id"):
            found = [doc for doc in found if doc["taxonomy_id"] == asked["taxonomy_id"]]
        if place := asked.get("shop_location"):
            found = _in_country(found, place)
        low, high = asked.get("min_price") or 0, asked.get("max_price") or float("inf")
        found = [doc for doc in found if low <= doc["price"]["amount"] / 100 <= high]
        if words and asked["sort_on"] != "score":
            found = _sorted(found, asked)
        return page_of([plain(doc) for doc in found], checked)

    def _search_shop(self, _call: Call, checked: Checked) -> Answer:
        if checked.values["shop_id"] != accounts.ETSY_SHOP:
            raise missing()
        words = str(checked.values.get("keywords") or "").casefold().split()
        return page_of([plain(doc) for doc in _sorted(self._own_active(words), checked.values)], checked)

    def _visible(self, call: Call, listing_id: int) -> dict[str, Any] | None:
        """The listing as this caller may see it: what is not active, only with the owner's token."""
        doc = self.window.load(listing_id) or market.listing(listing_id)
        if doc and doc["state"] != "active" and "listings_r" not in call.scope.split():
            return None
        return doc

    def _with(self, doc: dict[str, Any], includes: list[str] | None) -> dict[str, Any]:
        """The listing with the associations asked for."""
        whole = dict(doc)
        listing_id = doc["listing_id"]
        for name in includes or []:
            field = _FIELDS.get(name, name.lower())
            if name == "Images":
                whole[field] = self.window.images(listing_id)
            elif name == "Inventory":
                whole[field] = self._stock(listing_id)
            elif name == "Shop":
                whole[field] = shop_doc(self.world)
            elif name == "User":
                whole[field] = {"user_id": doc["user_id"]}
            elif name == "Shipping":
                wanted = doc["shipping_profile_id"]
                whole[field] = next(
                    (p for p in self.window.profiles("shipping") if p["shipping_profile_id"] == wanted), None
                )
            else:
                whole[field] = _EMPTY[name]
        return whole

    def _stock(self, listing_id: int) -> dict[str, Any]:
        row = self.world.row("select inventory from listings where listing_id = ?", listing_id)
        return inventory(listing_id, row[0] if row else "")

    def _listing(self, call: Call, checked: Checked) -> Answer:
        doc = self._visible(call, checked.values["listing_id"])
        if doc is None:
            raise missing()
        return answer_json(200, self._with(doc, checked.values.get("includes")))

    def _batch(self, call: Call, checked: Checked) -> Answer:
        ids: list[int] = checked.values["listing_ids"]
        if len(ids) > 100:
            raise Refuse(answer_json(400, {"error": "listing_ids: at most 100 listings at once"}))
        found = [doc for doc in (self._visible(call, number) for number in dict.fromkeys(ids)) if doc]
        results = [self._with(doc, checked.values.get("includes")) for doc in found]
        return answer_json(200, {"count": len(results), "results": results})

    def _of_shop(self, _call: Call, checked: Checked) -> Answer:
        """One state of the own shop; active unless another is asked for."""
        own_shop(checked)
        asked = checked.values
        total = self.world.row("select count(*) from listings where state = ?", asked["state"])[0]
        order = "asc" if asked["sort_order"] in {"asc", "ascending", "up"} else "desc"
        rows = self.world.rows(
            f"select doc from listings where shop_id = ? and state = ? order by listing_id {order} limit ? offset ?",
            accounts.ETSY_SHOP,
            asked["state"],
            asked["limit"],
            asked["offset"],
        )
        if not asked.get("includes"):
            text = ",".join(row[0] for row in rows)
            return Answer(200, f'{{"count":{total},"results":[{text}]}}'.encode())
        results = [self._with(loads(row[0]), asked["includes"]) for row in rows]
        return answer_json(200, {"count": total, "results": results})

    def _images(self, call: Call, checked: Checked) -> Answer:
        if self._visible(call, checked.values["listing_id"]) is None:
            raise missing()
        found = self.window.images(checked.values["listing_id"])
        return answer_json(200, {"count": len(found), "results": found})

    def _image(self, call: Call, checked: Checked) -> Answer:
        if self._visible(call, checked.values["listing_id"]):
            for image in self.window.images(checked.values["listing_id"]):
                if image["listing_image_id"] == checked.values["listing_image_id"]:
                    return answer_json(200, image)
        raise missing()

    def _inventory(self, _call: Call, checked: Checked) -> Answer:
        if self.window.load(checked.values["listing_id"]) is None:
            raise missing()
        return answer_json(200, self._stock(checked.values["listing_id"]))


def _in_country(docs: list[dict[str, Any]], place: str) -> list[dict[str, Any]]:
    """Listings of the shops there. Raises Refuse for what is no country's code: what cannot be parsed is an error."""
    if not (len(place) == 2 and place.isascii() and place.isalpha()):
        raise Refuse(answer_json(400, {"error": "There was a problem with /shop_location : could not be parsed"}))
    return [doc for doc in docs if market.country(doc) == place.upper()]


def _sorted(docs: list[dict[str, Any]], asked: dict[str, Any]) -> list[dict[str, Any]]:
    keys: dict[str, Callable[[dict[str, Any]], int]] = {
        "price": lambda doc: int(doc["price"]["amount"]),
        "updated": lambda doc: int(doc["updated_timestamp"]),
        "created": lambda doc: int(doc["created_timestamp"]),
        "score": lambda doc: int(doc["num_favorers"]),
    }
    down = asked["sort_on"] == "score" or asked["sort_order"] in {"desc", "descending", "down"}
    return sorted(docs, key=keys[asked["sort_on"]], reverse=down)
