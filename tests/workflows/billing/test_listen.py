"""Listening: no answer waits for Stripe or for a screen, and each event is settled once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from podpusher_cli.core.stripe_events import Outcome
from podpusher_cli.core.webhooks import Heard, Listened
from podpusher_cli.workflows.billing.listen import listen
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
    inbox: Inbox, come: Callable[[Keep], None], tell: Callable[[Heard], None] | None = None
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
