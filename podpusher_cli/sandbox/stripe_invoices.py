"""Stripe's invoices: of one subscription's period, or of single items that somebody wrote down."""

from __future__ import annotations

from collections.abc import Sequence

from podpusher_cli.sandbox.stripe_docs import listed
from podpusher_cli.sandbox.stripe_store import Doc, new_id


def of_subscription(subscription: Doc, customer: Doc, *, now: int, reason: str, trial: bool = False, url: str) -> Doc:
    """A finalized invoice, open; nothing is to pay while a trial runs."""
    number = new_id("in_")
    lines = [_period(number, subscription, item, trial=trial) for item in subscription["items"]["data"]]
    details = {"metadata": subscription["metadata"], "subscription": subscription["id"]}
    parent = {"quote_details": None, "subscription_details": details, "type": "subscription_details"}
    return _invoice(number, customer, lines, now=now, reason=reason, url=url) | {"parent": parent}


def of_items(items: Sequence[Doc], customer: Doc, *, now: int, url: str) -> Doc:
    """A draft of what was written down."""
    number = new_id("in_")
    draft = _invoice(number, customer, [_single(number, item) for item in items], now=now, reason="manual", url=url)
    moments = draft["status_transitions"] | {"finalized_at": None}
    draft |= {
        "status": "draft",
        "auto_advance": False,
        "number": None,
        "effective_at": None,
        "status_transitions": moments,
    }
    return draft | {"hosted_invoice_url": None, "invoice_pdf": None}


def finalized(draft: Doc, customer: Doc, *, now: int, url: str) -> Doc:
    """The draft as an open invoice."""
    moments = draft["status_transitions"] | {"finalized_at": now}
    new = draft | {"status": "open", "effective_at": now, "status_transitions": moments}
    return new | {"number": _number(customer), **_pages(draft["id"], url)}


def _number(customer: Doc) -> str:
    return f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04}"


def _pages(number: str, url: str) -> Doc:
    return {"hosted_invoice_url": f"{url}/invoice/{number}", "invoice_pdf": f"{url}/invoice/{number}/pdf"}


_UNUSED = (
    "account_tax_ids", "application", "automatically_finalizes_at", "custom_fields", "customer_account", "customer_address",
    "customer_phone", "customer_shipping", "default_payment_method", "default_source", "description", "due_date", "footer",
    "last_finalization_error", "latest_revision", "next_payment_attempt", "on_behalf_of", "parent", "receipt_number", "rendering",
    "shipping_cost", "shipping_details", "statement_descriptor", "test_clock", "webhooks_delivered_at",
)  # fmt: skip
"""Fields of an invoice that are null until something is told."""


def _invoice(number: str, customer: Doc, lines: Sequence[Doc], *, now: int, reason: str, url: str) -> Doc:
    return {
        "id": number,
        "object": "invoice",
        **dict.fromkeys(_UNUSED),
        **_seller(),
        **_buyer(customer),
        **_sums(lines),
        **_pages(number, url),
        **_moments(now),
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "billing_reason": reason,
        "collection_method": "charge_automatically",
        "lines": listed(f"/v1/invoices/{number}/lines", lines),
        "livemode": customer["livemode"],
        "metadata": {},
        "payment_settings": dict.fromkeys(("default_mandate", "payment_method_options", "payment_method_types")),
        "status": "open",
    }


def _seller() -> Doc:
    return {"account_country": "US", "account_name": "SandboxShop", "issuer": {"type": "self"}}


def _buyer(customer: Doc) -> Doc:
    return {
        "customer": customer["id"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_tax_exempt": "none",
        "customer_tax_ids": [],
        "number": _number(customer),
    }


def _sums(lines: Sequence[Doc]) -> Doc:
    """What is to be paid; nothing is paid yet, and there are neither taxes nor discounts."""
    total = sum(line["amount"] for line in lines)
    return {
        **dict.fromkeys(
            ("amount_due", "amount_remaining", "subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax"),
            total,
        ),
        **dict.fromkeys(("amount_overpaid", "amount_paid", "amount_shipping", "ending_balance", "starting_balance"), 0),
        "automatic_tax": {"enabled": False, **dict.fromkeys(("disabled_reason", "liability", "provider", "status"))},
        "currency": lines[0]["currency"] if lines else "usd",
        "default_tax_rates": [],
        "discounts": [],
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "total_discount_amounts": [],
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
    }


def _moments(now: int) -> Doc:
    """An invoice is final as soon as it is made, and covers no time."""
    marked = {"finalized_at": now, **dict.fromkeys(("marked_uncollectible_at", "paid_at", "voided_at"))}
    return {
        **dict.fromkeys(("created", "effective_at", "period_end", "period_start"), now),
        "status_transitions": marked,
    }


def _single(invoice: str, item: Doc) -> Doc:
    """The line of something written down."""
    details = {"invoice_item": item["id"], "proration": False, "proration_details": None, "subscription": None}
    return {
        "id": new_id("il_"),
        "object": "line_item",
        "amount": item["amount"],
        "currency": item["currency"],
        "description": item["description"],
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": invoice,
        "livemode": item["livemode"],
        "metadata": {},
        "parent": {
            "invoice_item_details": details,
            "subscription_item_details": None,
            "type": "invoice_item_details",
        },
        "period": item["period"],
        "pretax_credit_amounts": [],
        "pricing": None,
        "quantity": item["quantity"],
        "quantity_decimal": str(item["quantity"]),
        "subscription": None,
        "subtotal": item["amount"],
        "taxes": [],
    }


def _period(invoice: str, subscription: Doc, item: Doc, *, trial: bool) -> Doc:
    """The line of one item for its present period."""
    price = item["price"]
    amount = 0 if trial else (price["unit_amount"] or 0) * item["quantity"]
    return {
        "id": new_id("il_"),
        "object": "line_item",
        "amount": amount,
        "currency": subscription["currency"],
        "description": f"Trial period for {price['product']}" if trial else f"{item['quantity']} × {price['product']}",
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": invoice,
        "livemode": subscription["livemode"],
        "metadata": {},
        "parent": {
            "invoice_item_details": None,
            "subscription_item_details": {
                "invoice_item": None,
                "proration": False,
                "proration_details": None,
                "subscription": subscription["id"],
                "subscription_item": item["id"],
            },
            "type": "subscription_item_details",
        },
        "period": {"end": item["current_period_end"], "start": item["current_period_start"]},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        "quantity": item["quantity"],
        "quantity_decimal": str(item["quantity"]),
        "subscription": None,
        "subtotal": amount,
        "taxes": [],
    }
