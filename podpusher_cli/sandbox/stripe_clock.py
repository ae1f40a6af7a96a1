"""What happens at Stripe by itself as time passes: renewals, tries to collect, trials' and cancellations' ends, sessions that expire."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import inf

from podpusher_cli.sandbox.stripe_billing import Billing, subscription_of
from podpusher_cli.sandbox.stripe_entitled import LIVING
from podpusher_cli.sandbox.stripe_store import BOOKS, Doc, Store

_INCOMPLETE_SECONDS = 23 * 3600
_WARNING_SECONDS = 3 * 86_400
_MOST_STEPS = 20_000
Step = Callable[[], object]


def _nothing() -> None:
    """Nothing waits."""


class Clock:
    """Brings the books up to now, one step after the other, each at the moment it was due."""

    def __init__(self, store: Store, billing: Billing) -> None:
        self._store = store
        self._billing = billing
        self._seen = -1
        self._next: float = 0

    def settle(self) -> None:
        """Do all that is due; cheap when nothing is. Raises RuntimeError when it comes to no end."""
        now = self._store.now()
        for _ in range(_MOST_STEPS):
            if self._seen == self._store.changes and self._next > now:
                return
            due = [step for book in BOOKS for step in self._steps(book)]
            self._seen = self._store.changes
            at, _, step = min(due, key=lambda step: step[:2], default=(inf, "", _nothing))
            self._next = at
            if at <= now:
                step()
        message = "what is due at Stripe comes to no end"
        raise RuntimeError(message)

    def _steps(self, book: str) -> list[tuple[int, str, Step]]:
        """`(when, of what, step)` of everything that waits for a time."""
        waiting: list[tuple[int, str, Step]] = []
        store, billing = self._store, self._billing
        subs = {sub["id"]: sub for sub in store.all(book, "subscription")}
        for number, sub in subs.items():
            for at, step in self._of_subscription(book, sub):
                waiting.append((at, number, step))
        for bill in store.all(book, "invoice"):
            at, of = bill["next_payment_attempt"], subscription_of(bill)
            if at and of and bill["status"] == "open" and subs[of]["status"] == "past_due":
                waiting.append((at, bill["id"], partial(billing.collect, book, bill, at=at)))
        for session in store.all(book, "checkout.session"):
            if session["status"] == "open":
                at = session["expires_at"]
                waiting.append((at, session["id"], partial(self.expire_session, book, session, at=at)))
        return waiting

    def _of_subscription(self, book: str, sub: Doc) -> list[tuple[int, Step]]:
        billing = self._billing
        if sub["status"] == "incomplete":
            at = sub["created"] + _INCOMPLETE_SECONDS
            return [(at, lambda: billing.expire(book, sub, at=at))]
        if sub["status"] not in LIVING:
            return []
        end = min(item["current_period_end"] for item in sub["items"]["data"])
        if sub["cancel_at"] is not None and sub["cancel_at"] <= end:
            last = sub["cancel_at"]
            return [(last, lambda: billing.end(book, sub, at=last))]
        if sub["cancel_at_period_end"]:
            return [(end, lambda: billing.end(book, sub, at=end))]
        steps: list[tuple[int, Step]] = [(end, lambda: billing.renew(book, sub, at=end))]
        if sub["trial_end"] and sub["status"] == "trialing" and not self._store.get(book, "told", sub["id"]):
            soon = max(sub["trial_start"] or 0, sub["trial_end"] - _WARNING_SECONDS)
            steps.append((soon, lambda: self._warn(book, sub, at=soon)))
        return steps

    def _warn(self, book: str, sub: Doc, *, at: int) -> None:
        """Three days before a trial ends, or at once when it is shorter."""
        self._store.put(book, "told", sub["id"], {"at": at})
        self._billing.events.emit(book, "customer.subscription.trial_will_end", sub, at=at)

    def expire_session(self, book: str, session: Doc, *, at: int) -> Doc:
        """A checkout nobody finished."""
        expired = self._store.save(book, session | {"status": "expired", "url": None})
        self._billing.events.emit(book, "checkout.session.expired", expired, at=at)
        return expired
