"""Etsy's records as reads give them: a shop, a listing, a picture, an amount."""

from __future__ import annotations

import re
from typing import Any

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.world import World

TSHIRTS = 482
_FOUR_MONTHS = 120 * 86_400


def money(cents: int) -> dict[str, Any]:
    """Etsy's form of an amount."""
    return {"amount": cents, "divisor": 100, "currency_code": accounts.CURRENCY}


def url(listing_id: int, title: str) -> str:
    """The listing's page."""
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:70]
    return f"https://www.etsy.com/listing/{listing_id}/{slug or 'listing'}"


def blank(listing_id: int, now: int) -> dict[str, Any]:
    """A listing with nothing in it yet, as reads with associations give it."""
    times = ("creation", "created", "original_creation", "last_modified", "updated", "state")
    return {
        "listing_id": listing_id,
        "user_id": accounts.ETSY_USER,
        "shop_id": accounts.ETSY_SHOP,
        "title": "",
        "description": "",
        "state": "draft",
        **{f"{name}_timestamp": now for name in times},
        "ending_timestamp": now + _FOUR_MONTHS,
        "quantity": 1,
        "shop_section_id": None,
        "featured_rank": -1,
        "url": "",
        "num_favorers": 0,
        "non_taxable": False,
        "is_taxable": True,
        "is_customizable": False,
        "is_personalizable": False,
        "listing_type": "physical",
        "tags": [],
        "materials": [],
        "shipping_profile_id": None,
        "return_policy_id": None,
        "processing_min": None,
        "processing_max": None,
        "who_made": "i_did",
        "when_made": "made_to_order",
        "is_supply": False,
        "item_weight": None,
        "item_weight_unit": None,
        "item_length": None,
        "item_width": None,
        "item_height": None,
        "item_dimensions_unit": None,
        "is_private": False,
        "style": [],
        "file_data": "",
        "has_variations": False,
        "should_auto_renew": True,
        "language": "en-US",
        "price": money(0),
        "taxonomy_id": TSHIRTS,
        "readiness_state_id": None,
        "production_partners": [],
        "skus": [],
        "views": 0,
    }


def image(listing_id: int, image_id: int, rank: int, now: int) -> dict[str, Any]:
    """A picture of a listing; its size is that of Printify's mockups."""
    base = f"https://i.etsystatic.example/il/{image_id}"
    return {
        "listing_id": listing_id,
        "listing_image_id": image_id,
        "hex_code": None,
        "red": None,
        "green": None,
        "blue": None,
        "hue": None,
        "saturation": None,
        "brightness": None,
        "is_black_and_white": None,
        "creation_tsz": now,
        "created_timestamp": now,
        "rank": rank,
        "url_75x75": f"{base}/75x75.jpg",
        "url_170x135": f"{base}/170x135.jpg",
        "url_570xN": f"{base}/570xN.jpg",
        "url_fullxfull": f"{base}/fullxfull.jpg",
        "full_height": 2048,
        "full_width": 2048,
        "alt_text": "",
    }


def shop_doc(world: World) -> dict[str, Any]:
    """The seller's shop."""
    live = world.row("select count(*) from listings where state = 'active'")[0]
    created, now = 1_700_000_000, int(world.now())
    texts = (
        "announcement",
        "vacation_message",
        "sale_message",
        "digital_sale_message",
        "policy_welcome",
        "policy_payment",
    )
    more = ("policy_shipping", "policy_refunds", "policy_additional", "policy_seller_info", "policy_privacy")
    return {
        "shop_id": accounts.ETSY_SHOP,
        "user_id": accounts.ETSY_USER,
        "shop_name": accounts.SHOP_NAME,
        "create_date": created,
        "created_timestamp": created,
        "title": "Made in the sandbox",
        "currency_code": accounts.CURRENCY,
        "is_vacation": False,
        "update_date": now,
        "updated_timestamp": now,
        "listing_active_count": live,
        "digital_listing_count": 0,
        "login_name": "sandboxseller",
        "accepts_custom_requests": False,
        "policy_update_date": created,
        "policy_has_private_receipt_info": False,
        "has_unstructured_policies": False,
        "url": f"https://www.etsy.com/shop/{accounts.SHOP_NAME}",
        "num_favorers": 12,
        "languages": ["en-US"],
        "is_using_structured_policies": True,
        "has_onboarded_structured_policies": True,
        "include_dispute_form_link": False,
        "is_direct_checkout_onboarded": True,
        "is_etsy_payments_onboarded": True,
        "is_calculated_eligible": True,
        "is_opted_in_to_buyer_promise": False,
        "is_shop_us_based": True,
        "transaction_sold_count": world.row("select count(*) from receipts")[0],
        "shipping_from_country_iso": "US",
        "shop_location_country_iso": "US",
        "review_count": 0,
        "review_average": None,
        **dict.fromkeys((*texts, *more, "vacation_autoreply", "image_url_760x100", "icon_url_fullxfull")),
    }
