"""Etsy's own rules for a listing's fields, as refusals in Etsy's words (reference/etsy.md, sections 4 and 6)."""

from __future__ import annotations

from typing import Any

from podpusher_cli.sandbox.answers import Refuse, answer_json
from podpusher_cli.sandbox.etsy_shop import ShopWindow
from podpusher_cli.sandbox.etsy_text import SKU_LENGTH, materials_problem, styles_problem, tags_problem

LOWEST_PRICE, HIGHEST_PRICE = 0.20, 50_000.0
MOST_STOCK = 999
_SIZES = {"item_weight": "item_weight_unit"} | dict.fromkeys(
    ("item_length", "item_width", "item_height"), "item_dimensions_unit"
)
_REFERENCES = {
    "shipping_profile_id": ("shipping", "/shipping/profile/id : Shipping profile not found."),
    "return_policy_id": ("returns", "/return/policy/id : Return policy not found."),
    "readiness_state_id": ("readiness", "/readiness/state/id : Processing profile not found."),
    "shop_section_id": ("section", "/shop/section/id : Shop section not found."),
}


def problem_with(text: str) -> Refuse:
    """`There was a problem with /FIELD : TEXT`."""
    return Refuse(answer_json(400, {"error": f"There was a problem with {text}"}))


def listed_problem(path: str, kind: str, message: str) -> Refuse:
    """The other form: a list of `{path, type, message}`."""
    return Refuse(answer_json(400, [{"path": path, "type": kind, "message": message}]))


def price_problem(price: float) -> str | None:
    """What is wrong with a price in the shop's currency, or None."""
    if price < LOWEST_PRICE:
        return f"must be above min price ${LOWEST_PRICE:.2f} USD"
    return f"must be below max price ${HIGHEST_PRICE:,.2f} USD" if price > HIGHEST_PRICE else None


def field_problem(asked: dict[str, Any], window: ShopWindow) -> Refuse | None:
    """What is wrong with tags, materials, styles, price, quantity, a maker or a named id; None when all is well."""
    if asked.get("who_made") and not {"when_made", "is_supply"} <= asked.keys():
        return problem_with("/who_made : requires when_made and is_supply")
    checks = {"tags": tags_problem, "materials": materials_problem, "styles": styles_problem}
    for field, check in checks.items():
        text = check(asked[field]) if asked.get(field) else None
        if text:
            return problem_with(f"/{field} : {text}")
    text = price_problem(asked["price"]) if "price" in asked else None
    if text:
        return problem_with(f"/price : {text}")
    if not 1 <= asked.get("quantity", 1) <= MOST_STOCK:
        return problem_with(f"/quantity : must be between 1 and {MOST_STOCK}")
    for field, (kind, sentence) in _REFERENCES.items():
        if asked.get(field) and not window.has_profile(kind, asked[field]):
            return problem_with(sentence)
    for number in asked.get("production_partner_ids") or []:
        if not window.has_profile("partner", number):
            return problem_with("/production/partners : Production partner not found.")
    return None


def server_error(asked: dict[str, Any]) -> bool:
    """Whether Etsy stumbles over it: a size or weight of 0 sent with its unit."""
    return any(asked.get(size) == 0 and asked.get(unit) for size, unit in _SIZES.items())


def inventory_problem(asked: dict[str, Any], window: ShopWindow) -> Refuse | None:
    """What is wrong with a whole matrix, or None."""
    if not asked["products"]:
        return problem_with("/products : must have at least 1 item")
    for product in asked["products"]:
        if len(product.get("sku") or "") > SKU_LENGTH:
            return problem_with(f"/sku : must be {SKU_LENGTH} characters or fewer")
        for value in product.get("property_values") or []:
            if any("(" in text or ")" in text for text in value["values"]):
                return problem_with("/property_values : parentheses are not allowed")
        for offering in product["offerings"]:
            text = price_problem(offering["price"]) if offering["is_enabled"] else None
            if text:
                return problem_with(f"/price : {text}")
            if not 0 <= offering["quantity"] <= MOST_STOCK:
                return problem_with(f"/quantity : must be between 0 and {MOST_STOCK}")
            readiness = offering["readiness_state_id"]
            if readiness is not None and not window.has_profile("readiness", readiness):
                return problem_with("/readiness/state/id : Processing profile not found.")
    return None
