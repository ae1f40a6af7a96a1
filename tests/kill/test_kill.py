"""Killed anywhere, one more run settles everything: nothing twice, nothing lost, nothing without an owner."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from podpusher_cli.core.products import ProductState
from podpusher_cli.workflows.publishing import publish
from tests.support.desk import Rig
from tests.support.kill import BOUNDARIES, Reaper, kill_at_random, run_killed
from tests.support.sandbox import RunningSandbox, start_sandbox

LOCK = 0.05
CHUNKS = 6


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start_sandbox(tmp_path_factory.mktemp("world")) as running:
        running.accounts()
        yield running


def prepare(folder: Path, sandbox: RunningSandbox, count: int) -> tuple[Path, str]:
    """A fresh world and a home with products in it."""
    sandbox.reset(publish_lock_s=LOCK, limits=False)
    rig = Rig(folder, sandbox)
    rig.add(count)
    rig.db.close()
    return folder, sandbox.etsy_tokens()["access_token"]


def settle_and_check(home: Path, sandbox: RunningSandbox, token: str, count: int, where: str) -> None:
    sandbox.wait(idle=True)
    rig = Rig(home, sandbox, wait=0.4)
    report, error = publish(rig.desk(token=token), products=None, live=False, command="publish")
    state = sandbox.state()
    told = (where, error and error.plain(), report)
    assert not state["duplicates"], told
    assert not state["orphans"], told
    assert len([each for each in state["products"] if not each.get("deleted")]) == count, told
    assert len(state["listings"]) == count, told
    assert rig.products.counts() == {ProductState.PUBLISHED: count}, told
    rig.db.close()


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


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("kind", BOUNDARIES)
def test_killed_at_every_boundary(tmp_path: Path, sandbox: RunningSandbox, kind: str, chunk: int) -> None:
    kill_everywhere(tmp_path, sandbox, kind, chunk, count=6)


def test_killed_at_random_with_eight_at_a_time(tmp_path: Path, sandbox: RunningSandbox) -> None:
    dice = random.Random(20261123)
    for number in range(10):
        home, token = prepare(tmp_path / str(number), sandbox, 12)
        where = kill_at_random(home, sandbox, token, parallel=8, dice=dice, boundaries=40)
        settle_and_check(home, sandbox, token, 12, where)


@pytest.mark.soak
@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("kind", BOUNDARIES)
def test_soak_killed_at_every_boundary(tmp_path: Path, sandbox: RunningSandbox, kind: str, chunk: int) -> None:
    kill_everywhere(tmp_path, sandbox, kind, chunk, count=40)


@pytest.mark.soak
def test_soak_killed_at_fifty_random_moments(tmp_path: Path, sandbox: RunningSandbox) -> None:
    dice = random.Random(7)
    for number in range(50):
        home, token = prepare(tmp_path / str(number), sandbox, 40)
        where = kill_at_random(home, sandbox, token, parallel=8, dice=dice, boundaries=130)
        settle_and_check(home, sandbox, token, 40, where)
