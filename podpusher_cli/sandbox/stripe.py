"""Stripe: what a first connection asks (reference/stripe.md, sections 2 and 8). Small and honest; nothing can be bought."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Sequence
from typing import Any

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, Handler, answer_json
from podpusher_cli.sandbox.faults import Fault
from podpusher_cli.sandbox.world import World

VERSION = "2026-10-28.endive"
_CREATED = 1_760_000_000
_PLANS = (("starter", "Starter", 900), ("pro", "Pro", 2900))
_LIST_FIELDS = frozenset(
    [
        "limit",
        "starting_after",
        "ending_before",
        "active",
        "product",
        "lookup_keys[]",
        "currency",
        "email",
        "customer",
        "status",
        "price",
    ]
)


def _product(name: str, title: str) -> dict[str, Any]:
    return {
        "id": f"prod_sandbox_{name}",
        "object": "product",
        "active": True,
        "created": _CREATED,
        "default_price": f"price_sandbox_{name}",
        "description": None,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": {"podpusher_plan": name},
        "name": f"podpusher {title}",
        "package_dimensions": None,
        "shippable": None,
        "tax_code": None,
        "type": "service",
        "updated": _CREATED,
        "url": None,
    }


def _price(name: str, cents: int) -> dict[str, Any]:
    recurring = {
        "interval": "month",
        "interval_count": 1,
        "meter": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }
    return {
        "id": f"price_sandbox_{name}",
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": _CREATED,
        "currency": "usd",
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": name,
        "metadata": {},
        "nickname": None,
        "product": f"prod_sandbox_{name}",
        "recurring": recurring,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring",
        "unit_amount": cents,
        "unit_amount_decimal": str(cents),
    }


class Stripe:
    """One account in test mode."""

    name = "stripe"
    prefix = "/stripe"

    def __init__(self, world: World) -> None:
        self.world = world
        self._lists: dict[str, list[dict[str, Any]]] = {
            "products": [_product(name, title) for name, title, _ in _PLANS],
            "prices": [_price(name, cents) for name, _, cents in _PLANS],
            "customers": [],
            "subscriptions": [],
        }

    def endpoints(self) -> Sequence[Endpoint]:
        """Account, balance, and four lists."""
        lists = [Endpoint("GET", f"/v1/{name}", self._list) for name in self._lists]
        ones = [Endpoint("GET", f"/v1/{name}/{{id}}", self._one) for name in self._lists]
        return [
            Endpoint("GET", "/v1/account", self._account),
            Endpoint("GET", "/v1/balance", self._balance),
            *lists,
            *ones,
        ]

    def respond(self, call: Call, handler: Handler | None) -> Answer:
        """The key, as bearer or as the user name of basic authentication; then the route."""
        key = _key(call.headers.get("authorization", ""))
        if key is None:
            text = "You did not provide an API key. You need to provide your API key in the Authorization header."
            return self._stamped(call, _error(401, "invalid_request_error", text))
        if key != accounts.STRIPE_KEY:
            hidden = f"{key[:8]}{'*' * max(0, len(key) - 12)}{key[-4:]}" if len(key) > 12 else "****"
            return self._stamped(call, _error(401, "invalid_request_error", f"Invalid API Key provided: {hidden}"))
        call.account = f"stripe:{accounts.STRIPE_ACCOUNT}"
        if handler is None:
            text = f"Unrecognized request URL ({call.method}: {call.path})."
            return self._stamped(call, _error(404, "invalid_request_error", text))
        return self._stamped(call, handler(call))

    def error(self, call: Call, status: int, fault: Fault) -> Answer:
        """An error a fault asked for, in Stripe's shape."""
        if fault.body is not None:
            answer = answer_json(status, fault.body)
        elif status == 429:
            answer = _error(429, "invalid_request_error", "Request rate limit exceeded.", "rate_limit")
        else:
            kind = "api_error" if status >= 500 else "invalid_request_error"
            answer = _error(status, kind, "An unknown error occurred")
        answer.headers |= fault.headers
        if fault.retry_after is not None:
            answer.headers["retry-after"] = f"{fault.retry_after:g}"
        return self._stamped(call, answer)

    def _stamped(self, call: Call, answer: Answer) -> Answer:
        call.request_id = f"req_{secrets.token_hex(7)}"
        answer.headers |= {"request-id": call.request_id, "stripe-version": call.headers.get("stripe-version", VERSION)}
        return answer

    def _account(self, _call: Call) -> Answer:
        account = {
            "id": accounts.STRIPE_ACCOUNT,
            "object": "account",
            "business_profile": {"name": accounts.SHOP_NAME, "support_email": None, "url": None},
            "capabilities": {"card_payments": "active", "transfers": "active"},
            "charges_enabled": True,
            "country": "US",
            "created": _CREATED,
            "default_currency": "usd",
            "details_submitted": True,
            "email": "seller@sandbox.example",
            "payouts_enabled": True,
            "settings": {"dashboard": {"display_name": accounts.SHOP_NAME, "timezone": "Etc/UTC"}},
            "type": "standard",
        }
        return answer_json(200, account)

    def _balance(self, _call: Call) -> Answer:
        nothing = [{"amount": 0, "currency": "usd", "source_types": {"card": 0}}]
        return answer_json(200, {"object": "balance", "available": nothing, "livemode": False, "pending": nothing})

    def _list(self, call: Call) -> Answer:
        asked = call.pairs()
        unknown = [name for name, _ in asked if name not in _LIST_FIELDS and not name.startswith("lookup_keys[")]
        if unknown:
            text = f"Received unknown parameter: {unknown[0]}"
            return _error(400, "invalid_request_error", text, "parameter_unknown", unknown[0])
        limit = dict(asked).get("limit", "10")
        if not limit.isdigit() or not 1 <= int(limit) <= 100:
            return _error(400, "invalid_request_error", "Invalid integer: limit", "parameter_invalid_integer", "limit")
        items = self._lists[call.path.rsplit("/", 1)[1]]
        wanted = {value for name, value in asked if name.startswith("lookup_keys[")}
        found = [item for item in items if not wanted or item.get("lookup_key") in wanted]
        whole = {"object": "list", "url": call.path, "has_more": len(found) > int(limit), "data": found[: int(limit)]}
        return answer_json(200, whole)

    def _one(self, call: Call) -> Answer:
        name = call.path.split("/")[2]
        for item in self._lists[name]:
            if item["id"] == call.params["id"]:
                return answer_json(200, item)
        text = f"No such {name[:-1]}: '{call.params['id']}'"
        return _error(404, "invalid_request_error", text, "resource_missing", "id")


def _key(authorization: str) -> str | None:
    """The key in an Authorization header, or None."""
    kind, _, value = authorization.partition(" ")
    if kind == "Bearer" and value:
        return value.strip()
    if kind == "Basic":
        try:
            return base64.b64decode(value).decode().partition(":")[0] or None
        except (binascii.Error, UnicodeDecodeError):
            return None
    return None


def _error(status: int, kind: str, message: str, code: str | None = None, param: str | None = None) -> Answer:
    error: dict[str, Any] = {"message": message, "type": kind}
    if code:
        error |= {"code": code, "doc_url": f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"}
    if param:
        error["param"] = param
    return answer_json(status, {"error": error})
