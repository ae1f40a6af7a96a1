"""A Stripe small enough for thousands of lives in a minute: it holds subscriptions, and forgets, doubles and delays what it tells."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from podpusher_cli.core.billing import Known, chosen
from podpusher_cli.core.errors import ProviderRefused, TryLater
from podpusher_cli.core.metering import Usage
from podpusher_cli.core.money import Money
from podpusher_cli.core.stripe_events import USED, Sighting
from podpusher_cli.core.subscriptions import read_open_invoice, read_session, read_sighting, read_subscription
from podpusher_cli.core.upgrades import Checkout, CheckoutState, Offer, Session
from podpusher_cli.store.billing import BillingBook
from podpusher_cli.store.meters import MeterOutbox
from podpusher_cli.store.notices import Notices
from podpusher_cli.workflows.billing.desk import BillingDesk

START = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
DAY = 86_400
GRACE = timedelta(days=7)
ACCOUNT = "acct_ours"
STATUSES = (
    "trialing",
    "active",
    "past_due",
    "incomplete",
    "incomplete_expired",
    "canceled",
    "unpaid",
    "paused",
    "napping",
)
PRODUCTS: dict[str, dict[str, str]] = {
    "prod_starter": {},
    "prod_pro": {"podpusher_plan": "pro", "images_month": "500"},
    "prod_business": {"queue_length": "unlimited", "shops": "many"},
    "prod_gold": {"images_month": "999999"},
}
PRICES = {
    "starter": "prod_starter",
    "pro": "prod_pro",
    "pro_yearly": "prod_pro",
    "business": "prod_business",
    "gold": "prod_gold",
}


class CrashError(BaseException):
    """The process is gone."""


@dataclass
class Fuse:
    """Kills at the step it is set to, and from then on at every step; steps are statements and calls, before and after each."""

    left: int | None = None
    steps: int = 0

    def burn(self) -> None:
        self.steps += 1
        if self.left is not None:
            if self.left <= 0:
                raise CrashError
            self.left -= 1


class FusedConnection:
    """A connection to a real file whose process may die before and after any statement."""

    def __init__(self, connection: sqlite3.Connection, fuse: Fuse) -> None:
        self._connection = connection
        self._fuse = fuse

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        self._fuse.burn()
        done = self._connection.execute(*arguments)
        self._fuse.burn()
        return done

    def executemany(self, *arguments: Any) -> sqlite3.Cursor:
        self._fuse.burn()
        done = self._connection.executemany(*arguments)
        self._fuse.burn()
        return done


@dataclass
class ModelStripe:
    """An account in one mode. `events` are oldest first, as the Events API has them; `posted` are still to be delivered."""

    dice: random.Random
    livemode: bool = False
    now: datetime = START
    subscriptions: dict[str, dict[str, Any]] = field(default_factory=dict)
    invoices: dict[str, dict[str, Any]] = field(default_factory=dict)
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    posted: list[dict[str, Any]] = field(default_factory=list)
    usage: dict[str, int] = field(default_factory=dict)
    made: int = 0

    def id(self, kind: str) -> str:
        self.made += 1
        return f"{kind}_{self.made:08d}"

    @property
    def stamp(self) -> int:
        return int(self.now.timestamp())

    # What happens there

    def subscribe(self, customer: str, key: str, status: str = "active") -> dict[str, Any]:
        end = self.stamp + (365 if key == "pro_yearly" else 30) * DAY
        price = {
            "id": f"price_{key}",
            "lookup_key": key,
            "product": PRICES[key],
            "unit_amount": 2900,
            "currency": "usd",
        }
        price["recurring"] = {"interval": "year" if key == "pro_yearly" else "month", "interval_count": 1}
        item = {
            "id": self.id("si"),
            "price": price,
            "quantity": 1,
            "current_period_start": self.stamp,
            "current_period_end": end,
        }
        sub = {"id": self.id("sub"), "object": "subscription", "customer": customer, "livemode": self.livemode}
        sub |= {"status": status, "created": self.stamp, "cancel_at": None, "cancel_at_period_end": False}
        sub["items"] = {"data": [item]}
        self.subscriptions[sub["id"]] = sub
        self.tell("customer.subscription.created", sub)
        if status in {"past_due", "unpaid", "incomplete"}:
            self.bill(sub)
        return sub

    def bill(self, sub: dict[str, Any]) -> None:
        """An invoice that fails, unless there is one."""
        if any(each["subscription"] == sub["id"] and each["status"] == "open" for each in self.invoices.values()):
            return
        bill = {
            "id": self.id("in"),
            "object": "invoice",
            "customer": sub["customer"],
            "subscription": sub["id"],
            "status": "open",
        }
        bill |= {
            "created": self.stamp,
            "amount_due": 2900,
            "currency": "usd",
            "hosted_invoice_url": "https://invoice.example/x",
        }
        self.invoices[bill["id"]] = bill
        self.tell("invoice.payment_failed", bill)

    def settle(self, sub: dict[str, Any]) -> None:
        """Whatever is open is paid."""
        for bill in self.invoices.values():
            if bill["subscription"] == sub["id"] and bill["status"] == "open":
                bill["status"] = "paid"
                self.tell("invoice.paid", bill)

    def change(self, sub: dict[str, Any], **fields: Any) -> None:
        sub |= fields
        if sub["status"] in {"past_due", "unpaid", "incomplete"}:
            self.bill(sub)
        elif sub["status"] == "active":
            self.settle(sub)
        kind = "deleted" if sub["status"] == "canceled" else "updated"
        self.tell(f"customer.subscription.{kind}", sub)

    def move(self, sub: dict[str, Any], key: str) -> None:
        item = sub["items"]["data"][0]
        item["price"] = item["price"] | {"id": f"price_{key}", "lookup_key": key, "product": PRICES[key]}
        self.tell("customer.subscription.updated", sub)

    def pass_time(self, seconds: int) -> None:
        """Periods end: renewed, unpaid, or over."""
        self.now += timedelta(seconds=seconds)
        for sub in self.subscriptions.values():
            item = sub["items"]["data"][0]
            while item["current_period_end"] <= self.stamp and sub["status"] in {"active", "trialing", "past_due"}:
                if sub["cancel_at_period_end"]:
                    self.change(sub, status="canceled")
                    break
                length = item["current_period_end"] - item["current_period_start"]
                item["current_period_start"] = item["current_period_end"]
                item["current_period_end"] += length
                self.change(sub, status="past_due" if self.dice.random() < 0.2 else sub["status"])
        self.events = [each for each in self.events if each["created"] > self.stamp - 30 * DAY]

    def pay(self, session: dict[str, Any], customer: str) -> None:
        """The page of a checkout is finished."""
        session |= {"status": "complete", "customer": session["customer"] or customer}
        self.subscribe(session["customer"], session["price"])
        self.tell("checkout.session.completed", session)

    def tell(self, kind: str, about: dict[str, Any]) -> None:
        """An event, which may be lost to one way, to the other, to both; or be told twice, late, or in the shape of old."""
        event = {
            "id": self.id("evt"),
            "object": "event",
            "type": kind,
            "created": self.stamp,
            "livemode": self.livemode,
        }
        event |= {"api_version": "2026-10-28.endive", "data": {"object": _copy(about)}}
        if self.dice.random() < 0.85:
            self.events.append(event)
        self.posted += [event] * self.dice.choice([0, 1, 1, 1, 2])
        if self.dice.random() < 0.1:
            self.posted.append(event | {"id": self.id("evt"), "livemode": not self.livemode})
        if self.dice.random() < 0.1:
            self.posted.append(event | {"id": self.id("evt"), "account": "acct_other"})


def _copy(doc: dict[str, Any]) -> dict[str, Any]:
    return {name: _copy(value) if isinstance(value, dict) else value for name, value in doc.items()}


@dataclass
class ModelSource:
    """A BillingSource over the model. It may be out of reach, and its process may die before and after each call."""

    stripe: ModelStripe
    fuse: Fuse
    trouble: float = 0.0
    calls: list[str] = field(default_factory=list)

    @property
    def livemode(self) -> bool:
        return self.stripe.livemode

    def _called(self, name: str) -> None:
        self.calls.append(name)
        self.fuse.burn()
        if self.stripe.dice.random() < self.trouble:
            raise TryLater(provider="stripe")

    def fetch_state(self, customer: str, account: str, now: datetime) -> Known:
        self._called("fetch_state")
        found = []
        for doc in self.stripe.subscriptions.values():
            if doc["customer"] == customer:
                price = doc["items"]["data"][0]["price"]
                bills = [
                    each
                    for each in self.stripe.invoices.values()
                    if each["subscription"] == doc["id"] and each["status"] == "open"
                ]
                unpaid = min((read_open_invoice(each) for each in bills), key=lambda each: each.since, default=None)
                late = doc["status"] in {"past_due", "unpaid", "incomplete"}
                found.append(read_subscription(doc, {"metadata": PRODUCTS[price["product"]]}, unpaid if late else None))
        self.fuse.burn()
        return Known(self.livemode, account, customer, now, chosen(found))

    def events(self, *, after: str | None, since: datetime) -> Iterator[Sighting]:
        self._called("events")
        every = self.stripe.events
        if after is None:
            found = [each for each in every if each["created"] >= since.timestamp()]
        else:
            place = next((place for place, each in enumerate(every) if each["id"] == after), None)
            if place is None:
                raise ProviderRefused(
                    provider="stripe", problem="gone", details={"status": 404, "provider_code": "resource_missing"}
                )
            found = every[place + 1 :]
        for each in [each for each in found if each["type"] in USED]:
            self.fuse.burn()
            yield read_sighting(each)

    def offers(self, tiers: Sequence[str]) -> Sequence[Offer]:
        self._called("offers")
        return [Offer(tier, tier, Money(2900), "month") for tier in tiers]

    def checkout(self, *, intent: str, price_id: str, customer: str, return_url: str) -> Session:
        self._called("checkout")
        stripe = self.stripe
        if intent not in stripe.keys:
            made = {
                "id": stripe.id("cs"),
                "object": "checkout.session",
                "status": "open",
                "url": "https://pay.example",
                "price": price_id,
            }
            made |= {"client_reference_id": intent, "customer": customer or None, "livemode": stripe.livemode}
            stripe.sessions[made["id"]] = made
            stripe.keys[intent] = made["id"]
        self.fuse.burn()
        return read_session(stripe.sessions[stripe.keys[intent]])

    def session(self, number: str) -> Session:
        self._called("session")
        if number not in self.stripe.sessions:
            raise ProviderRefused(
                provider="stripe", problem="gone", details={"status": 404, "provider_code": "resource_missing"}
            )
        return read_session(self.stripe.sessions[number])

    def expire(self, number: str) -> Session:
        self._called("expire")
        session = self.stripe.sessions[number]
        if session["status"] != "open":
            raise ProviderRefused(provider="stripe", problem="closed", details={"status": 400})
        session["status"] = "expired"
        self.fuse.burn()
        return read_session(session)

    def portal(self, *, customer: str, return_url: str, subscription: str | None = None) -> str:
        self._called("portal")
        return f"https://portal.example/{customer}/{subscription or ''}"

    def meter(self, usage: Usage, customer: str) -> None:
        self._called("meter")
        self.stripe.usage.setdefault(usage.identifier, usage.value)
        self.fuse.burn()


class ModelClock:
    """The seller's clock, which is Stripe's."""

    def __init__(self, stripe: ModelStripe) -> None:
        self._stripe = stripe

    def now(self) -> datetime:
        return self._stripe.now

    def sleep(self, seconds: float) -> None:
        self._stripe.pass_time(round(seconds))


def desk_over(connection: Any, source: Any, clock: Any, **changes: Any) -> BillingDesk:
    """A desk, as the program would make it; it holds nothing that a crash could cost."""
    told: dict[str, Any] = {
        "profile": "default",
        "source": source,
        "book": BillingBook(connection),
        "outbox": MeterOutbox(connection),
        "notices": Notices(connection),
        "clock": clock,
        "lock": nullcontext,
        "account": lambda: ACCOUNT,
        "chosen_account": lambda: False,
        "customer": "",
        "return_url": "https://return.example",
        "grace": GRACE,
    }
    return BillingDesk(**(told | changes))


def begin_checkout(desk: BillingDesk, intent: str, key: str) -> None:
    """What `upgrade` keeps and asks for, before anybody pays."""
    new = Checkout(intent, key, CheckoutState.OPEN, desk.clock.now())
    desk.book.keep_checkout(new)
    made = desk.source.checkout(intent=intent, price_id=key, customer="", return_url=desk.return_url)
    desk.book.keep_checkout(Checkout(intent, key, CheckoutState.OPEN, new.created_at, made.id, made.url))


def meter(connection: Any, usage: Usage) -> None:
    """Usage beyond the plan, as the quota ledger leaves it."""
    told = (usage.identifier, usage.event_name, usage.value, usage.at.timestamp())
    connection.execute("insert into meter_outbox (identifier, event_name, value, at) values (?, ?, ?, ?)", told)
