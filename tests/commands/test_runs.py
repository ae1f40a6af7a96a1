"""podpusher runs: what was done, by whom, how it ended, and taking up the rest."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import Cli
from tests.support.accounts import at_a_terminal
from tests.support.program import run as run_program
from tests.support.program import start
from tests.support.sandbox import RunningSandbox

CREATE = "printify POST /shops/{shop}/products.json"
PUBLISH = "printify POST /shops/{shop}/products/{id}/publish.json"
REFUSED = {"status": "error", "code": 8150, "message": "Validation failed.", "errors": {"reason": "title: bad", "code": 8150}}


@pytest.fixture
def seller(three_ready: Cli, connected: Cli, world: RunningSandbox) -> Cli:
    """Three products that are ready, made by one run."""
    return connected


def newest(cli: Cli) -> dict[str, Any]:
    found: dict[str, Any] = cli("runs", "--limit", "1", "--json", check=0).data[0]
    return found


def test_there_are_none_at_first(cli: Cli) -> None:
    assert cli("runs", check=0).stdout == "No runs yet.\n"
    assert cli("runs", "list", "--json", check=0).data == []


def test_the_list_is_paged_newest_first(seller: Cli) -> None:
    for _ in range(4):
        seller("generate", "Plant dad", check=0)
    everything = [each["id"] for each in seller("runs", "--json", check=0).data]
    assert len(everything) == 5
    gathered, cursor = [], None
    while True:
        page = seller("runs", "list", "--limit", "2", *(["--cursor", cursor] if cursor else []), "--json", check=0)
        gathered += [each["id"] for each in page.data]
        cursor = page.json["meta"]["next_cursor"]
        if cursor is None:
            break
        assert len(page.data) == 2
    assert gathered == everything
    assert "More: --cursor" in seller("runs", "--limit", "2", check=0).stderr
    assert "More" not in seller("runs", "--limit", "2", "-q", check=0).stderr


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_lists_and_sheets_fit_a_terminal(seller: Cli, world: RunningSandbox, language: str) -> None:
    world.fault(CREATE, "status", nth=2, status=400, body=REFUSED)
    run = seller("publish", "--json", check=5).data["run"]
    seller("runs", "resume", run, check=0)
    for words in (("runs",), ("runs", "show", run), ("runs", "show", newest(seller)["id"])):
        text = seller(*words, "--lang", language, check=0).stdout
        assert run in text
        assert all(len(line) <= 80 for line in text.splitlines()), text


def test_a_run_that_made_designs_is_shown_with_them(seller: Cli) -> None:
    run = newest(seller)
    assert (run["command"], run["state"], run["counts"]["made"]) == ("generate", "done", 3)
    sheet = seller("runs", "show", run["id"], "--json", check=0).data
    assert {each["id"] for each in sheet["made"]} == {each["id"] for each in seller("products", "--json").data}
    assert sheet["listings"] == sheet["troubles"] == []
    again = seller("runs", "resume", run["id"], "--json", check=0).data
    assert len(again["made"]) in {0, 3}
    assert len(seller("products", "--json", check=0).data) == 3, "nothing is made twice"


@pytest.mark.parametrize("verb", ["show", "resume"])
@pytest.mark.parametrize("name", ["r-none", "", "[red]x[/red]", "r-\x1b[31m", "x" * 10_000])
def test_a_run_that_there_is_not(cli: Cli, verb: str, name: str) -> None:
    text = cli("runs", verb, name, check=4)
    assert "\x1b" not in text.stderr
    assert len(text.stderr) < 700
    error = cli("runs", verb, name, "--json", check=4).json["error"]
    assert (error["code"], error["hint"]) == ("not_found", "podpusher runs list")


def test_what_failed_is_told_with_its_reason_and_taken_up(seller: Cli, world: RunningSandbox) -> None:
    world.fault(CREATE, "status", nth=2, status=400, body=REFUSED)
    seller("settings", "set", "publish.parallel", "1", check=0)
    run = seller("publish", "--json", check=5).data["run"]

    sheet = seller("runs", "show", run, "--json", check=0).data
    assert (sheet["run"]["state"], sheet["run"]["counts"]["published"], sheet["run"]["counts"]["failed"]) == ("partial", 2, 1)
    (trouble,) = sheet["troubles"]
    assert (trouble["code"], trouble["outcome"]) == ("printify.validation", "failed")
    assert len(sheet["listings"]) == 2

    resumed = seller("runs", "resume", run, "--json", check=0).data
    assert (resumed["published"], resumed["failed"]) == (1, 0)
    assert newest(seller)["command"] == f"runs resume {run}"
    assert seller("runs", "resume", run, "--json", check=0).data["published"] == 0
    assert len(world.state()["listings"]) == 3


def test_outside_text_in_a_reason_is_text(seller: Cli, world: RunningSandbox) -> None:
    hostile = "[red]x[/red] \x1b]0;owned\x07 \u202eevil " + "y" * 10_000
    world.fault(CREATE, "status", times=0, status=400, body=REFUSED | {"errors": {"reason": hostile, "code": 8150}})
    told = seller("publish", "-v", check=2)
    run = newest(seller)["id"]
    for text in (told.stdout + told.stderr, seller("runs", "show", run, check=0).stdout, seller("notifications", check=0).stdout):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
        assert len(text) < 12_000


def test_a_run_that_was_killed_is_interrupted_and_another_goes_on(seller: Cli, world: RunningSandbox) -> None:
    world.fault(CREATE, "hold_applied")
    process = start(seller, "publish")
    world.wait(held=1)
    run = newest(seller)
    assert (run["command"], run["state"]) == ("publish", "running")
    process.kill()
    process.communicate()
    world.clear_faults()

    assert newest(seller)["state"] == "interrupted"
    assert seller("runs", "show", run["id"], "--json", check=0).data["run"]["state"] == "interrupted"
    assert "interrupted" in seller("runs", check=0).stdout
    assert seller("runs", "resume", run["id"], "--json", check=0).data["published"] == 3
    assert len(world.state()["listings"]) == 3
    assert world.state()["duplicates"] == []


def test_what_a_living_run_holds_is_left_to_it(seller: Cli, world: RunningSandbox) -> None:
    world.fault(CREATE, "hold_applied")
    process = start(seller, "publish", "--json")
    world.wait(held=1)
    run = newest(seller)["id"]
    for words in (("publish",), ("runs", "resume", run), ("publish", seller("products", "--json").data[0]["id"])):
        error = seller(*words, "--json", check=8).json["error"]
        assert (error["code"], error["hint"]) == ("run.busy", "podpusher runs list")
    plan = seller("publish", "--dry-run", "--json", check=0).data["plan"]
    assert (plan["total"], plan["held"], plan["items"]) == (0, 3, [])
    assert set(plan["calls"].values()) == {0}, "a plan is of what would be done"
    assert seller("publish", "--dry-run", check=0).stdout == "3 are with another run.\n"
    status, screen = at_a_terminal(seller.environment, ["publish"], [])
    assert (status, "Another run" in screen) == (8, True)
    world.release()
    stdout, _ = process.communicate(timeout=60)
    assert json.loads(stdout)["data"]["published"] == 3


def test_a_live_run_is_asked_for_again(seller: Cli, world: RunningSandbox) -> None:
    world.fault(CREATE, "status", nth=2, status=400, body=REFUSED)
    run = seller("publish", "--live", "--yes", "--json", check=5).data["run"]
    assert seller("runs", "show", run, "--json", check=0).data["run"]["live"] is True
    refused = seller("runs", "resume", run, "--json", check=2).json["error"]
    assert refused["code"] == "input.needed"
    assert "live" in refused["message"]
    status, screen = at_a_terminal(seller.environment, ["runs", "resume", run], [("Go on?", "n")])
    assert (status, "Traceback" in screen) == (0, False)
    assert len(world.state()["listings"]) == 2
    assert seller("runs", "resume", run, "--yes", "--json", check=0).data["published"] == 1
    assert {each["state"] for each in world.state()["listings"]} == {"active"}


def test_two_that_take_up_the_same_run_do_it_once(seller: Cli, world: RunningSandbox) -> None:
    world.fault(CREATE, "status", nth=1, times=3, status=400, body=REFUSED)
    seller("publish", check=2)
    run = newest(seller)["id"]
    both = [start(seller, "runs", "resume", run, "--json") for _ in range(2)]
    for each in both:
        each.communicate(timeout=60)
    assert {each.returncode for each in both} <= {0, 8}
    assert len(world.state()["listings"]) == 3
    assert world.state()["duplicates"] == []


def test_without_the_network_it_is_try_later_and_nothing_is_lost(seller: Cli, world: RunningSandbox) -> None:
    away = {"PODPUSHER_PRINTIFY_API_URL": "http://127.0.0.1:9"}
    error = seller("publish", "--json", env=away, check=7).json["error"]
    assert error["code"].startswith("provider.")
    run = newest(seller)["id"]
    assert seller("runs", "show", run, env=away, check=0).stdout.startswith("Run ")
    assert seller("runs", "resume", run, "--json", check=0).data["published"] == 3
    assert len(world.state()["listings"]) == 3


def test_a_resume_without_connections_begins_nothing(seller: Cli) -> None:
    run = seller("publish", "--json", check=0).data["run"]
    seller("disconnect", "etsy", "--yes", check=0)
    assert seller("runs", "resume", run, "--json", check=3).json["error"]["hint"] == "podpusher connect etsy"


def test_in_a_terminal_without_our_letters(seller: Cli) -> None:
    seller("publish", check=0)
    told = run_program(seller, "runs", "--lang", "de", env={"PYTHONIOENCODING": "ascii"})
    assert (told.returncode, told.stderr) == (0, "")
    assert "ver?ffentlicht: 3" in told.stdout
