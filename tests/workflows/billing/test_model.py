"""Whatever becomes of the events, and wherever the process dies: after one sync the plan is what Stripe holds."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from podpusher_cli.core.errors import TryLater
from podpusher_cli.core.metering import Usage
from podpusher_cli.core.plans import TIERS, Plan, month_of
from podpusher_cli.core.stripe_events import Outcome
from podpusher_cli.store.db import connect
from podpusher_cli.workflows.billing.apply import deliver
from podpusher_cli.workflows.billing.desk import BillingDesk
from podpusher_cli.workflows.billing.sync import sync
from tests.support.billing import (
    DAY,
    GRACE,
    PRICES,
    PRODUCTS,
    STATUSES,
    CrashError,
    Fuse,
    FusedConnection,
    ModelClock,
    ModelSource,
    ModelStripe,
    begin_checkout,
    desk_over,
    meter,
)

SEQUENCES, PARTS = 4_000, 8
TABLES = ("subscription", "stripe_events", "stripe_cursors", "checkouts", "meter_outbox", "notices")
LIVING = ("trialing", "active", "past_due")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A real file; a process that dies leaves the system's writes in it, so they need not reach the disk here."""
    path: Path = tmp_path_factory.mktemp("billing") / "state.db"
    with closing(connect(path)) as connection:
        connection.execute("pragma synchronous = off")
        yield connection


@dataclass
class Life:
    """One sequence: a seller, a Stripe, and what befalls them."""

    database: sqlite3.Connection
    dice: random.Random
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for table in TABLES:
            self.database.execute(f"delete from {table}")
        self.stripe = ModelStripe(self.dice)
        self.intents = 0

    def desk(self, *, crash: bool = False, trouble: float = 0.0) -> BillingDesk:
        """A new process; one in three that may crash does so, somewhere."""
        fuse = Fuse(self.dice.randrange(60) if crash and self.dice.random() < 0.35 else None)
        source = ModelSource(self.stripe, fuse, trouble)
        return desk_over(FusedConnection(self.database, fuse), source, ModelClock(self.stripe))

    def runs(self, work: Callable[[BillingDesk], object], *, trouble: float = 0.0) -> None:
        """A process that may die, and may find Stripe out of reach."""
        with suppress(TryLater):
            try:
                work(self.desk(crash=True, trouble=trouble))
            except CrashError:
                self.log.append("crashed")
        if self.database.in_transaction:
            self.database.execute("rollback")  # as the system does for a process that is gone

    def step(self) -> None:
        choice = self.dice.choice(STEPS)
        self.log.append(choice.__name__)
        choice(self)

    # What the seller does

    def buys(self) -> None:
        self.intents += 1
        key = self.dice.choice(list(PRICES))
        self.runs(lambda desk: begin_checkout(desk, f"upgrade-{self.intents}", key))

    def pays(self) -> None:
        """Only a page that was shown can be paid: one whose answer was kept."""
        shown = {row[0] for row in self.database.execute("select session from checkouts where session is not null")}
        for session in self.stripe.sessions.values():
            if session["id"] in shown and session["status"] == "open":
                self.stripe.pay(session, self.customer or self.stripe.id("cus"))
                return

    def uses(self) -> None:
        usage = Usage(self.stripe.id("unit"), "image", self.dice.randrange(1, 5), self.stripe.now)
        meter(self.database, usage)

    def billable(self) -> dict[str, int]:
        """What was kept to be billed, and did not become too old before somebody could be billed for it."""
        rows = self.database.execute("select identifier, value from meter_outbox where refused is null")
        return {row["identifier"]: row["value"] for row in rows}

    def polls(self) -> None:
        self.runs(sync, trouble=0.1)

    def hears(self) -> None:
        """One of the webhooks that are under way, not the oldest first; sometimes it is posted again."""
        if self.stripe.posted:
            event = self.stripe.posted.pop(self.dice.randrange(len(self.stripe.posted)))
            self.runs(lambda desk: deliver(desk, event, "listen"), trouble=0.1)
            if self.dice.random() < 0.2:
                self.stripe.posted.append(event)

    def hears_much(self) -> None:
        for _ in range(4):
            self.hears()

    # What happens at Stripe

    @property
    def customer(self) -> str | None:
        return next((each["customer"] for each in self.stripe.sessions.values() if each["status"] == "complete"), None)

    def changes(self) -> None:
        mine = [each for each in self.stripe.subscriptions.values() if each["customer"] == self.customer]
        if mine:
            status = self.dice.choice(STATUSES)
            self.stripe.change(self.dice.choice(mine), status=status)

    def fails_to_pay(self) -> None:
        for sub in self.stripe.subscriptions.values():
            if sub["customer"] == self.customer and sub["status"] == "active":
                self.stripe.change(sub, status="past_due")
        self.stripe.pass_time(self.dice.choice([0, 5, 6, 7, 8]) * DAY)

    def moves(self) -> None:
        mine = [each for each in self.stripe.subscriptions.values() if each["customer"] == self.customer]
        if mine:
            self.stripe.move(self.dice.choice(mine), self.dice.choice(list(PRICES)))

    def cancels(self) -> None:
        for sub in self.stripe.subscriptions.values():
            if sub["customer"] == self.customer:
                self.stripe.change(sub, cancel_at_period_end=not sub["cancel_at_period_end"])

    def subscribes_again(self) -> None:
        if self.customer:
            self.stripe.subscribe(self.customer, self.dice.choice(list(PRICES)), self.dice.choice(STATUSES))

    def others_subscribe(self) -> None:
        self.stripe.subscribe(self.stripe.id("cus"), "business")

    def time_passes(self) -> None:
        self.stripe.pass_time(self.dice.choice([1, 299, 3_600, 5 * DAY, 20 * DAY, 40 * DAY]))


