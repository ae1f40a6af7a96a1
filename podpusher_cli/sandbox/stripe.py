"""Stripe: what a first connection asks (reference/stripe.md, sections 2 and 8). Small and honest; nothing can be bought."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from podpusher_cli.sandbox import accounts, stripe_keys
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, Handler, Refuse, answer_json
from podpusher_cli.sandbox.faults import Fault
from podpusher_cli.sandbox.stripe_errors import invalid, missing, with_status
from podpusher_cli.sandbox.stripe_keys import KEYS, Key
from podpusher_cli.sandbox.stripe_oauth import OAuth
from podpusher_cli.sandbox.stripe_store import Store
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
    """A seller's account in test mode, another in live mode, and a platform that may be connected to them."""

    name = "stripe"
    prefix = "/stripe"

    def __init__(self, world: World) -> None:
        self.world = world
        self.oauth = OAuth(world, Store(world))
        self._lists: dict[str, list[dict[str, Any]]] = {
            "products": [_product(name, title) for name, title, _ in _PLANS],
            "prices": [_price(name, cents) for name, _, cents in _PLANS],
            "customers": [],
            "subscriptions": [],
        }

    def endpoints(self) -> Sequence[Endpoint]:
        """Connect's OAuth; account, balance, and four lists."""
        lists = [Endpoint("GET", f"/v1/{name}", self._list) for name in self._lists]
        ones = [Endpoint("GET", f"/v1/{name}/{{id}}", self._one) for name in self._lists]
        return [
            *self.oauth.endpoints(),
            Endpoint("GET", "/v1/account", self._account),
            Endpoint("GET", "/v1/balance", self._balance),
            *lists,
            *ones,
        ]

    def respond(self, call: Call, handler: Handler | None) -> Answer:
        """The key and what it may do, then the route; Connect's routes see to it themselves."""
        try:
            if handler and not call.path.startswith("/v1/"):
                return self._stamped(call, handler(call))
            key = self._key(call)
            if handler is None:
                text = f"Unrecognized request URL ({call.method}: {call.path})."
                raise invalid(text, status=404)
            refused = stripe_keys.lacking(key, call.method, call.path)
            return self._stamped(call, refused or handler(call))
        except Refuse as refusal:
            return self._stamped(call, refusal.answer)

    def _key(self, call: Call) -> Key:
        """Whose call it is; the call learns its book. Raises Refuse."""
        text = stripe_keys.sent(call.headers.get("authorization", ""))
        key = (KEYS.get(text) or self.oauth.key(text)) if text else None
        if key is None:
            raise Refuse(stripe_keys.unknown(text))
        account = call.headers.get("stripe-account", key.account)
        if account != key.account:
            if not (key.platform and self.oauth.connected(account, live=key.live)):
                raise Refuse(stripe_keys.not_connected(key, account))
            key = Key(key.text, account, live=key.live)
        call.account, call.scope = f"stripe:{key.account}", key.book
        return key

    def error(self, call: Call, status: int, fault: Fault) -> Answer:
        """An error a fault asked for, in Stripe's shape."""
        answer = with_status(status) if fault.body is None else answer_json(status, fault.body)
        answer.headers |= fault.headers
        if fault.retry_after is not None:
            answer.headers["retry-after"] = f"{fault.retry_after:g}"
        return self._stamped(call, answer)

    def _stamped(self, call: Call, answer: Answer) -> Answer:
        call.request_id = f"req_{secrets.token_hex(7)}"
        answer.headers |= {"request-id": call.request_id, "stripe-version": call.headers.get("stripe-version", VERSION)}
        return answer

    def _account(self, call: Call) -> Answer:
        account = {
            "id": call.scope.partition("/")[0],
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

    def _balance(self, call: Call) -> Answer:
        nothing = [{"amount": 0, "currency": "usd", "source_types": {"card": 0}}]
        return answer_json(
            200,
            {"object": "balance", "available": nothing, "livemode": call.scope.endswith("/live"), "pending": nothing},
        )

    def _list(self, call: Call) -> Answer:
        asked = call.pairs()
        unknown = [name for name, _ in asked if name not in _LIST_FIELDS and not name.startswith("lookup_keys[")]
        if unknown:
            text = f"Received unknown parameter: {unknown[0]}"
            raise invalid(text, "parameter_unknown", unknown[0])
        limit = dict(asked).get("limit", "10")
        if not limit.isdigit() or not 1 <= int(limit) <= 100:
            raise invalid("Invalid integer: limit", "parameter_invalid_integer", "limit")
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
        raise missing(name[:-1], call.params["id"])
