"""Five processes at once on one profile, each the whole program, counted where they ask."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from itertools import pairwise
from typing import Any

import pytest

from tests.conftest import Cli
from tests.support.accounts import ROOT
from tests.support.program import outside
from tests.support.sandbox import RunningSandbox

FIVE = 5
# The program with other numbers in Pinterest's route for one word.
PROGRAM = """
import dataclasses, json, sys
from podpusher_cli.__main__ import main
from podpusher_cli.providers.trends import pinterest
numbers = json.loads(sys.argv[1])
routes = [
    dataclasses.replace(route, **numbers) if route.id == "pinterest.related_terms" else route
    for route in pinterest.source.routes
]
pinterest.source = dataclasses.replace(pinterest.source, routes=tuple(routes))
sys.exit(main(sys.argv[2:]))
"""
WORDS = "GET /pinterest/related_terms/"
FEED = "GET /google/trending/rss"
PACE_S = 0.2


@pytest.fixture(scope="module")
def world(server: RunningSandbox) -> RunningSandbox:
    return server


@pytest.fixture
def shop(cli: Cli, world: RunningSandbox) -> Cli:
    world.reset(limits=False)
    cli.environment |= world.environment() | {"PODPUSHER_TRENDS_ALLOW_UNOFFICIAL": "1"}
    cli("settings", "list", check=0)  # the profile is there
    return cli


def begin(shop: Cli, *words: str, **numbers: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, json.dumps(numbers), *words, "--json"]
    return subprocess.Popen(
        command, cwd=ROOT, env=outside(shop), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip


def ends(processes: list[subprocess.Popen[str]]) -> list[tuple[int, dict[str, Any]]]:
    told = []
    for process in processes:
        stdout, stderr = process.communicate(timeout=120)
        assert "Traceback" not in stderr
        told.append((process.returncode, json.loads(stdout)))
    return told


def measure(shop: Cli, *, words: int, processes: int = FIVE, **numbers: Any) -> list[list[dict[str, Any]]]:
    """What the processes were told that measured so many words of their own at the same time."""
    begun = [
        begin(
            shop, "trends", "refresh", "--source", "pinterest", "--route", "pinterest.related_terms",
            *(part for word in range(words) for part in ("--tag", f"word {number} {word}")), **numbers,
        )
        for number in range(processes)
    ]  # fmt: skip
    return [document["data"]["outcomes"] for _, document in ends(begun)]


def slots(shop: Cli) -> list[float]:
    """When Pinterest was to be asked, as the processes agreed on it."""
    with sqlite3.connect(shop.home / "net.db") as connection:
        found = connection.execute(
            "select at from slots join budgets on id = budget where account like 'pinterest:%' and name = 'day'"
        )
        return sorted(at for (at,) in found)


def test_what_all_want_is_fetched_once(shop: Cli, world: RunningSandbox) -> None:
    world.fault(f"trends {FEED}", "hold")
    processes = [begin(shop, "trends", "--source", "google") for _ in range(FIVE)]
    world.wait(held=1)
    world.release()

    told = ends(processes)

    assert [status for status, _ in told] == [0] * FIVE
    assert len({json.dumps([each["keyword"] for each in document["data"]]) for _, document in told}) == 1
    assert len(world.calls(f"trends {FEED}")) == 1
    kept = shop("trends", "signals", "--source", "google", "--limit", "100", "--json", check=0).data
    assert len(kept) == len({each["keyword"] for each in kept}) == 20


def test_pace_and_daily_cap_hold_for_all_together(shop: Cli, world: RunningSandbox) -> None:
    outcomes = measure(shop, words=3, min_interval_s=PACE_S, daily_max=7)

    assert len(world.calls(f"trends {WORDS}")) == 7
    assert {each["outcome"] for process in outcomes for each in process} == {"signals", "rate_limited"}
    waits = [each["retry_after"] for process in outcomes for each in process if each["outcome"] == "rate_limited"]
    assert waits
    assert all(80_000 < seconds <= 87_000 for seconds in waits)
    taken = slots(shop)
    assert len(taken) == 7
    assert all(later - earlier >= PACE_S for earlier, later in pairwise(taken))


def test_the_first_wall_stops_all_and_one_tries_again(shop: Cli, world: RunningSandbox) -> None:
    world.fault(f"trends {WORDS}", "blocked", times=0)
    outcomes = measure(shop, words=3, min_interval_s=0.01)
    assert [[each["outcome"] for each in process] for process in outcomes] == [["blocked"]] * FIVE
    assert len(world.calls(f"trends {WORDS}")) == 1

    rest_is_over(shop)
    measure(shop, words=3, min_interval_s=0.01)
    assert len(world.calls(f"trends {WORDS}")) == 2

    world.clear_faults()
    rest_is_over(shop)
    outcomes = measure(shop, words=1, processes=1, min_interval_s=0.01)
    assert [[each["outcome"] for each in process] for process in outcomes] == [["signals"]]


def rest_is_over(shop: Cli) -> None:
    with sqlite3.connect(shop.home / "net.db") as connection:
        name = "trends.rest:pinterest.related_terms@%"
        ((key, value),) = connection.execute("select key, value from answers where key like ?", (name,)).fetchall()
        outcome, failures, _until, trial = json.loads(value)
        over = json.dumps([outcome, failures, 1.0, trial]).encode()
        connection.execute("update answers set value = ? where key = ?", (over, key))
