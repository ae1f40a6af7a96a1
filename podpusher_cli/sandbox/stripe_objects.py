"""Customers, products and prices: made, read, listed, changed, removed."""

from __future__ import annotations

from podpusher_cli.sandbox import stripe_cards
from podpusher_cli.sandbox import stripe_docs as docs
from podpusher_cli.sandbox import stripe_offers as offers
from podpusher_cli.sandbox.stripe_billing import Billing
from podpusher_cli.sandbox.stripe_entitled import LIVING
from podpusher_cli.sandbox.stripe_errors import invalid
from podpusher_cli.sandbox.stripe_forms import WORDS
from podpusher_cli.sandbox.stripe_routes import CENTS, CREATED, PAGED, Do, Route, Visit, matching, page
from podpusher_cli.sandbox.stripe_store import Doc, Store, new_id

_CUSTOMER = {
    "email": str,
    "name": str,
    "description": str,
    "phone": str,
    "metadata": WORDS,
    "preferred_locales": [str],
    "invoice_settings": {"default_payment_method": str},
}
_PRODUCT = {"description": str, "active": bool, "metadata": WORDS, "unit_label": str, "url": str}
_PRICE = {"active": bool, "lookup_key": str, "transfer_lookup_key": bool, "metadata": WORDS, "nickname": str}
_LONGEST = {"day": 1095, "week": 156, "month": 36, "year": 3}
_NEW_PRICE = {
    "currency!": str,
    "unit_amount!": CENTS,
    "recurring!": {"interval!": tuple(_LONGEST), "interval_count": range(1, 1096)},
    "product!": str,
}
_PRICES = {"active": bool, "product": str, "currency": str, "lookup_keys": [str]}
_MERGED = frozenset({"metadata", "invoice_settings"})


