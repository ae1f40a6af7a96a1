"""Printify: shops, the catalogue, artwork, products (reference/printify.md)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from podpusher_cli.core.errors import ConnectionExpired, OutcomeUnknown, PodpusherError, ProviderRefused, TryLater
from podpusher_cli.core.http import BadAnswer, Limit, Request, Response, Service
from podpusher_cli.core.printify import (
    Blueprint,
    PlacedProduct,
    Placeholder,
    PrintifyShop,
    PrintProvider,
    ProductBody,
    ProductPage,
    Variant,
    read_product,
)
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http

T = TypeVar("T")
GLOBAL = Limit("printify.global", 600, 60)
CATALOG = Limit("printify.catalog", 100, 60)
PUBLISH = Limit("printify.publish", 200, 30 * 60)
# An answer states the ceiling of the group it was counted in (section 5).
_SERVICE = Service("printify", {"x-ratelimit-limit": ""})
PAGE = 50  # the most that a list of products gives (section 1)

# What a native publish to Etsy sends: all of it (section 6.1).
_PUBLISH_ALL = dict.fromkeys(
    ("title", "description", "images", "variants", "tags", "keyFeatures", "shipping_template"), True
)


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


class Printify:
    """A Printer: Printify's API v1 at `url`, as the owner of `token`. `patience`: seconds a call may wait for our own pace."""

    def __init__(self, http: Http, url: str, token: str, *, patience: float = 120.0) -> None:
        self._http = http
        self._patience = patience
        self._url = url.rstrip("/") + "/v1"
        self._headers = {"authorization": f"Bearer {token}"}
        self.account = hashlib.sha256(token.encode()).hexdigest()[:12]

    # Shops and catalogue

    def shops(self) -> tuple[PrintifyShop, ...]:
        """The account's shops; also the test of a token. Raises ConnectionExpired."""
        rows = self._get("/shops.json", "/shops.json", of=list)
        return _said(
            lambda: tuple(PrintifyShop(str(row["id"]), str(row["title"]), str(row["sales_channel"])) for row in rows)
        )

    def blueprints(self) -> tuple[Blueprint, ...]:
        """The whole catalogue: a long list, without pages."""
        rows = self._get("/catalog/blueprints.json", "/catalog/blueprints.json", of=list, limits=(GLOBAL, CATALOG))
        return _said(lambda: tuple(
            Blueprint(
                int(row["id"]), str(row["title"]), str(row.get("brand", "")), str(row.get("model", "")),
                str(row.get("description", "")),
            )
            for row in rows
        ))  # fmt: skip

    def print_providers(self, blueprint: int) -> tuple[PrintProvider, ...]:
        """Who prints this blueprint."""
        path = f"/catalog/blueprints/{blueprint}/print_providers.json"
        rows = self._get(
            path, "/catalog/blueprints/{blueprint}/print_providers.json", of=list, limits=(GLOBAL, CATALOG)
        )
        return _said(lambda: tuple(PrintProvider(int(row["id"]), str(row["title"])) for row in rows))

    def variants(self, blueprint: int, print_provider: int) -> tuple[Variant, ...]:
        """The variants in stock, with their print areas."""
        path = f"/catalog/blueprints/{blueprint}/print_providers/{print_provider}/variants.json"
        route = "/catalog/blueprints/{blueprint}/print_providers/{provider}/variants.json"
        told = self._get(path, route, of=dict, limits=(GLOBAL, CATALOG))
        return _said(lambda: tuple(_variant(row) for row in told["variants"]))

    # Artwork and products

    def upload(self, name: str, picture: bytes) -> str:
        """Send artwork and return its image id; the same bytes always give the same id, so a repeat is harmless (section 4.1)."""
        body = {"file_name": name, "contents": base64.b64encode(picture).decode("ascii")}
        told = self._write("POST", "/uploads/images.json", "/uploads/images.json", body, repeatable=True, timeout=120)
        if not told.get("id"):
            raise BadAnswer(provider="printify")
        return str(told["id"])

    def create(self, shop: str, body: ProductBody) -> PlacedProduct:
        """Make a product. Sent once: Printify makes a second one of a second call (section 8). Raises OutcomeUnknown."""
        path = f"/shops/{shop}/products.json"
        told = self._write("POST", path, "/shops/{shop}/products.json", body.to_create())
        try:
            return _said(lambda: read_product(told))
        except BadAnswer as error:
            raise OutcomeUnknown(provider="printify") from error

    def update(self, shop: str, there: PlacedProduct, body: ProductBody) -> PlacedProduct:
        """Give a product another content; a repeat comes to the same. Raises Locked while a publish runs."""
        path, route = f"/shops/{shop}/products/{there.id}.json", "/shops/{shop}/products/{id}.json"
        told = self._write("PUT", path, route, body.to_update(there), repeatable=True)
        return _said(lambda: read_product(told))

    def publish(self, shop: str, product: str) -> None:
        """Ask Printify to put the product on its channel; success only means that it was heard (section 6.1)."""
        route = "/shops/{shop}/products/{id}/publish.json"
        self._write(
            "POST", f"/shops/{shop}/products/{product}/publish.json", route, _PUBLISH_ALL, limits=(GLOBAL, PUBLISH)
        )

    def product(self, shop: str, product: str) -> PlacedProduct:
        """One product. Raises ProductGone."""
        told = self._get(f"/shops/{shop}/products/{product}.json", "/shops/{shop}/products/{id}.json", of=dict)
        return _said(lambda: read_product(told))

    def page(self, shop: str, number: int) -> ProductPage:
        """A page of the shop's products, from 1."""
        path = f"/shops/{shop}/products.json"
        told = self._get(path, "/shops/{shop}/products.json", of=dict, params={"limit": PAGE, "page": number})
        return _said(
            lambda: ProductPage(
                tuple(read_product(row) for row in told["data"]), int(told["last_page"]), int(told["total"])
            )
        )

    # The wire

    def _get(
        self,
        path: str,
        route: str,
        *,
        of: type,
        params: Mapping[str, int] | None = None,
        limits: Sequence[Limit] = (GLOBAL,),
    ) -> Any:
        request = Request(
            "GET", self._url + path, f"GET {route}", params=params or {}, headers=self._headers, limits=tuple(limits)
        )
        return self._read(
            self._http.send(request, provider=_SERVICE, account=self.account, patience=self._patience), path, of=of
        )

    def _write(
        self, method: str, path: str, route: str, body: Mapping[str, Any], *, repeatable: bool = False, timeout: float = 30,
        limits: Sequence[Limit] = (GLOBAL,),
    ) -> Any:  # fmt: skip
        request = Request(
            method, self._url + path, f"{method} {route}", headers=self._headers, json=body, repeatable=repeatable, timeout=timeout,
            limits=tuple(limits),
        )  # fmt: skip
        response = self._http.send(request, provider=_SERVICE, account=self.account, patience=self._patience)
        if response.status >= 500 and not repeatable:
            raise OutcomeUnknown(
                provider="printify", details={"status": response.status, "provider_request": response.request_id}
            )
        return self._read(response, path, of=dict, written=not repeatable)

    def _read(self, response: Response, path: str, *, of: type, written: bool = False) -> Any:
        if response.status >= 400:
            raise _error(response, path)
        told = response.json()
        if not isinstance(told, of):
            raise OutcomeUnknown(provider="printify") if written else BadAnswer(provider="printify")
        return told


def _said(read: Callable[[], T]) -> T:
    """What an answer says. Raises BadAnswer where it lacks what Printify promises."""
    try:
        return read()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadAnswer(provider="printify") from error


def _variant(row: Mapping[str, Any]) -> Variant:
    areas = (
        Placeholder(str(area["position"]), int(area["width"]), int(area["height"])) for area in row["placeholders"]
    )
    return Variant(int(row["id"]), str(row["title"]), tuple(areas))


def _error(response: Response, path: str) -> PodpusherError:
    """Printify's error as one of ours; all the shapes of section 7."""
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
