"""Invoices without a subscription: cards attached, items written down, drafts made and finalized."""

from __future__ import annotations

from podpusher_cli.sandbox import stripe_cards
from podpusher_cli.sandbox.stripe_billing import Billing
from podpusher_cli.sandbox.stripe_docs import invoice_item, payment_method
from podpusher_cli.sandbox.stripe_errors import invalid
from podpusher_cli.sandbox.stripe_forms import WORDS
from podpusher_cli.sandbox.stripe_invoices import of_items
from podpusher_cli.sandbox.stripe_routes import CENTS, Route, Visit
from podpusher_cli.sandbox.stripe_store import Doc, Store

_ITEM = {"customer!": str, "amount!": CENTS, "currency!": str, "description": str}
_DRAFT = {
    "customer!": str,
    "description": str,
    "metadata": WORDS,
    "pending_invoice_items_behavior": ("exclude", "include"),
}


class Bills:
    """What an owner bills by hand."""

    def __init__(self, store: Store, billing: Billing) -> None:
        self._store = store
        self._billing = billing

    def routes(self) -> list[Route]:
        """Every route there is for it."""
        return [
            Route("POST", "/v1/payment_methods/{id}/attach", {"customer!": str}, self._attach),
            Route("POST", "/v1/invoiceitems", _ITEM, self._write_down),
            Route("POST", "/v1/invoices", _DRAFT, self._draft),
            Route("POST", "/v1/invoices/{id}/finalize", {}, self._finalize),
        ]

    def _customer(self, visit: Visit) -> Doc:
        return self._store.need(visit.book, "customer", visit.fields["customer"], "customer")

    def _attach(self, visit: Visit) -> Doc:
        card = stripe_cards.check(visit.number, "id")
        return payment_method(card, self._customer(visit)["id"], live=visit.live, now=visit.at)

    def _write_down(self, visit: Visit) -> Doc:
        customer, fields = self._customer(visit), visit.fields
        item = invoice_item(customer["id"], fields["amount"], fields["currency"], live=visit.live, now=visit.at)
        item["description"] = fields.get("description")
        return self._store.save(visit.book, item)

    def _draft(self, visit: Visit) -> Doc:
        customer = self._customer(visit)
        pending = [
            item
            for item in reversed(self._store.all(visit.book, "invoiceitem"))
            if item["customer"] == customer["id"] and item["invoice"] is None
        ]
        included = pending if visit.fields.get("pending_invoice_items_behavior") == "include" else []
        draft = of_items(included, customer, now=visit.at, url=self._store.url)
        draft |= {name: visit.fields[name] for name in ("description", "metadata") if name in visit.fields}
        for item in included:
            self._store.save(visit.book, item | {"invoice": draft["id"]})
        self._store.save(visit.book, draft)
        self._billing.events.emit(visit.book, "invoice.created", draft, at=visit.at)
        return draft

    def _finalize(self, visit: Visit) -> Doc:
        draft = self._store.need(visit.book, "invoice", visit.number)
        if draft["status"] != "draft":
            raise invalid("This invoice is already finalized, you can't re-finalize it.", "invoice_not_editable")
        return self._billing.finalize(visit.book, draft, at=visit.at)
