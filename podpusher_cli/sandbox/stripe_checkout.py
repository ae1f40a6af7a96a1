"""Stripe Checkout: sessions for a subscription, and the page that pays, declines or gives up."""

from __future__ import annotations

from typing import Any

from podpusher_cli.sandbox import stripe_cards, stripe_pages
from podpusher_cli.sandbox import stripe_contracts as contracts
from podpusher_cli.sandbox import stripe_docs as docs
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, sent_fields
from podpusher_cli.sandbox.pages import redirect
from podpusher_cli.sandbox.stripe_billing import Billing
from podpusher_cli.sandbox.stripe_clock import Clock
from podpusher_cli.sandbox.stripe_errors import invalid
from podpusher_cli.sandbox.stripe_forms import WORDS
from podpusher_cli.sandbox.stripe_routes import (
    CREATED,
    LOCALES,
    PAGED,
    QUANTITY,
    TRIAL_DAYS,
    Route,
    Visit,
    future,
    matching,
    page,
)
from podpusher_cli.sandbox.stripe_store import BOOKS, Doc, Store, is_live, new_id

_MAKE: dict[str, Any] = {
    "mode!": ("payment", "setup", "subscription"),
    "line_items!": [{"price!": str, "quantity": QUANTITY}],
    "success_url!": str,
    "cancel_url": str,
    "client_reference_id": str,
    "customer": str,
    "customer_email": str,
    "expires_at": int,
    "allow_promotion_codes": bool,
    "automatic_tax": {"enabled!": bool},
    "billing_address_collection": ("auto", "required"),
    "locale": LOCALES,
    "metadata": WORDS,
    "payment_method_collection": ("always", "if_required"),
    "subscription_data": {
        "description": str,
        "metadata": WORDS,
        "trial_end": int,
        "trial_period_days": TRIAL_DAYS,
        "trial_settings": {"end_behavior!": {"missing_payment_method!": ("create_invoice", "cancel", "pause")}},
    },
    "ui_mode": ("hosted_page", "embedded_page", "elements", "form"),
}
_FINDS = {"customer": str, "subscription": str, "status": ("open", "complete", "expired")}
_SOONEST, _LATEST = 1800, 86_400
_DAY = 86_400


