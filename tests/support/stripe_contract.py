"""Whether an object is what the installed `stripe` package says it is, field by field (reference/stripe.md, section 8)."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import stripe

_NAMED = (
    stripe.Account,
    stripe.Application,
    stripe.Balance,
    stripe.Customer,
    stripe.Event,
    stripe.Invoice,
    stripe.InvoiceItem,
    stripe.InvoiceLineItem,
    stripe.LineItem,
    stripe.PaymentMethod,
    stripe.Plan,
    stripe.Price,
    stripe.Product,
    stripe.Subscription,
    stripe.SubscriptionItem,
    stripe.WebhookEndpoint,
    stripe.billing.Meter,
    stripe.billing.MeterEvent,
    stripe.billing.MeterEventSummary,
    stripe.billing_portal.Configuration,
    stripe.billing_portal.Session,
    stripe.checkout.Session,
    stripe.entitlements.ActiveEntitlement,
    stripe.entitlements.ActiveEntitlementSummary,
    stripe.entitlements.Feature,
)
CLASSES: dict[str, Any] = {cls.OBJECT_NAME: cls for cls in _NAMED}
_LIST_FIELDS = {"object", "url", "has_more", "data"}
_PLAIN = {int: int, str: str, bool: bool, float: (int, float), Decimal: str}


def problems(value: Any, cls: Any = None, path: str = "") -> Iterator[str]:
    """Every field that the class does not have, lacks, or has otherwise; of the objects inside it as well."""
    if isinstance(value, list):
        for item in value:
            yield from problems(item, cls, path)
        return
    if not isinstance(value, dict):
        return
    kind = value.get("object")
    path = path or str(kind)
    if kind == "list":
        yield from (f"{path}: {name} in a list" for name in value.keys() ^ _LIST_FIELDS)
        yield from problems(value["data"], None, path)
        return
    cls = CLASSES[kind] if isinstance(kind, str) else cls
    if cls is None:
        return
    fields = {name: note for name, note in inspect.get_annotations(cls).items() if name != "OBJECT_NAME"}
    yield from (f"{path}.{name} is not in {cls.__name__}" for name in value.keys() - fields.keys())
    for name, note in fields.items():
        if name not in value:
            if not _optional(note) and not value.get("deleted"):  # of what is gone only the id is left
                yield f"{path}.{name} is missing"
            continue
        yield from _field(value[name], note, f"{path}.{name}")


def _field(value: Any, note: Any, path: str) -> Iterator[str]:
    if value is None:
        if not _optional(note):
            yield f"{path} is null"
        return
    told = list(_parts(note))
    words = [word for part in told if typing.get_origin(part) is typing.Literal for word in typing.get_args(part)]
    if words and isinstance(value, str) and value not in words and not _is_id(value, told):
        yield f"{path}: {value} is none of {words}"
    plain = tuple(_PLAIN[part] for part in told if part in _PLAIN)
    if plain and not words and isinstance(value, (str, int, float)) and not _is_a(value, plain):
        yield f"{path} is a {type(value).__name__}"
    inner = next((part for part in told if isinstance(part, type) and part.__module__.startswith("stripe.")), None)
    yield from problems(value, inner if inner is not stripe.StripeObject else None, path)


def _is_id(value: str, told: list[Any]) -> bool:
    return any(isinstance(part, typing.ForwardRef) for part in told) and "_" in value


def _is_a(value: Any, plain: tuple[Any, ...]) -> bool:
    if isinstance(value, bool):
        return bool in plain
    return any(isinstance(value, kind) for kind in plain)


def _parts(note: Any) -> Iterator[Any]:
    """The members of a union, the item of a list."""
    origin = typing.get_origin(note)
    if origin in {typing.Union, types.UnionType, list}:
        for part in typing.get_args(note):
            yield from _parts(part)
    else:
        yield note


def _optional(note: Any) -> bool:
    return type(None) in typing.get_args(note) or note == "Literal[True]|None"
