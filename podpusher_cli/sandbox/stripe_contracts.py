"""Stripe's objects of a sale: checkout session, subscription, invoice, portal session."""

from __future__ import annotations

from podpusher_cli.sandbox.stripe_docs import listed
from podpusher_cli.sandbox.stripe_offers import plan_of
from podpusher_cli.sandbox.stripe_store import Doc, new_id

_NO_TAX = {"enabled": False, "liability": None}


def session(*, live: bool, now: int, line: Doc, wanted: Doc, url: str) -> Doc:
    """An open checkout session for one line; `wanted` is what the caller sent."""
    number = new_id(f"cs_{'live' if live else 'test'}_", 58)
    return {
        "id": number,
        "object": "checkout.session",
        "adaptive_pricing": {"enabled": False},
        "after_expiration": None,
        "allow_promotion_codes": wanted.get("allow_promotion_codes"),
        "amount_subtotal": line["amount_subtotal"],
        "amount_total": line["amount_total"],
        "automatic_tax": _NO_TAX | {"provider": None, "status": None},
        "billing_address_collection": wanted.get("billing_address_collection"),
        "cancel_url": wanted.get("cancel_url"),
        "client_reference_id": wanted.get("client_reference_id"),
        "client_secret": None,
        "collected_information": None,
        "consent": None,
        "consent_collection": None,
        "created": now,
        "currency": line["currency"],
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer": wanted.get("customer"),
        "customer_account": None,
        "customer_creation": None if wanted.get("customer") else "always",
        "customer_details": None,
        "customer_email": wanted.get("customer_email"),
        "discounts": [],
        "expires_at": wanted.get("expires_at", now + 86_400),
        "integration_identifier": None,
        "invoice": None,
        "invoice_creation": None,
        "livemode": live,
        "locale": wanted.get("locale"),
        "metadata": wanted.get("metadata", {}),
        "mode": wanted["mode"],
        "origin_context": None,
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": wanted.get("payment_method_collection", "always"),
        "payment_method_configuration_details": None,
        "payment_method_options": None,
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "permissions": None,
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": None,
        "subscription": None,
        "success_url": wanted["success_url"],
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{url}/pay/{number}",
        "wallet_options": None,
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


def subscription(customer: Doc, *, live: bool, now: int, status: str) -> Doc:
    """A subscription with nothing in it yet."""
    number = new_id("sub_")
    return {
        "id": number,
        "object": "subscription",
        "application": None,
        "application_fee_percent": None,
        "automatic_tax": _NO_TAX | {"disabled_reason": None},
        "billing_cycle_anchor": now,
        "billing_cycle_anchor_config": None,
        "billing_mode": {"flexible": {"proration_discounts": "included"}, "type": "flexible", "updated_at": now},
        "billing_schedules": [],
        "billing_thresholds": None,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "feedback_option": None, "reason": None},
        "collection_method": "charge_automatically",
        "created": now,
        "currency": "usd",
        "customer": customer["id"],
        "customer_account": None,
        "days_until_due": None,
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": None,
        "discounts": [],
        "ended_at": None,
        "invoice_settings": {
            "account_tax_ids": None,
            "custom_fields": None,
            "description": None,
            "footer": None,
            "issuer": {"type": "self"},
        },
        "items": listed(f"/v1/subscription_items?subscription={number}", []),
        "latest_invoice": None,
        "livemode": live,
        "metadata": {},
        "next_pending_invoice_item_invoice": None,
        "on_behalf_of": None,
        "pause_collection": None,
        "payment_settings": {
            "payment_method_options": None,
            "payment_method_types": None,
            "save_default_payment_method": "off",
        },
        "pending_invoice_item_interval": None,
        "pending_setup_intent": None,
        "pending_update": None,
        "schedule": None,
        "start_date": now,
        "status": status,
        "test_clock": None,
        "transfer_data": None,
        "trial_end": None,
        "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
        "trial_start": None,
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
