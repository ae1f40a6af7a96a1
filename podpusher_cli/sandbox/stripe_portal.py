"""Stripe's customer portal: sessions, and the page that cancels, resumes, changes the plan and the card, pays what is open."""

from __future__ import annotations

from podpusher_cli.sandbox import stripe_cards, stripe_pages
from podpusher_cli.sandbox import stripe_contracts as contracts
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, sent_fields
from podpusher_cli.sandbox.pages import redirect
from podpusher_cli.sandbox.stripe_billing import Billing, subscription_of
from podpusher_cli.sandbox.stripe_entitled import LIVING
from podpusher_cli.sandbox.stripe_errors import invalid
from podpusher_cli.sandbox.stripe_routes import LOCALES, PAGED, QUANTITY, Route, Visit, matching, page
from podpusher_cli.sandbox.stripe_store import BOOKS, Doc, Store

LINK_SECONDS = 3600
_UPDATE = {"subscription!": str, "items!": [{"id!": str, "price": str, "quantity": QUANTITY}]}
_FLOW = {
    "type!": ("payment_method_update", "subscription_cancel", "subscription_update", "subscription_update_confirm"),
    "after_completion": {
        "type!": ("hosted_confirmation", "portal_homepage", "redirect"),
        "redirect": {"return_url!": str},
        "hosted_confirmation": {"custom_message": str},
    },
    "subscription_cancel": {"subscription!": str},
    "subscription_update": {"subscription!": str},
    "subscription_update_confirm": _UPDATE,
}


