"""podpusher publish under a plan that allows only so much, whole, against the sandbox."""

from __future__ import annotations

from typing import Any

import pytest

from podpusher_cli.store.db import connect
from tests.conftest import Cli
from tests.support.accounts import at_a_terminal
from tests.support.sandbox import RunningSandbox

CREATE = "printify POST /shops/{shop}/products.json"
BAD_VARIANTS = {"status": "error", "code": 8251, "errors": {"reason": "variants", "code": 8251}}


@pytest.fixture
def seller(three_ready: Cli, connected: Cli, world: RunningSandbox) -> Cli:
    """Three products that are ready, and a plan for two."""
    connected("settings", "set", "quota.publishes", "2", check=0)
    connected("settings", "set", "publish.parallel", "1", check=0)
    world.clear_calls()
    return connected


def states(cli: Cli) -> list[str]:
    return sorted(each["state"] for each in cli("products", "--json", check=0).data)


def entries(cli: Cli) -> list[tuple[str, int]]:
    with connect(cli.home / "profiles/default/state.db") as db:
        rows = db.execute("select state, count(*) from quota where resource = 'publishes' group by 1 order by 1")
        return [(str(state), int(count)) for state, count in rows]


def test_what_fits_is_published_and_the_rest_stays_ready_and_says_why(seller: Cli, world: RunningSandbox) -> None:
    result = seller("publish", "--json", check=5)

    assert (result.data["published"], result.data["left"], result.data["failed"]) == (2, 1, 0)
    error = result.json["error"]
    assert error["code"] == "run.partial"
    assert (error["details"]["used"] + error["details"]["reserved"], error["details"]["limit"]) == (2, 2)
    assert [each["code"] for each in error["details"]["items"]] == ["quota.reached"]
    assert "podpusher settings set quota.publishes" in error["hint"]
    assert states(seller) == ["published", "published", "ready"]
    (left,) = [each for each in seller("products", "--json", check=0).data if each["state"] == "ready"]
    assert left["error"]["code"] == "quota.reached"
    assert len(world.state()["listings"]) == 2
    assert world.state()["orphans"] == []


def test_where_nothing_can_be_done_it_ends_with_6_and_sends_nothing(seller: Cli, world: RunningSandbox) -> None:
    seller("publish", check=5)
    world.clear_calls()
    error = seller("publish", "--json", check=6).json["error"]
    assert error["code"] == "quota.reached"
    assert error["details"]["resets_at"].endswith("-01T00:00:00Z")
    assert len(error["details"]["ways"]) == 2
    assert {each["route"].split()[1] for each in world.calls()} <= {"GET"}
    assert "quota.reached" in seller("publish", "--live", "--json", check=6).stdout, "there is nothing to ask"
    told = seller("publish", check=6)
    assert "2 of 2" in told.stderr
    assert "{" not in told.stderr

    seller("settings", "set", "quota.publishes", "3", check=0)
    seller("publish", check=0)
    assert states(seller) == ["published"] * 3


def test_the_plan_says_how_many_fit(seller: Cli) -> None:
    plan = seller("publish", "--dry-run", "--json", check=0).data["plan"]
    assert (plan["total"], plan["new"], plan["beyond"], plan["quota"]["limit"]) == (2, 3, 1, 2)
    assert [each["trouble"] and each["trouble"]["code"] for each in plan["items"]] == [None, None, "quota.reached"]
    assert (plan["calls"]["create"], plan["calls"]["publish"]) == (2, 2)
    live = seller("publish", "--dry-run", "--live", "--json", check=0).data["plan"]
    assert live["fees"] == {"amount": 40, "currency": "USD"}
    assert "Of 3 new ones 2 fit the plan's limit of 2 publishes" in seller("publish", "--dry-run", check=0).stdout
    status, screen = at_a_terminal(seller.environment, ["publish"], [("drafts?", "n")])
    assert (status, "2 fit" in screen) == (0, True)
    seller("settings", "set", "quota.publishes", "", check=0)
    assert seller("publish", "--dry-run", "--json", check=0).data["plan"]["beyond"] == 0


def test_what_was_published_costs_nothing_again(seller: Cli, world: RunningSandbox) -> None:
    seller("publish", check=5)
    first = next(each for each in seller("products", "--json", check=0).data if each["state"] == "published")
    seller("products", "edit", first["id"], "--title", "Another Title For The Plant Dad Shirt", check=0)
    world.clear_calls()
    seller("publish", first["id"], check=0)
    assert any(each["route"].split()[1] == "PUT" for each in world.calls())
    assert entries(seller) == [("used", 2)]


def test_what_fails_gives_its_unit_to_another(seller: Cli, world: RunningSandbox) -> None:
    world.fault(CREATE, "status", nth=1, status=400, body=BAD_VARIANTS)
    result = seller("publish", "--json", check=5)
    assert (result.data["published"], result.data["failed"], result.data["left"]) == (2, 1, 0)
    assert entries(seller) == [("released", 1), ("used", 2)]


def test_a_create_in_doubt_keeps_its_unit_until_it_is_settled(seller: Cli, world: RunningSandbox) -> None:
    seller("settings", "set", "quota.publishes", "1", check=0)
    world.fault(CREATE, "lost_answer", times=1)
    world.fault(
        "printify GET /shops/{shop}/products.json", "status", times=0, status=401, body={"error": "Unauthenticated."}
    )
    seller("publish", check=3)
    assert entries(seller) == [("reserved", 1)], "nobody knows whether it is there"
    world.clear_faults()
    assert seller("publish", "--json", check=5).data["published"] == 1
    assert entries(seller) == [("used", 1)]
    assert len(world.state()["listings"]) == 1


@pytest.mark.parametrize("word", ["warn", "meter"])
def test_beyond_the_limit_with_a_warning(seller: Cli, word: str) -> None:
    seller("settings", "set", "quota.overage", word, check=0)
    told = seller("publish", check=0)
    assert told.stderr.count("Warning: The plan's publishes are used up") == 1
    assert states(seller) == ["published"] * 3
    assert entries(seller) == [("used", 3)]


def test_the_seller_hears_of_it_later_once(seller: Cli) -> None:
    seller("publish", check=5)
    seller("publish", check=6)
    kinds: list[Any] = [each["kind"] for each in seller("notifications", "--json", check=0).data]
    assert kinds.count("quota.publishes.100") == 1
    german = seller("notifications", "--lang", "de", check=0).stdout
    assert all(len(line) <= 80 for line in german.splitlines())
