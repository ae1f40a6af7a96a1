"""Stripe's objects in the shapes of today and of before basil (reference/stripe.md, section 5)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.http import BadAnswer
from podpusher_cli.core.money import Money
from podpusher_cli.core.plans import Period
from podpusher_cli.core.subscriptions import (
    period_end,
    read_offer,
    read_open_invoice,
    read_session,
    read_sighting,
    read_subscription,
)

PRICE = {
    "id": "price_1",
    "lookup_key": "pro",
    "product": "prod_1",
    "unit_amount": 2900,
    "currency": "usd",
    "recurring": {"interval": "month", "interval_count": 1},
}
NEW: dict[str, Any] = {
    "id": "sub_1",
    "object": "subscription",
    "customer": "cus_1",
    "status": "active",
    "created": 100,
    "cancel_at_period_end": False,
    "cancel_at": None,
    "items": {
        "data": [{"id": "si_1", "price": PRICE, "quantity": 2, "current_period_start": 100, "current_period_end": 300}]
    },
}
OLD_PLAN = {
    "id": "price_1",
    "product": "prod_1",
    "amount": 2900,
    "currency": "usd",
    "interval": "month",
    "interval_count": 1,
}
OLD: dict[str, Any] = NEW | {
    "current_period_start": 100,
    "current_period_end": 300,
    "items": {"data": [{"id": "si_1", "plan": OLD_PLAN, "quantity": 2}]},
}
PERIOD = Period(from_seconds(100), from_seconds(300))


def test_both_shapes_of_a_subscription_say_the_same() -> None:
    new, old = read_subscription(NEW), read_subscription(OLD)

    assert (new.period, new.price, new.interval, new.item) == (PERIOD, Money(5800), "month", "si_1")
    assert (old.period, old.price, old.interval, old.item) == (PERIOD, Money(5800), "month", "si_1")
    assert (new.tier, old.tier) == ("pro", None)
    assert read_subscription(OLD, {"metadata": {"podpusher_plan": "pro", "images_month": "5"}}).tier == "pro"


def test_of_several_items_the_first_to_end_sets_the_end() -> None:
    items = [{"current_period_end": 300}, {"current_period_end": 200}, {}]

    assert period_end({"items": {"data": items}, "current_period_end": 900}) == from_seconds(200)
    assert period_end({"items": {"data": []}, "current_period_end": 900}) == from_seconds(900)
    assert period_end({}) is None


def test_when_it_ends_is_said_in_two_ways() -> None:
    assert read_subscription(NEW).ends_at is None
    assert read_subscription(NEW | {"cancel_at_period_end": True}).ends_at == from_seconds(300)
    assert read_subscription(NEW | {"cancel_at": 250}).ends_at == from_seconds(250)


def test_an_event_says_when_to_look_and_for_whom() -> None:
    event = {
        "id": "evt_1",
        "object": "event",
        "type": "invoice.paid",
        "created": 100,
        "livemode": True,
        "api_version": "2017-08-15",
    }
    seen = read_sighting(
        event | {"account": "acct_1", "data": {"object": {"object": "invoice", "customer": {"id": "cus_1"}}}}
    )

    assert (seen.id, seen.customer, seen.livemode, seen.account, seen.created) == (
        "evt_1",
        "cus_1",
        True,
        "acct_1",
        from_seconds(100),
    )
    assert read_sighting(event | {"data": {"object": {"object": "customer", "id": "cus_2"}}}).customer == "cus_2"
    assert read_sighting(event).customer is None


def test_an_invoice_that_waits_shows_only_a_page_of_the_web() -> None:
    bill = {
        "id": "in_1",
        "created": 100,
        "amount_due": 2900,
        "currency": "eur",
        "hosted_invoice_url": "javascript:alert(1)",
    }

    assert read_open_invoice(bill).url is None
    assert read_open_invoice(bill | {"hosted_invoice_url": "https://x.example"}).amount == Money(2900, "EUR")


def test_what_is_for_sale_is_a_plain_amount_for_each_period() -> None:
    offer = read_offer(PRICE)

    assert offer is not None
    assert (offer.tier, offer.price, offer.interval) == ("pro", Money(2900), "month")
    assert read_offer(PRICE | {"unit_amount": None}) is None
    assert read_offer(PRICE | {"recurring": None}) is None


@pytest.mark.parametrize("read", [read_subscription, read_session, read_sighting, read_open_invoice])
def test_what_is_none_of_it_is_said_to_be_unreadable(read: Any) -> None:
    for doc in ({}, {"id": "x"}, {"id": 5, "created": 1, "status": "open", "type": "t", "customer": "c"}):
        with pytest.raises(BadAnswer):
            read(doc)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*NEW, *PRICE, "data", "metadata", "plan", "parent"]), inner, max_size=5)
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from([*NEW, "data", "type", "amount_due", "currency"]), JSON),
    st.sampled_from([NEW, OLD]),
)
def test_no_answer_however_odd_is_a_mistake_of_ours(odd: dict[str, Any], base: dict[str, Any]) -> None:
    for read in (read_subscription, read_session, read_sighting, read_open_invoice, read_offer):
        for doc in (odd, base | odd):
            try:
                read(doc)
            except BadAnswer:
                continue
