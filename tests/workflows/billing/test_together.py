"""Polls and webhooks at once, each in a process's stead: one after the other asks Stripe, and an event is applied once."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from podpusher_cli.core.billing import Known
from podpusher_cli.core.errors import LockHeld
from podpusher_cli.core.stripe_events import Outcome
from podpusher_cli.store.billing import BillingBook
from podpusher_cli.store.db import connect
from podpusher_cli.store.files import file_lock
from podpusher_cli.workflows.billing.apply import deliver
from podpusher_cli.workflows.billing.desk import BillingDesk
from podpusher_cli.workflows.billing.sync import sync
from tests.support.billing import Fuse, ModelClock, ModelSource, ModelStripe, desk_over


class OneAtATime(ModelSource):
    """Notes how many ask at once. An older answer that is kept after a newer one would be the worst of it."""

    asking = threading.Semaphore(1)
    met = 0

    def fetch_state(self, customer: str, account: str, now: datetime) -> Known:
        alone = self.asking.acquire(blocking=False)
        type(self).met += not alone
        try:
            return super().fetch_state(customer, account, now)
        finally:
            if alone:
                self.asking.release()


@pytest.fixture
def stripe() -> ModelStripe:
    made = ModelStripe(random.Random(7))
    made.subscribe("cus_1", "pro")
    return made


def at(path: Path, stripe: ModelStripe, work: Callable[[BillingDesk], object], *, patience: float = 30) -> object:
    """A process of its own: its own connection, the lock of all."""
    with closing(connect(path / "state.db")) as connection:
        desk = desk_over(
            connection, OneAtATime(stripe, Fuse()), ModelClock(stripe), customer="cus_1",
            lock=lambda: file_lock(path / "billing.lock", patience),
        )  # fmt: skip
        return work(desk)


def test_twelve_at_once(tmp_path: Path, stripe: ModelStripe) -> None:
    event = {
        "id": "evt_x",
        "object": "event",
        "type": "customer.subscription.updated",
        "created": stripe.stamp,
        "livemode": False,
    }
    with ThreadPoolExecutor(12) as threads:
        posts = [
            threads.submit(at, tmp_path, stripe, lambda desk: deliver(desk, event, "listen").outcome) for _ in range(8)
        ]
        polls = [threads.submit(at, tmp_path, stripe, sync) for _ in range(4)]
        outcomes = Counter(each.result() for each in posts)
        assert all(each.result() for each in polls)

    assert OneAtATime.met == 0
    assert set(outcomes) <= {Outcome.APPLIED, Outcome.DUPLICATE}
    assert outcomes[Outcome.APPLIED] <= 1  # a poll may have settled it first
    assert at(tmp_path, stripe, lambda desk: desk.plan() and desk.book.waiting()) == []


def test_an_event_that_comes_while_another_syncs_too_long_is_kept(tmp_path: Path, stripe: ModelStripe) -> None:
    event = {"id": "evt_x", "object": "event", "type": "invoice.paid", "created": stripe.stamp, "livemode": False}
    with file_lock(tmp_path / "billing.lock", 1):
        kept = at(tmp_path, stripe, lambda desk: deliver(desk, event, "listen").outcome, patience=0)
        with pytest.raises(LockHeld):
            at(tmp_path, stripe, sync, patience=0)

    assert kept is Outcome.KEPT
    at(tmp_path, stripe, sync)
    assert at(tmp_path, stripe, lambda desk: desk.book.outcome("evt_x")) is Outcome.APPLIED


def test_what_another_release_wrote_is_asked_for_again(tmp_path: Path, stripe: ModelStripe) -> None:
    at(tmp_path, stripe, sync)
    with closing(connect(tmp_path / "state.db")) as connection:
        assert BillingBook(connection).known() is not None
        connection.execute("update subscription set doc = '{\"livemode\": 5}'")
        assert BillingBook(connection).known() is None

    at(tmp_path, stripe, sync)

    assert at(tmp_path, stripe, lambda desk: (plan := desk.plan()) and plan.tier) == "pro"
