"""Limits of the plan that are no counts: how many shops, how many products may wait, how much at once, how fast."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from tests.conftest import Cli
from tests.support.accounts import free_port, redirect, variables
from tests.support.pictures import print_file
from tests.support.sandbox import RunningSandbox


def write(folder: Path, *titles: str, name: str = "shirts.csv") -> str:
    (folder / "art.png").write_bytes(print_file())
    lines = [f'{title},A soft shirt.,"shirt, gift",art.png,26.99' for title in titles]
    (folder / name).write_text("\n".join(["title,description,tags,design,price", *lines]) + "\n")
    return str(folder / name)


# The queue


def test_rows_that_find_no_room_are_named_and_taken_when_there_is(cli: Cli, tmp_path: Path) -> None:
    cli("settings", "set", "quota.queue", "2", check=0)
    file = write(tmp_path, "One", "Two", "Three")
    result = cli("bulk", "import", file, "--json", check=5)
    assert (result.data["added"], [each["row"] for each in result.data["refused"]]) == (2, [3])
    assert [each["code"] for each in result.json["error"]["details"]["items"]] == ["quota.reached"]
    assert "podpusher settings set quota.queue" in result.json["error"]["hint"]

    again = cli("bulk", "import", file, "--json", check=6)
    assert (again.json["error"]["code"], again.data["known"], again.data["added"]) == ("quota.reached", 2, 0)
    assert again.json["error"]["details"]["used"] == 2
    cli("settings", "set", "quota.queue", "3", check=0)
    assert cli("bulk", "import", file, "--json", check=0).data["added"] == 1


def test_a_row_that_is_bad_and_a_queue_that_is_full_are_told_apart(cli: Cli, tmp_path: Path) -> None:
    cli("settings", "set", "quota.queue", "1", check=0)
    items = cli("bulk", "import", write(tmp_path, "One", "T" * 200, "Three"), "--json", check=5).json["error"][
        "details"
    ]["items"]
    assert {(each["id"], each["code"].split(".")[0]) for each in items} == {("2", "listing"), ("3", "quota")}


# Shops


def test_a_profile_more_than_the_plan_allows_is_not_connected(connected: Cli, world: RunningSandbox) -> None:
    cli, token = connected, world.accounts()["printify"]["token"]
    cli("profile", "add", "second", check=0)
    cli("settings", "set", "quota.shops", "1", "--profile", "second", check=0)
    world.clear_calls()
    for words in (("connect", "printify", "--token-stdin", "--shop", "5432"), ("connect", "etsy", "--no-wait")):
        error = cli(*words, "--profile", "second", "--json", stdin=token, check=6).json["error"]
        assert (error["code"], error["details"]["resource"], error["details"]["limit"]) == ("quota.reached", "shops", 1)
        assert "podpusher settings set quota.shops" in error["hint"]
    assert world.calls() == []
    cli("settings", "set", "quota.shops", "2", "--profile", "second", check=0)
    cli("connect", "printify", "--token-stdin", "--shop", "5432", "--profile", "second", stdin=token, check=0)


def test_a_profile_that_has_a_shop_may_always_connect_it_again(connected: Cli, world: RunningSandbox) -> None:
    connected("settings", "set", "quota.shops", "0", check=0)
    token = world.accounts()["printify"]["token"]
    connected("connect", "printify", "--token-stdin", "--shop", "5432", stdin=token, check=0)
    port = free_port()
    world.config(callbacks=[f"http://localhost:{port}/callback"])
    here = variables(world, port)
    pending = connected("connect", "etsy", "--no-wait", "--json", env=here, check=0).data
    connected("connect", "etsy", "--resume", redirect(world, pending["authorize_url"]), env=here, check=0)
    connected("disconnect", "etsy", "--yes", check=0)
    connected("disconnect", "printify", "--yes", check=0)
    assert (
        connected("connect", "etsy", "--no-wait", "--json", env=here, check=6).json["error"]["code"] == "quota.reached"
    )


# Parallelism and pace


def test_no_more_calls_at_once_than_the_plan_has(connected: Cli, world: RunningSandbox) -> None:
    connected("generate", "Plant dad", "Cat mom", "Coffee first", "Night owl", check=0)
    connected("settings", "set", "quota.parallel", "1", check=0)
    world.config(latency_ms=20)
    world.clear_calls()
    connected("publish", check=0)
    writes = [each for each in world.calls(limit=500) if each["route"].startswith("printify POST")]
    assert len(writes) >= 8
    spans = sorted((each["at"], each["at"] + each["ms"] / 1000) for each in writes)
    assert all(end <= start + 0.005 for (_, end), (start, _) in pairwise(spans))


def test_calls_to_all_providers_share_the_plans_minute(connected: Cli) -> None:
    connected("settings", "set", "quota.requests_per_minute", "100", check=0)
    connected("status", "--check", check=0)
    with closing(sqlite3.connect(connected.home / "net.db")) as counters:
        rows = counters.execute(
            "select account, count(*) from budgets join slots on budget = id where name = 'plan.minute' group by 1"
        ).fetchall()
    ((account, count),) = rows
    assert account == "profile:default"
    assert count >= 2, "one for Etsy and one for Printify"
