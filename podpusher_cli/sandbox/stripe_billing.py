"""A subscription's life: made, paid, renewed, overdue, changed, ended; each step with its events, at its time."""

from __future__ import annotations

from podpusher_cli.sandbox import stripe_contracts as contracts
from podpusher_cli.sandbox.stripe_cards import Cards
from podpusher_cli.sandbox.stripe_entitled import Entitled
from podpusher_cli.sandbox.stripe_events import Events
from podpusher_cli.sandbox.stripe_invoices import finalized, of_subscription
from podpusher_cli.sandbox.stripe_offers import plan_of
from podpusher_cli.sandbox.stripe_periods import after
from podpusher_cli.sandbox.stripe_store import Doc, Store, is_live

RETRY_DAYS = (3, 5, 7)
_DAY = 86_400


class Billing:
    """Every change of a subscription or an invoice goes through here."""

    def __init__(self, store: Store, events: Events) -> None:
        self._store = store
        self.events = events
        self.cards = Cards(store)
        self.entitled = Entitled(store, events)

    def start(self, book: str, customer: Doc, price: Doc, wanted: Doc, *, at: int) -> Doc:
        """A new subscription and its first invoice; `incomplete` when that could not be paid.

        `wanted` may have quantity, metadata, trial_end, trial_settings, default_payment_method, `paid_now` (whatever
        the card does later) and `pay` (False: not yet).
        """
        trial_end = wanted.get("trial_end")
        sub = contracts.subscription(
            customer, live=is_live(book), now=at, status="trialing" if trial_end else "incomplete"
        )
        end = trial_end or after(at, price["recurring"], anchor=at)
        item = contracts.item(sub["id"], price, wanted.get("quantity", 1), start=at, end=end)
        sub["items"]["data"] = [item]
        for name in ("metadata", "default_payment_method", "trial_settings", "description", "cancel_at_period_end"):
            if wanted.get(name) is not None:
                sub[name] = wanted[name]
        if trial_end:
            sub |= {"trial_start": at, "trial_end": trial_end, "billing_cycle_anchor": trial_end}
        had = self.entitled.of(book, customer["id"])
        self._store.save(book, sub)
        bill = self._bill(book, sub, customer, "subscription_create", at=at, trial=bool(trial_end))
        pays = wanted.get("paid_now") or (wanted.get("pay", True) and self.cards.pays(book, sub))
        paid = bill["amount_due"] == 0 or pays
        sub |= {"latest_invoice": bill["id"]} | ({} if trial_end else {"status": "active" if paid else "incomplete"})
        self._store.save(book, sub)
        self.events.emit(book, "customer.subscription.created", sub, at=at)
        self._tell_bill(book, bill, at=at)
        if paid:
            self._paid(book, bill, at=at)
        elif wanted.get("pay", True):
            self._failed(book, bill, at=at, retry=False)
        self.entitled.tell(book, customer["id"], had, at=at)
        return sub

    def renew(self, book: str, sub: Doc, *, at: int) -> None:
        """The next period, whether or not it gets paid; at a trial's end without a card, what was settled for that."""
        trial = sub["status"] == "trialing"
        ending = sub["trial_settings"]["end_behavior"]["missing_payment_method"]
        if trial and ending != "create_invoice" and not self.cards.of(book, sub):
            if ending == "cancel":
                self.end(book, sub, at=at)
            else:
                self.change(book, sub, {"status": "paused"}, at=at)
            return
        items = []
        for item in sub["items"]["data"]:
            start = item["current_period_end"]
            end = after(start, item["price"]["recurring"], anchor=sub["billing_cycle_anchor"])
            items.append(item | {"current_period_start": start, "current_period_end": end})
        new = sub | {"items": sub["items"] | {"data": items}} | ({"status": "active"} if trial else {})
        bill = self._bill(book, new, self._customer(book, sub), "subscription_cycle", at=at)
        self.change(book, sub, new | {"latest_invoice": bill["id"]}, at=at)
        self._tell_bill(book, bill, at=at)
        self.collect(book, bill, at=at)

    def collect(self, book: str, bill: Doc, *, at: int, method: str | None = None) -> Doc:
        """Try to get an open invoice paid; what has become of it."""
        sub = self._subscription(book, bill)
        pays = self.cards.pays(book, sub or bill, method)
        if bill["amount_due"] == 0 or pays:
            return self._paid(book, bill, at=at)
        return self._failed(book, bill, at=at, retry=sub is not None and sub["status"] != "incomplete")

    def finalize(self, book: str, draft: Doc, *, at: int) -> Doc:
        """A draft is open from now on."""
        customer = self._store.need(book, "customer", draft["customer"])
        bill = self._store.save(book, finalized(draft, customer, now=at, url=self._store.url))
        self._store.save(book, customer | {"next_invoice_sequence": customer["next_invoice_sequence"] + 1})
        self.events.emit(book, "invoice.finalized", bill, at=at)
        return bill

    def change(self, book: str, sub: Doc, fields: Doc, *, at: int) -> Doc:
        """The subscription with these fields, and the event that says so."""
        had = self.entitled.of(book, sub["customer"])
        new = self._store.save(book, sub | fields)
        if new != sub:
            self.events.emit(book, "customer.subscription.updated", new, sub, at=at)
        self.entitled.tell(book, sub["customer"], had, at=at)
        return new

    def move(self, book: str, sub: Doc, price: Doc, fields: Doc, *, quantity: int | None = None, at: int) -> Doc:
        """Another price from now on; the period stays, and nothing is prorated."""
        items = (fields.get("items") or sub["items"])["data"]
        moved = items[0] | {"price": price, "plan": plan_of(price), "quantity": quantity or items[0]["quantity"]}
        return self.change(book, sub, fields | {"items": sub["items"] | {"data": [moved, *items[1:]]}}, at=at)

    def end(self, book: str, sub: Doc, *, at: int, reason: str = "cancellation_requested") -> Doc:
        """Over, now."""
        had = self.entitled.of(book, sub["customer"])
        details = sub["cancellation_details"] | {"reason": reason}
        fields = {"status": "canceled", "ended_at": at, "canceled_at": sub["canceled_at"] or at}
        new = self._store.save(book, sub | fields | {"cancellation_details": details})
        self.events.emit(book, "customer.subscription.deleted", new, at=at)
        self.entitled.tell(book, sub["customer"], had, at=at)
        for bill in self.bills(book, sub["id"], status="open"):
            self._store.save(book, bill | {"auto_advance": False, "next_payment_attempt": None})
        return new

    def expire(self, book: str, sub: Doc, *, at: int) -> None:
        """A first payment that never came."""
        for bill in self.bills(book, sub["id"], status="open"):
            moments = bill["status_transitions"] | {"voided_at": at}
            void = self._store.save(
                book, bill | {"status": "void", "status_transitions": moments, "auto_advance": False}
            )
            self.events.emit(book, "invoice.voided", void, at=at)
        self.change(book, sub, {"status": "incomplete_expired", "ended_at": at}, at=at)

    def bills(self, book: str, subscription: str, status: str) -> list[Doc]:
        """The subscription's invoices of that status, newest first."""
        every = self._store.all(book, "invoice")
        return [bill for bill in every if subscription_of(bill) == subscription and bill["status"] == status]

    # The steps between

    def _subscription(self, book: str, bill: Doc) -> Doc | None:
        number = subscription_of(bill)
        return self._store.need(book, "subscription", number) if number else None

    def _customer(self, book: str, sub: Doc) -> Doc:
        return self._store.need(book, "customer", sub["customer"])

    def _bill(self, book: str, sub: Doc, customer: Doc, reason: str, *, at: int, trial: bool = False) -> Doc:
        bill = of_subscription(sub, customer, now=at, reason=reason, trial=trial, url=self._store.url)
        number = {"next_invoice_sequence": customer["next_invoice_sequence"] + 1, "currency": sub["currency"]}
        self._store.save(book, customer | number)
        return self._store.save(book, bill)

    def _tell_bill(self, book: str, bill: Doc, *, at: int) -> None:
        for kind in ("invoice.created", "invoice.finalized"):
            self.events.emit(book, kind, bill, at=at)

    def _paid(self, book: str, bill: Doc, *, at: int) -> Doc:
        due = bill["amount_due"]
        paid = bill | {"status": "paid", "attempted": True, "amount_paid": due, "amount_remaining": 0}
        paid |= {
            "attempt_count": bill["attempt_count"] + bool(due),
            "next_payment_attempt": None,
            "auto_advance": False,
        }
        paid["status_transitions"] = bill["status_transitions"] | {"paid_at": at}
        self._store.save(book, paid)
        for kind in ("invoice.paid", "invoice.payment_succeeded"):
            self.events.emit(book, kind, paid, at=at)
        sub = self._subscription(book, bill)
        if (
            sub
            and sub["status"] in {"incomplete", "past_due", "unpaid"}
            and not self.bills(book, sub["id"], status="open")
        ):
            self.change(book, sub, {"status": "active"}, at=at)
        return paid

    def _failed(self, book: str, bill: Doc, *, at: int, retry: bool) -> Doc:
        """Another try later, or, when there were enough, the end that is settled for it."""
        tried = bill["attempt_count"] + 1
        again = at + RETRY_DAYS[tried - 1] * _DAY if retry and tried <= len(RETRY_DAYS) else None
        failed = bill | {"attempted": True, "attempt_count": tried, "next_payment_attempt": again}
        self._store.save(book, failed)
        self.events.emit(book, "invoice.payment_failed", failed, at=at)
        sub = self._subscription(book, bill)
        if sub is None:
            return failed
        if sub["status"] == "active":
            sub = self.change(book, sub, {"status": "past_due"}, at=at)
        if retry and again is None and sub["status"] == "past_due":
            ending = self._store.get(book, "settings", "dunning") or {"ending": "canceled"}
            if ending["ending"] == "canceled":
                self.end(book, sub, at=at, reason="payment_failed")
            else:
                self.change(book, sub, {"status": ending["ending"]}, at=at)
        return failed


def subscription_of(bill: Doc) -> str | None:
    """The subscription an invoice is for, if it is for one."""
    number: str | None = bill["parent"] and bill["parent"]["subscription_details"]["subscription"]
    return number
