"""Moving to another computer: `db backup` here, `db restore` there, the pictures copied, connected again; nothing is made twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.support.accounts import redirect
from tests.support.sandbox import RunningSandbox

DESIGNS = Path("profiles", "default", "designs")


@pytest.fixture
def elsewhere(connected: Cli, tmp_path: Path) -> Cli:
    """Another computer, with a backup of the first, on which one of two products had been published by then and both are now."""
    connected("generate", "Plant dad", "Cat mom", check=0)
    first = connected("products", "--json", check=0).data[0]["id"]
    connected("publish", first, check=0)
    connected("db", "backup", str(tmp_path / "b.db"), check=0)
    connected("publish", check=0)
    there = Cli(tmp_path / "elsewhere")
    there.environment = connected.environment | {"PODPUSHER_HOME": str(there.home)}
    there("db", "restore", str(tmp_path / "b.db"), "--yes", check=0)
    shutil.copytree(connected.home / DESIGNS, there.home / DESIGNS, dirs_exist_ok=True)
    return there


def test_no_token_came_along(elsewhere: Cli) -> None:
    assert {each["state"] for each in elsewhere("status", "--json", check=0).data} == {"not_connected"}
    error = elsewhere("publish", "--json", check=3).json["error"]
    assert error["details"]["providers"] == ["etsy", "printify"]


def test_connected_again_nothing_is_listed_twice(elsewhere: Cli, world: RunningSandbox) -> None:
    begun = elsewhere("connect", "etsy", "--no-wait", "--json", check=0).data
    back = redirect(world, begun["authorize_url"])
    etsy = elsewhere("connect", "etsy", "--resume", back, "--json", check=0).data
    token = world.accounts()["printify"]["token"]
    printify = elsewhere("connect", "printify", "--token-stdin", "--shop", "5432", "--json", stdin=token, check=0).data

    elsewhere("publish", check=0)

    assert etsy["warnings"] == printify["warnings"] == [], "it is the shop that it was"
    assert {each["state"] for each in elsewhere("products", "--json", check=0).data} == {"published"}
    state = world.state()
    assert (len(state["listings"]), state["duplicates"], state["orphans"]) == (2, [], [])
