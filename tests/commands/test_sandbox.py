"""podpusher sandbox and --sandbox: a shop to rehearse in that no real credential enters and nothing leaves."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from podpusher_cli.core.settings import PROVIDER_VARIABLES, VARIABLES
from podpusher_cli.store import holders
from tests.conftest import Cli
from tests.support.accounts import at_a_terminal, free_port
from tests.support.program import run, start

REAL = {
    "PODPUSHER_ETSY_KEYSTRING": "canarykeystring0123",
    "PODPUSHER_ETSY_SHARED_SECRET": "canarysharedsecret",
    "PODPUSHER_ETSY_API_URL": "https://openapi.etsy.com",
    "PODPUSHER_PRINTIFY_TOKEN": "canaryprintifytoken",
    "OPENAI_API_KEY": "sk-canary-0123456789abcdef",
    "OPENAI_BASE_URL": "https://api.openai.com/v1",
    "PODPUSHER_TREND_TIKTOK_URL": "https://ads.tiktok.com",
    "PODPUSHER_PROXIES": "http://canaryuser:canarypassword@127.0.0.1:9",
}
SECRETS = {each.name: f"canary-{each.name.lower()}" for each in VARIABLES if each.secret}


@pytest.fixture
def seller(cli: Cli) -> Iterator[Cli]:
    cli.environment["PODPUSHER_CALLBACK_PORT"] = str(free_port())
    yield cli
    cli("sandbox", "stop", check=0)


def test_it_starts_tells_and_stops(seller: Cli) -> None:
    assert seller("sandbox", "--json", check=0).data["running"] is False
    started = seller("sandbox", "start", "--json", check=0).data
    assert started["running"]
    assert started["fees"] == {"amount": 0, "currency": "USD"}
    assert seller("sandbox", "start", "--json", check=0).data["pid"] == started["pid"]
    assert seller("sandbox", "open", check=0).stdout.strip().startswith("http://127.0.0.1:")
    assert all(len(line) <= 80 for line in seller("sandbox", "status", check=0).stdout.splitlines())
    assert seller("sandbox", "stop", "--json", check=0).data["running"] is False
    assert seller("sandbox", "status", "--json", check=0).data["running"] is False


def test_a_rehearsal_keeps_to_the_plans_minute_too(seller: Cli) -> None:
    seller("--sandbox", "settings", "set", "quota.requests_per_minute", "100", check=0)
    seller("--sandbox", "status", "--check", check=0)  # OpenAI is there from the start
    with closing(sqlite3.connect(seller.home / "sandbox" / "net.db")) as counters:
        (count,) = counters.execute(
            "select count(*) from budgets join slots on budget = id where name = 'plan.minute'"
        ).fetchone()
    assert count >= 1


def test_what_it_says_to_do_next_stays_in_the_sandbox(seller: Cli) -> None:
    assert "podpusher --sandbox generate" in seller("--sandbox", "products", check=0).stdout
    made = seller("--sandbox", "--lang", "de", "generate", "Plant dad", check=0).stdout
    assert "podpusher --sandbox products edit p-" in " ".join(made.split())
    told = seller("--sandbox", "doctor", check=0).stdout
    assert "podpusher --sandbox connect etsy" in told
    assert "podpusher --sandbox products list" in seller("--sandbox", "products", "show", "p-none", check=4).stderr
    [product] = [each["id"] for each in seller("--sandbox", "products", "--json", check=0).data]
    status, screen = at_a_terminal(seller.environment, ("--sandbox", "products", "remove", product), [("[y/N]", "n")])
    assert (status, screen.count("SANDBOX")) == (0, 1)
    assert screen.index("SANDBOX") < screen.index("Forget"), "a question is asked below that word"


def test_emptying_it_asks(seller: Cli) -> None:
    seller("--sandbox", "generate", "Plant dad", check=0)
    assert seller("sandbox", "reset", "--json", check=2).json["error"]["code"] == "input.needed"
    seller("sandbox", "reset", "--yes", check=0)
    assert seller("--sandbox", "products", "--json", check=0).data == []


def test_every_output_says_that_it_is_a_rehearsal(seller: Cli) -> None:
    text = seller("--sandbox", "products", check=0)
    assert text.stdout.startswith("SANDBOX:")
    assert seller("products", "--sandbox", "--json", check=0).json["meta"]["sandbox"] is True
    assert "SANDBOX" in seller("products", env={"PODPUSHER_SANDBOX": "1"}, check=0).stdout
    assert "SANDBOX" not in seller("products", check=0).stdout


def test_a_path_for_a_script_stays_alone_on_stdout(seller: Cli) -> None:
    result = seller("--sandbox", "db", "path", check=0)
    assert result.stdout.strip().endswith("state.db")
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr.startswith("SANDBOX:")


def test_its_profile_is_not_the_real_one(seller: Cli) -> None:
    seller("--sandbox", "generate", "Plant dad", check=0)
    assert seller("products", "--json", check=0).data == []
    assert len(seller("--sandbox", "products", "--json", check=0).data) == 1


def test_every_variable_that_opens_a_door_or_names_one_is_among_those_that_are_ignored() -> None:
    doors = ("_URL", "_COOKIES", "_TOKEN", "_KEYSTRING", "_ID", "_SECRET", "_KEY")
    found = {each.name for each in VARIABLES if each.secret or each.name.endswith(doors)}
    assert found - PROVIDER_VARIABLES == {"PODPUSHER_TOKEN_PASSPHRASE"}  # which deps/tokens.py ignores


def test_no_real_credential_enters_and_no_other_host_is_asked(seller: Cli) -> None:
    real = SECRETS | REAL | {"PODPUSHER_TOKEN_STORE": "env"}
    found = seller("--sandbox", "status", "--json", env=real, check=0).data
    assert {each["provider"]: each["state"] for each in found} == {
        "etsy": "not_connected", "printify": "not_connected", "stripe": "not_connected", "openai": "connected",
    }  # fmt: skip
    made = seller("--sandbox", "generate", "Plant dad", "--model", "openai", "--json", env=real, check=0).data["made"]
    assert made[0]["design"]["source"] == "openai", "it was the sandbox's OpenAI"
    seller("--sandbox", "trends", "--json", env=real, check=0)
    kept = [path for path in seller.home.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"canary" in path.read_bytes()]


def test_it_says_so_in_the_sellers_language_and_without_words_to_stderr(seller: Cli) -> None:
    assert (
        seller("sandbox", "--lang", "de", check=0).stdout
        == "Die Sandbox läuft nicht. podpusher sandbox start startet sie.\n"
    )
    german = seller("sandbox", "start", "--lang", "de", "-q", check=0)
    assert german.stdout.startswith("Die Sandbox läuft unter http://127.0.0.1:")
    assert german.stderr == ""
    for language in ("en", "de", "fr", "es"):
        seller(
            "sandbox",
            "fault",
            "printify POST /shops/{shop}/products/{id}/publish.json",
            "--kind",
            "delay",
            "--seconds",
            "1",
            check=0,
        )
        for words in (("sandbox",), ("sandbox", "fault")):
            text = seller(*words, "--lang", language, check=0).stdout
            assert all(len(line) <= 80 for line in text.splitlines()), text


def test_without_its_extra_it_says_what_to_install(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "starlette", None)  # as where it is not installed
    for words in (("sandbox", "start"), ("sandbox", "open"), ("sandbox", "fault"), ("--sandbox", "status")):
        error = cli(*words, "--json", check=9).json["error"]
        assert (error["code"], error["hint"]) == ("sandbox.missing", "pip install 'podpusher[sandbox]'")
    for words in (("sandbox",), ("sandbox", "stop")):
        assert cli(*words, "--json", check=0).data["running"] is False


def test_what_keeps_it_from_starting_is_told_or_that_nobody_knows(cli: Cli) -> None:
    world = cli.home / "sandbox" / "world"
    (world / "world.db").mkdir(parents=True)
    (world / "server.log").write_text("of an earlier time\n")
    told = cli("sandbox", "start", check=9).stderr
    (world / "server.log").unlink()
    (world / "server.log").symlink_to(os.devnull)  # as on a full disk
    silent = cli("sandbox", "start", check=9).stderr

    assert told.startswith("Error: The sandbox did not start: sandbox: ")
    assert "world.db" in told
    assert silent.startswith("Error: The sandbox did not start, and did not say why.\n  Look whether the disk of ")


def test_open_shows_its_page_to_a_person_and_its_address_to_a_script(seller: Cli, tmp_path: Path) -> None:
    browser, asked = tmp_path / "browser", tmp_path / "asked"
    os.mkfifo(asked)
    browser.write_text(f'#!/bin/sh\necho "$1" > {asked}\n', encoding="utf-8")
    browser.chmod(0o700)
    environment = seller.environment | {"DISPLAY": ":0", "PODPUSHER_BROWSER": str(browser)}
    address = seller("sandbox", "open", env=environment, check=0).stdout.strip()

    status, screen = at_a_terminal(environment, ("sandbox", "open"), [])

    assert status == 0
    assert address in screen
    assert asked.read_text(encoding="utf-8").strip() == address + "/", "once, and not by the script before"


def test_three_that_start_it_at_once_get_one(seller: Cli) -> None:
    told = [start(seller, "sandbox", "start", "--json") for _ in range(3)]
    pids = {json.loads(each.communicate(timeout=60)[0])["data"]["pid"] for each in told}
    assert len(pids) == 1
    assert pids == {seller("sandbox", "--json", check=0).data["pid"]}


def test_one_that_was_killed_is_not_running_and_starts_again_with_what_was_in_it(seller: Cli) -> None:
    first = json.loads(run(seller, "sandbox", "start", "--json").stdout)["data"]["pid"]
    run(seller, "--sandbox", "generate", "Plant dad")
    os.kill(first, signal.SIGKILL)
    while seller("sandbox", "status", "--json", check=0).data["running"]:
        pass  # the system takes a moment to end it
    again = json.loads(run(seller, "sandbox", "start", "--json").stdout)["data"]
    assert again["running"]
    assert again["pid"] != first
    assert len(seller("--sandbox", "products", "--json", check=0).data) == 1


def test_one_that_lives_but_does_not_listen_any_more_is_not_running(seller: Cli) -> None:
    """As for a moment after a kill: the port is closed, the process not yet gone."""
    seller("sandbox", "start", check=0)
    world = seller.home / "sandbox" / "world"
    kept = (world / "server.json").read_text(encoding="utf-8")
    seller("sandbox", "stop", check=0)
    with subprocess.Popen(["sleep", "60"]) as dying:
        here = holders.holder_of(dying.pid)
        (world / "server.json").write_text(json.dumps(json.loads(kept) | {"pid": dying.pid}), encoding="utf-8")
        (world / "server.process").write_text(str(here), encoding="utf-8")
        assert seller("sandbox", "--json", check=0).data["running"] is False
        again = seller("sandbox", "start", "--json", check=0).data
        assert again["running"]
        assert again["pid"] != dying.pid
        dying.kill()


def test_a_process_that_has_its_number_by_now_is_let_alone(seller: Cli) -> None:
    """After the machine has been restarted, say."""
    seller("sandbox", "start", check=0)
    world = seller.home / "sandbox" / "world"
    kept = (world / "server.json").read_text(encoding="utf-8")
    seller("sandbox", "stop", check=0)
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (world / "server.json").write_text(json.dumps(json.loads(kept) | {"pid": stranger.pid}), encoding="utf-8")
        process = (world / "server.process").read_text(encoding="utf-8").split("|")
        (world / "server.process").write_text("|".join([process[0], str(stranger.pid), process[2]]), encoding="utf-8")
        assert seller("sandbox", "--json", check=0).data["running"] is False
        seller("sandbox", "stop", check=0)
        assert stranger.poll() is None
        stranger.kill()


def test_what_is_left_of_a_server_that_cannot_be_read_is_none(seller: Cli) -> None:
    world = seller.home / "sandbox" / "world"
    world.mkdir(parents=True)
    for text in ("", "{", "[]", '{"url": 1}', '{"url": "x", "pid": "y"}'):
        (world / "server.json").write_text(text, encoding="utf-8")
        assert seller("sandbox", "--json", check=0).data["running"] is False


def test_a_rehearsal_needs_its_own_connections(seller: Cli) -> None:
    error = seller("--sandbox", "publish", "--json", check=3).json["error"]
    assert "podpusher connect" in error["hint"]
    assert error["code"] == "account.not_connected"


def test_a_script_rehearses_without_a_token(seller: Cli) -> None:
    made = seller("--sandbox", "connect", "printify", "--shop", "5432", "--json", check=0).data
    assert (made["state"], made["shop"]["id"]) == ("connected", "5432")


@pytest.mark.parametrize(("provider", "question"), [("printify", "access token"), ("stripe", "Restricted key")])
def test_a_rehearsal_asks_for_no_real_key(seller: Cli, provider: str, question: str) -> None:
    seller("settings", "set", "template.price", "26.99", "--sandbox", check=0)
    answers = [(f"{question} (not shown):", ""), ("Which shop?", "5432")]

    status, screen = at_a_terminal(seller.environment, ("--sandbox", "connect", provider), answers)

    assert status == 0, screen
    assert "Press Enter to take the sandbox's own." in screen
    assert "SandboxShop" in screen
