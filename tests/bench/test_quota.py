"""What the quota ledger costs while publishing, late in the month of a large plan. `make bench` prints the figures."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from podpusher_cli.core.plans import Limits, Resource
from podpusher_cli.core.quota import Taker, Unit
from podpusher_cli.store.db import connect, transaction
from podpusher_cli.workflows.publishing import publish
from tests.support.clock import FakeClock
from tests.support.desk import Rig
from tests.support.quota import ledger_of
from tests.support.sandbox import RunningSandbox, start_sandbox

pytestmark = pytest.mark.bench
PLAN = Limits(publishes=10_000)
USED = 9_000
NO_LIMITS = dict.fromkeys(("printify.global", "printify.catalog", "printify.publish"), (1_000_000, 60.0))
ME = Taker("r-1", "publish")


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path / "world") as running:
        running.accounts()
        yield running


def test_a_unit_of_a_large_plan_costs_less_than_a_millisecond(tmp_path: Path) -> None:
    db = connect(tmp_path / "state.db")
    ledger = ledger_of(db, FakeClock(), PLAN)
    with transaction(db):
        ledger.reserve([Unit(f"old {number}", Resource.PUBLISHES) for number in range(USED)], ME)
        ledger.use(f"old {number}" for number in range(USED))
    began = time.process_time()
    for batch in range(100):
        items = [f"new {batch} {number}" for number in range(8)]
        with transaction(db):
            assert ledger.reserve([Unit(item, Resource.PUBLISHES) for item in items], ME) == [None] * 8
        with transaction(db):
            ledger.use(items)
    each = (time.process_time() - began) / 800
    print(f"\na unit of {USED:,} used: {each * 1000:.2f} ms of this process")
    assert each < 0.001


def test_publishing_is_no_slower_late_in_the_month_of_a_large_plan(tmp_path: Path, sandbox: RunningSandbox) -> None:
    seconds = {}
    for name, limits in (("no limit", Limits()), ("10,000 a month", PLAN)):
        sandbox.reset(latency_ms=30, windows=NO_LIMITS, publish_lock_s=0.5)
        rig = Rig(tmp_path / name, sandbox, poll=0.1, wait=30)
        rig.add(200)
        ledger = ledger_of(rig.db, rig.clock, limits)
        with transaction(rig.db):
            ledger.reserve([Unit(f"old {number}", Resource.TEXTS) for number in range(USED)], ME)
            ledger.use(f"old {number}" for number in range(USED))
            rig.db.execute("update quota set resource = 'publishes'")
        desk = rig.desk(limits=limits)
        began = time.perf_counter()
        report, error = publish(desk, products=None, live=False, command="publish")
        seconds[name] = time.perf_counter() - began
        assert error is None, report.troubles[:2]
        assert ledger.usage(Resource.PUBLISHES).used == USED + 200
    print("\n200 products: " + ", ".join(f"{name}: {took:.2f} s" for name, took in seconds.items()))
    assert seconds["10,000 a month"] <= 1.1 * seconds["no limit"] + 0.2
