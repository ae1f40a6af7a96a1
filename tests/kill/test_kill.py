"""Killed anywhere, one more run settles everything: nothing twice, nothing lost, nothing without an owner."""

from __future__ import annotations

import os
import random
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from podpusher_cli.core.products import ProductState
from podpusher_cli.workflows.publishing import publish
from tests.support.desk import Rig
from tests.support.kill import BOUNDARIES, Reaper, fork, kill_at_random, run_here, run_killed, wait_for
from tests.support.quota import states
from tests.support.sandbox import RunningSandbox

LOCK = 0.05
CHUNKS = 6


@pytest.fixture(scope="module")
def sandbox(server: RunningSandbox) -> RunningSandbox:
    server.accounts()
    return server


def prepare(folder: Path, sandbox: RunningSandbox, count: int) -> tuple[Path, str]:
    """A fresh world and a home with products in it."""
    sandbox.reset(publish_lock_s=LOCK, limits=False)
    rig = Rig(folder, sandbox)
    rig.add(count)
    rig.db.close()
    return folder, sandbox.etsy_tokens()["access_token"]


def settle_and_check(
    home: Path, sandbox: RunningSandbox, token: str, count: int, where: str, wait: float = 0.4
) -> None:
    """One more run, and then all is in the shop exactly once."""
    rig = Rig(home, sandbox, wait=wait)
    report, error = publish(rig.desk(token=token), products=None, live=False, command="publish")
    assert_settled(rig, sandbox, count, f"{where}: {error and error.plain()} {report}")
    rig.db.close()


def assert_settled(rig: Rig, sandbox: RunningSandbox, count: int, told: str) -> None:
    state = sandbox.state()
    assert not state["duplicates"], told
    assert not state["orphans"], told
    assert len([each for each in state["products"] if not each.get("deleted")]) == count, told
    assert len(state["listings"]) == count, told
    assert rig.products.counts() == {ProductState.PUBLISHED: count}, told
    assert list(states(rig.db).values()) == ["used"] * count, told


def boundaries(folder: Path, sandbox: RunningSandbox, count: int, parallel: int) -> dict[str, int]:
    """How many boundaries of each kind an undisturbed run has; looks make it vary by a few."""
    home, token = prepare(folder, sandbox, count)
    assert run_killed(home, sandbox, token, parallel=parallel, reaper=Reaper()) == 0
    return {name: int(number) for name, number in (line.split() for line in (home / "counts").read_text().splitlines())}


def kill_everywhere(tmp_path: Path, sandbox: RunningSandbox, kind: str, chunk: int, *, count: int) -> None:
    there = boundaries(tmp_path / "counted", sandbox, count, 1)[kind]
    assert there >= 3 * count
    killed = 0
    for at in range(1 + chunk, there + 1, CHUNKS):
        home, token = prepare(tmp_path / str(at), sandbox, count)
        killed += run_killed(home, sandbox, token, parallel=1, reaper=Reaper(kind, at)) == -9
        settle_and_check(home, sandbox, token, count, f"{kind} {at}")
    assert killed >= (there - chunk) // CHUNKS - 2, "the reaper missed more than the looks explain"


def kill_and_settle(
    folder: Path, sandbox: RunningSandbox, dice: random.Random, *, times: int, count: int, parallel: int = 8
) -> None:
    there = boundaries(folder / "counted", sandbox, count, parallel)
    for number in range(times):
        home, token = prepare(folder / str(number), sandbox, count)
        where = kill_at_random(home, sandbox, token, parallel=parallel, dice=dice, there=there)
        settle_and_check(home, sandbox, token, count, where, wait=1)


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("kind", BOUNDARIES)
def test_killed_at_every_boundary(tmp_path: Path, sandbox: RunningSandbox, kind: str, chunk: int) -> None:
    kill_everywhere(tmp_path, sandbox, kind, chunk, count=6)


def test_killed_at_random_with_eight_at_a_time(tmp_path: Path, sandbox: RunningSandbox) -> None:
    kill_and_settle(tmp_path, sandbox, random.Random(20261123), times=10, count=12)


def test_killed_again_while_it_settles(tmp_path: Path, sandbox: RunningSandbox) -> None:
    dice = random.Random(3)
    there = boundaries(tmp_path / "counted", sandbox, 12, 8)
    few = {kind: min(number, 8) for kind, number in there.items()}
    for number in range(6):
        home, token = prepare(tmp_path / str(number), sandbox, 12)
        first = kill_at_random(home, sandbox, token, parallel=8, dice=dice, there=there)
        second = kill_at_random(home, sandbox, token, parallel=8, dice=dice, there=few)
        settle_and_check(home, sandbox, token, 12, f"{first}; {second}", wait=1)


def test_a_create_that_lands_after_its_client_was_killed_is_found(tmp_path: Path, sandbox: RunningSandbox) -> None:
    home, token = prepare(tmp_path / "home", sandbox, 6)
    sandbox.fault("printify POST /shops/{shop}/products.json", "hold_late", nth=3)
    child = fork(lambda: run_here(home, sandbox, token))
    sandbox.wait(held=1)
    os.kill(child, signal.SIGKILL)
    assert wait_for(child) == -signal.SIGKILL
    sandbox.clear_calls()
    rig = Rig(home, sandbox, wait=3)
    desk = rig.desk(token=token)

    with ThreadPoolExecutor(1) as aside:  # once the next run has looked and found nothing, the dead one's create lands
        landed = aside.submit(lambda: (sandbox.wait_for("printify GET /shops/{shop}/products.json"), sandbox.release()))
        _, error = publish(desk, products=None, live=False, command="publish")

    assert landed.result()[1] == 1
    assert error is None
    assert_settled(rig, sandbox, 6, "late create")
    creates = sandbox.counts()["printify POST /shops/{shop}/products.json"]
    assert sum(creates.values()) == 4, "the one that was held, and the three that were never sent"


@pytest.mark.soak
@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("kind", BOUNDARIES)
def test_soak_killed_at_every_boundary(tmp_path: Path, sandbox: RunningSandbox, kind: str, chunk: int) -> None:
    kill_everywhere(tmp_path, sandbox, kind, chunk, count=40)


@pytest.mark.soak
def test_soak_killed_at_fifty_random_moments(tmp_path: Path, sandbox: RunningSandbox) -> None:
    kill_and_settle(tmp_path, sandbox, random.Random(7), times=50, count=40)
