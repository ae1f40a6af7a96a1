"""Subscriptions and invoices by API: made, read, listed, changed, cancelled, paid."""

from __future__ import annotations

from podpusher_cli.sandbox import stripe_cards
from podpusher_cli.sandbox.stripe_billing import Billing, subscription_of
from podpusher_cli.sandbox.stripe_errors import declined, invalid
from podpusher_cli.sandbox.stripe_forms import SPAN, WORDS
from podpusher_cli.sandbox.stripe_routes import (
    CREATED,
    PAGED,
    QUANTITY,
    TRIAL_DAYS,
    Route,
    Visit,
    future,
    matching,
    page,
)
from podpusher_cli.sandbox.stripe_store import Doc, Store

STATUSES = ("active", "past_due", "unpaid", "canceled", "incomplete", "incomplete_expired", "trialing", "paused")
_ITEM = {"price": str, "quantity": QUANTITY}
_TRIAL = {"end_behavior!": {"missing_payment_method!": ("create_invoice", "cancel", "pause")}}
_SHARED = {
    "cancel_at_period_end": bool,
    "cancel_at": int,
    "default_payment_method": str,
    "description": str,
    "items": [_ITEM | {"id": str}],
    "metadata": WORDS,
    "proration_behavior": ("none",),
    "trial_end": ("now", int),
    "trial_settings": _TRIAL,
}
_START = {"customer!": str, "items!": [_ITEM], "trial_period_days": TRIAL_DAYS}
_BEHAVIOUR = ("allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete")
_FINDS = {"customer": str, "price": str, "status": (*STATUSES, "all", "ended"), "current_period_end": SPAN}
_BILLS = {"customer": str, "subscription": str, "status": ("draft", "open", "paid", "uncollectible", "void")}
_PLAIN = ("default_payment_method", "description", "trial_settings")
_OVER = frozenset({"canceled", "incomplete_expired"})