class Objects:
    """The three kinds that a seller makes in the Dashboard or by API."""

    def __init__(self, store: Store, billing: Billing) -> None:
        self._store = store
        self._billing = billing

    def routes(self) -> list[Route]:
        """Every route there is for them."""
        new_product = {name: spec for name, spec in _PRODUCT.items() if name != "name"} | {"name!": str, "id": str}
        return [
            Route("POST", "/v1/customers", _CUSTOMER | {"payment_method": str}, self._make_customer),
            Route("GET", "/v1/customers", PAGED | CREATED | {"email": str}, self._list("customer", "email")),
            Route("GET", "/v1/customers/{id}", {}, self._read("customer")),
            Route("POST", "/v1/customers/{id}", _CUSTOMER, self._change("customer")),
            Route("DELETE", "/v1/customers/{id}", {}, self._drop_customer, expands=False),
            Route("POST", "/v1/products", new_product, self._make_product),
            Route(
                "GET", "/v1/products", PAGED | CREATED | {"active": bool, "ids": [str]}, self._list("product", "active")
            ),
            Route("GET", "/v1/products/{id}", {}, self._read("product")),
            Route("POST", "/v1/products/{id}", _PRODUCT | {"name": str, "default_price": str}, self._change("product")),
            Route("POST", "/v1/prices", _PRICE | _NEW_PRICE, self._make_price),
            Route("GET", "/v1/prices", PAGED | CREATED | _PRICES, self._list("price", "active", "product", "currency")),
            Route("GET", "/v1/prices/{id}", {}, self._read("price")),
            Route("POST", "/v1/prices/{id}", _PRICE, self._change("price")),
        ]

    def _read(self, kind: str) -> Do:
        return lambda visit: self._store.need(visit.book, kind, visit.number)

    def _list(self, kind: str, *names: str) -> Do:
        def do(visit: Visit) -> Doc:
            found = matching(visit, self._store.all(visit.book, kind), *names)
            keys, ids = visit.fields.get("lookup_keys"), visit.fields.get("ids")
            kept = [doc for doc in found if (not keys or doc["lookup_key"] in keys) and (not ids or doc["id"] in ids)]
            return page(visit, f"/v1/{kind}s", kept)

        return do

    def _change(self, kind: str) -> Do:
        def do(visit: Visit) -> Doc:
            before = self._store.need(visit.book, kind, visit.number)
            after = self._filled(visit, before)
            if kind == "product":
                after["updated"] = visit.at
            self._store.save(visit.book, after)
            if after != before:
                self._billing.events.emit(visit.book, f"{kind}.updated", after, before, at=visit.at)
            return after

        return do

    def _filled(self, visit: Visit, doc: Doc) -> Doc:
        """The object with what was sent; an empty text empties a field, or takes a key out of the metadata."""
        sent = {name: value for name, value in visit.fields.items() if name in doc}
        if sent.get("lookup_key"):
            self._take_key(visit, sent["lookup_key"], doc["id"])
        card = sent.get("invoice_settings", {}).get("default_payment_method")
        if card:
            stripe_cards.check(card, "invoice_settings[default_payment_method]")
        for name in _MERGED & sent.keys():
            merged = doc[name] | sent[name]
            sent[name] = {key: text for key, text in merged.items() if text != "" or name != "metadata"}
        return doc | {name: None if value == "" else value for name, value in sent.items()}

    def _take_key(self, visit: Visit, key: str, of: str) -> None:
        """A lookup key belongs to one price; another gives it up when that is asked for."""
        for price in self._store.all(visit.book, "price"):
            if price["lookup_key"] == key and price["id"] != of:
                if not visit.fields.get("transfer_lookup_key"):
                    text = f"A price (`{price['id']}`) already uses that lookup key."
                    raise invalid(text, "resource_already_exists", "lookup_key")
                self._store.save(visit.book, price | {"lookup_key": None})

    def _new(self, visit: Visit, doc: Doc) -> Doc:
        made = self._store.save(visit.book, self._filled(visit, doc))
        self._billing.events.emit(visit.book, f"{made['object']}.created", made, at=visit.at)
        return made

    def _make_customer(self, visit: Visit) -> Doc:
        card = visit.fields.get("payment_method")
        if card:
            stripe_cards.check(card, "payment_method")
            visit.fields.setdefault("invoice_settings", {}).setdefault("default_payment_method", card)
        return self._new(visit, docs.customer(new_id("cus_", 14), live=visit.live, now=visit.at))

    def _drop_customer(self, visit: Visit) -> Doc:
        """The customer, and every subscription of theirs, is gone."""
        customer = self._store.need(visit.book, "customer", visit.number)
        for sub in self._store.all(visit.book, "subscription"):
            if sub["customer"] == customer["id"] and sub["status"] in LIVING:
                self._billing.end(visit.book, sub, at=visit.at)
        self._store.drop(visit.book, "customer", customer["id"])
        self._billing.events.emit(visit.book, "customer.deleted", customer, at=visit.at)
        return {"id": customer["id"], "object": "customer", "deleted": True}

    def _make_product(self, visit: Visit) -> Doc:
        number = visit.fields.pop("id", None) or new_id("prod_", 14)
        if self._store.get(visit.book, "product", number):
            raise invalid("Product already exists.", "resource_already_exists", "id")
        return self._new(visit, offers.product(number, "", live=visit.live, now=visit.at, metadata={}))

    def _make_price(self, visit: Visit) -> Doc:
        fields = visit.fields
        product = self._store.need(visit.book, "product", fields["product"], "product")
        times = fields.pop("recurring")
        if times.get("interval_count", 1) > _LONGEST[times["interval"]]:
            raise invalid("A price may recur at least once in three years.", param="recurring[interval_count]")
        made = offers.price(
            new_id("price_"),
            product["id"],
            fields["unit_amount"],
            live=visit.live,
            now=visit.at,
            interval=times["interval"],
            count=times.get("interval_count", 1),
        )
        return self._new(visit, made)