STEPS = (
    *(Life.buys, Life.pays, Life.pays, Life.uses, Life.polls, Life.polls, Life.hears, Life.hears_much),
    *(
        Life.changes,
        Life.fails_to_pay,
        Life.moves,
        Life.cancels,
        Life.subscribes_again,
        Life.others_subscribe,
        Life.time_passes,
    ),
)


def expected(life: Life) -> tuple[str, object, object]:
    """The tier, its images and its period, worked out from Stripe's books and the table of reference/stripe.md, section 3.2."""
    now, best = life.stripe.stamp, None
    ranks = list(TIERS)
    for sub in life.stripe.subscriptions.values():
        if sub["customer"] != life.customer:
            continue
        item = sub["items"]["data"][0]
        named = PRODUCTS[item["price"]["product"]].get("podpusher_plan")
        tier = item["price"]["lookup_key"] if item["price"]["lookup_key"] in TIERS else named
        if tier is None or sub["status"] not in LIVING:
            continue
        weight = (sub["status"] != "past_due", ranks.index(tier), sub["created"], sub["id"])
        best = max(best, (weight, tier, sub, item)) if best else (weight, tier, sub, item)
    if best:
        _, tier, sub, item = best
        bills = [
            each["created"]
            for each in life.stripe.invoices.values()
            if each["subscription"] == sub["id"] and each["status"] == "open"
        ]
        late = sub["status"] == "past_due" and now >= min(bills) + GRACE.total_seconds()
        if not late and not (sub["cancel_at_period_end"] and now >= item["current_period_end"]):
            images = "500" if item["price"]["product"] == "prod_pro" else None
            yearly = item["price"]["recurring"]["interval"] == "year"
            start = None if yearly else datetime.fromtimestamp(item["current_period_start"], UTC)
            return tier, int(images) if images else TIERS[tier].images, start
    return "free", TIERS["free"].images, month_of(life.stripe.now).start


def told(plan: Plan | None, *, yearly: bool) -> tuple[str, object, object]:
    assert plan is not None
    return plan.tier, plan.limits.images, None if yearly else plan.period.start


@pytest.mark.parametrize("part", range(PARTS))
def test_after_one_sync_the_plan_is_what_stripe_holds(database: sqlite3.Connection, part: int) -> None:
    crashes = grants = 0
    for seed in range(part * SEQUENCES // PARTS, (part + 1) * SEQUENCES // PARTS):
        life = Life(database, random.Random(seed))
        for _ in range(life.dice.randrange(4, 24)):
            life.step()
        desk = life.desk()

        sync(desk)

        wanted, plan = expected(life), desk.plan()
        assert told(plan, yearly=wanted[2] is None) == wanted, (seed, life.log)
        assert desk.book.waiting() == [], (seed, life.log)
        assert life.stripe.usage == (life.billable() if life.customer else {}), (seed, life.log)
        crashes += life.log.count("crashed")
        grants += wanted[0] != "free"
    assert crashes > 100
    assert grants > 50


def test_every_event_is_written_down_once_and_what_is_not_ours_changes_nothing(database: sqlite3.Connection) -> None:
    outcomes: set[str] = set()
    for seed in range(10_000, 10_060):
        life = Life(database, random.Random(seed))
        for _ in range(30):
            life.step()
        sync(life.desk())
        rows = database.execute("select id, livemode, account, customer, outcome from stripe_events").fetchall()
        assert len({row["id"] for row in rows}) == len(rows)
        outcomes |= {row["outcome"] for row in rows}
        for row in rows:
            assert (row["outcome"] == "other_mode") == bool(row["livemode"])
            if not row["livemode"]:
                assert (row["outcome"] == "other_account") == (row["account"] == "acct_other")
    assert outcomes == {"applied", "other_mode", "other_account", "other_customer"}


def test_an_event_that_comes_again_asks_nobody(database: sqlite3.Connection) -> None:
    life = Life(database, random.Random(1))
    life.stripe.subscribe("cus_x", "pro")
    event = life.stripe.events[0] if life.stripe.events else life.stripe.posted[0]
    desk = life.desk()
    deliver(desk, event, "listen")
    asked = len(desk.source.calls)  # type: ignore[attr-defined]

    again = [deliver(desk, event, "listen").outcome for _ in range(10)]

    assert again == [Outcome.DUPLICATE] * 10
    assert len(desk.source.calls) == asked  # type: ignore[attr-defined]
