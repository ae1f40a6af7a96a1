"""How fast publishing is, against the arithmetic floor of its own parallelism. `make bench` prints the figures."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from podpusher_cli.workflows.publishing import publish
from tests.support.desk import Rig
from tests.support.kill import in_child
from tests.support.sandbox import RunningSandbox, start_sandbox

pytestmark = pytest.mark.bench
PARALLEL = 8


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path / "world") as running:
        running.accounts()
        yield running


NO_LIMITS = dict.fromkeys(("printify.global", "printify.catalog", "printify.publish"), (1000000, 60.0))


def timed(rig: Rig) -> float:
    desk = rig.desk(parallel=PARALLEL)
    rig.sandbox.clear_calls()
    began = time.perf_counter()
    _, error = publish(desk, products=None, live=False, command="publish")
    assert error is None
    return time.perf_counter() - began


def test_200_products_at_30_ms_an_answer(tmp_path: Path, sandbox: RunningSandbox) -> None:
    sandbox.reset(latency_ms=30, windows=NO_LIMITS, publish_lock_s=0.5)
    rig = Rig(tmp_path / "home", sandbox, poll=0.1, wait=30)
    rig.add(200)

    seconds = timed(rig)

    asked = sandbox.status()["calls"]
    floor = asked * 0.030 / PARALLEL + 0.5
    print(
        f"\n200 products: {seconds:.2f} s, {asked} requests ({asked / 200:.2f} a product), floor {floor:.2f} s, {seconds / floor:.2f} times"
    )
    assert seconds <= 4
    assert seconds <= 1.6 * floor
    assert asked <= 3.2 * 200

    for products in (None, rig.products.page(limit=200).items):
        desk = rig.desk()
        sandbox.clear_calls()
        publish(desk, products=products and [each.id for each in products], live=False, command="publish")
        routes = [each["route"].split()[1] for each in sandbox.calls(limit=2000)]
        print(f"again, with nothing to do: {len(routes)} reads")
        assert set(routes) <= {"GET"}
        assert len(routes) <= 200 / 50


def test_with_the_real_limits_no_request_is_sent_into_an_empty_bucket(tmp_path: Path, sandbox: RunningSandbox) -> None:
    sandbox.reset(latency_ms=30, limits=True, publish_lock_s=0.5)
    rig = Rig(tmp_path / "home", sandbox, poll=2, wait=120)
    rig.add(200)

    seconds = timed(rig)

    asked = sandbox.status()["calls"]
    floor = 60.0 * ((asked - 1) // 600) + 0.5 + 3 * 0.030  # the windows; then the last publish, its lock, a look and Etsy's word
    print(
        f"\n200 products, real limits: {seconds:.1f} s, {asked} requests, floor {floor:.1f} s, {seconds / floor:.3f} times"
    )
    assert all(each["status"] != 429 for each in sandbox.calls(limit=2000))
    assert seconds <= 1.05 * floor


@pytest.mark.timeout(1200)
def test_memory_is_flat_from_500_to_5000_products(tmp_path: Path, sandbox: RunningSandbox) -> None:
    peaks = {}
    for count in (500, 5000):
        sandbox.reset(windows=NO_LIMITS, publish_lock_s=0)
        token = sandbox.etsy_tokens()["access_token"]
        home = tmp_path / str(count)

        def fill(home: Path = home, count: int = count) -> None:
            Rig(home, sandbox).add(count)

        assert in_child(fill) == 0  # in a process of its own: what this one holds, the next has from the start

        def work(home: Path = home, token: str = token) -> int:
            desk = Rig(home, sandbox, poll=1, wait=60).desk(token=token)
            publish(desk, products=None, live=False, command="publish")
            (home / "peak").write_text(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
            return 0

        assert in_child(work) == 0
        peaks[count] = int((home / "peak").read_text()) / 1024
    print(f"\npeak memory: {peaks[500]:.0f} MiB for 500 products, {peaks[5000]:.0f} MiB for 5,000")
    assert peaks[5000] <= peaks[500] * 1.3
