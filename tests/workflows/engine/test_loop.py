"""The loop as a whole: each item in hand once, no idle wait while something can go on, no claim lapses."""

from __future__ import annotations

import signal
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from podpusher_cli.core.errors import Interrupted
from podpusher_cli.core.products import ProductState
from podpusher_cli.core.publishing import Stage
from podpusher_cli.core.traffic import Wait
from podpusher_cli.providers.printify import PUBLISH as LIMIT
from podpusher_cli.store.claims import CLAIM_SECONDS
from podpusher_cli.store.db import stamp
from podpusher_cli.workflows.planning import plan
from podpusher_cli.workflows.publishing import publish
from tests.support.clock import FakeClock
from tests.support.desk import Rig
from tests.support.quota import UNLIMITED
from tests.support.sandbox import RunningSandbox

CREATE = "printify POST /shops/{shop}/products.json"
PUBLISH = "printify POST /shops/{shop}/products/{product}/publish.json"


@pytest.fixture
def rig(tmp_path: Path, server: RunningSandbox) -> Rig:
    server.reset()
    made = Rig(tmp_path, server)
    made.hasten()
    return made


def test_what_was_in_doubt_is_not_taken_in_again_once_it_is_settled(rig: Rig) -> None:
    names = rig.add(10)
    publish(rig.desk(), products=None, live=False, command="publish")
    rig.db.execute("update products set state = 'waiting', stage = 'published'")
    rig.db.execute(
        "update products set stage = 'publish_sent', sent_at = ? where id = ?", (stamp(rig.clock.now()), names[-1])
    )

    report, error = publish(rig.desk(parallel=1), products=None, live=False, command="publish")

    assert (error, report.published) == (None, 10)
    assert rig.products.counts() == {ProductState.PUBLISHED: 10}


def test_what_cannot_be_sent_costs_no_time(rig: Rig) -> None:
    rig.add(60, price=1)
    desk = rig.desk(parallel=1)
    rig.journal.keep_costs(706, 29, {each.id: 5000 for each in desk.printer.variants(706, 29)}, rig.clock.now())
    before = rig.clock.now()

    report, _ = publish(desk, products=None, live=False, command="publish")

    assert report.failed == 60
    assert rig.clock.now() == before


def test_what_there_is_no_quota_for_costs_no_time(rig: Rig) -> None:
    rig.add(20)
    before = rig.clock.now()

    report, _ = publish(
        rig.desk(parallel=1, limits=replace(UNLIMITED, publishes=0)), products=None, live=False, command="publish"
    )

    assert report.left == 20
    assert rig.clock.now() == before


@pytest.mark.parametrize("stage", [Stage.CREATE_SENT, Stage.PUBLISH_SENT])
def test_what_was_sent_before_the_clock_was_set_back_is_waited_for_no_longer(rig: Rig, stage: Stage) -> None:
    rig.add(1)
    if stage is Stage.PUBLISH_SENT:
        rig.sandbox.fault(PUBLISH, "lock_forever")
        publish(rig.desk(), products=None, live=False, command="publish")
    began = rig.clock.now()
    rig.db.execute("update products set stage = ?, sent_at = ?", (stage, stamp(began) + 7200))

    report, _ = publish(rig.desk(), products=None, live=False, command="publish")

    assert report.published + report.waiting == 1
    assert (rig.clock.now() - began).total_seconds() == pytest.approx(rig.wait, abs=16)


class Delayed(httpx.BaseTransport):
    """What our own pace does to the first of these calls: it is sent long after it was decided. `sent` tells when each was."""

    def __init__(self, inner: httpx.BaseTransport, clock: FakeClock, ending: str, sent: list[float]) -> None:
        self.inner, self.clock, self.ending, self.sent = inner, clock, ending, sent

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST" and request.url.path.endswith(self.ending):
            self.clock.advance(0 if self.sent else 100)
            self.sent.append(stamp(self.clock.now()))
        return self.inner.handle_request(request)

    def close(self) -> None:
        self.inner.close()


@pytest.mark.parametrize(
    ("route", "fault"), [(CREATE, {"kind": "status", "status": 502}), (PUBLISH, {"kind": "never_locks"})]
)
def test_what_may_land_late_is_held_back_from_when_it_was_sent_and_not_from_when_it_was_decided(
    rig: Rig, route: str, fault: dict[str, Any]
) -> None:
    rig.add(1)
    rig.sandbox.fault(route, **fault)
    sent: list[float] = []
    delayed = partial(Delayed, clock=rig.clock, ending=route.rpartition("/")[2], sent=sent)

    _, error = publish(rig.desk(transport_wrap=delayed), products=None, live=False, command="publish")

    assert error is None
    first, again = sent
    assert again - first >= rig.wait


class Watchman(FakeClock):
    """Reads, whenever the run sleeps, how long its claims last."""

    def __init__(self, rig: Rig) -> None:
        super().__init__()
        self.rig = rig
        self.left: list[float] = []

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        (until,) = self.rig.db.execute("select min(claim_until) from products").fetchone()
        self.left.append(until - stamp(self.now()))


def test_a_run_that_only_waits_does_not_lose_what_it_holds(rig: Rig) -> None:
    rig.add(1)
    rig.sandbox.fault(PUBLISH, "lock_forever")
    rig.wait, rig.clock = 3 * CLAIM_SECONDS, (clock := Watchman(rig))

    report, _ = publish(rig.desk(), products=None, live=False, command="publish")

    assert report.waiting == 1
    assert clock.slept > 2 * CLAIM_SECONDS
    assert min(clock.left) > 0


@pytest.mark.parametrize("live", [False, True])
def test_what_is_beyond_the_publishes_of_half_an_hour_takes_its_turn(rig: Rig, live: bool) -> None:
    rig.add(5)
    desk = rig.desk()
    for _ in range(LIMIT.calls - 3):
        desk.pace.reserve(f"printify:{desk.printer.account}", (LIMIT,), at_most=0)
    began = rig.clock.now()
    planned = plan(desk, products=None, live=live)

    report, error = publish(desk, products=None, live=live, command="publish")

    assert (error, report.published) == (None, 5)
    took = (rig.clock.now() - began).total_seconds()
    assert LIMIT.seconds <= planned.seconds <= took <= LIMIT.seconds + 60
    assert [(wait.provider, wait.reason) for wait in rig.announced] == [("printify", "pace")]
    assert LIMIT.seconds <= rig.announced[0].seconds <= LIMIT.seconds + 1
    assert sum(rig.sandbox.counts()[PUBLISH].values()) == 5


def test_a_run_that_waits_for_its_turn_obeys_ctrl_c_and_the_next_one_takes_the_rest(rig: Rig) -> None:
    rig.add(3)
    desk = rig.desk()
    for _ in range(LIMIT.calls - 1):
        desk.pace.reserve(f"printify:{desk.printer.account}", (LIMIT,), at_most=0)

    def press(_wait: Wait) -> None:
        signal.raise_signal(signal.SIGINT)

    report, error = publish(replace(desk, announce=press), products=None, live=False, command="publish")

    assert isinstance(error, Interrupted)
    assert (report.published + report.left, report.failed) == (3, 0)
    _, error = publish(rig.desk(), products=None, live=False, command="publish")
    assert (error, rig.products.counts()) == (None, {ProductState.PUBLISHED: 3})
    assert sum(rig.sandbox.counts()[PUBLISH].values()) == 3