class Portal:
    """Sessions by API, and their pages; also the page of one invoice."""

    def __init__(self, store: Store, billing: Billing) -> None:
        self._store = store
        self._billing = billing

    def routes(self) -> list[Route]:
        """Make a session; read how the portal is set up."""
        make = {"customer!": str, "configuration": str, "return_url": str, "locale": LOCALES, "flow_data": _FLOW}
        place = "/v1/billing_portal/configurations"
        return [
            Route("POST", "/v1/billing_portal/sessions", make, self._make),
            Route("GET", place, PAGED | {"active": bool, "is_default": bool}, self._configurations),
            Route("POST", f"{place}/{{id}}", {"active": bool, "default_return_url": str}, self._configure),
        ]

    def pages(self) -> list[Endpoint]:
        """The portal, the invoice, and their forms."""
        return [
            Endpoint("GET", "/portal/{id}", self._show),
            Endpoint("POST", "/portal/{id}", self._press),
            Endpoint("GET", "/invoice/{id}", self._show_bill),
            Endpoint("POST", "/invoice/{id}", self._pay_bill),
        ]

    # By API

    def _make(self, visit: Visit) -> Doc:
        fields = visit.fields
        customer = self._store.need(visit.book, "customer", fields["customer"], "customer")
        active = [doc for doc in self._store.all(visit.book, "billing_portal.configuration") if doc["active"]]
        named = fields.get("configuration")
        chosen = next((doc for doc in active if (doc["id"] == named if named else doc["is_default"])), None)
        if chosen is None:
            mode = "live" if visit.live else "test"
            text = f"No configuration provided and your {mode} mode default configuration has not been created. "
            place = "https://dashboard.stripe.com/" + ("" if visit.live else "test/") + "settings/billing/portal"
            raise invalid(
                f"{text}Provide a configuration or create your default by saving your customer portal settings at {place}."
            )
        session = contracts.portal_session(customer["id"], chosen, now=visit.at, wanted=fields, url=self._store.url)
        if "flow_data" in fields:
            session["flow"] = self._flow(visit, customer["id"], fields["flow_data"])
        return self._store.save(visit.book, session)

    def _flow(self, visit: Visit, customer: str, asked: Doc) -> Doc:
        kind = asked["type"]
        told: Doc = asked.get(kind, {})
        if kind != "payment_method_update":
            if not told:
                raise invalid(f"Missing required param: flow_data[{kind}].", "parameter_missing", f"flow_data[{kind}]")
            where = f"flow_data[{kind}][subscription]"
            sub = self._store.need(visit.book, "subscription", told["subscription"], where)
            if sub["customer"] != customer:
                raise invalid("The subscription does not belong to the customer.", param=where)
            if sub["status"] not in LIVING:
                raise invalid(f"This subscription cannot be updated because it is {sub['status']}.", param=where)
        after = {"hosted_confirmation": None, "redirect": None, "type": "portal_homepage"}
        flow: Doc = {"after_completion": after | asked.get("after_completion", {}), "type": kind}
        for name in ("subscription_cancel", "subscription_update", "subscription_update_confirm"):
            flow[name] = told if name == kind else None
        if kind == "subscription_cancel":
            flow[kind] = told | {"retention": None}
        if kind == "subscription_update_confirm":
            flow[kind] = told | {"discounts": None}
        return flow

    def _configurations(self, visit: Visit) -> Doc:
        found = self._store.all(visit.book, "billing_portal.configuration")
        return page(visit, "/v1/billing_portal/configurations", matching(visit, found, "active", "is_default"))

    def _configure(self, visit: Visit) -> Doc:
        before = self._store.need(visit.book, "billing_portal.configuration", visit.number)
        return self._store.save(visit.book, before | visit.fields | {"updated": visit.at})

    # The pages

    def _found(self, call: Call) -> tuple[str, Doc]:
        """`(book, session)` of a link that still works. Raises Refuse with a page."""
        for book in BOOKS:
            session = self._store.get(book, "billing_portal.session", call.params["id"])
            if session and session["created"] + LINK_SECONDS > self._store.now():
                return book, session
        raise stripe_pages.gone()

    def _of(self, book: str, session: Doc) -> list[Doc]:
        every = self._store.all(book, "subscription")
        return [sub for sub in every if sub["customer"] == session["customer"] and sub["status"] in LIVING]

    def _show(self, call: Call) -> Answer:
        book, session = self._found(call)
        bills = [bill for bill in self._store.all(book, "invoice") if bill["customer"] == session["customer"]]
        prices = sorted((p for p in self._store.all(book, "price") if p["active"]), key=lambda p: p["unit_amount"])
        return stripe_pages.portal(
            session, self._of(book, session), [b for b in bills if b["status"] == "open"], prices
        )

    def _press(self, call: Call) -> Answer:
        """`do`: cancel, resume, change (with `price`), card, card_failing, leave; `subscription` says which."""
        book, session = self._found(call)
        form, now = sent_fields(call), self._store.now()
        if form.get("do") == "leave":
            return redirect(session["return_url"]) if session["return_url"] else self._show(call)
        chosen = [sub for sub in self._of(book, session) if form.get("subscription") in {sub["id"], None}]
        for sub in chosen[:1]:
            self._do(book, sub, form, at=now)
        flow = session["flow"]
        if flow and flow["after_completion"]["redirect"] and chosen:
            return redirect(flow["after_completion"]["redirect"]["return_url"])
        return redirect(f"{self._store.url}/portal/{session['id']}")

    def _do(self, book: str, sub: Doc, form: dict[str, str], *, at: int) -> None:
        billing, end = self._billing, min(item["current_period_end"] for item in sub["items"]["data"])
        match form.get("do"):
            case "cancel":
                reason = sub["cancellation_details"] | {"reason": "cancellation_requested"}
                fields = {"cancel_at_period_end": True, "cancel_at": end, "canceled_at": at}
                billing.change(book, sub, fields | {"cancellation_details": reason}, at=at)
            case "resume":
                reason = sub["cancellation_details"] | {"reason": None}
                fields = {"cancel_at_period_end": False, "cancel_at": None, "canceled_at": None}
                billing.change(book, sub, fields | {"cancellation_details": reason}, at=at)
            case "change":
                billing.move(book, sub, self._store.need(book, "price", form.get("price", "")), {}, at=at)
            case "card" | "card_failing":
                card = stripe_cards.GOOD if form["do"] == "card" else stripe_cards.FAILING
                billing.change(book, sub, {"default_payment_method": card}, at=at)
            case _:
                pass

    def _bill(self, call: Call) -> tuple[str, Doc]:
        for book in BOOKS:
            bill = self._store.get(book, "invoice", call.params["id"])
            if bill:
                return book, bill
        raise stripe_pages.gone()

    def _show_bill(self, call: Call) -> Answer:
        return stripe_pages.bill(self._bill(call)[1])

    def _pay_bill(self, call: Call) -> Answer:
        """`do`: pay, which is also the card from now on; decline."""
        book, bill = self._bill(call)
        if bill["status"] == "open" and sent_fields(call).get("do") == "pay":
            now = self._store.now()
            sub = self._store.get(book, "subscription", subscription_of(bill) or "")
            if sub and sub["status"] not in {"canceled", "incomplete_expired"}:
                self._billing.change(book, sub, {"default_payment_method": stripe_cards.GOOD}, at=now)
            self._billing.collect(book, bill, at=now, method=stripe_cards.GOOD)
        return redirect(bill["hosted_invoice_url"])
