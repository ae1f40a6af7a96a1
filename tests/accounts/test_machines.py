"""Machines that sellers have: without a bus, a home or room, from cron, in plain English, narrow, into closed pipes.

Everywhere a command ends with the right status and a sentence, soon.
"""

from __future__ import annotations

import pwd
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.support.accounts import ROOT, free_port, redirect, variables
from tests.support.program import PROGRAM, outside
from tests.support.sandbox import RunningSandbox

STATUS, CONNECT, PUBLISH = ("status",), ("connect", "printify", "--shop", "5432"), ("publish", "--yes")
READ_ONLY = """
if unshare -rm true 2>/dev/null; then
    exec unshare -rm bash -c 'mount --bind "$PODPUSHER_HOME" "$PODPUSHER_HOME" &&
        mount -o remount,ro,bind "$PODPUSHER_HOME" && "$@"' _ "$@"
elif [ "$(id -u)" = 0 ]; then
    PODPUSHER_HOME=/sys/podpusher exec "$@"
fi
chmod -R a-w "$PODPUSHER_HOME"; "$@"; ended=$?; chmod -R u+w "$PODPUSHER_HOME"; exit $ended
"""
"""The home cannot be written: mounted so, or by its rights; root, who heeds no rights, is shown another such place."""

FULL = """
if unshare -rm true 2>/dev/null; then
    exec unshare -rm bash -c 'mount -t tmpfs -o size=4k tmpfs "$PODPUSHER_HOME"; "$@"' _ "$@"
fi
ulimit -f 0; exec "$@"
"""
"""The disk below the home is full."""

FULL_FOR_A_WHILE = """
if unshare -rm true 2>/dev/null; then
    exec unshare -rm bash -c 'cp -a "$PODPUSHER_HOME" "$TMPDIR/kept" && mount -t tmpfs -o size=4m tmpfs "$PODPUSHER_HOME" &&
        cp -a "$TMPDIR/kept/." "$PODPUSHER_HOME"; cat /dev/zero > "$PODPUSHER_HOME/other" 2>/dev/null
        "$@"; echo "first: $?"; rm "$PODPUSHER_HOME/other"; "$@"' _ "$@"
fi
(ulimit -f 0; "$@"); echo "first: $?"; "$@"
"""
"""The disk below a home that was in use is full at the first of two commands."""


@pytest.fixture(scope="module")
def sandbox(server: RunningSandbox) -> RunningSandbox:
    server.config(limits=False)
    return server


@pytest.fixture
def seller(cli: Cli, sandbox: RunningSandbox) -> Cli:
    """A seller whose Printify token is in the environment, and who keeps what is kept in a file."""
    cli.home.mkdir()
    cli.environment |= variables(sandbox, free_port())
    cli.environment["PODPUSHER_PRINTIFY_TOKEN"] = str(sandbox.accounts()["printify"]["token"])
    return cli