class Checkout:
    """Sessions by API, and their pages."""

    def __init__(self, store: Store, billing: Billing, clock: Clock) -> None:
        self._store = store
        self._billing = billing
        self._clock = clock

    def routes(self) -> list[Route]:
        """Make, read, list, expire."""
        place, one = "/v1/checkout/sessions", "/v1/checkout/sessions/{id}"
        return [
            Route("POST", place, _MAKE, self._make),
            Route("GET", place, PAGED | CREATED | _FINDS, self._list),
            Route("GET", one, {}, lambda visit: self._store.need(visit.book, "checkout.session", visit.number)),
            Route("POST", f"{one}/expire", {}, self._expire),
            Route("GET", f"{one}/line_items", PAGED, self._lines),
        ]

    def pages(self) -> list[Endpoint]:
        """The hosted page and its form."""
        return [Endpoint("GET", "/pay/{id}", self._show), Endpoint("POST", "/pay/{id}", self._press)]

    # By API

    def _make(self, visit: Visit) -> Doc:
        fields = visit.fields
        if fields["mode"] != "subscription" or fields.get("ui_mode", "hosted_page") != "hosted_page":
            raise invalid("The sandbox sells subscriptions on a hosted page only.", param="mode")
        if len(fields["line_items"]) != 1:
            raise invalid("The sandbox sells one price at a time.", param="line_items")
        _check_urls(visit)
        wait = fields.get("expires_at", visit.at + _LATEST) - visit.at
        if not _SOONEST <= wait <= _LATEST:
            text = "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation."
            raise invalid(text, param="expires_at")
        if fields.get("customer") and fields.get("customer_email"):
            raise invalid("You may only specify one of these parameters: customer, customer_email.", param="customer")
        if fields.get("customer"):
            self._store.need(visit.book, "customer", fields["customer"], "customer")
        sold = fields["line_items"][0]
        price = self._store.need(visit.book, "price", sold["price"], "line_items[0][price]")
        if not price["active"]:
            raise invalid(f"The price specified is inactive: {price['id']}.", param="line_items[0][price]")
        if "trial_end" in fields.get("subscription_data", {}):
            future(fields["subscription_data"]["trial_end"], visit.at, "subscription_data[trial_end]")
        trial = {"trial_end", "trial_period_days"} & fields.get("subscription_data", {}).keys()
        line = contracts.line_item(price, sold.get("quantity", 1), free=bool(trial))
        session = contracts.session(live=visit.live, now=visit.at, line=line, wanted=fields, url=self._store.url)
        lines = docs.listed(f"/v1/checkout/sessions/{session['id']}/line_items", [line])
        self._store.put(visit.book, "checkout.session.line_items", session["id"], lines)
        self._store.put(visit.book, "checkout.data", session["id"], fields.get("subscription_data", {}))
        return self._store.save(visit.book, session)

    def _list(self, visit: Visit) -> Doc:
        found = matching(visit, self._store.all(visit.book, "checkout.session"), *_FINDS)
        return page(visit, "/v1/checkout/sessions", found)

    def _lines(self, visit: Visit) -> Doc:
        self._store.need(visit.book, "checkout.session", visit.number)
        return self._store.get(visit.book, "checkout.session.line_items", visit.number) or docs.listed("", [])

    def _expire(self, visit: Visit) -> Doc:
        session = self._store.need(visit.book, "checkout.session", visit.number)
        if session["status"] != "open":
            text = f'Only Checkout Sessions with a status in ["open"] can be expired. This one is {session["status"]}.'
            raise invalid(text)
        return self._clock.expire_session(visit.book, session, at=visit.at)

    # The page

    def _found(self, call: Call) -> tuple[str, Doc, Doc]:
        """`(book, session, line)`. Raises Refuse with a page."""
        for book in BOOKS:
            session = self._store.get(book, "checkout.session", call.params["id"])
            if session and session["status"] == "open":
                lines = self._store.get(book, "checkout.session.line_items", session["id"])
                return book, session, (lines or {"data": [{}]})["data"][0]
        raise stripe_pages.gone()

    def _show(self, call: Call) -> Answer:
        book, session, line = self._found(call)
        return stripe_pages.checkout(session, line, self._product(book, line))

    def _press(self, call: Call) -> Answer:
        """`do`: pay, pay_failing (now, and no further time), decline, expire, cancel."""
        book, session, line = self._found(call)
        form = sent_fields(call)
        done = form.get("do")
        if done == "decline":
            return stripe_pages.checkout(session, line, self._product(book, line), said="Your card was declined.")
        if done == "expire":
            self._clock.expire_session(book, session, at=self._store.now())
            raise stripe_pages.gone()
        if done == "cancel":
            return redirect(session["cancel_url"]) if session["cancel_url"] else self._show(call)
        if done not in {"pay", "pay_failing"}:
            return self._show(call)
        card = stripe_cards.GOOD if done == "pay" else stripe_cards.FAILING
        self._complete(book, session, line, form.get("email") or "buyer@sandbox.example", card)
        return redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))

    def _product(self, book: str, line: Doc) -> Doc:
        return self._store.need(book, "product", line["price"]["product"])

    def _complete(self, book: str, session: Doc, line: Doc, email: str, card: str) -> None:
        """The customer, the subscription, its invoice, and all their events; this one last."""
        now, store = self._store.now(), self._store
        if session["customer"]:
            customer = store.need(book, "customer", session["customer"])
        else:
            customer = docs.customer(new_id("cus_", 14), live=is_live(book), now=now)
            customer = store.save(book, customer | {"email": session["customer_email"] or email})
            self._billing.events.emit(book, "customer.created", customer, at=now)
        data = store.get(book, "checkout.data", session["id"]) or {}
        if "trial_period_days" in data:
            data["trial_end"] = now + data["trial_period_days"] * _DAY
        needs_card = session["payment_method_collection"] == "always" or session["amount_total"]
        wanted = data | {"quantity": line["quantity"], "default_payment_method": card if needs_card else None}
        sub = self._billing.start(book, customer, line["price"], wanted | {"paid_now": True}, at=now)
        complete = session | {
            "customer": customer["id"],
            "customer_details": {
                "address": None,
                "business_name": None,
                "email": session["customer_email"] or customer["email"] or email,
                "individual_name": None,
                "name": customer["name"],
                "phone": None,
                "tax_exempt": "none",
                "tax_ids": [],
            },
            "invoice": sub["latest_invoice"],
            "payment_status": "paid" if session["amount_total"] else "no_payment_required",
            "status": "complete",
            "subscription": sub["id"],
            "url": None,
        }
        store.save(book, complete)
        self._billing.events.emit(book, "checkout.session.completed", complete, at=now)


def _check_urls(visit: Visit) -> None:
    for name in ("success_url", "cancel_url"):
        told = visit.fields.get(name)
        if told is None:
            continue
        if not told.startswith(("http://", "https://")):
            raise invalid("Not a valid URL", "url_invalid", name)
        if visit.live and not told.startswith("https://"):
            raise invalid("Livemode requests must use HTTPS URLs.", "url_invalid", name)
