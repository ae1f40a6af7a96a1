"""SIGKILL anywhere in a run of 50 over real sockets: one more run repeats nothing that was paid for and loses nothing."""

from __future__ import annotations

import random
import signal
from collections import Counter
from pathlib import Path

import pytest

from podpusher_cli.core.generating import Wanted
from tests.support.kill import BOUNDARIES, Reaper
from tests.support.making import counted, made_apart, workshop
from tests.support.openai import CHAT, IMAGES, batches_of, carried_out
from tests.support.quota import states
from tests.support.sandbox import RunningSandbox

FIFTY = tuple(f"Plant dad number {number}" for number in range(1, 51))
PARALLEL = 4


@pytest.fixture
def sandbox(server: RunningSandbox) -> RunningSandbox:
    anew(server)
    return server


def anew(sandbox: RunningSandbox) -> None:
    sandbox.reset(limits=False, batch_check_s=0, batch_s=0)
    sandbox.clear_calls()


def work(home: Path, sandbox: RunningSandbox, wanted: Wanted, kind: str | None = None, at: int = 0) -> int:
    url, key = f"{sandbox.url}/openai/v1", sandbox.accounts()["openai"]["api_key"]
    return made_apart(home, url, key, wanted, parallel=PARALLEL, kind=kind, at=at)


def check(home: Path, sandbox: RunningSandbox, wanted: Wanted, where: str) -> None:
    shop = workshop(home, f"{sandbox.url}/openai/v1", "sk-none", Reaper(), parallel=1)
    rows = shop.db.execute("select item, purpose, state, micros from spends where state <> 'free'").fetchall()
    products = shop.products.page(limit=1000).items
    failed = shop.db.execute("select count(*) from generation_items where state = 'failed'").fetchone()[0]
    doubtful = {row["item"] for row in rows if row["state"] == "perhaps"}
    most = 0 if wanted.batch else PARALLEL

    assert {row["state"] for row in rows} <= {"billed", "perhaps"}, where
    assert set(Counter((row["item"], row["purpose"]) for row in rows).values()) == {1}, f"{where}: paid for twice"
    assert failed == len(doubtful) <= most, f"{where}: only what was on the wire may be in doubt"
    assert len(products) == len(wanted.ideas) - failed, f"{where}: something was lost"
    assert len({each.design_id for each in products}) == len(products), where
    assert all(shop.designs.path(shop.designs.get(each.design_id or "")).is_file() for each in products), where
    if wanted.batch:
        assert len(batches_of(sandbox)) == 2, f"{where}: a batch was bought twice"
        assert (carried_out(sandbox, IMAGES), carried_out(sandbox, CHAT)) == (0, 0), where
    else:
        asked = Counter("image" if row["purpose"] == "image" else "text" for row in rows)
        assert carried_out(sandbox, IMAGES) <= asked["image"] <= len(wanted.ideas), where
        assert carried_out(sandbox, CHAT) <= asked["text"] <= len(wanted.ideas), where
    quota = Counter(states(shop.db).values())
    assert (quota["used"], quota["reserved"]) == (2 * len(products), 0), where


def killed_and_made(home: Path, sandbox: RunningSandbox, wanted: Wanted, kind: str, at: int) -> None:
    ended = work(home, sandbox, wanted, kind, at)
    assert ended in {0, -signal.SIGKILL}
    if ended:
        shop = workshop(home, f"{sandbox.url}/openai/v1", "sk-none", Reaper(), parallel=1)
        if (
            shop.db.execute("select count(*) from generations").fetchone()[0]
            and shop.generations.unfinished(wanted) is None
        ):
            ended = 0  # it died after its last commit: the same command is a new request
    if ended:
        assert work(home, sandbox, wanted) == 0
    check(home, sandbox, wanted, f"{kind} {at}")


def points(home: Path, sandbox: RunningSandbox, wanted: Wanted) -> dict[str, int]:
    """How many boundaries of each kind a whole run passes."""
    assert work(home, sandbox, wanted) == 0
    check(home, sandbox, wanted, "whole")
    return counted(home)


def test_killed_half_way_in_a_run_of_fifty(tmp_path: Path, sandbox: RunningSandbox) -> None:
    killed_and_made(tmp_path, sandbox, Wanted(FIFTY, model="openai"), "before_commit", 150)


def test_killed_after_every_answer_about_a_batch(tmp_path: Path, sandbox: RunningSandbox) -> None:
    wanted = Wanted(FIFTY[:2], model="openai", batch=True)
    there = points(tmp_path / "whole", sandbox, wanted)["after_answer"]
    assert there == 8, "uploaded, bought, looked at and fetched, pictures and texts"
    for at in range(1, there + 1):
        anew(sandbox)
        killed_and_made(tmp_path / str(at), sandbox, wanted, "after_answer", at)


@pytest.mark.soak
@pytest.mark.timeout(6 * 3600)
@pytest.mark.parametrize("batch", [False, True], ids=["at_once", "in_batches"])
@pytest.mark.parametrize("kind", BOUNDARIES)
def test_killed_at_every_boundary_of_a_run_of_fifty(
    tmp_path: Path, sandbox: RunningSandbox, kind: str, batch: bool
) -> None:
    wanted = Wanted(FIFTY, model="openai", batch=batch)
    there = points(tmp_path / "whole", sandbox, wanted)[kind]
    dice = random.Random(7)
    for at in dice.sample(range(1, there + 1), there):
        anew(sandbox)
        killed_and_made(tmp_path / str(at), sandbox, wanted, kind, at)
