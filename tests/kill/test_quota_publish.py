"""Publishing under a limit, killed anywhere: one more run publishes exactly what the plan allows, and counts it once."""

from __future__ import annotations

import random
import signal
from collections import Counter
from pathlib import Path

import pytest

from podpusher_cli.core.plans import Limits
from podpusher_cli.core.products import ProductState
from podpusher_cli.workflows.publishing import publish
from tests.support.desk import Rig
from tests.support.kill import BOUNDARIES, Reaper, in_child
from tests.support.quota import states
from tests.support.sandbox import RunningSandbox

COUNT, LIMIT = 6, 4
PLAN = Limits(publishes=LIMIT)
KILLS = 3


@pytest.fixture(scope="module")
def sandbox(server: RunningSandbox) -> RunningSandbox:
    server.accounts()
    return server


def prepared(home: Path, sandbox: RunningSandbox) -> str:
    sandbox.reset(publish_lock_s=0.05, limits=False)
    rig = Rig(home, sandbox)
    rig.add(COUNT)
    rig.db.close()
    return sandbox.etsy_tokens()["access_token"]


def killed(home: Path, sandbox: RunningSandbox, token: str, reaper: Reaper, parallel: int) -> int:
    """Publish in a process of its own; the counts of what it passed go to `counts` in the home."""

    def work() -> None:
        rig = Rig(home, sandbox)
        rig.db.set_trace_callback(reaper.statement)
        desk = rig.desk(parallel=parallel, transport_wrap=reaper.wrap, token=token, limits=PLAN)
        publish(desk, products=None, live=False, command="publish")
        (home / "counts").write_text("\n".join(f"{name} {number}" for name, number in reaper.seen.items()))

    return in_child(work)


def settle_and_check(home: Path, sandbox: RunningSandbox, token: str, where: str) -> None:
    rig = Rig(home, sandbox)
    report, error = publish(rig.desk(token=token, limits=PLAN), products=None, live=False, command="publish")
    told = f"{where}: {error and error.plain()} {report}"
    state = sandbox.state()
    assert not state["duplicates"], told
    assert not state["orphans"], told
    assert len(state["listings"]) == LIMIT, told
    assert rig.products.counts() == {ProductState.PUBLISHED: LIMIT, ProductState.READY: COUNT - LIMIT}, told
    counted = Counter(states(rig.db).values())
    assert (counted["used"], counted["reserved"]) == (LIMIT, 0), told
    assert error is not None, told
    assert error.exit_status in {5, 6}, told
    rig.db.close()


@pytest.mark.parametrize("parallel", [1, 8])
@pytest.mark.parametrize("kind", BOUNDARIES)
def test_killed_under_a_limit(tmp_path: Path, sandbox: RunningSandbox, kind: str, parallel: int) -> None:
    counted = tmp_path / "counted"
    token = prepared(counted, sandbox)
    assert killed(counted, sandbox, token, Reaper(), parallel) == 0
    there = {
        name: int(number) for name, number in (line.split() for line in (counted / "counts").read_text().splitlines())
    }
    dice = random.Random(f"{kind} {parallel}")
    for at in sorted(dice.sample(range(1, there[kind] + 1), min(KILLS, there[kind]))):
        home = tmp_path / str(at)
        token = prepared(home, sandbox)
        ended = killed(home, sandbox, token, Reaper(kind, at), parallel)
        assert ended in {0, -signal.SIGKILL}, ended
        settle_and_check(home, sandbox, token, f"{kind} {at} of {there[kind]}, {parallel} at once, ended {ended}")
