from __future__ import annotations

import resource
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest

from podpusher_cli.core.errors import Busy, DiskTrouble, MachineTrouble, PartlyFailed
from podpusher_cli.core.products import ProductState
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.workflows.planning import plan
from podpusher_cli.workflows.publishing import publish
from tests.support.desk import LOCK_S, EachLockIsSeen, Rig
from tests.support.kill import fork, wait_for
from tests.support.sandbox import RunningSandbox

CREATE = "printify POST /shops/{shop}/products.json"
PAGES = "printify GET /shops/{shop}/products.json"
PUBLISH = "printify POST /shops/{shop}/products/{product}/publish.json"


@pytest.fixture
def rig(tmp_path: Path, server: RunningSandbox) -> Rig:
    server.reset(publish_lock_s=0.05)
    return Rig(tmp_path, server)


def full_disk(*_: object, **__: object) -> float:
    raise DiskTrouble(path="net.db", problem="database or disk is full")


def assert_exactly_once(rig: Rig, count: int) -> None:
    state = rig.sandbox.state()
    assert not state["duplicates"]
    assert not state["orphans"]
    assert len([each for each in state["products"] if not each.get("deleted")]) == count
    assert len(state["listings"]) == count
    assert rig.products.counts() == {ProductState.PUBLISHED: count}
    assert {each.etsy.state for each in rig.products.page(limit=1000).items} == {"draft"}


def test_products_become_drafts_at_etsy(rig: Rig) -> None:
    rig.add(12)

    report, error = publish(rig.desk(), products=None, live=False, command="publish")

    assert error is None
    assert report.published == 12
    assert_exactly_once(rig, 12)


def test_a_second_run_has_nothing_to_do_and_sends_nothing(rig: Rig) -> None:
    rig.add(3)
    publish(rig.desk(), products=None, live=False, command="publish")
    desk = rig.desk()
    rig.sandbox.clear_calls()

    report, error = publish(desk, products=None, live=False, command="publish")

    assert error is None
    assert report.run is None
    assert rig.sandbox.calls() == []


@pytest.mark.parametrize("kind", ["lost_answer", "cut"])
@pytest.mark.parametrize("nth", [1, 2])
def test_a_lost_answer_to_a_create_makes_no_double(rig: Rig, kind: str, nth: int) -> None:
    rig.hasten()
    rig.add(3)
    rig.sandbox.fault(CREATE, kind, nth=nth)

    _, error = publish(rig.desk(parallel=1), products=None, live=False, command="publish")

    assert error is None
    assert rig.sandbox.faults()[0]["fired"]
    assert_exactly_once(rig, 3)


def test_an_error_after_the_effect_makes_no_double(rig: Rig) -> None:
    rig.hasten()
    rig.add(3)
    rig.sandbox.fault(CREATE, "applied_status", status=502, nth=2)

    _, error = publish(rig.desk(), products=None, live=False, command="publish")

    assert error is None
    assert rig.sandbox.faults()[0]["fired"]
    assert_exactly_once(rig, 3)


