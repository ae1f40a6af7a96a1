"""Printify's refusals, of every shape, made ours (reference/printify.md, section 7)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from podpusher_cli.core.errors import ConnectionExpired, PodpusherError, ProviderRefused, TryLater
from podpusher_cli.core.http import Response
from podpusher_cli.core.text import N_


class PrintifyRefused(ProviderRefused):
    """Printify's own words are in the message; its code, if it sent one, in the details."""


class ShopNotConnected(PrintifyRefused):
    message = N_("The Printify shop is not connected to Etsy.")
    hint = N_("Connect the Etsy shop in Printify, then run the same command again.")


class ShopUnknown(PrintifyRefused):
    exit_status = 3
    message = N_("This Printify token cannot see shop {shop}; reconnecting a shop in Printify gives it a new number.")
    hint = "podpusher connect printify"


class NotAllowed(PrintifyRefused):
    """Of no product: the token lacks a scope, or what is asked for is somebody else's."""

    exit_status = 3
    message = N_("Printify does not allow that with this token: {problem}")
    hint = N_(
        "podpusher status shows which scopes it lacks. Make one with all of them in Printify, under My Profile, Connections; "
        "then podpusher connect printify."
    )


class ProductGone(PrintifyRefused):
    exit_status = 4
    message = N_("Printify does not have this product any more.")
    hint = N_("podpusher publish makes it again if the product is still ready here.")


class Locked(TryLater):
    code = "printify.locked"
    message = N_("Printify is still busy with this product.")


# Printify's codes (section 7) and our reasons; an unknown one keeps its number.
_REASONS = {
    8104: "wrong_shop", 8150: "validation", 8201: "bad_file", 8203: "low_quality", 8251: "variants", 8252: "locked",
    8253: "image_unknown", 8254: "shop_not_connected", 10300: "download", 61003: "too_many_capitals",
}  # fmt: skip
_OTHERS = {402: "plan", 413: "too_large", 422: "malformed"}

# What a seller can do about it, by our reasons.
_HINTS = {
    "validation": N_("podpusher check PRODUCT may show what is wrong; if not, podpusher doctor --bundle report.zip makes a report for support."),
    "bad_file": N_("Give the product a smaller PNG or JPG file as its design."),
    "too_large": N_("Give the product a smaller PNG or JPG file as its design."),
    "low_quality": N_("Give the product larger artwork as its design."),
    "variants": N_("The catalogue may have changed: compare podpusher blueprints show with the product's variants."),
    "image_unknown": N_("Run the same command again: the artwork is sent anew."),
    "too_many_capitals": N_("podpusher products edit PRODUCT --title gives it a title with fewer capitals."),
    "plan": N_("What your Printify plan includes is used up: raise it in Printify, or run the same command again later."),
}  # fmt: skip


def refusal(response: Response, path: str) -> PodpusherError:
    """Printify's error as one of ours; all the shapes of section 7. `path` is what was asked for."""
    told = response.json()
    told = told if isinstance(told, dict) else {}
    errors = told.get("errors")
    inner: Mapping[str, Any] = errors if isinstance(errors, dict) else {}
    code = told.get("code") or inner.get("code")
    problem = _reason(inner.get("reason") or told.get("error") or told.get("message") or f"HTTP {response.status}")
    details = {
        "status": response.status,
        "provider_code": code,
        "provider_message": problem,
        "provider_request": response.request_id,
    }
    common: dict[str, Any] = {"provider": "printify", "details": details, "problem": problem}
    if response.status == 401:
        # A bad token is told in words; nothing at all is said of a shop that is not this token's.
        if path.startswith("/shops/") and not told:
            return ShopUnknown(reason="shop_unknown", shop=path.split("/")[2], **common)
        return ConnectionExpired(reason="unauthenticated", name="printify", **common)
    if code == 8252:
        return Locked(reason="locked", **common)
    if code == 8254:
        return ShopNotConnected(reason="shop_not_connected", **common)
    if response.status == 404 or code == 8104:
        return ProductGone(reason="gone", **common)
    if response.status >= 500:
        return TryLater(reason="unavailable", **common)
    if response.status == 403:
        return NotAllowed(reason="forbidden", **common)
    number = code if isinstance(code, int) else None
    reason = _REASONS.get(number, f"code_{number}") if number else _OTHERS.get(response.status, "refused")
    return PrintifyRefused(reason=reason, hint=_HINTS.get(reason), **common)


_DEEPEST = 8  # field errors have two levels


def _reason(text: object, depth: int = 0) -> str:
    """The reason in words; it may be a JSON text of field errors (section 7)."""
    if depth > _DEEPEST:
        return "…"
    if isinstance(text, str) and text[:1] in {"{", "["}:
        try:
            text = json.loads(text)
        except (ValueError, RecursionError):
            return str(text)
    if isinstance(text, dict):
        return "; ".join(f"{field}: {_reason(value, depth + 1)}" for field, value in text.items())
    if isinstance(text, list):
        return " ".join(_reason(each, depth + 1) for each in text)
    return str(text)
