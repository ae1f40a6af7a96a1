"""A real Secret Service, as it is on a desktop: open, locked, with nobody at the prompt, denied, silent, and not there."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

import pytest

from podpusher_cli.store.db import connect as open_database
from podpusher_cli.store.settings import Settings
from tests.conftest import Cli
from tests.support import desktop
from tests.support.accounts import free_port, redirect, variables
from tests.support.program import run, start
from tests.support.sandbox import RunningSandbox

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")

PROMPTER = "org.gnome.keyring.SystemPrompter"


@pytest.fixture(scope="module")
def sandbox(server: RunningSandbox) -> RunningSandbox:
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        assert shutil.which(program), f"{program} is needed: apt-get install dbus gnome-keyring"
    return server


@pytest.fixture
def seller(cli: Cli, sandbox: RunningSandbox) -> Cli:
    """The program, with nothing said of a token store."""
    sandbox.reset(limits=False)
    cli.environment |= variables(sandbox, free_port())
    del cli.environment["PODPUSHER_TOKEN_STORE"]
    return cli


@pytest.fixture
def was_connected(seller: Cli) -> Cli:
    """A seller who connected Etsy once, to the keyring."""
    database = open_database(seller.home / "profiles" / "default" / "state.db")
    Settings(database).set({"etsy.shop": "51300771"})
    database.close()
    return seller


def connect(seller: Cli, bus: dict[str, str], token: str) -> tuple[int, str]:
    """`connect printify`, with the token on stdin: how it ended, and what it said."""
    process = start(seller, "connect", "printify", "--token-stdin", "--shop", "5432", env=bus, stdin=-1)
    stdout, stderr = process.communicate(token + "\n", timeout=60)
    return process.returncode, stdout + stderr


def patience(seller: Cli) -> float:
    """Five seconds, on a machine that is quick; a command that waits for nothing measures how quick it is."""
    begun = time.monotonic()
    assert run(seller, "status", env={"PODPUSHER_TOKEN_STORE": "env"}).returncode == 0
    return 5.0 * max(1.0, time.monotonic() - begun)


def assert_told_soon(seller: Cli, bus: dict[str, str], token: str) -> str:
    """Both what shows and what needs the keyring ends with status 9, soon; what the sentence says."""
    most = patience(Cli(seller.home.parent / "another"))
    begun = time.monotonic()
    shown = run(seller, "status", "--json", env=bus)
    middle = time.monotonic()
    status, said = connect(seller, bus, token)
    ended = time.monotonic()

    document = json.loads(shown.stdout)
    assert (shown.returncode, status) == (9, 9), said
    assert document["data"][0]["problem"]["code"] == "machine.keyring"
    assert "--token-store file" in said
    assert (middle - begun < most, ended - middle < most) == (True, True), (middle - begun, ended - middle, most)
    return str(document["data"][0]["problem"]["message"])


@pytest.fixture
def token(sandbox: RunningSandbox) -> str:
    return str(sandbox.accounts()["printify"]["token"])


def test_an_open_one_keeps_tokens_and_gives_them_up(seller: Cli, tmp_path: Path, token: str) -> None:
    with desktop.session(tmp_path / "desktop") as bus, desktop.secret_service(bus):
        status, said = connect(seller, bus, token)
        shown = json.loads(run(seller, "status", "--check", "--json", env=bus).stdout)["data"][1]
        gone = run(seller, "disconnect", "printify", "--yes", env=bus)
        after = json.loads(run(seller, "status", "--json", env=bus).stdout)["data"][1]

    assert status == 0, said
    assert (shown["state"], shown["store"]) == ("connected", "keyring")
    assert (gone.returncode, after["state"]) == (0, "not_connected")
    assert not list(seller.home.glob("tokens.*")), "nothing of it is in a file"


def test_six_processes_with_an_expired_token_in_it_renew_it_once(
    seller: Cli, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    sandbox.config(callbacks=[f"http://localhost:{seller.environment['PODPUSHER_CALLBACK_PORT']}/callback"])
    with desktop.session(tmp_path / "desktop") as bus, desktop.secret_service(bus):
        pending = json.loads(run(seller, "connect", "etsy", "--no-wait", "--json", env=bus).stdout)["data"]
        back = redirect(sandbox, pending["authorize_url"])
        assert run(seller, "connect", "etsy", "--resume", back, env=bus).returncode == 0
        sandbox.expire_etsy()
        sandbox.clear_calls()
        begun = [start(seller, "status", "--check", env=bus) for _ in range(6)]
        ended = [process.wait(timeout=120) for process in begun if process.communicate(timeout=120)]

    assert ended == [0] * 6
    assert sandbox.counts()["etsy POST /v3/public/oauth/token"] == {"200": 1}


def test_one_that_is_locked_during_the_day(was_connected: Cli, tmp_path: Path, token: str) -> None:
    with desktop.session(tmp_path / "desktop") as bus, desktop.secret_service(bus):
        desktop.lock(bus)
        assert "unlock" in assert_told_soon(was_connected, bus, token)


def test_one_that_asks_for_a_password_and_nobody_is_there(was_connected: Cli, tmp_path: Path, token: str) -> None:
    with desktop.session(tmp_path / "desktop") as bus, desktop.secret_service(bus), desktop.silent(bus, PROMPTER):
        desktop.lock(bus)
        assert "within 3 s" in assert_told_soon(was_connected, bus, token)


def test_one_that_never_answers(was_connected: Cli, tmp_path: Path, token: str) -> None:
    with desktop.session(tmp_path / "desktop") as bus, desktop.silent(bus, "org.freedesktop.secrets"):
        assert "within 3 s" in assert_told_soon(was_connected, bus, token)


def test_one_that_may_not_be_spoken_to(was_connected: Cli, tmp_path: Path, token: str) -> None:
    with desktop.session(tmp_path / "desktop", policy=desktop.DENIED) as bus, desktop.secret_service(bus):
        assert_told_soon(was_connected, bus, token)


def test_a_bus_without_one(was_connected: Cli, tmp_path: Path, token: str) -> None:
    with desktop.session(tmp_path / "desktop") as bus:
        assert_told_soon(was_connected, bus, token)


def test_no_bus_at_all(was_connected: Cli, token: str) -> None:
    assert_told_soon(was_connected, {}, token)


def test_what_it_cannot_take_when_it_comes_goes_into_it_later(
    seller: Cli, sandbox: RunningSandbox, tmp_path: Path, token: str
) -> None:
    """The keyring is open when the login begins, locked when the token is proved, and open again at the next command."""
    with desktop.session(tmp_path / "desktop") as bus:
        with desktop.secret_service(bus):
            sandbox.fault("printify GET /shops.json", "hold")
            process = start(seller, "connect", "printify", "--token-stdin", "--shop", "5432", env=bus, stdin=-1)
            process.stdin.write(token + "\n")
            process.stdin.flush()
            sandbox.wait(held=1)
            desktop.lock(bus)
            sandbox.release()
            _, said = process.communicate(timeout=60)
            (aside,) = seller.home.glob("tokens.rescued.*")
        with desktop.secret_service(bus):
            shown = json.loads(run(seller, "status", "--check", "--json", env=bus).stdout)["data"][1]

    assert str(aside) in said
    assert (shown["state"], shown["store"]) == ("connected", "keyring")
    assert not list(seller.home.glob("tokens.rescued.*"))
