"""Sales that did not happen: a receipt with its transaction, on request of a test or a rehearsal."""

from __future__ import annotations

from typing import Any

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import dumps
from podpusher_cli.sandbox.etsy_docs import money
from podpusher_cli.sandbox.etsy_shop import ShopWindow
from podpusher_cli.sandbox.world import World

FIRST_RECEIPT, TRANSACTION_OFFSET = 3_300_000_001, 900_000_000
BUYER = 40_000_001
_SHIPPING_CENTS = 450


def sell(world: World, listing_id: int, quantity: int, at: float) -> dict[str, Any]:
    """Book one sale of an active listing; the receipt. Raises ValueError for any other, and for more than there is of it."""
    window = ShopWindow(world)
    doc = window.load(listing_id)
    if doc is None or doc["state"] != "active":
        message = f"listing {listing_id} is not active"
        raise ValueError(message)
    left = doc["quantity"] - quantity
    if quantity < 1 or left < 0:
        message = f"of listing {listing_id} there are {doc['quantity']}"
        raise ValueError(message)
    number = world.row("select coalesce(max(receipt_id) + 1, ?) from receipts", FIRST_RECEIPT)[0]
    receipt = _receipt(number, doc, quantity, int(at))
    with world.together():
        world.run("insert into receipts values (?, ?, ?)", number, at, dumps(receipt))
        window.save(doc | {"quantity": left, "state": doc["state"] if left else "sold_out"})
    return receipt


def _transaction(number: int, doc: dict[str, Any], quantity: int, at: int) -> dict[str, Any]:
    return {
        "transaction_id": number + TRANSACTION_OFFSET,
        "title": doc["title"],
        "description": doc["description"],
        "seller_user_id": accounts.ETSY_USER,
        "buyer_user_id": BUYER,
        "create_timestamp": at,
        "created_timestamp": at,
        "paid_timestamp": at,
        "shipped_timestamp": None,
        "quantity": quantity,
        "listing_image_id": None,
        "receipt_id": number,
        "is_digital": False,
        "file_data": "",
        "listing_id": doc["listing_id"],
        "transaction_type": "listing",
        "product_id": doc["listing_id"] * 1000,
        "sku": doc["skus"][0] if doc["skus"] else None,
        "price": doc["price"],
        "shipping_cost": money(_SHIPPING_CENTS),
        "variations": [],
        "product_data": [],
        "shipping_profile_id": doc["shipping_profile_id"],
        "min_processing_days": 2,
        "max_processing_days": 5,
        "shipping_method": None,
        "shipping_upgrade": None,
        "expected_ship_date": at + 5 * 86_400,
        "buyer_coupon": 0,
        "shop_coupon": 0,
    }


def _receipt(number: int, doc: dict[str, Any], quantity: int, at: int) -> dict[str, Any]:
    goods = doc["price"]["amount"] * quantity
    address = ("name", "first_line", "second_line", "city", "state", "zip", "formatted_address")
    return {
        "receipt_id": number,
        "receipt_type": 0,
        "seller_user_id": accounts.ETSY_USER,
        "seller_email": "seller@sandbox.example",
        "buyer_user_id": BUYER,
        "buyer_email": None,
        **dict.fromkeys(address),
        "name": "A Buyer",
        "country_iso": "US",
        "status": "paid",
        "payment_method": "cc",
        "payment_email": None,
        "message_from_seller": None,
        "message_from_buyer": None,
        "message_from_payment": None,
        "is_paid": True,
        "is_shipped": False,
        "create_timestamp": at,
        "created_timestamp": at,
        "update_timestamp": at,
        "updated_timestamp": at,
        "is_gift": False,
        "gift_message": "",
        "gift_sender": "",
        "grandtotal": money(goods + _SHIPPING_CENTS),
        "subtotal": money(goods),
        "total_price": money(goods),
        "total_shipping_cost": money(_SHIPPING_CENTS),
        "total_tax_cost": money(0),
        "total_vat_cost": money(0),
        "discount_amt": money(0),
        "gift_wrap_price": money(0),
        "shipments": [],
        "transactions": [_transaction(number, doc, quantity, at)],
        "refunds": [],
    }
