"""However often an upgrade dies and is begun again, there is one page to pay at."""

from __future__ import annotations

import itertools
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from podpusher_cli.core.errors import ProviderRefused, TryLater
from podpusher_cli.core.upgrades import Way
from podpusher_cli.store.db import connect
from podpusher_cli.workflows.billing.desk import BillingDesk
from podpusher_cli.workflows.billing.upgrade import begin
from tests.support.billing import CrashError, Fuse, FusedConnection, ModelClock, ModelSource, ModelStripe, desk_over

TABLES = ("subscription", "checkouts", "stripe_events")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path / "state.db")) as connection:
        connection.execute("pragma synchronous = off")
        yield connection


def seller(database: sqlite3.Connection, stripe: ModelStripe, crash: int | None = None) -> BillingDesk:
    fuse = Fuse(crash)
    return desk_over(FusedConnection(database, fuse), ModelSource(stripe, fuse), ModelClock(stripe))


def lives(database: sqlite3.Connection, first: str | None, tier: str) -> Iterator[ModelStripe]:
    """An upgrade to `tier` that dies at its first step, its second, and so on, until it does not."""
    for crash in itertools.count():
        for table in TABLES:
            database.execute(f"delete from {table}")
        stripe = ModelStripe(random.Random(1))
        if first:
            begin(seller(database, stripe), first)
        try:
            begin(seller(database, stripe, crash), tier)
        except CrashError:
            if database.in_transaction:
                database.execute("rollback")
            yield stripe
        else:
            assert crash > 10
            return


def payable(database: sqlite3.Connection, stripe: ModelStripe) -> list[str]:
    """The pages that are open, of those whose address was ever known here."""
    shown = {row[0] for row in database.execute("select session from checkouts where session is not null")}
    return [each["price"] for each in stripe.sessions.values() if each["status"] == "open" and each["id"] in shown]


def test_the_same_wish_again_is_the_same_page(database: sqlite3.Connection) -> None:
    for stripe in lives(database, None, "pro"):
        begun = begin(seller(database, stripe), "pro")

        assert [each["url"] for each in stripe.sessions.values()] == [begun.url]
        assert payable(database, stripe) == ["pro"]


def test_another_wish_leaves_one_page(database: sqlite3.Connection) -> None:
    for stripe in lives(database, "pro", "starter"):
        begin(seller(database, stripe), "starter")

        assert payable(database, stripe) == ["starter"]


def test_what_was_paid_meanwhile_is_changed_and_not_bought_again(database: sqlite3.Connection) -> None:
    stripe = ModelStripe(random.Random(1))
    begun = begin(seller(database, stripe), "pro")
    assert begun.session
    stripe.pay(stripe.sessions[begun.session], "cus_1")

    assert begin(seller(database, stripe), "pro").way is Way.NONE
    desk = seller(database, stripe)
    assert begin(desk, "business").way is Way.PORTAL
    assert len(stripe.sessions) == 1
    assert desk.book.open_checkouts() == []


def test_a_page_that_was_paid_before_it_could_be_closed_still_counts(database: sqlite3.Connection) -> None:
    """Paid between the look at the plan and the closing of the page."""
    stripe = ModelStripe(random.Random(1))
    first = begin(seller(database, stripe), "pro")

    class Quick(ModelSource):
        def expire(self, number: str) -> None:  # type: ignore[override]
            stripe.pay(stripe.sessions[number], "cus_1")
            raise ProviderRefused(provider="stripe", problem="closed", details={"status": 400})

    fuse = Fuse()
    desk = desk_over(FusedConnection(database, fuse), Quick(stripe, fuse), ModelClock(stripe))

    begun = begin(desk, "starter")

    plan = desk.plan()
    assert plan is not None
    assert (begun.way, plan.tier, len(stripe.sessions)) == (Way.PORTAL, "pro", 1)
    assert first.session not in {each.session for each in desk.book.open_checkouts()}


def test_a_key_that_stripe_knows_otherwise_is_not_used_again(database: sqlite3.Connection) -> None:
    stripe = ModelStripe(random.Random(1))

    class Silent(ModelSource):
        def checkout(self, **told: str) -> None:  # type: ignore[override]
            raise TryLater(provider="stripe")

    class Strict(ModelSource):
        def checkout(self, *, intent: str, price_id: str, customer: str, return_url: str):  # type: ignore[no-untyped-def]
            if intent == lost:
                raise ProviderRefused(provider="stripe", problem="other parameters", details={"status": 400})
            return super().checkout(intent=intent, price_id=price_id, customer=customer, return_url=return_url)

    fuse = Fuse()
    silent = desk_over(FusedConnection(database, fuse), Silent(stripe, fuse), ModelClock(stripe))
    with pytest.raises(TryLater):
        begin(silent, "pro")
    (lost,) = [each.intent for each in silent.book.open_checkouts()]
    strict = desk_over(FusedConnection(database, fuse), Strict(stripe, fuse), ModelClock(stripe))

    begun = begin(strict, "pro")

    assert begun.url
    assert [each.intent == lost for each in strict.book.open_checkouts()] == [False]
