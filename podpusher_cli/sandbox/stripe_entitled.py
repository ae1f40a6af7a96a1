"""What Stripe's customers are entitled to: the features of the products that they subscribe to."""

from __future__ import annotations

from podpusher_cli.sandbox.stripe_docs import entitlement, listed
from podpusher_cli.sandbox.stripe_events import Events
from podpusher_cli.sandbox.stripe_store import Doc, Store, is_live

LIVING = frozenset({"trialing", "active", "past_due"})


class Entitled:
    """Reads it off the subscriptions, and tells when it has changed."""

    def __init__(self, store: Store, events: Events) -> None:
        self._store = store
        self._events = events

    def of(self, book: str, customer: str) -> list[Doc]:
        """What the customer's active subscriptions entitle to."""
        mine = [sub for sub in self._store.all(book, "subscription") if sub["customer"] == customer]
        alive = [sub for sub in mine if sub["status"] in LIVING]
        products = {item["price"]["product"] for sub in alive for item in sub["items"]["data"]}
        attached = self._store.all(book, "attached")
        found = {doc["feature"]["id"]: doc["feature"] for doc in attached if doc["product"] in products}
        return [entitlement(customer, found[number]) for number in sorted(found)]

    def tell(self, book: str, customer: str, had: list[Doc], *, at: int) -> None:
        """The event about it, unless it is as it was."""
        has = self.of(book, customer)
        if has != had:
            kind, url = "entitlements.active_entitlement_summary", "/v1/customer/entitlements"
            summary = {"object": kind, "customer": customer, "livemode": is_live(book)}
            new, old = (summary | {"entitlements": listed(url, what)} for what in (has, had))
            self._events.emit(book, f"{kind}.updated", new, old, at=at)
