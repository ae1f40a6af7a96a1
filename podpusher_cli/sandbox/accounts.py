"""Who lives in the sandbox: the seller's accounts at every provider, and their made-up credentials."""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

# In every secret of the sandbox, so that one that got out is known at sight.
MARK = "sandboxsecret"
ETSY_KEYSTRING = "sandboxkeystring0000000"
ETSY_SECRET = MARK
ETSY_APPLICATION = 1512345678901
ETSY_USER = 70211334
ETSY_SHOP = 51300771
SHOP_NAME = "SandboxShop"
CURRENCY = "USD"
PRINTIFY_USER = 1337
PRINTIFY_APP = "sandboxapp00000000000000"
PRINTIFY_SHOPS = {5432: (SHOP_NAME, "etsy"), 5433: ("Disconnected Shop", "disconnected")}
OPENAI_KEY = f"sk-{MARK}"
# The seller's own account at Stripe, a second one that is live, and a platform that both may be connected to.
STRIPE_KEY = f"rk_test_{MARK}"
STRIPE_LIMITED_KEY = f"rk_test_{MARK}limited"
STRIPE_EXPIRED_KEY = f"rk_test_{MARK}expired"
STRIPE_SECRET_KEY = f"sk_test_{MARK}"
STRIPE_ACCOUNT = "acct_sandbox0000000"
STRIPE_LIVE_KEY = f"rk_live_{MARK}"
STRIPE_LIVE_SECRET_KEY = f"sk_live_{MARK}"
STRIPE_LIVE_ACCOUNT = "acct_sandboxlive000"
STRIPE_PLATFORM = "acct_sandboxplatform"
STRIPE_PLATFORM_KEY = f"sk_test_{MARK}platform"
STRIPE_CLIENT_ID = "ca_sandboxtest"
STRIPE_LIVE_PLATFORM_KEY = f"sk_live_{MARK}platform"
STRIPE_LIVE_CLIENT_ID = "ca_sandboxlive"

_YEAR = 365 * 86_400
PRINTIFY_SCOPES = {
    "shops.read": "Access shops in your account",
    "catalog.read": "See products and print providers of the catalog",
    "print_providers.read": "See available print providers",
    "products.read": "See products created in your shop",
    "products.write": "Create products in your shop",
    "uploads.read": "See uploaded files in your account",
    "uploads.write": "Upload image files and archive them",
}
# What the seller ticked for the personal token, and for another that lacks most of it.
PRINTIFY_TICKED = (*PRINTIFY_SCOPES, "orders.read")
PRINTIFY_LIMITED = ("shops.read", "catalog.read", "print_providers.read")


def new_secret(head: str = "") -> str:
    """A secret that nobody had before; whichever end of it gets out, the mark is in it."""
    return f"{head}{MARK}{secrets.token_hex(20)}{MARK}"


def _part(value: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).rstrip(b"=").decode()


def printify_token(
    made: float | None = None,
    *,
    seconds: int = _YEAR,
    number: str = "5and80x",
    scopes: Sequence[str] = PRINTIFY_TICKED,
) -> str:
    """A token in the form of a JWT, good from `made` (epoch seconds): a personal one for a year."""
    start = int(time.time() if made is None else made)
    claims: dict[str, object] = {
        "aud": "sandbox",
        "jti": number,
        "iat": start,
        "nbf": start,
        "exp": start + seconds,
        "sub": str(PRINTIFY_USER),
        "scopes": list(scopes),
    }
    return f"{_part({'typ': 'JWT', 'alg': 'none', 'kid': MARK})}.{_part(claims)}.{MARK}"


def limited_token() -> str:
    """A personal token of which little was ticked."""
    return printify_token(number="1imit3d", scopes=PRINTIFY_LIMITED)


@lru_cache(64)
def token_claims(token: str) -> dict[str, Any]:
    """What a token of `printify_token` says."""
    part = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


def report(token: str, limited: str) -> dict[str, object]:
    """All credentials, and below which path each service is."""
    return {
        "etsy": {
            "keystring": ETSY_KEYSTRING,
            "shared_secret": ETSY_SECRET,
            "user_id": ETSY_USER,
            "shop_id": ETSY_SHOP,
            "shop_name": SHOP_NAME,
            "currency": CURRENCY,
        },
        "printify": {
            "token": token,
            "limited_token": limited,
            "app_id": PRINTIFY_APP,
            "shop_id": 5432,
            "disconnected_shop_id": 5433,
            "foreign_shop_id": 9999,
        },
        "openai": {"api_key": OPENAI_KEY},
        "stripe": {
            "api_key": STRIPE_KEY,
            "limited_key": STRIPE_LIMITED_KEY,
            "expired_key": STRIPE_EXPIRED_KEY,
            "secret_key": STRIPE_SECRET_KEY,
            "account": STRIPE_ACCOUNT,
            "live_key": STRIPE_LIVE_KEY,
            "live_secret_key": STRIPE_LIVE_SECRET_KEY,
            "live_account": STRIPE_LIVE_ACCOUNT,
            "platform_account": STRIPE_PLATFORM,
            "platform_key": STRIPE_PLATFORM_KEY,
            "client_id": STRIPE_CLIENT_ID,
            "live_platform_key": STRIPE_LIVE_PLATFORM_KEY,
            "live_client_id": STRIPE_LIVE_CLIENT_ID,
        },
        "paths": {
            "etsy_api": "/etsy",
            "etsy_authorize": "/etsy/oauth/connect",
            "etsy_token": "/etsy/v3/public/oauth/token",
            "printify": "/printify",
            "printify_authorize": "/printify/app/authorize",
            "stripe": "/stripe",
            "openai": "/openai/v1",
            "tiktok": "/trends/tiktok",
        },
    }
