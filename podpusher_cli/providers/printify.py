"""Printify: shops, the catalogue, artwork, products (reference/printify.md)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from podpusher_cli.core.errors import OutcomeUnknown
from podpusher_cli.core.http import BadAnswer, Limit, Request, Response, Service
from podpusher_cli.core.printify import (
    Blueprint,
    PlacedProduct,
    PrintifyShop,
    PrintProvider,
    ProductBody,
    ProductPage,
    Variant,
)
from podpusher_cli.providers.printify_answers import read_page, read_product, read_variant, said
from podpusher_cli.providers.printify_refusals import ShopUnknown, refusal

if TYPE_CHECKING:
    from podpusher_cli.net.auth import Auth
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


class Printify:
    """A Printer: Printify's API v1 at `url`, as whoever `auth` is for; `account` tells that one's budget apart.

    `patience`: seconds a call may wait for our own pace.
    """

    def __init__(self, http: Http, url: str, auth: Auth, *, account: str, patience: float = 120.0) -> None:
        self._http = http
        self._patience = patience
        self._url = url.rstrip("/") + "/v1"
        self._auth = auth
        self.account = hashlib.sha256(account.encode()).hexdigest()[:12]

    # Shops and catalogue

    def shops(self) -> tuple[PrintifyShop, ...]:
        """The account's shops; also the test of a token. Raises ConnectionExpired."""
        rows = self._get("/shops.json", "/shops.json", of=list)
        return said(
            lambda: tuple(PrintifyShop(str(row["id"]), str(row["title"]), str(row["sales_channel"])) for row in rows)
        )

    def blueprints(self) -> tuple[Blueprint, ...]:
        """The whole catalogue: a long list, without pages."""
        rows = self._get("/catalog/blueprints.json", "/catalog/blueprints.json", of=list, limits=(GLOBAL, CATALOG))
        return said(lambda: tuple(
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
        return said(lambda: tuple(PrintProvider(int(row["id"]), str(row["title"])) for row in rows))

    def variants(self, blueprint: int, print_provider: int) -> tuple[Variant, ...]:
        """The variants in stock, with their print areas."""
        path = f"/catalog/blueprints/{blueprint}/print_providers/{print_provider}/variants.json"
        route = "/catalog/blueprints/{blueprint}/print_providers/{provider}/variants.json"
        told = self._get(path, route, of=dict, limits=(GLOBAL, CATALOG))
        return said(lambda: tuple(read_variant(row) for row in told["variants"]))

    # Artwork and products

    def upload(self, name: str, picture: bytes) -> str:
        """Send artwork and return its image id; the same bytes always give the same id, so a repeat is harmless (section 4.1)."""
        body = {"file_name": name, "contents": base64.b64encode(picture).decode("ascii")}
        answer = self._write("POST", "/uploads/images.json", "/uploads/images.json", body, repeatable=True, timeout=120)
        told = answer.json()
        if not isinstance(told, dict) or not told.get("id"):
            raise BadAnswer(provider="printify")
        return str(told["id"])

    def create(self, shop: str, body: ProductBody) -> PlacedProduct:
        """Make a product. Sent once: Printify makes a second one of a second call (section 8). Raises OutcomeUnknown."""
        path = f"/shops/{shop}/products.json"
        answer = self._write("POST", path, "/shops/{shop}/products.json", body.to_create())
        try:
            return read_product(answer)
        except BadAnswer as error:
            raise OutcomeUnknown(provider="printify") from error

    def update(self, shop: str, there: PlacedProduct, body: ProductBody) -> PlacedProduct:
        """Give a product another content; a repeat comes to the same. Raises Locked while a publish runs."""
        path, route = f"/shops/{shop}/products/{there.id}.json", "/shops/{shop}/products/{id}.json"
        return read_product(self._write("PUT", path, route, body.to_update(there), repeatable=True))

    def publish(self, shop: str, product: str) -> None:
        """Ask Printify to put the product on its channel; success only means that it was heard (section 6.1)."""
        route = "/shops/{shop}/products/{id}/publish.json"
        path = f"/shops/{shop}/products/{product}/publish.json"
        answer = self._write("POST", path, route, _PUBLISH_ALL, limits=(GLOBAL, PUBLISH))
        if not isinstance(answer.json(), dict):
            raise OutcomeUnknown(provider="printify")

    def product(self, shop: str, product: str) -> PlacedProduct:
        """One product. Raises ProductGone."""
        return read_product(self._ask(f"/shops/{shop}/products/{product}.json", "/shops/{shop}/products/{id}.json"))

    def page(self, shop: str, number: int) -> ProductPage:
        """A page of the shop's products, from 1."""
        params = {"limit": PAGE, "page": number}
        return read_page(self._ask(f"/shops/{shop}/products.json", "/shops/{shop}/products.json", params=params))

    # The wire

    def _get(self, path: str, route: str, *, of: type[T], limits: Sequence[Limit] = (GLOBAL,)) -> T:
        """An answer that is a list or an object. Raises BadAnswer."""
        told = self._ask(path, route, limits=limits).json()
        if not isinstance(told, of):
            raise BadAnswer(provider="printify")
        return told

    def _ask(
        self, path: str, route: str, *, params: Mapping[str, int] | None = None, limits: Sequence[Limit] = (GLOBAL,)
    ) -> Response:
        request = Request("GET", self._url + path, f"GET {route}", params=params or {}, limits=tuple(limits))
        return self._sent(request, path)

    def _write(
        self, method: str, path: str, route: str, body: Mapping[str, Any], *, repeatable: bool = False, timeout: float = 30,
        limits: Sequence[Limit] = (GLOBAL,),
    ) -> Response:  # fmt: skip
        request = Request(
            method, self._url + path, f"{method} {route}", json=body, repeatable=repeatable, timeout=timeout,
            limits=tuple(limits),
        )  # fmt: skip
        return self._sent(request, path)

    def _sent(self, request: Request, path: str) -> Response:
        """The answer of a success. Raises what else it is; OutcomeUnknown where a write may have been carried out."""
        answer = self._http.send(
            request, provider=_SERVICE, account=self.account, auth=self._auth, patience=self._patience
        )
        if answer.status >= 500 and not request.is_repeatable:
            raise OutcomeUnknown(
                provider="printify", details={"status": answer.status, "provider_request": answer.request_id}
            )
        if answer.status >= 400:
            refused = refusal(answer, path)
            if isinstance(refused, ShopUnknown):
                self.shops()  # the only way to be sure: it raises ConnectionExpired where it is the token after all
            raise refused
        return answer
