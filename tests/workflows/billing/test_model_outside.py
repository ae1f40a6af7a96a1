"""The same as test_model.py over the wire: the program's own client against the sandbox's Stripe, which moves its clock."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from podpusher_cli.core.billing import Known
from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.plans import TIERS
from podpusher_cli.net.http import Http
from podpusher_cli.providers.stripe_billing import StripeBilling
from podpusher_cli.store.breaker import SharedBreaker
from podpusher_cli.store.db import connect
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.traffic import TrafficFile
from podpusher_cli.workflows.billing.apply import deliver
from podpusher_cli.workflows.billing.desk import BillingDesk
from podpusher_cli.workflows.billing.sync import sync
from podpusher_cli.workflows.billing.upgrade import begin
from tests.support.billing import DAY, GRACE, CrashError, Fuse, FusedConnection, desk_over
from tests.support.clock import FakeClock
from tests.support.sandbox import RunningSandbox

SEQUENCES, VERSION = 24, "2026-10-28.endive"
LIVING = ("trialing", "active", "past_due")
STATUSES = (*LIVING, "canceled", "unpaid", "paused", "incomplete_expired", "napping")


class FusedSource(StripeBilling):
    """The program's own source; its process may die before and after each look at the state."""

    fuse: Fuse

    def fetch_state(self, customer: str, account: str, now: datetime) -> Known:
        self.fuse.burn()
        found = super().fetch_state(customer, account, now)
        self.fuse.burn()
        return found


class Life:
    """A seller and the sandbox, from a new world on."""

    def __init__(self, folder: Path, world: RunningSandbox, seed: int) -> None:
        world.reset(limits=False)
        self.dice, self.world = random.Random(seed), world
        self.connection: sqlite3.Connection = connect(folder / f"{seed}.db")
        self.connection.execute("pragma synchronous = off")
        self.clock = FakeClock(datetime.now(UTC))
        traffic = TrafficFile(folder / f"{seed}-net.db", self.clock)
        self.http = Http(
            clock=self.clock, pace=SharedPace(traffic), breaker=SharedBreaker(traffic), announce=lambda wait: None,
            user_agent="podpusher/test", request_id="req-test", dice=random.Random(seed),
        )  # fmt: skip
        self.log: list[str] = []

    def close(self) -> None:
        self.http.close()
        self.connection.close()

    def desk(self, *, crash: bool = False) -> BillingDesk:
        fuse = Fuse(self.dice.randrange(40) if crash and self.dice.random() < 0.4 else None)
        key = self.world.accounts()["stripe"]["api_key"]
        source = FusedSource(self.http, api_url=f"{self.world.url}/stripe", key=key, livemode=False)
        source.fuse = fuse
        return desk_over(FusedConnection(self.connection, fuse), source, self.clock)

    def runs(self, work: Callable[[BillingDesk], object]) -> None:
        try:
            with suppress(PodpusherError):
                work(self.desk(crash=True))
        except CrashError:
            self.log.append("crashed")
        if self.connection.in_transaction:
            self.connection.execute("rollback")

    def ask(self, path: str) -> list[dict[str, Any]]:
        key = self.world.accounts()["stripe"]["secret_key"]
        answer = self.world.admin.get(
            f"/stripe/v1/{path}", headers={"authorization": f"Bearer {key}", "stripe-version": VERSION}
        )
        return list(answer.raise_for_status().json()["data"])

    @property
    def mine(self) -> list[dict[str, Any]]:
        """The subscriptions of whoever paid one of our pages."""
        paid = [each for each in self.ask("checkout/sessions?limit=100") if each["status"] == "complete"]
        customers = {each["customer"] for each in paid}
        assert len(customers) <= 1
        return [sub for each in customers for sub in self.ask(f"subscriptions?customer={each}&status=all&limit=100")]

    def step(self) -> None:
        choice = self.dice.choice(STEPS)
        self.log.append(choice.__name__)
        choice(self)

    def wishes(self) -> None:
        tier = self.dice.choice(["starter", "pro", "business"])
        self.runs(lambda desk: begin(desk, tier))

    def pays(self) -> None:
        row = self.connection.execute("select url from checkouts where state = 'open' and url is not null").fetchone()
        if row and not self.mine:
            self.world.admin.post(row[0], data={"do": self.dice.choice(["pay", "pay", "pay_failing"])})

    def polls(self) -> None:
        self.runs(sync)

    def hears(self) -> None:
        """Webhooks in any order, some twice, some of the other mode or of another account."""
        for event in self.dice.choices(self.ask("events?limit=100") or [{}], k=4):
            if not event:
                return
            if self.dice.random() < 0.2:
                event |= {"id": f"{event['id']}x", "livemode": True}
            elif self.dice.random() < 0.2:
                event |= {"id": f"{event['id']}y", "account": "acct_other"}
            self.runs(lambda desk, event=event: deliver(desk, event, "listen"))

    def uses_the_portal(self) -> None:
        for sub in [each for each in self.mine if each["status"] in LIVING][:1]:
            link = self.desk().source.portal(customer=sub["customer"], return_url="https://return.example")
            do = self.dice.choice(["cancel", "resume", "change", "card", "card_failing"])
            price = f"price_sandbox_{self.dice.choice(['starter', 'pro', 'business'])}"
            self.world.admin.post(link, data={"do": do, "price": price})

    def changes(self) -> None:
        for sub in self.mine[:1]:
            self.world.stripe("force", kind="subscription", id=sub["id"], fields={"status": self.dice.choice(STATUSES)})

    def changes_version(self) -> None:
        self.world.stripe("version", version=self.dice.choice(["2017-08-15", "2024-06-20", "2026-10-28.endive"]))

    def others_subscribe(self) -> None:
        self.world.stripe("subscribe", plan="business")

    def time_passes(self) -> None:
        seconds = self.dice.choice([60, 2 * DAY, 8 * DAY, 32 * DAY])
        self.world.advance(seconds)
        self.clock.advance(seconds)