def go(
    seller: Cli, words: tuple[str, ...], line: str = '"$@"', environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A command in a line of bash; it ends within five seconds on a machine that is quick."""
    begun = time.monotonic()
    subprocess.run(
        [*PROGRAM, *STATUS], cwd=ROOT, env=outside(Cli(seller.home / "none")), capture_output=True, check=True
    )
    most = 5.0 * max(1.0, time.monotonic() - begun)
    begun = time.monotonic()
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}", "_", *PROGRAM, *words], cwd=ROOT,
        env=outside(seller) if environment is None else environment,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert time.monotonic() - begun < most
    assert "Traceback" not in done.stderr
    return done


def assert_told(done: subprocess.CompletedProcess[str], status: int, *words: str) -> None:
    assert done.returncode == status, done.stderr
    if status:
        assert done.stderr.startswith("Error: ")
    for word in words:
        assert word in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [(STATUS, 0, "not connected"), (CONNECT, 9, "--token-store file"), (PUBLISH, 3, "podpusher connect etsy")],
)
def test_without_a_bus(seller: Cli, words: tuple[str, ...], status: int, said: str) -> None:
    del seller.environment["PODPUSHER_TOKEN_STORE"]

    assert_told(go(seller, words), status, said)


@pytest.mark.parametrize("words", [STATUS, CONNECT, PUBLISH])
@pytest.mark.parametrize("line", [READ_ONLY, FULL], ids=["read-only", "full"])
def test_a_home_that_takes_nothing(seller: Cli, words: tuple[str, ...], line: str) -> None:
    assert_told(go(seller, words, line), 9, "Cannot write to", "mend the folder's rights")


@pytest.mark.parametrize("line", [READ_ONLY, FULL], ids=["read-only", "full"])
def test_a_profile_that_could_keep_nothing_is_not_made(seller: Cli, line: str) -> None:
    assert_told(go(seller, ("profile", "add", "fox"), line), 9, "Cannot write to")
    assert [each["name"] for each in seller("profile", "list", "--json", check=0).data] == ["default"]


@pytest.mark.parametrize("words", [STATUS, CONNECT])
def test_a_home_that_took_all_and_takes_nothing_more(seller: Cli, words: tuple[str, ...]) -> None:
    assert_told(go(seller, CONNECT), 0)

    assert_told(go(seller, words, READ_ONLY), 9, "Cannot write to")
    assert_told(go(seller, STATUS), 0, "SandboxShop")


def test_a_full_disk_costs_no_login(seller: Cli, sandbox: RunningSandbox, tmp_path: Path) -> None:
    port = seller.environment["PODPUSHER_CALLBACK_PORT"]
    sandbox.config(callbacks=[f"http://localhost:{port}/callback"])
    seller.environment["TMPDIR"] = str(tmp_path)
    pending = seller("connect", "etsy", "--no-wait", "--json", check=0).data
    seller("connect", "etsy", "--resume", redirect(sandbox, pending["authorize_url"]), check=0)
    sandbox.expire_etsy()

    done = go(seller, ("status", "--check"), FULL_FOR_A_WHILE)

    assert "first: 9" in done.stdout
    assert "Cannot write to" in done.stderr
    assert (done.returncode, "connected" in done.stdout, "refused" in done.stdout) == (0, True, False)


def test_without_home_the_users_entry_counts(seller: Cli, tmp_path: Path) -> None:
    """HOME is not set; the platform's folder is asked for by another variable, so that no real one is touched."""
    environment = {name: value for name, value in outside(seller).items() if name not in {"HOME", "PODPUSHER_HOME"}}

    done = go(seller, CONNECT, environment=environment | {"XDG_DATA_HOME": str(tmp_path / "data")})

    assert_told(done, 0, "SandboxShop")
    assert (tmp_path / "data" / "podpusher" / "tokens.enc").exists()


@pytest.mark.parametrize("named", ["", "~/podpusher"])
def test_a_user_that_nobody_knows_is_asked_for_a_folder(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str
) -> None:
    def nobody(_number: int) -> None:
        raise KeyError("uid not found")

    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.chdir(tmp_path)
    cli.environment["PODPUSHER_HOME"] = named

    result = cli("status", "--json")

    assert (result.exit_status, result.json["error"]["code"]) == (9, "machine.home")
    assert "PODPUSHER_HOME" in result.json["error"]["hint"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "status", "said"), [(STATUS, 0, "SandboxShop"), (PUBLISH, 3, "podpusher connect etsy")]
)
def test_cron(seller: Cli, words: tuple[str, ...], status: int, said: str) -> None:
    """What cron gives, and the three variables of a line in the crontab."""
    assert_told(go(seller, CONNECT), 0)
    told = {name: seller.environment[name] for name in ("PODPUSHER_HOME", "PODPUSHER_PRINTIFY_API_URL")}

    done = go(seller, words, environment=told | {"PATH": "/usr/bin:/bin", "HOME": str(seller.home), "SHELL": "/bin/sh"})

    assert_told(done, status, said)
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize("language", [{"LANG": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}])
def test_a_terminal_that_knows_no_other_letters(seller: Cli, language: dict[str, str]) -> None:
    seller.environment |= language

    assert_told(go(seller, CONNECT), 0, "SandboxShop")
    assert_told(go(seller, STATUS), 0, "SandboxShop")
    assert_told(go(seller, PUBLISH), 3, "podpusher connect etsy")


@pytest.mark.parametrize(
    ("line", "status"),
    [('"$@" | head -0', 0), ('"$@" >&-', 0), ('"$@" 2>&-', 0), ('"$@" >&- 2>&- <&-', 0), ('"$@" > /dev/full', 9)],
)
def test_nobody_reads(seller: Cli, line: str, status: int) -> None:
    assert_told(go(seller, STATUS, line), status)
    assert go(seller, ("status", "--json"), line).returncode == status
    assert go(seller, CONNECT, line).returncode == status


def test_forty_columns(seller: Cli) -> None:
    seller.environment["COLUMNS"] = "40"
    assert_told(go(seller, CONNECT), 0)

    table, sheets = go(seller, STATUS), go(seller, (*STATUS, "-v"))

    assert_told(table, 0, "podpusher connect etsy")
    assert_told(sheets, 0, "SandboxShop (5432)")
    assert max(len(line) for done in (table, sheets) for line in done.stdout.splitlines()) <= 40
    assert_told(go(seller, PUBLISH), 3, "podpusher connect etsy")
