"""Stripe's objects read, in the shapes of today and of before basil (reference/stripe.md, section 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from podpusher_cli.core.billing import OpenInvoice, Subscription
from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.http import BadAnswer
from podpusher_cli.core.money import Money
from podpusher_cli.core.plans import Period
from podpusher_cli.core.stripe_events import Sighting
from podpusher_cli.core.upgrades import CheckoutState, Offer, Session

Doc = Mapping[str, Any]
LAST_TIME = 99_999_999_999  # seconds: far in the future, and a date in every time zone


def id_of(value: object) -> str | None:
    """The id, where there stands one or a whole object."""
    return _word(value.get("id") if isinstance(value, Mapping) else value)


def items_of(sub: Doc) -> list[Doc]:
    """What is subscribed to."""
    items = sub.get("items")
    data = items.get("data") if isinstance(items, Mapping) else None
    return [each for each in data if isinstance(each, Mapping)] if isinstance(data, list) else []


def period_end(sub: Doc) -> datetime | None:
    """When the period ends: the first of the items' ends, or what stood on the subscription before basil."""
    return min(_times(items_of(sub), "current_period_end"), default=_time(sub.get("current_period_end")))


def period_start(sub: Doc) -> datetime | None:
    """When it began, likewise."""
    return max(_times(items_of(sub), "current_period_start"), default=_time(sub.get("current_period_start")))


def customer_of(event: Doc) -> str | None:
    """The customer that an event is about."""
    about = object_of(event)
    return id_of(about) if about.get("object") == "customer" else id_of(about.get("customer"))


def object_of(event: Doc) -> Doc:
    """What an event is about."""
    data = event.get("data")
    about = data.get("object") if isinstance(data, Mapping) else None
    return about if isinstance(about, Mapping) else {}


def read_sighting(event: Doc) -> Sighting:
    """An event of any version. Raises BadAnswer for what is none."""
    number, kind, created = id_of(event), _word(event.get("type")), _time(event.get("created"))
    if number is None or kind is None or created is None:
        raise BadAnswer(provider="stripe")
    return Sighting(
        id=number,
        type=kind,
        created=created,
        livemode=event.get("livemode") is True,
        account=id_of(event.get("account")),
        api_version=_word(event.get("api_version")),
        customer=customer_of(event),
    )


def read_session(doc: Doc) -> Session:
    """A Checkout Session. Raises BadAnswer."""
    number, state = id_of(doc), _word(doc.get("status"))
    if number is None or state not in set(CheckoutState):
        raise BadAnswer(provider="stripe")
    return Session(
        id=number,
        state=CheckoutState(state),
        url=_word(doc.get("url")),
        intent=_word(doc.get("client_reference_id")),
        customer=id_of(doc.get("customer")),
        livemode=doc.get("livemode") is True,
    )


def read_offer(price: Doc) -> Offer | None:
    """A price that is for sale; None for one that is not a plain amount for each period."""
    recurring = _whole(price.get("recurring"))
    cost, number, tier = (
        money(price.get("unit_amount"), price.get("currency")),
        id_of(price),
        _word(price.get("lookup_key")),
    )
    interval, count = _word(recurring.get("interval")), recurring.get("interval_count")
    if cost is None or number is None or tier is None or interval is None:
        return None
    return Offer(tier, number, cost, interval, count if isinstance(count, int) else 1)


def read_subscription(doc: Doc, product: Doc | None = None, unpaid: OpenInvoice | None = None) -> Subscription:
    """A subscription with the product of its price, which is looked up where Stripe only gave its id. Raises BadAnswer."""
    items = items_of(doc)
    item = items[0] if items else {}
    price = _whole(item.get("price") or item.get("plan"))
    number, customer, status = id_of(doc), id_of(doc.get("customer")), _word(doc.get("status"))
    created = _time(doc.get("created"))
    if number is None or customer is None or status is None or created is None:
        raise BadAnswer(provider="stripe")
    offered = product if product is not None else price.get("product")
    metadata = offered.get("metadata") if isinstance(offered, Mapping) else None
    told = metadata.items() if isinstance(metadata, Mapping) else ()
    words = {name: value for name, each in told if _word(name) and (value := _word(each))}
    named = words.pop("podpusher_plan", None)
    start, end = period_start(doc), period_end(doc)
    recurring = _whole(price.get("recurring")) or price  # an old plan has it on itself
    count = recurring.get("interval_count")
    return Subscription(
        id=number,
        customer=customer,
        status=status,
        created=created,
        item=id_of(item) or "",
        price_id=id_of(price) or "",
        product=id_of(price.get("product")) or "",
        lookup_key=_word(price.get("lookup_key")),
        named=named,
        numbers=words,
        price=_price(price, item.get("quantity")),
        interval=_word(recurring.get("interval")),
        interval_count=count if isinstance(count, int) and count > 0 else 1,
        period=Period(start, end) if start and end and start < end else None,
        ends_at=_time(doc.get("cancel_at")) or (end if doc.get("cancel_at_period_end") else None),
        unpaid=unpaid,
    )


def read_open_invoice(doc: Doc) -> OpenInvoice:
    """An invoice that waits for its money. Raises BadAnswer."""
    number, since = id_of(doc), _time(doc.get("created"))
    if number is None or since is None:
        raise BadAnswer(provider="stripe")
    url = _word(doc.get("hosted_invoice_url"))
    return OpenInvoice(
        id=number,
        url=url if url and url.startswith(("https://", "http://")) else None,
        amount=money(doc.get("amount_due"), doc.get("currency")) or Money(0),
        since=since,
        next_try=_time(doc.get("next_payment_attempt")),
    )


def money(amount: object, currency: object) -> Money | None:
    """An amount as Stripe writes it; None for what is none."""
    word = currency.upper() if isinstance(currency, str) else ""
    if isinstance(amount, bool) or not isinstance(amount, int) or not re.fullmatch(r"[A-Z]{3}", word):
        return None
    return Money(amount, word)


def _word(value: object) -> str | None:
    """A text that can be shown and kept; None for anything else, and for none."""
    return value if isinstance(value, str) and value and value.isprintable() else None


def _whole(value: object) -> Doc:
    """The object, where there is a whole one."""
    return value if isinstance(value, Mapping) else {"id": value} if isinstance(value, str) else {}


def _price(price: Doc, quantity: object) -> Money | None:
    cents = price.get("unit_amount") if "unit_amount" in price else price.get("amount")
    each = money(cents, price.get("currency"))
    return each.times(quantity if isinstance(quantity, int) and quantity > 0 else 1) if each else None


def _times(items: Iterable[Doc], name: str) -> list[datetime]:
    return [moment for each in items if (moment := _time(each.get(name)))]


def _time(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= LAST_TIME:
        return None
    return from_seconds(value)
