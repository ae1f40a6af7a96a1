"""Printify's answers: good ones read, refusals of every shape made ours (reference/printify.md, sections 4.3 and 7)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from podpusher_cli.core.errors import ConnectionExpired, PodpusherError, ProviderRefused, TryLater
from podpusher_cli.core.http import BadAnswer, Response
from podpusher_cli.core.printify import PlacedProduct, PlacedVariant, Placeholder, ProductPage, Variant
from podpusher_cli.core.text import N_

T = TypeVar("T")


class PrintifyRefused(ProviderRefused):
    """Printify's own words are in the message; its code, if it sent one, in the details."""


class ShopNotConnected(PrintifyRefused):
    message = N_("The Printify shop is not connected to Etsy.")
    hint = N_("Connect the Etsy shop in Printify, then run the same command again.")


class ShopUnknown(PrintifyRefused):
    exit_status = 3
    message = N_("This Printify token cannot see shop {shop}; reconnecting a shop in Printify gives it a new number.")
    hint = "podpusher connect printify"


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


class _Variant(msgspec.Struct, gc=False):
    id: Any
    sku: Any = None
    cost: Any = None
    price: Any = None
    is_enabled: Any = None


class _Product(msgspec.Struct):
    """The few fields that we read of 20 kB a product; the rest is skipped unread. `external`: absent, an object or a list."""

    id: Any
    title: Any = ""
    description: Any = ""
    blueprint_id: Any = 0
    print_provider_id: Any = 0
    variants: list[_Variant] | None = None
    is_locked: Any = False
    external: Any = None
    created_at: Any = ""

    def placed(self) -> PlacedProduct:
        external = self.external or {}
        if isinstance(external, list):
            external = external[0] if external else {}
        variants = self.variants or ()
        return PlacedProduct(
            id=str(self.id),
            title=str(self.title),
            description=str(self.description),
            blueprint_id=int(self.blueprint_id),
            print_provider_id=int(self.print_provider_id),
            variants=tuple(
                PlacedVariant(int(each.id), str(each.sku or ""), int(each.cost or 0), int(each.price or 0))
                for each in variants
                if each.is_enabled
            ),
            all_variant_ids=tuple(int(each.id) for each in variants),
            locked=bool(self.is_locked),
            listing=str(external["id"]) if external.get("id") else None,
            handle=str(external["handle"]) if external.get("handle") else None,
            created_at=str(self.created_at),
        )


class _Page(msgspec.Struct):
    data: list[_Product]
    last_page: Any
    total: Any


_PRODUCT = msgspec.json.Decoder(_Product)
_PAGE = msgspec.json.Decoder(_Page)


def read_product(response: Response) -> PlacedProduct:
    """One product. Raises BadAnswer."""
    return said(lambda: _PRODUCT.decode(response.body).placed())


def read_page(response: Response) -> ProductPage:
    """A page of a shop's products. Raises BadAnswer."""

    def read() -> ProductPage:
        page = _PAGE.decode(response.body)
        return ProductPage(tuple(each.placed() for each in page.data), int(page.last_page), int(page.total))

    return said(read)


def said(read: Callable[[], T]) -> T:
    """What an answer says. Raises BadAnswer where it lacks what Printify promises."""
    try:
        return read()
    except (KeyError, TypeError, ValueError, AttributeError, msgspec.MsgspecError) as error:
        raise BadAnswer(provider="printify") from error


def read_variant(row: Mapping[str, Any]) -> Variant:
    """A variant of the catalogue."""
    areas = (
        Placeholder(str(area["position"]), int(area["width"]), int(area["height"])) for area in row["placeholders"]
    )
    return Variant(int(row["id"]), str(row["title"]), tuple(areas))


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
        if path.startswith("/shops/"):
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
    plain = {402: "plan", 403: "forbidden", 413: "too_large", 422: "malformed"}
    number = code if isinstance(code, int) else None
    reason = _REASONS.get(number, f"code_{number}") if number else plain.get(response.status, "refused")
    return PrintifyRefused(reason=reason, **common)


def _reason(text: object) -> str:
    """The reason in words; it may be a JSON text of field errors (section 7)."""
    if isinstance(text, str) and text[:1] in {"{", "["}:
        try:
            text = json.loads(text)
        except ValueError:
            return str(text)
    if isinstance(text, dict):
        return "; ".join(f"{field}: {_reason(value)}" for field, value in text.items())
    if isinstance(text, list):
        return " ".join(_reason(each) for each in text)
    return str(text)