class Impatient(httpx.BaseTransport):
    """Gives up on a create after a moment, as a client does whose time is over."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self.inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST" and request.url.path.endswith("/products.json"):
            request.extensions["timeout"]["read"] = 0.3
        return self.inner.handle_request(request)

    def close(self) -> None:
        self.inner.close()


def test_a_create_that_lands_after_its_client_gave_up_is_found_and_not_repeated(rig: Rig) -> None:
    rig.wait = 3
    rig.add(2)
    rig.sandbox.fault(CREATE, "hold_late", nth=1)
    desk = rig.desk(parallel=1, transport_wrap=Impatient)
    rig.sandbox.clear_calls()

    with ThreadPoolExecutor(1) as aside:  # once a walk has looked for it and not found it, it lands
        landed = aside.submit(lambda: (rig.sandbox.wait_for(PAGES), rig.sandbox.release()))
        _, error = publish(desk, products=None, live=False, command="publish")

    assert landed.result()[1] == 1
    assert error is None
    assert [each.reason for each in rig.announced] == ["doubt"]
    assert sum(rig.sandbox.counts()[CREATE].values()) == 2
    assert_exactly_once(rig, 2)


def test_a_publish_that_fails_in_silence_is_named(rig: Rig) -> None:
    rig.wait = 60
    rig.add(3)
    rig.sandbox.config(publish_lock_s=LOCK_S)
    rig.sandbox.fault(PUBLISH, "silent_failure", nth=2)
    desk = rig.desk(parallel=1, transport_wrap=partial(EachLockIsSeen, sandbox=rig.sandbox))

    report, error = publish(desk, products=None, live=False, command="publish")

    assert isinstance(error, PartlyFailed)
    assert (report.published, report.failed) == (2, 1)
    assert report.troubles[0].code == "publish.failed"
    rig.sandbox.config(publish_lock_s=0)
    again, error = publish(rig.desk(), products=[report.troubles[0].id], live=False, command="publish")
    assert error is None
    assert again.published == 1
    assert_exactly_once(rig, 3)


def test_a_lock_that_never_ends_leaves_the_item_waiting(rig: Rig) -> None:
    rig.hasten()
    rig.add(2)
    rig.sandbox.fault(PUBLISH, "lock_forever", nth=1)

    report, error = publish(rig.desk(parallel=1), products=None, live=False, command="publish")

    assert error is not None
    assert (report.published, report.waiting) == (1, 1)
    assert report.troubles[0].code == "publish.pending"
    waiting = rig.products.get(report.troubles[0].id)
    assert waiting.error is not None
    assert waiting.error.retry_at == rig.clock.now() + timedelta(seconds=60)


def test_the_next_run_only_looks_at_what_is_still_locked(rig: Rig) -> None:
    rig.hasten()
    rig.add(1)
    rig.sandbox.fault(PUBLISH, "lock_forever")
    publish(rig.desk(), products=None, live=False, command="publish")
    desk = rig.desk()
    rig.sandbox.clear_calls()

    report, error = publish(desk, products=None, live=False, command="publish")

    assert error is not None
    assert (report.waiting, error.exit_status, error.retry_after) == (1, 7, 60)
    assert {route.split()[1] for route in rig.sandbox.counts()} == {"GET"}


def test_a_draft_that_was_not_heard_is_asked_for_once_more(rig: Rig) -> None:
    rig.hasten()
    rig.add(1)
    rig.sandbox.fault(PUBLISH, "never_locks")
    desk = rig.desk()
    rig.sandbox.clear_calls()

    _, error = publish(desk, products=None, live=False, command="publish")

    assert error is None
    assert rig.sandbox.counts()[PUBLISH] == {"200": 2}
    assert_exactly_once(rig, 1)


@pytest.mark.parametrize(("kind", "heard"), [("never_locks", "200"), ("cut", "none")])
def test_a_live_publish_costs_money_and_is_never_sent_twice(rig: Rig, kind: str, heard: str) -> None:
    rig.hasten()
    rig.add(1)
    rig.sandbox.fault(PUBLISH, kind)
    desk = rig.desk()
    rig.sandbox.clear_calls()

    report, error = publish(desk, products=None, live=True, command="publish")

    assert error is not None
    assert [each.code for each in report.troubles] == ["publish.in_doubt"]
    assert (error.full_code, error.exit_status) == ("publish.in_doubt", 7)
    assert rig.sandbox.counts()[PUBLISH] == {heard: 1}


def test_a_disk_without_room_for_what_paces_us_stops_the_run_and_marks_no_product_as_failed(rig: Rig) -> None:
    rig.add(3)
    desk = rig.desk(parallel=1)
    net: SharedPace = desk.pace  # type: ignore[assignment] # the real one
    net.reserve = full_disk  # type: ignore[method-assign] # as its file does where it finds no room

    report, error = publish(desk, products=None, live=False, command="publish")

    assert error is not None
    assert (error.exit_status, report.failed, report.left) == (9, 0, 3)
    assert rig.products.counts() == {ProductState.READY: 3}


def test_a_price_below_cost_is_not_published_and_the_next_is_not_even_sent(rig: Rig) -> None:
    first, second = rig.add(2, price=100)

    report, _ = publish(rig.desk(parallel=1), products=[first], live=False, command="publish")
    assert report.troubles[0].code == "publish.below_cost"
    rig.sandbox.clear_calls()
    publish(rig.desk(parallel=1), products=[second], live=False, command="publish")

    assert rig.sandbox.calls(CREATE) == []
    assert rig.sandbox.state()["listings"] == []


def test_the_plan_counts_calls_and_fees_and_sends_no_write(rig: Rig) -> None:
    rig.add(4)
    desk = rig.desk()
    rig.sandbox.clear_calls()

    planned = plan(desk, products=None, live=True)

    assert planned.total == 4
    assert planned.calls | {"read": 0} == {"upload": 4, "create": 4, "update": 0, "publish": 4, "read": 0}
    assert planned.fees.amount == 80
    assert {each["route"].split()[1] for each in rig.sandbox.calls()} <= {"GET"}


def test_a_look_that_our_own_pace_delays_does_not_end_the_patience_with_what_it_saw_before(rig: Rig) -> None:
    rig.wait = 0.6
    rig.add(60)
    rig.sandbox.config(publish_lock_s=0.4)
    rig.sandbox.fault(PAGES, "slow_answer", seconds=1.0, nth=2)

    report, error = publish(rig.desk(), products=None, live=False, command="publish")

    assert error is None, report.troubles
    assert rig.sandbox.faults()[0]["fired"]
    assert_exactly_once(rig, 60)


def test_two_runs_at_once_share_the_work(rig: Rig) -> None:
    rig.add(12)
    token = rig.sandbox.etsy_tokens()["access_token"]

    def other() -> int:
        second = Rig(rig.home, rig.sandbox, wait=5)
        try:
            publish(second.desk(parallel=2, token=token), products=None, live=False, command="publish")
        except Busy:
            return 8
        return 0

    rig.wait = 5
    rig.db.close()
    child = fork(other)
    status = other()
    assert {status, wait_for(child)} <= {0, 8}
    rig.__post_init__()
    publish(rig.desk(token=token), products=None, live=False, command="publish")

    assert_exactly_once(rig, 12)


def test_a_database_that_cannot_grow_stops_the_run_and_the_next_one_finishes(rig: Rig) -> None:
    rig.add(6)
    token = rig.sandbox.etsy_tokens()["access_token"]
    rig.db.close()

    def starved() -> int:
        short = Rig(rig.home, rig.sandbox)
        desk = short.desk(parallel=1, token=token)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        used = (rig.home / "profiles/default/state.db-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (used + 40_000, used + 40_000))
        try:
            publish(desk, products=None, live=False, command="publish")
        except MachineTrouble as error:
            return error.exit_status
        return 0

    assert wait_for(fork(starved)) == 9
    rig.__post_init__()
    _, error = publish(rig.desk(token=token), products=None, live=False, command="publish")

    assert error is None
    assert_exactly_once(rig, 6)
