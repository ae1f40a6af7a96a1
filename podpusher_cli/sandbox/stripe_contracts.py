"""Stripe's objects of a sale: checkout session, subscription, invoice, portal session."""

from __future__ import annotations

from podpusher_cli.sandbox.stripe_docs import listed
from podpusher_cli.sandbox.stripe_offers import plan_of
from podpusher_cli.sandbox.stripe_store import Doc, new_id

_NO_TAX = {"enabled": False, "liability": None}


_UNUSED_OF_SESSION = (
    "after_expiration", "client_secret", "collected_information", "consent", "consent_collection", "currency_conversion",
    "customer_account", "customer_details", "integration_identifier", "invoice", "invoice_creation", "origin_context", "payment_intent",
    "payment_link", "payment_method_configuration_details", "payment_method_options", "permissions", "recovered_from",
    "saved_payment_method_options", "setup_intent", "shipping_address_collection", "shipping_cost", "submit_type", "subscription",
    "wallet_options",
)  # fmt: skip
"""Fields of a checkout session that are null until something is told."""
_AS_SENT = (
    "allow_promotion_codes", "billing_address_collection", "cancel_url", "client_reference_id", "customer", "customer_email", "locale",
)  # fmt: skip
"""Fields of a checkout session that say what the caller sent, or null."""


def session(*, live: bool, now: int, line: Doc, wanted: Doc, url: str) -> Doc:
    """An open checkout session for one line; `wanted` is what the caller sent."""
    number = new_id(f"cs_{'live' if live else 'test'}_", 58)
    return {
        "id": number,
        "object": "checkout.session",
        **dict.fromkeys(_UNUSED_OF_SESSION),
        **{name: wanted.get(name) for name in _AS_SENT},
        "adaptive_pricing": {"enabled": False},
        "amount_subtotal": line["amount_subtotal"],
        "amount_total": line["amount_total"],
        "automatic_tax": _NO_TAX | {"provider": None, "status": None},
        "created": now,
        "currency": line["currency"],
        "custom_fields": [],
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "customer_creation": None if wanted.get("customer") else "always",
        "discounts": [],
        "expires_at": wanted.get("expires_at", now + 86_400),
        "livemode": live,
        "metadata": wanted.get("metadata", {}),
        "mode": wanted["mode"],
        "payment_method_collection": wanted.get("payment_method_collection", "always"),
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "success_url": wanted["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{url}/pay/{number}",
    }


def line_item(price: Doc, quantity: int, *, free: bool = False) -> Doc:
    """One line of a checkout session; `free` while a trial runs."""
    whole = 0 if free else (price["unit_amount"] or 0) * quantity
    return {
        "id": new_id("li_"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": whole,
        "amount_tax": 0,
        "amount_total": whole,
        "currency": price["currency"],
        "description": price["product"],
        "metadata": {},
        "price": price,
        "quantity": quantity,
    }


def item(subscription: str, price: Doc, quantity: int, *, start: int, end: int) -> Doc:
    """One thing that is subscribed to, with its period."""
    return {
        "id": new_id("si_", 14),
        "object": "subscription_item",
        "billed_until": None,
        "billing_thresholds": None,
        "created": start,
        "current_period_end": end,
        "current_period_start": start,
        "discounts": [],
        "metadata": {},
        "plan": plan_of(price),
        "price": price,
        "quantity": quantity,
        "subscription": subscription,
        "tax_rates": [],
    }


_UNUSED_OF_SUBSCRIPTION = (
    "application", "application_fee_percent", "billing_cycle_anchor_config", "billing_thresholds", "cancel_at", "canceled_at",
    "customer_account", "days_until_due", "default_payment_method", "default_source", "description", "ended_at", "latest_invoice",
    "next_pending_invoice_item_invoice", "on_behalf_of", "pause_collection", "pending_invoice_item_interval", "pending_setup_intent",
    "pending_update", "schedule", "test_clock", "transfer_data", "trial_end", "trial_start",
)  # fmt: skip
"""Fields of a subscription that are null until something is told."""


def subscription(customer: Doc, *, live: bool, now: int, status: str) -> Doc:
    """A subscription with nothing in it yet."""
    number = new_id("sub_")
    return {
        "id": number,
        "object": "subscription",
        **dict.fromkeys(_UNUSED_OF_SUBSCRIPTION),
        "automatic_tax": _NO_TAX | {"disabled_reason": None},
        "billing_cycle_anchor": now,
        "billing_mode": {"flexible": {"proration_discounts": "included"}, "type": "flexible", "updated_at": now},
        "billing_schedules": [],
        "cancel_at_period_end": False,
        "cancellation_details": dict.fromkeys(("comment", "feedback", "feedback_option", "reason")),
        "collection_method": "charge_automatically",
        "created": now,
        "currency": "usd",
        "customer": customer["id"],
        "default_tax_rates": [],
        "discounts": [],
        "invoice_settings": {
            **dict.fromkeys(("account_tax_ids", "custom_fields", "description", "footer")),
            "issuer": {"type": "self"},
        },
        "items": listed(f"/v1/subscription_items?subscription={number}", []),
        "livemode": live,
        "metadata": {},
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "start_date": now,
        "status": status,
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
    }


def portal_session(customer: str, configuration: Doc, *, now: int, wanted: Doc, url: str) -> Doc:
    """A link into the portal; `wanted` is what the caller sent."""
    number = new_id("bps_")
    return {
        "id": number,
        "object": "billing_portal.session",
        "configuration": configuration["id"],
        "created": now,
        "customer": customer,
        "customer_account": None,
        "flow": None,
        "livemode": configuration["livemode"],
        "locale": wanted.get("locale"),
        "on_behalf_of": None,
        "return_url": wanted.get("return_url"),
        "url": f"{url}/portal/{number}",
    }
