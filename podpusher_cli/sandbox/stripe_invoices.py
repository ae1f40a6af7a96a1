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


def _invoice(number: str, customer: Doc, lines: Sequence[Doc], *, now: int, reason: str, url: str) -> Doc:
    total = sum(line["amount"] for line in lines)
    return {
        "id": number,
        "object": "invoice",
        "account_country": "US",
        "account_name": "SandboxShop",
        "account_tax_ids": None,
        "amount_due": total,
        "amount_overpaid": 0,
        "amount_paid": 0,
        "amount_remaining": total,
        "amount_shipping": 0,
        "application": None,
        "attempt_count": 0,
        "attempted": False,
        "auto_advance": True,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "automatically_finalizes_at": None,
        "billing_reason": reason,
        "collection_method": "charge_automatically",
        "created": now,
        "currency": lines[0]["currency"] if lines else "usd",
        "custom_fields": None,
        "customer": customer["id"],
        "customer_account": None,
        "customer_address": None,
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_phone": None,
        "customer_shipping": None,
        "customer_tax_exempt": "none",
        "customer_tax_ids": [],
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "due_date": None,
        "effective_at": now,
        "ending_balance": 0,
        "footer": None,
        "from_invoice": None,
        **_pages(number, url),
        "issuer": {"type": "self"},
        "last_finalization_error": None,
        "latest_revision": None,
        "lines": listed(f"/v1/invoices/{number}/lines", lines),
        "livemode": customer["livemode"],
        "metadata": {},
        "next_payment_attempt": None,
        "number": _number(customer),
        "on_behalf_of": None,
        "parent": None,
        "payment_settings": {
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        "period_end": now,
        "period_start": now,
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "receipt_number": None,
        "rendering": None,
        "shipping_cost": None,
        "shipping_details": None,
        "starting_balance": 0,
        "statement_descriptor": None,
        "status": "open",
        "status_transitions": {
            "finalized_at": now,
            "marked_uncollectible_at": None,
            "paid_at": None,
            "voided_at": None,
        },
        "subtotal": total,
        "subtotal_excluding_tax": total,
        "test_clock": None,
        "total": total,
        "total_discount_amounts": [],
        "total_excluding_tax": total,
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
        "webhooks_delivered_at": None,
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
