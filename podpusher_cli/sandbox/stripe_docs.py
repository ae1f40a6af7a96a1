"""Stripe's smallest objects: lists, accounts, customers, entitlements; every field that is never null, and those that are read."""

from __future__ import annotations

from collections.abc import Sequence

from podpusher_cli.sandbox.stripe_store import Doc, new_id

VERSION = "2026-10-28.endive"


def listed(url: str, data: Sequence[Doc], *, has_more: bool = False) -> Doc:
    """A list object."""
    return {"object": "list", "url": url, "has_more": has_more, "data": list(data)}


def account(number: str, name: str, *, created: int) -> Doc:
    """A seller's account."""
    return {
        "id": number,
        "object": "account",
        "business_profile": {"name": name, "support_email": None, "url": None},
        "capabilities": {"card_payments": "active", "transfers": "active"},
        "charges_enabled": True,
        "country": "US",
        "created": created,
        "default_currency": "usd",
        "details_submitted": True,
        "email": "seller@sandbox.example",
        "payouts_enabled": True,
        "settings": {
            "branding": {"icon": None, "logo": None, "primary_color": None, "secondary_color": None},
            "card_payments": {"decline_on": None, "statement_descriptor_prefix": None},
            "dashboard": {"display_name": name, "timezone": "Etc/UTC"},
            "payments": {"statement_descriptor": None},
        },
        "type": "standard",
    }


def customer(number: str, *, live: bool, now: int) -> Doc:
    """A customer of whom nothing is known."""
    return {
        "id": number,
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": now,
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_prefix": new_id("", 8).upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": live,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }


def entitlement(customer: str, feature: Doc) -> Doc:
    """That a customer has a feature now."""
    mode = "live" if feature["livemode"] else "test"
    return {
        "id": f"ent_{mode}_{customer.removeprefix('cus_')}_{feature['lookup_key']}",
        "object": "entitlements.active_entitlement",
        "feature": feature["id"],
        "livemode": feature["livemode"],
        "lookup_key": feature["lookup_key"],
    }


def webhook_endpoint(url: str, events: Sequence[str], *, live: bool, now: int) -> Doc:
    """Who is told of events, without the secret."""
    return {
        "id": new_id("we_"),
        "object": "webhook_endpoint",
        "api_version": None,
        "application": None,
        "created": now,
        "description": None,
        "enabled_events": list(events),
        "livemode": live,
        "metadata": {},
        "status": "enabled",
        "url": url,
    }


def payment_method(number: str, customer: str, *, live: bool, now: int) -> Doc:
    """One of Stripe's test cards, as a customer's."""
    card = {"brand": "visa", "country": "US", "exp_month": 12, "exp_year": 2040, "funding": "credit", "last4": "4242"}
    return {
        "id": number,
        "object": "payment_method",
        "billing_details": {"address": None, "email": None, "name": None, "phone": None},
        "card": card,
        "created": now,
        "customer": customer,
        "livemode": live,
        "metadata": {},
        "type": "card",
    }


def invoice_item(customer: str, amount: int, currency: str, *, live: bool, now: int) -> Doc:
    """Something to be billed, not on an invoice yet."""
    return {
        "id": new_id("ii_"),
        "object": "invoiceitem",
        "amount": amount,
        "currency": currency,
        "customer": customer,
        "date": now,
        "description": None,
        "discountable": True,
        "discounts": [],
        "invoice": None,
        "livemode": live,
        "metadata": {},
        "parent": None,
        "period": {"end": now, "start": now},
        "pricing": None,
        "proration": False,
        "quantity": 1,
        "quantity_decimal": "1",
        "tax_rates": [],
        "test_clock": None,
    }
