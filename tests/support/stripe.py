"""Stripe's own client, pointed at a sandbox."""

from __future__ import annotations

from typing import Any

import stripe

from tests.support.sandbox import RunningSandbox

stripe.enable_telemetry = False


def stripe_client(sandbox: RunningSandbox, key: str = "api_key", **options: Any) -> stripe.StripeClient:
    """A client with one of the sandbox's keys, by its name in the accounts, or with any other."""
    base = sandbox.url + "/stripe"
    known = sandbox.accounts()["stripe"]
    options.setdefault("client_id", known["client_id"])
    return stripe.StripeClient(known.get(key, key), base_addresses={"api": base, "connect": base}, **options)