STEPS = (
    *(Life.wishes, Life.pays, Life.pays, Life.polls, Life.polls, Life.hears, Life.hears, Life.uses_the_portal),
    *(Life.uses_the_portal, Life.changes, Life.changes_version, Life.others_subscribe, Life.time_passes),
)


def expected(life: Life) -> str:
    """The tier, from what Stripe's API says and the table of reference/stripe.md, section 3.2."""
    granting = [each for each in life.mine if each["status"] in LIVING]
    if not granting:
        return "free"
    ranks = list(TIERS)
    best = max(
        granting,
        key=lambda each: (each["status"] != "past_due", ranks.index(each["items"]["data"][0]["price"]["lookup_key"])),
    )
    now = life.clock.now().timestamp()
    item = best["items"]["data"][0]
    bills = [each["created"] for each in life.ask(f"invoices?subscription={best['id']}&status=open&limit=100")]
    if best["status"] == "past_due" and now >= min(bills, default=item["current_period_start"]) + GRACE.total_seconds():
        return "free"
    return str(item["price"]["lookup_key"])


def test_after_one_sync_the_plan_is_what_stripe_holds(server: RunningSandbox, tmp_path: Path) -> None:
    tiers: set[str] = set()
    crashes = 0
    for seed in range(SEQUENCES):
        with closing(Life(tmp_path, server, seed)) as life:
            life.wishes()
            for _ in range(16):
                life.step()
            desk = life.desk()

            sync(desk)

            plan = desk.plan()
            assert plan is not None
            assert plan.tier == expected(life), (seed, life.log)
            assert desk.book.waiting() == []
            tiers.add(plan.tier)
            crashes += life.log.count("crashed")
    assert tiers == {"free", "starter", "pro", "business"}
    assert crashes > 5
