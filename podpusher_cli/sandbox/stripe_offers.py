"""What a seller sets up at Stripe: products, prices, features, meters, the portal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from podpusher_cli.sandbox.stripe_store import Doc


def product(number: str, name: str, *, live: bool, now: int, metadata: dict[str, str]) -> Doc:
    """A product without a price."""
    return {
        "id": number,
        "object": "product",
        "active": True,
        "created": now,
        "default_price": None,
        "description": None,
        "images": [],
        "livemode": live,
        "marketing_features": [],
        "metadata": metadata,
        "name": name,
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "type": "service",
        "unit_label": None,
        "updated": now,
        "url": None,
    }


def price(number: str, of: str, cents: int, *, live: bool, now: int, interval: str = "month", count: int = 1) -> Doc:
    """A recurring price of a product in dollars."""
    return {
        "id": number,
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": now,
        "currency": "usd",
        "custom_unit_amount": None,
        "livemode": live,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": of,
        "recurring": {
            "interval": interval,
            "interval_count": count,
            "meter": None,
            "trial_period_days": None,
            "usage_type": "licensed",
        },
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring",
        "unit_amount": cents,
        "unit_amount_decimal": str(cents),
    }


def plan_of(price: Doc) -> Doc:
    """The older object that still goes with a recurring price."""
    recurring = price["recurring"]
    return {
        "id": price["id"],
        "object": "plan",
        "active": price["active"],
        "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"],
        "billing_scheme": price["billing_scheme"],
        "created": price["created"],
        "currency": price["currency"],
        "interval": recurring["interval"],
        "interval_count": recurring["interval_count"],
        "livemode": price["livemode"],
        "metadata": price["metadata"],
        "meter": recurring["meter"],
        "nickname": price["nickname"],
        "product": price["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": recurring["usage_type"],
    }


def feature(name: str, title: str, *, live: bool) -> Doc:
    """Something a product entitles to, known by its lookup key."""
    return {
        "id": f"feat_{'live' if live else 'test'}_{name}",
        "object": "entitlements.feature",
        "active": True,
        "livemode": live,
        "lookup_key": name,
        "metadata": {},
        "name": title,
    }


def meter(event_name: str, title: str, *, live: bool, now: int) -> Doc:
    """A meter that sums what the events of a name say."""
    return {
        "id": f"mtr_{'live' if live else 'test'}_{event_name}",
        "object": "billing.meter",
        "created": now,
        "customer_mapping": {"event_payload_key": "stripe_customer_id", "type": "by_id"},
        "default_aggregation": {"formula": "sum"},
        "display_name": title,
        "event_name": event_name,
        "event_time_window": None,
        "livemode": live,
        "status": "active",
        "status_transitions": {"deactivated_at": None},
        "updated": now,
        "value_settings": {"event_payload_key": "value"},
    }


def portal_configuration(*, live: bool, now: int, products: Sequence[Doc]) -> Doc:
    """The portal as its owner saved it: cancel at the period's end, change the plan, change the card."""
    features: dict[str, Any] = {
        "customer_update": {"allowed_updates": ["email"], "enabled": True},
        "invoice_history": {"enabled": True},
        "payment_method_update": {"enabled": True, "payment_method_configuration": None},
        "subscription_cancel": {
            "cancellation_reason": {"enabled": False, "feedback_options": None, "options": []},
            "enabled": True,
            "mode": "at_period_end",
            "proration_behavior": "none",
        },
        "subscription_pause": {"duration": {"interval_options": [], "type": "indefinite"}, "enabled": False},
        "subscription_update": {
            "billing_cycle_anchor": None,
            "default_allowed_updates": ["price"],
            "enabled": True,
            "products": products,
            "proration_behavior": "none",
            "schedule_at_period_end": {"conditions": []},
            "trial_update_behavior": "continue_trial",
        },
    }
    return {
        "id": f"bpc_{'live' if live else 'test'}_sandbox",
        "object": "billing_portal.configuration",
        "active": True,
        "application": None,
        "business_profile": {"headline": None, "privacy_policy_url": None, "terms_of_service_url": None},
        "created": now,
        "default_return_url": None,
        "features": features,
        "is_default": True,
        "livemode": live,
        "login_page": {"enabled": False, "url": None},
        "metadata": {},
        "name": None,
        "updated": now,
    }
