"""podpusher publish and runs, whole, against the sandbox."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from podpusher_cli.store.token_file import FileStore
from tests.conftest import Cli
from tests.support.accounts import ROOT, at_a_terminal
from tests.support.program import next_line
from tests.support.sandbox import RunningSandbox

CREATE, PUBLISH = "printify POST /shops/{shop}/products.json", "printify POST /shops/{shop}/products/{id}/publish.json"


@pytest.fixture
def seller(three_ready: Cli, connected: Cli, world: RunningSandbox) -> Cli:
    """Three products that are ready."""
    world.clear_calls()
    return connected


def writes(world: RunningSandbox) -> list[str]:
    return [each["route"] for each in world.calls(limit=2000) if each["route"].split()[1] != "GET"]


def states(cli: Cli) -> set[str]:
    return {each["state"] for each in cli("products", "--json", check=0).data}


def test_everything_that_is_ready_becomes_a_draft(seller: Cli, world: RunningSandbox) -> None:
    report = seller("publish", "--json", check=0).data

    assert (report["published"], report["failed"], report["waiting"], report["left"]) == (3, 0, 0, 0)
    assert {each["state"] for each in report["listings"]} == {"draft"}
    product = seller("products", "--json", check=0).data[0]
    assert product["state"] == "published"
    assert product["etsy"]["listing_id"] in {each["listing_id"] for each in report["listings"]}
    assert product["printify"]["shop_id"] == "5432"
    assert world.state()["duplicates"] == world.state()["orphans"] == []


def test_in_text_it_lists_what_is_in_the_shop_and_again_it_asks_nobody(seller: Cli, world: RunningSandbox) -> None:
    result = seller("publish", check=0)
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    assert "Plant Dad" in result.stdout
    assert "3 published" in result.stdout
    world.clear_calls()
    again = seller("publish", check=0)
    assert world.calls() == []
    assert "Nothing to publish" in again.stdout
    assert "Nichts zu veröffentlichen" in seller("publish", "--lang", "de", check=0).stdout
    planned = seller("publish", "--dry-run", check=0).stdout
    assert planned == "Nothing to publish: everything that is ready is in the shop.\n"


def test_a_dry_run_shows_the_plan_and_writes_nothing(seller: Cli, world: RunningSandbox) -> None:
    plan = seller("publish", "--dry-run", "--json", check=0).data["plan"]
    assert (plan["total"], plan["calls"]["create"], plan["calls"]["publish"]) == (3, 3, 3)
    assert plan["fees"] == {"amount": 0, "currency": "USD"}
    live = seller("publish", "--dry-run", "--live", "--json", check=0).data["plan"]
    assert live["fees"] == {"amount": 60, "currency": "USD"}
    assert "In the way" not in seller("publish", "--dry-run", check=0).stdout, "nothing is"
    assert writes(world) == []
    assert states(seller) == {"ready"}


def test_the_plan_names_what_cannot_be_published_and_counts_the_rest(seller: Cli) -> None:
    product = seller("products", "--json", check=0).data[0]["id"]
    seller("products", "edit", product, "--blueprint", "999999", check=0)

    plan = seller("publish", "--dry-run", "--live", "--json", check=0).data["plan"]
    assert (plan["total"], plan["blocked"], plan["fees"]["amount"]) == (2, 1, 40)
    (named,) = [each for each in plan["items"] if each["trouble"]]
    assert (named["id"], named["trouble"]["code"]) == (product, "publish.blueprint")
    told = seller("publish", "--dry-run", check=0).stdout
    assert "1 more cannot be published as it is" in told
    assert "In the way" in told

    status, screen = at_a_terminal(seller.environment, ["publish"], [("Publish 2 as drafts?", "y")])
    assert status == 5, screen
    assert states(seller) == {"published", "failed"}


def test_what_is_still_under_way_says_when_to_come_back(seller: Cli, world: RunningSandbox) -> None:
    world.fault(PUBLISH, "lock_forever", times=0)
    error = seller("publish", "--json", env={"PODPUSHER_PUBLISH_WAIT": "0.2"}, check=7).json["error"]
    assert (error["code"], error["retry_after"], len(error["details"]["items"])) == ("publish.pending", 0.2, 3)
    run = seller("runs", "list", "--json", check=0).data[0]["id"]
    shown = seller("runs", "show", run, "--json", check=0).data["troubles"]
    assert [each["retry_after"] for each in shown] == pytest.approx([0.2] * 3, abs=1e-3)


def test_only_those_that_are_named(seller: Cli) -> None:
    first = seller("products", "--json", check=0).data[0]["id"]
    assert seller("publish", first, first, "--json", check=0).data["published"] == 1
    assert states(seller) == {"ready", "published"}
    assert seller("publish", "p-nothing", "--json", check=4).json["error"]["code"] == "not_found"


def test_live_is_asked_for_and_never_assumed(seller: Cli, world: RunningSandbox) -> None:
    refused = seller("publish", "--live", "--json", check=2).json["error"]
    assert refused["code"] == "input.needed"
    assert "$0.60" in refused["message"]
    assert writes(world) == []
    assert {each["state"] for each in seller("publish", "--live", "--yes", "--json", check=0).data["listings"]} == {"active"}


def test_on_a_terminal_the_plan_is_shown_and_a_no_is_obeyed(seller: Cli, world: RunningSandbox) -> None:
    status, screen = at_a_terminal(seller.environment, ["publish"], [("drafts?", "n")])
    assert status == 0
    assert "3 products to publish." in screen
    assert writes(world) == []
    status, screen = at_a_terminal(seller.environment, ["publish"], [("drafts?", "y")])
    assert status == 0
    assert states(seller) == {"published"}


def test_a_draft_that_lacks_something_names_the_command(connected: Cli) -> None:
    connected("settings", "set", "template.price", "", check=0)
    product = connected("generate", "Plant dad", "--json", check=0).data["made"][0]["product"]["id"]
    every, named = (connected("publish", *words, "--json", check=2).json["error"] for words in ((), (product,)))
    assert (every["code"], named["code"]) == ("publish.drafts", "publish.incomplete")
    assert f"podpusher products edit {product}" in named["hint"]


def test_a_draft_made_before_the_template_is_completed_by_it(connected: Cli) -> None:
    for key in ("template.blueprint", "template.print_provider"):
        connected("settings", "set", key, "", check=0)
    connected("generate", "Plant dad", "--json", check=0)
    told = connected("publish", check=2).stderr
    assert "print provider" in told
    assert "imprimeur" in connected("publish", "--lang", "fr", check=2).stderr
    assert "podpusher connect printify --blueprint 6" in told

    connected("settings", "set", "template.print_provider", "29", check=0)
    mug = connected("settings", "set", "template.blueprint", "68", check=0)
    assert states(connected) == {"draft"}, "its words are a shirt's"
    assert "ready now" not in mug.stderr
    template = ("--blueprint", "6", "--print-provider", "29", "--variants", "all", "--price", "26.99")
    assert "1 draft lacked nothing but this" in connected("connect", "printify", *template, check=0).stderr
    assert states(connected) == {"ready"}


def test_a_draft_at_etsy_is_not_put_on_sale_in_silence(connected: Cli, world: RunningSandbox) -> None:
    product = connected("generate", "Plant dad", "--json", check=0).data["made"][0]["product"]["id"]
    listing = connected("publish", "--json", check=0).data["listings"][0]["listing_id"]
    world.clear_calls()

    for words in (("--yes",), ("--dry-run",)):
        error = connected("publish", product, "--live", *words, "--json", check=2).json["error"]
        assert error["code"] == "publish.draft_at_etsy"
        assert listing in error["hint"]
    assert writes(world) == []


def test_without_a_connection_nothing_begins(cli: Cli, world: RunningSandbox) -> None:
    error = cli("publish", "--json", check=3).json["error"]
    assert "podpusher connect" in error["hint"]


def test_some_that_fail_are_named_kept_as_a_notice_and_resumed(seller: Cli, world: RunningSandbox) -> None:
    world.fault(CREATE, "status", nth=2, status=400, body={"status": "error", "code": 8150, "message": "Validation failed.", "errors": {"reason": "title: \x1b[31mbad", "code": 8150}})  # fmt: skip
    seller("settings", "set", "publish.parallel", "1", check=0)
    result = seller("publish", "--json", check=5)

    assert (result.data["published"], result.data["failed"]) == (2, 1)
    (item,) = result.json["error"]["details"]["items"]
    assert item["code"] == "printify.validation"
    run = result.data["run"]
    assert result.json["error"]["hint"] == f"podpusher runs resume {run}"
    (notice,) = seller("notifications", "--json", check=0).data
    assert run in notice["text"]
    shown = seller("runs", "show", run, check=0).stdout
    assert "printify.validation" in shown
    assert "\x1b" not in shown
    assert seller("runs", "resume", run, "--json", check=0).data["published"] == 1
    assert states(seller) == {"published"}


def test_all_that_fail_for_one_cause_end_with_its_code(seller: Cli, world: RunningSandbox) -> None:
    world.fault(CREATE, "status", times=0, status=400, body={"status": "error", "code": 8251, "errors": {"reason": "variants", "code": 8251}})
    assert seller("publish", "--json", check=2).json["error"]["code"] == "printify.variants"


def test_an_unreachable_printify_is_try_later_and_the_same_command_goes_on(seller: Cli) -> None:
    away = {"PODPUSHER_PRINTIFY_API_URL": "http://127.0.0.1:9"}
    result = seller("publish", "--json", env=away, check=7)
    assert result.json["error"]["code"].startswith("provider.")
    assert "Traceback" not in seller("publish", env=away, check=7).stderr
    for file in seller.home.glob("net.db*"):
        file.unlink()  # what the breaker remembers, as if its rest were over
    seller("publish", check=0)
    assert states(seller) == {"published"}


def test_a_refused_token_asks_to_connect_again(seller: Cli, world: RunningSandbox) -> None:
    world.fault("printify * *", "status", times=0, status=401, body={"error": "Unauthenticated."})
    error = seller("publish", "--json", check=3).json["error"]
    assert error["hint"] == "podpusher connect printify"


def test_runs_are_listed_and_one_that_there_is_not(seller: Cli) -> None:
    run = seller("publish", "--json", check=0).data["run"]
    listed = seller("runs", "list", "--json", check=0).data
    assert (listed[0]["id"], listed[0]["state"], listed[0]["counts"]["published"]) == (run, "done", 3)
    assert len(seller("runs", "show", run, "--json", check=0).data["listings"]) == 3
    assert all(len(line) <= 80 for line in seller("runs", check=0).stdout.splitlines())
    for verb in ("show", "resume"):
        assert seller("runs", verb, "r-nothing", "--json", check=4).json["error"]["hint"] == "podpusher runs list"
    assert seller("runs", "resume", run, "--json", check=0).data["published"] == 0


def start(cli: Cli, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "podpusher_cli", *words], cwd=ROOT, env={"PATH": os.environ["PATH"], **cli.environment},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_two_at_once_make_nothing_twice(seller: Cli, world: RunningSandbox) -> None:
    both = [start(seller, "publish", "--json") for _ in range(2)]
    for each in both:
        each.communicate()

    assert {each.returncode for each in both} <= {0, 8}
    assert len(world.state()["listings"]) == 3
    assert states(seller) == {"published"}


def test_ctrl_c_finishes_the_write_under_way(seller: Cli, world: RunningSandbox) -> None:
    seller("settings", "set", "publish.parallel", "1", check=0)
    world.fault(CREATE, "hold_applied", nth=2)
    process = start(seller, "publish", "--json")
    world.wait(held=1)
    process.send_signal(signal.SIGINT)
    world.release()
    stdout, _ = process.communicate(timeout=30)

    assert process.returncode == 130, stdout
    made = [each for each in world.state()["products"] if not each.get("deleted")]
    assert len(made) == 2
    known = [each["printify"]["product_id"] for each in seller("products", "--json", check=0).data]
    assert {each["id"] for each in made} <= set(known), "what was under way is recorded"
    seller("publish", check=0)
    assert len(world.state()["listings"]) == 3
    assert world.state()["duplicates"] == []


def test_a_second_ctrl_c_is_obeyed_at_once_and_the_next_run_settles_what_was_under_way(
    seller: Cli, world: RunningSandbox
) -> None:
    world.fault(CREATE, "hold_late")
    process = start(seller, "publish")
    world.wait(held=1)
    process.send_signal(signal.SIGINT)
    assert "Ctrl-C again" in next_line(process.stderr)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate()

    assert world.status()["held"] == 1, "it did not wait for the answer"
    assert process.returncode == 130, stdout + stderr
    assert "Traceback" not in stderr
    world.release()
    seller("publish", check=0)
    assert len(world.state()["listings"]) == 3
    assert world.state()["duplicates"] == []


def test_a_full_disk_is_the_machines_trouble(seller: Cli, world: RunningSandbox, tmp_path: Path) -> None:
    database = seller.home / "profiles" / "default" / "state.db"
    database.chmod(0o400)
    (database.parent / "state.db-wal").unlink(missing_ok=True)
    limit = ["bash", "-c", 'ulimit -f 1; exec "$@"', "_", sys.executable, "-m", "podpusher_cli", "publish", "--json"]
    done = subprocess.run(
        limit, cwd=ROOT, env={"PATH": os.environ["PATH"], **seller.environment}, capture_output=True, text=True, check=False,
        preexec_fn=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
    )  # fmt: skip
    database.chmod(0o600)

    assert done.returncode == 9, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    seller("publish", check=0)
    assert len(world.state()["listings"]) == 3
    assert world.state()["duplicates"] == []


def test_with_nothing_left_to_do_what_failed_before_is_not_forgotten(seller: Cli, world: RunningSandbox) -> None:
    world.fault(CREATE, "status", times=0, status=400, body={"status": "error", "code": 8251, "errors": {"reason": "variants", "code": 8251}})
    seller("publish", check=2)
    again = seller("publish", check=0)
    assert "3 failed before" in again.stdout
    assert "podpusher products list --state failed" in " ".join(again.stdout.split())
    assert seller("publish", "--json", check=0).data["failed"] == 3
    status, screen = at_a_terminal(seller.environment, ["publish"], [])
    assert (status, "3 failed before" in screen) == (0, True)


def test_a_token_that_ends_soon_is_told_by_the_work_too_and_once_in_a_notice(connected: Cli) -> None:
    store = FileStore(connected.home / "tokens.enc", connected.home / "tokens.key", "default")
    store.put("printify", (store.get("printify") or {}) | {"expires_at": time.time() + 9.5 * 86_400})

    for idea in ("Plant dad", "Cat mom"):
        connected("generate", idea, check=0)
        told = connected("publish", "--quiet", check=0).stderr
        assert "podpusher connect printify" in told
        assert "connect etsy" not in told, "that login renews itself"
        connected("notifications", "read", "--all")

    kinds = [each["kind"] for each in connected("notifications", "--all", "--json", check=0).data]
    assert kinds.count("login.ends") == 1


def test_listings_without_a_production_partner_are_told_of(seller: Cli, world: RunningSandbox) -> None:
    world.config(partner="A print shop")
    first = seller("products", "--json", check=0).data[0]["id"]
    assert seller("publish", first, "--json", check=0).data["unpartnered"] == 1

    world.config(partner="")
    told = seller("publish", check=0).stdout
    assert "2 listings name no production partner" in " ".join(told.split())
    assert all(len(line) <= 80 for line in told.splitlines())
    notices = seller("notifications", "--json", check=0).data
    assert [each["kind"] for each in notices] == ["publish.no_partner"] * 2


def test_nothing_is_said_where_the_partner_is_named(seller: Cli) -> None:
    assert seller("publish", "--json", check=0).data["unpartnered"] == 0
    assert seller("notifications", "--json", check=0).data == []
