"""Objects, events and signatures that localstripe made, recorded: old shapes of somebody else's (reference/stripe.md, section 9)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from stripe import WebhookSignature

from podpusher_cli.core.billing import Known, plan_of
from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.money import Money
from podpusher_cli.core.subscriptions import period_end, read_open_invoice, read_subscription
from podpusher_cli.core.webhooks import read_event
from podpusher_cli.store.db import connect
from podpusher_cli.workflows.billing.apply import deliver
from podpusher_cli.workflows.billing.desk import BillingDesk
from tests.support.billing import GRACE, desk_over
from tests.support.clock import FakeClock

RECORDED = json.loads(
    (Path(__file__).parents[2] / "fixtures" / "stripe" / "localstripe.json").read_text(encoding="utf-8")
)
SUBSCRIPTIONS, PRODUCT, CUSTOMER = RECORDED["subscriptions"], RECORDED["product"], RECORDED["customer"]
EVENTS = [json.loads(each["body"]) for each in RECORDED["webhooks"]]
MADE = from_seconds(SUBSCRIPTIONS["active"]["created"])


class Localstripe:
    """Holds one of the recorded subscriptions."""

    livemode = False

    def __init__(self) -> None:
        self.state = "active"

    def fetch_state(self, customer: str, account: str, now: datetime) -> Known:
        sub = read_subscription(SUBSCRIPTIONS[self.state], PRODUCT)
        return Known(self.livemode, account, customer, now, sub)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(MADE + timedelta(seconds=2))


@pytest.fixture
def desk(tmp_path: Path, clock: FakeClock) -> Iterator[BillingDesk]:
    with closing(connect(tmp_path / "state.db")) as connection:
        yield desk_over(connection, Localstripe(), clock, customer=CUSTOMER)


def test_its_shape_is_that_of_before_basil() -> None:
    doc = SUBSCRIPTIONS["active"]
    assert "current_period_end" in doc
    assert "current_period_end" not in doc["items"]["data"][0]
    assert {each["api_version"] for each in EVENTS} == {"2017-08-15"}


def test_its_subscriptions_are_understood() -> None:
    found = {name: read_subscription(doc, PRODUCT) for name, doc in SUBSCRIPTIONS.items()}
    plans = {name: plan_of(Known(False, "", CUSTOMER, MADE, sub), MADE, GRACE) for name, sub in found.items()}

    assert {name: each.tier for name, each in plans.items()} == {
        "active": "pro",
        "cancelling": "pro",
        "canceled": "free",
    }
    assert plans["active"].limits.images == 500
    assert plans["active"].period.end == from_seconds(SUBSCRIPTIONS["active"]["current_period_end"])
    assert plans["cancelling"].ends_at == period_end(SUBSCRIPTIONS["cancelling"]) == plans["active"].period.end
    assert found["active"].price == plans["active"].price
    assert (found["active"].interval, found["active"].price and found["active"].price.amount) == ("month", 2900)


def test_its_invoices_are_understood() -> None:
    found = [read_open_invoice(invoice) for invoice in RECORDED["invoices"]]

    assert [(each.amount, each.url) for each in found] == [(Money(2900, "USD"), None)]


@pytest.mark.parametrize("place", range(len(EVENTS)))
def test_its_signatures_are_good_and_its_events_are_events(place: int) -> None:
    posted: dict[str, Any] = RECORDED["webhooks"][place]

    assert WebhookSignature.verify_header(posted["body"], posted["signature"], RECORDED["secret"], tolerance=None)
    assert read_event(json.loads(posted["body"])) == EVENTS[place]


def test_its_events_bring_the_plan_and_take_it_away(desk: BillingDesk, clock: FakeClock) -> None:
    plans: dict[str, str | None] = {}
    outcomes: dict[str, str] = {}
    for event in EVENTS:
        if event["type"] == "customer.subscription.deleted":
            desk.source.state = "canceled"  # type: ignore[attr-defined]
        outcomes[event["type"]] = deliver(desk, event, "listen").outcome
        plan = desk.plan()
        plans[event["type"]] = plan.tier if plan else None

    assert plans["customer.created"] is None
    assert (plans["customer.subscription.created"], plans["customer.subscription.deleted"]) == ("pro", "free")
    used = {kind for kind, outcome in outcomes.items() if outcome == "applied"}
    assert used == {"customer.subscription.created", "customer.subscription.deleted"}
    assert set(outcomes.values()) == {"applied", "not_used"}
