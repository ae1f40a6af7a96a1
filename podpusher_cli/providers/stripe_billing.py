"""Billing at Stripe: subscriptions, checkout, portal, events, meters (reference/stripe.md, sections 3, 6 and 7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from podpusher_cli.core.billing import UNPAID, Known, OpenInvoice, Subscription, chosen
from podpusher_cli.core.errors import ProviderRefused
from podpusher_cli.core.stripe_events import USED, Sighting
from podpusher_cli.core.subscriptions import (
    id_of,
    items_of,
    read_offer,
    read_open_invoice,
    read_session,
    read_sighting,
    read_subscription,
)
from podpusher_cli.core.upgrades import NoPortal, NotOurs, Offer, Session

if TYPE_CHECKING:
    from podpusher_cli.core.metering import Usage
    from podpusher_cli.net.http import Http

Doc = Mapping[str, Any]
_MOST = 100  # a page at Stripe
_MOST_AT_FIRST = 1000  # events, where none was seen yet: older ones say nothing that the state does not
_PORTAL_SETTINGS = {
    "test": "https://dashboard.stripe.com/test/settings/billing/portal",
    "live": "https://dashboard.stripe.com/settings/billing/portal",
}


class StripeBilling:
    """A BillingSource over Stripe's API, as the owner of `key`."""

    def __init__(self, http: Http, *, api_url: str, key: str, livemode: bool) -> None:
        from podpusher_cli.providers.stripe_wire import client

        self._v1 = client(http, key=key, api_url=api_url).v1
        self.livemode = livemode

    def fetch_state(self, customer: str, account: str, now: datetime) -> Known:
        """See BillingSource."""
        if not customer:
            return Known(self.livemode, account, "", now)
        docs = list(
            _paged(lambda: self._v1.subscriptions.list({"customer": customer, "status": "all", "limit": _MOST}))
        )
        if any(doc.get("livemode") is not self.livemode for doc in docs):
            raise NotOurs(provider="stripe")
        products: dict[str, Doc] = {}
        found = [
            read_subscription(doc, self._product(doc, products))
            for doc in docs
            if id_of(doc.get("customer")) == customer
        ]
        one = chosen(found)
        if one and one.status in UNPAID:
            doc = next(doc for doc in docs if id_of(doc) == one.id)
            one = read_subscription(doc, self._product(doc, products), self._unpaid(one))
        return Known(self.livemode, account, customer, now, one, self._features(customer))

    def _product(self, sub: Doc, known: dict[str, Doc]) -> Doc | None:
        """The product of a subscription's price; None where it cannot be read."""
        price = items_of(sub)[0].get("price") if items_of(sub) else None
        number = id_of(price.get("product")) if isinstance(price, Mapping) else None
        if number is None:
            return None
        if number not in known:
            found = _if_there(lambda: self._v1.products.retrieve(number))
            known[number] = {} if found is None else found
        return known[number]

    def _unpaid(self, sub: Subscription) -> OpenInvoice | None:
        """The oldest invoice of the subscription that waits for its money."""
        asked: Any = {"subscription": sub.id, "status": "open", "limit": _MOST}
        found = _if_there(lambda: self._v1.invoices.list(asked))
        bills = [read_open_invoice(each) for each in found["data"]] if found else []
        return min(bills, key=lambda each: each.since, default=None)

    def _features(self, customer: str) -> tuple[str, ...]:
        asked: Any = {"customer": customer, "limit": _MOST}
        found = _if_there(lambda: self._v1.entitlements.active_entitlements.list(asked))
        return tuple(sorted(str(each["lookup_key"]) for each in found["data"])) if found else ()

    def events(self, *, after: str | None, since: datetime) -> Iterator[Sighting]:
        """See BillingSource."""
        asked: Any = {"types": list(USED), "limit": _MOST}
        if after is None:
            newest_first = _paged(lambda: self._v1.events.list(asked | {"created": {"gte": int(since.timestamp())}}))
            yield from reversed([read_sighting(each) for each in islice(newest_first, _MOST_AT_FIRST)])
        else:
            for each in _paged(lambda: self._v1.events.list(asked | {"ending_before": after})):
                yield read_sighting(each)

    def offers(self, tiers: Sequence[str]) -> tuple[Offer, ...]:
        """See BillingSource."""
        asked: Any = {"lookup_keys": list(tiers), "active": True, "limit": _MOST}
        found = _asked(lambda: self._v1.prices.list(asked))["data"]
        made = [offer for each in found if each.get("livemode") is self.livemode and (offer := read_offer(each))]
        return tuple(sorted(made, key=lambda offer: list(tiers).index(offer.tier)))

    def checkout(self, *, intent: str, price_id: str, customer: str, return_url: str) -> Session:
        """See BillingSource."""
        told: Any = {
            "mode": "subscription",
            "line_items": [{"price": price_id, "quantity": 1}],
            "success_url": return_url,
            "cancel_url": return_url,
            "client_reference_id": intent,
        }
        told |= {"customer": customer} if customer else {}
        return self._session(lambda: self._v1.checkout.sessions.create(told, {"idempotency_key": intent}))

    def session(self, number: str) -> Session:
        """See BillingSource."""
        return self._session(lambda: self._v1.checkout.sessions.retrieve(number))

    def expire(self, number: str) -> Session:
        """See BillingSource."""
        return self._session(lambda: self._v1.checkout.sessions.expire(number))

    def _session(self, ask: Callable[[], Any]) -> Session:
        found = read_session(_asked(ask))
        if found.livemode is not self.livemode:
            raise NotOurs(provider="stripe")
        return found

    def portal(self, *, customer: str, return_url: str, subscription: str | None = None) -> str:
        """See BillingSource."""
        told: Any = {"customer": customer, "return_url": return_url}
        if subscription:
            told["flow_data"] = {"type": "subscription_update", "subscription_update": {"subscription": subscription}}
        try:
            return str(_asked(lambda: self._v1.billing_portal.sessions.create(told))["url"])
        except ProviderRefused as error:
            if "configuration" not in str(error.fields.get("problem", "")):
                raise
            mode = "live" if self.livemode else "test"
            raise NoPortal(
                provider="stripe",
                mode=mode,
                problem=error.fields["problem"],
                page=_PORTAL_SETTINGS[mode],
                details=error.details,
            ) from error

    def meter(self, usage: Usage, customer: str) -> None:
        """See BillingSource."""
        told: Any = {
            "event_name": usage.event_name,
            "identifier": usage.identifier,
            "timestamp": int(usage.at.timestamp()),
            "payload": {"stripe_customer_id": customer, "value": str(usage.value)},
        }
        try:
            _asked(lambda: self._v1.billing.meter_events.create(told))
        except ProviderRefused as error:
            if "already exists" not in str(error.fields.get("problem", "")):
                raise  # else it was told before, and the answer was lost


def _asked(ask: Callable[[], Any]) -> dict[str, Any]:
    """The answer as plain data."""
    from podpusher_cli.providers.stripe_wire import refusals

    with refusals():
        told: dict[str, Any] = ask().to_dict()
    return told


def _if_there(ask: Callable[[], Any]) -> dict[str, Any] | None:
    """The answer; None where it is not there, or is not this key's to read."""
    try:
        return _asked(ask)
    except ProviderRefused as error:
        if error.details.get("status") in {403, 404}:
            return None
        raise


def _paged(ask: Callable[[], Any]) -> Iterable[Doc]:
    """Everything in a list, page after page, as plain data."""
    from podpusher_cli.providers.stripe_wire import refusals

    with refusals():
        for each in ask().auto_paging_iter():
            yield each.to_dict()
