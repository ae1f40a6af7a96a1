"""Stripe's keys: whose account one opens, in which mode, and what it may do there (reference/stripe.md, section 2)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import Answer
from podpusher_cli.sandbox.stripe_errors import error

# The first word of a path below /v1, or the first two, and the permission it belongs to.
_PERMISSIONS = {
    "account": "accounts_kyc_basic",
    "accounts": "accounts_kyc_basic",
    "payment_methods": "payment_method",
    "invoiceitems": "invoice",
    "balance": "balance",
    "products": "product",
    "prices": "plan",
    "customers": "customer",
    "subscriptions": "subscription",
    "subscription_items": "subscription",
    "invoices": "invoice",
    "checkout/sessions": "checkout_session",
    "billing_portal/sessions": "customer_portal",
    "billing_portal/configurations": "customer_portal",
    "events": "event",
    "entitlements/active_entitlements": "entitlement",
    "entitlements/features": "entitlement",
    "billing/meter_events": "billing_meter_event",
    "billing/meters": "billing_meter",
    "webhook_endpoints": "webhook",
}
_SMALLEST = frozenset(
    [
        "accounts_kyc_basic_read",
        "balance_read",
        "checkout_session_write",
        "customer_portal_write",
        "customer_write",
        "subscription_read",
        "invoice_read",
        "plan_read",
        "product_read",
        "event_read",
        "entitlement_read",
        "billing_meter_event_write",
    ]
)
_LIMITED = frozenset(["accounts_kyc_basic_read", "product_read", "plan_read", "customer_read", "subscription_read"])
_READ_ONLY = frozenset(f"{word}_read" for word in _PERMISSIONS.values())
PERMISSIONS = _READ_ONLY | {f"{word}_write" for word in _PERMISSIONS.values()}


@dataclass(frozen=True, slots=True)
class Key:
    """`may`: its permissions, or None for all. `platform`: it may act for the accounts connected to it."""

    text: str
    account: str
    live: bool = False
    may: frozenset[str] | None = None
    platform: bool = False

    @property
    def book(self) -> str:
        """The account and the mode it opens."""
        return book_of(self.account, live=self.live)

    @property
    def hidden(self) -> str:
        """As Stripe quotes it."""
        return hide(self.text)


def book_of(account: str, *, live: bool) -> str:
    """The account in one of its two modes."""
    return f"{account}/{'live' if live else 'test'}"


def hide(text: str) -> str:
    """A key as Stripe quotes it: its kind and its last four characters."""
    return f"{text[:8]}{'*' * (len(text) - 12)}{text[-4:]}" if len(text) > 12 else "****"


KEYS = {
    key.text: key
    for key in (
        Key(accounts.STRIPE_KEY, accounts.STRIPE_ACCOUNT, may=_SMALLEST),
        Key(accounts.STRIPE_LIMITED_KEY, accounts.STRIPE_ACCOUNT, may=_LIMITED),
        Key(accounts.STRIPE_SECRET_KEY, accounts.STRIPE_ACCOUNT),
        Key(accounts.STRIPE_PLATFORM_KEY, accounts.STRIPE_PLATFORM, platform=True),
        Key(accounts.STRIPE_LIVE_KEY, accounts.STRIPE_LIVE_ACCOUNT, live=True, may=_SMALLEST),
        Key(accounts.STRIPE_LIVE_SECRET_KEY, accounts.STRIPE_LIVE_ACCOUNT, live=True),
        Key(accounts.STRIPE_LIVE_PLATFORM_KEY, accounts.STRIPE_PLATFORM, live=True, platform=True),
    )
}


def of_grant(token: str, account: str, *, live: bool, scope: str) -> Key:
    """The key that an OAuth grant's access token is."""
    return Key(token, account, live=live, may=None if scope == "read_write" else _READ_ONLY)


def sent(authorization: str) -> str | None:
    """The key in an Authorization header, as bearer or as the user name of basic authentication, or None."""
    kind, _, value = authorization.partition(" ")
    if kind == "Bearer" and value:
        return value.strip()
    if kind == "Basic":
        try:
            return base64.b64decode(value).decode().partition(":")[0] or None
        except (binascii.Error, UnicodeDecodeError):
            return None
    return None


def unknown(text: str | None) -> Answer:
    """401: no key, one that has expired, or one that was never given."""
    if text is None:
        said = "You did not provide an API key. You need to provide your API key in the Authorization header."
        return error(401, "invalid_request_error", said)
    if text == accounts.STRIPE_EXPIRED_KEY:
        return error(401, "invalid_request_error", f"Expired API Key provided: {hide(text)}", "api_key_expired")
    return error(401, "invalid_request_error", f"Invalid API Key provided: {hide(text)}")


def not_connected(key: Key, account: str) -> Answer:
    """403: the platform may not act for that account."""
    said = (
        f"The provided key '{key.hidden}' does not have access to account '{account}' (or that account does not exist)."
    )
    return error(403, "invalid_request_error", f"{said} Application access may have been revoked.", "account_invalid")


def lacking(key: Key, method: str, path: str) -> Answer | None:
    """403 when the key may not do this, naming the permission; None when it may. Writing includes reading."""
    words = path.removeprefix("/v1/").split("/")
    word = _PERMISSIONS.get(words[0]) or _PERMISSIONS.get("/".join(words[:2]))
    if key.may is None or word is None:
        return None
    wanted = f"{word}_{'read' if method == 'GET' else 'write'}"
    if {wanted, f"{word}_write"} & key.may:
        return None
    said = (
        f"The provided key '{key.hidden}' does not have the required permissions for this endpoint on account '{key.account}'. "
        f"Having the 'rak_{wanted}' permission would allow this request to continue."
    )
    return error(403, "invalid_request_error", said)
