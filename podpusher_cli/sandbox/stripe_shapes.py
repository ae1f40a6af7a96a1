"""The same objects as older API versions show them (reference/stripe.md, section 5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from podpusher_cli.sandbox.stripe_docs import VERSION
from podpusher_cli.sandbox.stripe_offers import plan_of
from podpusher_cli.sandbox.stripe_store import Doc

BASIL = "2025-03-31"
_DAHLIA = "2026-03-25"
_FORM = re.compile(r"20\d\d-\d\d-\d\d(\.[a-z]+)?\Z")
_UI_MODES = {"hosted_page": "hosted", "embedded_page": "embedded", "elements": "custom"}


def is_version(word: str) -> bool:
    """Whether it is written as Stripe writes its versions, and is not of the future."""
    return bool(_FORM.match(word)) and word[:10] <= VERSION[:10]


def shown(value: Any, version: str) -> Any:
    """The object, and all that is inside it, as that version has it."""
    if isinstance(value, list):
        return [shown(item, version) for item in value]
    if not isinstance(value, dict) or value.get("object") == "event":
        return value  # an event keeps the shape it was made in
    doc = {name: shown(item, version) for name, item in value.items()}
    kind, date = doc.get("object"), version[:10]
    if date < _DAHLIA and kind == "checkout.session":
        doc["ui_mode"] = _UI_MODES.get(doc["ui_mode"], doc["ui_mode"])
    if date < BASIL and isinstance(kind, str) and kind in _OLD:
        _OLD[kind](doc, value)
    return doc


def _subscription(doc: Doc, now: Doc) -> None:
    """The period stands on the subscription, and so does the one plan."""
    items = now["items"]["data"]
    for edge, choose in (("current_period_start", max), ("current_period_end", min)):
        doc[edge] = choose((item[edge] for item in items), default=None)
    doc |= {"plan": plan_of(items[0]["price"]), "quantity": items[0]["quantity"]} if len(items) == 1 else {}
    doc["discount"] = None
    for name in ("billing_mode", "billing_schedules", "customer_account"):
        doc.pop(name, None)


def _item(doc: Doc, _now: Doc) -> None:
    for name in ("current_period_start", "current_period_end", "billed_until"):
        doc.pop(name, None)


def _invoice(doc: Doc, now: Doc) -> None:
    """The subscription stands on the invoice; there is a charge and a flag for paid."""
    details = (now["parent"] or {}).get("subscription_details")
    doc["subscription"] = details["subscription"] if details else None
    doc["subscription_details"] = {"metadata": details["metadata"]} if details else None
    doc["paid"] = now["status"] == "paid"
    paid_by = f"{now['id'].removeprefix('in_')}" if now["attempted"] and now["total"] else None
    doc |= {"charge": paid_by and f"ch_{paid_by}", "payment_intent": paid_by and f"pi_{paid_by}"}
    doc |= {"paid_out_of_band": False, "tax": None, "discount": None, "total_tax_amounts": []}
    for name in ("parent", "amount_overpaid", "total_taxes", "customer_account"):
        doc.pop(name, None)


def _line(doc: Doc, now: Doc) -> None:
    details = now["parent"]["subscription_item_details"]
    doc |= {"type": "subscription" if details else "invoiceitem", "proration": False}
    doc["proration_details"] = {"credited_items": None}
    if details:
        doc |= {"subscription": details["subscription"], "subscription_item": details["subscription_item"]}
    priced = now["pricing"] and now["pricing"]["price_details"]
    doc["price"] = priced and {"id": priced["price"], "object": "price", "product": priced["product"]}
    for name in ("parent", "pricing", "taxes", "quantity_decimal", "subtotal"):
        doc.pop(name, None)


def _list(doc: Doc, now: Doc) -> None:
    if "data" in now and now["url"].startswith(("/v1/subscription_items", "/v1/invoices/")):
        doc["total_count"] = len(now["data"])


_OLD: dict[str, Callable[[Doc, Doc], None]] = {
    "subscription": _subscription,
    "subscription_item": _item,
    "invoice": _invoice,
    "line_item": _line,
    "list": _list,
}