class Sales:
    """What the owner of the account does to them, and what everybody reads."""

    def __init__(self, store: Store, billing: Billing) -> None:
        self._store = store
        self._billing = billing

    def routes(self) -> list[Route]:
        """Every route there is for them."""
        one, starting = "/v1/subscriptions/{id}", _SHARED | _START | {"payment_behavior": _BEHAVIOUR}
        starting = {name: spec for name, spec in starting.items() if name not in {"items", "proration_behavior"}}
        details = {"cancellation_details": {"comment": str, "feedback": str}}
        return [
            Route("POST", "/v1/subscriptions", starting, self._start),
            Route("GET", "/v1/subscriptions", PAGED | CREATED | _FINDS, self._list),
            Route("GET", one, {}, lambda visit: self._store.need(visit.book, "subscription", visit.number)),
            Route("POST", one, _SHARED | details, self._change),
            Route("DELETE", one, details | {"invoice_now": bool, "prorate": bool}, self._cancel),
            Route("GET", "/v1/invoices", PAGED | CREATED | _BILLS, self._bills),
            Route("GET", "/v1/invoices/{id}", {}, lambda visit: self._store.need(visit.book, "invoice", visit.number)),
            Route("POST", "/v1/invoices/{id}/pay", {"payment_method": str}, self._pay),
        ]

    def _start(self, visit: Visit) -> Doc:
        fields = visit.fields
        customer = self._store.need(visit.book, "customer", fields["customer"], "customer")
        price = self._priced(visit, fields["items"])
        if fields.get("default_payment_method"):
            stripe_cards.check(fields["default_payment_method"], "default_payment_method")
        behaviour = fields.get("payment_behavior", "allow_incomplete")
        wanted = {
            "quantity": fields["items"][0].get("quantity", 1),
            "trial_end": _trial_end(visit),
            "pay": behaviour != "default_incomplete",
        }
        card = fields.get("default_payment_method") or customer["invoice_settings"]["default_payment_method"]
        if price["unit_amount"] and not wanted["trial_end"] and wanted["pay"] and not card:
            text = "This customer has no attached payment source or default payment method."
            raise invalid(text, "resource_missing")
        if behaviour == "error_if_incomplete" and not wanted["trial_end"] and not stripe_cards.goes_through(card):
            raise declined()
        return self._billing.start(visit.book, customer, price, fields | wanted, at=visit.at)

    def _priced(self, visit: Visit, items: list[Doc]) -> Doc:
        if len(items) != 1 or "price" not in items[0]:
            raise invalid("The sandbox subscribes to one price at a time.", param="items")
        price = self._store.need(visit.book, "price", items[0]["price"], "items[0][price]")
        if not price["active"]:
            raise invalid(f"The price specified is inactive: {price['id']}.", param="items[0][price]")
        return price

    def _list(self, visit: Visit) -> Doc:
        """Without a status what is not canceled; `all` with it."""
        status = visit.fields.get("status")
        found = matching(visit, self._store.all(visit.book, "subscription"), "customer")
        if status is None:
            found = [sub for sub in found if sub["status"] != "canceled"]
        elif status == "ended":
            found = [sub for sub in found if sub["status"] in _OVER]
        elif status != "all":
            found = [sub for sub in found if sub["status"] == status]
        wanted = visit.fields.get("price")
        return page(visit, "/v1/subscriptions", [sub for sub in found if not wanted or wanted in _prices(sub)])

    def _change(self, visit: Visit) -> Doc:
        sub = self._store.need(visit.book, "subscription", visit.number)
        if sub["status"] in _OVER:
            text = "A canceled subscription can only update its cancellation_details and metadata."
            raise invalid(text, "subscription_canceled" if sub["status"] == "canceled" else None)
        new = self._told(visit, sub) | self._ending(visit, sub)
        items = visit.fields.get("items")
        if not items:
            return self._billing.change(visit.book, sub, new, at=visit.at)
        price = self._priced(visit, items)
        if items[0].get("id") != sub["items"]["data"][0]["id"]:
            raise invalid("The sandbox changes the item there is; name it by its id.", param="items[0][id]")
        return self._billing.move(visit.book, sub, price, new, quantity=items[0].get("quantity"), at=visit.at)

    def _told(self, visit: Visit, sub: Doc) -> Doc:
        """The fields that are taken as they are sent, and a trial's new end."""
        fields = visit.fields
        new: Doc = {name: fields[name] for name in _PLAIN if name in fields}
        if new.get("default_payment_method"):
            stripe_cards.check(new["default_payment_method"], "default_payment_method")
        if "metadata" in fields:
            merged = sub["metadata"] | fields["metadata"]
            new["metadata"] = {key: text for key, text in merged.items() if text}
        trial_end = _trial_end(visit)
        if trial_end is not None:
            first = sub["items"]["data"][0] | {"current_period_end": trial_end}
            new |= {"trial_end": trial_end, "items": sub["items"] | {"data": [first]}}
            new |= {"status": "trialing"} if trial_end > visit.at else {}
        return new

    def _ending(self, visit: Visit, sub: Doc) -> Doc:
        """When it is to end, and that somebody asked for it."""
        fields = visit.fields
        new: Doc = {}
        if "cancel_at_period_end" in fields or "cancel_at" in fields:
            soon = fields.get("cancel_at_period_end", False)
            last = sub["items"]["data"][0]["current_period_end"] if soon else fields.get("cancel_at")
            new = {"cancel_at_period_end": soon, "cancel_at": last, "canceled_at": visit.at if last else None}
            reason = "cancellation_requested" if last else None
            new["cancellation_details"] = sub["cancellation_details"] | {"reason": reason}
        if "cancellation_details" in fields:
            details = new.get("cancellation_details", sub["cancellation_details"])
            new["cancellation_details"] = details | fields["cancellation_details"]
        return new

    def _cancel(self, visit: Visit) -> Doc:
        sub = self._store.need(visit.book, "subscription", visit.number)
        if sub["status"] in _OVER:
            raise invalid(f"No such subscription: '{sub['id']}'", "resource_missing", "id", status=404)
        details = sub["cancellation_details"] | visit.fields.get("cancellation_details", {})
        return self._billing.end(visit.book, sub | {"cancellation_details": details}, at=visit.at)

    def _bills(self, visit: Visit) -> Doc:
        found = matching(visit, self._store.all(visit.book, "invoice"), "customer", "status")
        wanted = visit.fields.get("subscription")
        return page(visit, "/v1/invoices", [bill for bill in found if not wanted or subscription_of(bill) == wanted])

    def _pay(self, visit: Visit) -> Doc:
        bill = self._store.need(visit.book, "invoice", visit.number)
        if bill["status"] not in {"open", "draft"}:
            text = "Invoice is already paid" if bill["status"] == "paid" else "This invoice can no longer be paid."
            raise invalid(text, "invoice_already_paid" if bill["status"] == "paid" else "invoice_not_editable")
        card = visit.fields.get("payment_method")
        if bill["status"] == "draft":
            bill = self._billing.finalize(visit.book, bill, at=visit.at)
        done = self._billing.collect(
            visit.book, bill, at=visit.at, method=card and stripe_cards.check(card, "payment_method")
        )
        if done["status"] != "paid":
            raise declined()
        return done


def _prices(sub: Doc) -> set[str]:
    return {item["price"]["id"] for item in sub["items"]["data"]}


def _trial_end(visit: Visit) -> int | None:
    """When the trial that was asked for ends, or None."""
    if "trial_period_days" in visit.fields:
        days: int = visit.fields["trial_period_days"]
        return visit.at + days * 86_400
    told: int | str | None = visit.fields.get("trial_end")
    return visit.at if isinstance(told, str) else told if told is None else future(told, visit.at, "trial_end")
