"""Listening: no answer waits for Stripe or for a screen, and each event is settled once."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

from podpusher_cli.core import webhooks
from podpusher_cli.core.stripe_events import Outcome
from podpusher_cli.core.webhooks import Heard, Listened
from podpusher_cli.store.billing import BillingBook
from podpusher_cli.store.db import connect
from podpusher_cli.store.files import file_lock
from podpusher_cli.workflows.billing.inbox import DeskInbox
from podpusher_cli.workflows.billing.listen import listen
from tests.support.billing import Fuse, ModelClock, ModelSource, ModelStripe, desk_over
from tests.support.clock import FakeClock
from tests.support.webhooks import event

Keep = Callable[[Mapping[str, Any]], None]


class Door:
    """A receiver through which comes what a test puts in."""

    url = "http://127.0.0.1:1/webhook"
    refused = 2

    def __init__(self, come: Callable[[Keep], None]) -> None:
        self._come = come

    def serve(self, keep: Keep, fault: Callable[[Exception], None], ready: Callable[[], None]) -> None:
        ready()
        self._come(keep)


class Inbox:
    """Keeps ids; settles when it is let."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.settled: list[str] = []
        self.begun = threading.Event()
        self.let = threading.Event()
        self.broken: set[str] = set()

    def keep(self, told: Mapping[str, Any]) -> Outcome | None:
        self.kept.append(told["id"])
        return Outcome.DUPLICATE if told["id"] in self.settled else None

    def settle(self, told: Mapping[str, Any]) -> Outcome:
        self.begun.set()
        assert self.let.wait(30)
        if told["id"] in self.broken:
            raise RuntimeError(told["id"])
        self.settled.append(told["id"])
        return Outcome.APPLIED


def run(
    inbox: webhooks.Inbox,
    come: Callable[[Keep], None],
    tell: Callable[[Heard], None] | None = None,
    again_s: float = 30,
) -> tuple[Listened, list[str]]:
    """Listen to what comes; the sum of it, and what else was said."""
    said: list[str] = []
    done = listen(
        Door(come),
        inbox,
        clock=FakeClock(),
        ready=lambda: said.append("ready"),
        tell=tell or (lambda _: None),
        fault=lambda error: said.append(f"fault {error}"),
        winding_down=lambda: said.append("winding down"),
        interrupt=lambda: said.append("interrupted"),
        again_s=again_s,
    )
    return done, said


def test_copies_that_come_while_the_first_is_settled_wait_for_nothing_and_do_nothing() -> None:
    inbox = Inbox()

    def come(keep: Keep) -> None:
        keep(event())
        assert inbox.begun.wait(30)
        with ThreadPoolExecutor(9) as pool:
            list(pool.map(keep, [event()] * 9))
        inbox.let.set()

    done, said = run(inbox, come)
    assert inbox.settled == ["evt_1"]
    assert done.heard == {"applied": 1, "duplicate": 9}
    assert (done.url, done.refused) == (Door.url, 2)
    assert said[0] == "ready"


def test_what_fails_stays_kept_and_those_behind_it_go_on() -> None:
    inbox = Inbox()
    inbox.let.set()
    inbox.broken = {"evt_1"}
    done, said = run(inbox, lambda keep: [keep(event(f"evt_{number}")) for number in range(3)])  # type: ignore[func-returns-value]
    assert inbox.settled == ["evt_0", "evt_2"]
    assert done.heard == {"applied": 2, "kept": 1}
    assert "fault evt_1" in said


def test_no_more_wait_than_there_is_room_for() -> None:
    inbox = Inbox()

    def come(keep: Keep) -> None:
        for number in range(1_000):
            keep(event(f"evt_{number}"))
        inbox.let.set()

    done, said = run(inbox, come)
    assert len(inbox.kept) == 1_000
    assert done.heard == {"applied": 200, "kept": 800}
    assert said == ["ready", "winding down"]


def test_a_screen_that_stands_still_holds_up_no_answer() -> None:
    inbox = Inbox()
    inbox.let.set()
    stuck = threading.Event()

    def come(keep: Keep) -> None:
        for number in (0, 0, 1, 2):
            keep(event(f"evt_{number}"))
        assert inbox.kept == ["evt_0", "evt_0", "evt_1", "evt_2"]
        stuck.set()

    heard: list[str] = []

    def tell(told: Heard) -> None:
        assert stuck.wait(30)
        heard.append(told.id)

    run(inbox, come, tell)
    assert sorted(heard) == ["evt_0", "evt_0", "evt_1", "evt_2"]


class Silent(Inbox):
    """Stripe is silent until it is let; then one answer settles all that is kept. `asked`: about what, while it was silent."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def settle(self, told: Mapping[str, Any]) -> Outcome:
        if told["id"] not in self.settled and not self.let.is_set():
            self.asked.append(told["id"])
            return Outcome.KEPT
        self.settled = list(self.kept)
        return Outcome.APPLIED


def test_what_is_kept_is_settled_as_soon_as_stripe_answers() -> None:
    inbox, all_kept, over = Silent(), threading.Event(), threading.Event()
    told: list[tuple[str, str]] = []

    def come(keep: Keep) -> None:
        for number in range(3):
            keep(event(f"evt_{number}"))
        assert all_kept.wait(30)
        inbox.let.set()
        assert over.wait(30)

    def tell(heard: Heard) -> None:
        told.append((heard.id, heard.outcome.value))
        if len(told) == 3:
            all_kept.set()
        if len(told) == 6:
            over.set()

    done, _ = run(inbox, come, tell, again_s=0.01)

    assert [outcome for _, outcome in told] == ["kept"] * 3 + ["applied"] * 3
    assert [number for number, _ in told] == ["evt_0", "evt_1", "evt_2"] * 2
    assert done.heard == {"applied": 3}
    assert (inbox.asked.count("evt_1"), inbox.asked.count("evt_2")) == (1, 1), "those behind the first wait with it"


def test_a_kept_event_is_asked_about_again_at_stripe(tmp_path: Path) -> None:
    stripe = ModelStripe(random.Random(7))
    stripe.subscribe("cus_1", "pro")
    changed = event("evt_1", "customer.subscription.updated") | {"livemode": False, "created": stripe.stamp}
    told: list[str] = []
    over, connection = threading.Event(), connect(tmp_path / "state.db")
    lock = tmp_path / "billing.lock"

    def come(keep: Keep) -> None:
        with file_lock(lock, 1):  # somebody else is at it, for longer than one waits
            keep(changed)
            assert over.wait(30)
            over.clear()
        assert over.wait(30)

    def tell(heard: Heard) -> None:
        told.append(heard.outcome.value)
        over.set()

    with closing(connection), closing(connect(tmp_path / "state.db")) as other:
        desk = desk_over(
            connection,
            ModelSource(stripe, Fuse()),
            ModelClock(stripe),
            customer="cus_1",
            lock=lambda: file_lock(lock, 0),
        )
        run(DeskInbox(BillingBook(other), desk), come, tell, again_s=0.01)
        assert desk.book.waiting() == []
        assert desk.plan()

    assert told == ["kept", "applied"]
