"""Tokens renewed by twenty processes at once, and by one that is killed at any line: none is lost, none is used twice."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

import pytest

from podpusher_cli.core.errors import ConnectionExpired, DiskTrouble
from podpusher_cli.core.options import Options
from podpusher_cli.core.tokens import TokenSet
from podpusher_cli.deps import Deps
from podpusher_cli.store.token_file import FileStore
from podpusher_cli.ui.output import Output
from tests.conftest import Cli
from tests.support.accounts import ROOT, free_port, variables
from tests.support.lines import folder_in_memory, killed_at
from tests.support.program import outside
from tests.support.sandbox import RunningSandbox

ME, TOKEN = "etsy GET /v3/application/users/me", "etsy POST /v3/public/oauth/token"
RENEWING = (
    "net/auth.py",
    "providers/etsy_login.py",
    "store/files.py",
    "store/token_file.py",
    "store/token_places.py",
    "store/token_rescue.py",
    "store/token_safe.py",
    "store/token_seal.py",
)


@pytest.fixture
def seller(sandbox: RunningSandbox) -> Iterator[Cli]:
    """The program, pointed at the sandbox."""
    with folder_in_memory() as folder:
        cli = Cli(folder / "home")
        cli.environment |= variables(sandbox, free_port())
        yield cli


def file_of(seller: Cli) -> FileStore:
    """The seller's token file, past everything that guards it."""
    return FileStore(seller.home / "tokens.enc", seller.home / "tokens.key", "default")


def connect(seller: Cli, sandbox: RunningSandbox, *, expires_at: float = 0.0) -> TokenSet:
    """Tokens as a login an hour ago left them."""
    given = sandbox.etsy_tokens()
    tokens = TokenSet(given["access_token"], given["refresh_token"], expires_at=expires_at)
    store = file_of(seller)
    keys = {"keystring": seller.environment["PODPUSHER_ETSY_KEYSTRING"]}
    store.put("etsy-app", keys | {"shared_secret": seller.environment["PODPUSHER_ETSY_SHARED_SECRET"]})
    store.put("etsy", tokens.to_dict())
    return tokens


def deps_of(seller: Cli) -> Deps:
    """What a process of the program makes for itself."""
    out = Output(Options(), stdin=io.StringIO(), stdout=io.StringIO(), stderr=io.StringIO(), environment={})
    out.meta = {"request_id": "req-kill", "profile": "default"}
    return Deps(Options(), seller.environment, out)


def work(seller: Cli) -> None:
    """A process that has something to ask of Etsy."""
    deps = deps_of(seller)
    try:
        deps.etsy.me()
    finally:
        deps.close()


AT_ONCE = """
import sys
from podpusher_cli.__main__ import main
from podpusher_cli import cli, deps, net, workflows
import httpx, keyring, cryptography.fernet, podpusher_cli.net.http, podpusher_cli.net.wire, podpusher_cli.ui.output
print("ready", flush=True)
sys.stdin.read()
sys.exit(main(["status", "--check"]))
"""


def at_once(seller: Cli, number: int) -> list[int]:
    """So many processes that begin their command at the same moment; how each ended."""
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", AT_ONCE], cwd=ROOT, env=outside(seller),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(number)
    ]  # fmt: skip
    for each in begun:
        assert each.stdout
        assert each.stdout.readline() == "ready\n"
    for each in begun:
        assert each.stdin
        each.stdin.close()
        each.stdin = None
    return [each.wait(timeout=120) for each in begun if each.communicate(timeout=120)]


def test_twenty_processes_with_an_expired_token_renew_it_once(seller: Cli, sandbox: RunningSandbox) -> None:
    connect(seller, sandbox)
    sandbox.expire_etsy()
    sandbox.clear_calls()

    ended = at_once(seller, 20)

    assert ended == [0] * 20
    assert sandbox.counts() == {TOKEN: {"200": 1}, ME: {"200": 20}}


def test_eight_processes_whose_token_is_refused_renew_it_once(seller: Cli, sandbox: RunningSandbox) -> None:
    connect(seller, sandbox, expires_at=9e9)
    sandbox.expire_etsy()
    sandbox.clear_calls()

    ended = at_once(seller, 8)

    assert ended == [0] * 8
    counts = sandbox.counts()
    assert counts[TOKEN] == {"200": 1}
    assert counts[ME]["200"] == 8


def expire(seller: Cli) -> TokenSet:
    """An hour goes by; the tokens that are kept now."""
    store = file_of(seller)
    tokens = replace(TokenSet.from_dict(store.get("etsy") or {}), expires_at=0.0)
    store.put("etsy", tokens.to_dict())
    return tokens


def check_after(seller: Cli, sandbox: RunningSandbox, old: TokenSet, where: str) -> bool:
    """Whether the next process works; if not, one new login must do, and nothing that was saved may be gone."""
    rotated = sandbox.counts().get(TOKEN, {}).get("200", 0) > 0
    kept = deps_of(seller).token_store.get("etsy")
    assert kept, where
    saved = kept["refresh_token"] != old.refresh_token
    try:
        work(seller)
    except ConnectionExpired:
        assert rotated, where
        assert not saved, where
        connect(seller, sandbox)
        work(seller)
        return False
    return True


def kill_at_every_line(
    seller: Cli, sandbox: RunningSandbox, *, within: str = "_fresh", dying: Callable[[Cli], None] = work
) -> tuple[int, int]:
    """Kill what runs `within` at each line in turn; how many lines there were, and how many kills cost a login."""
    connect(seller, sandbox)
    work(seller)
    logins = 0
    for line in count(1):
        old = expire(seller)
        sandbox.clear_calls()
        killed = killed_at(line, lambda: dying(seller), RENEWING, within=within)
        logins += not check_after(seller, sandbox, old, f"line {line}")
        if not killed:
            return line - 1, logins
    raise AssertionError


def test_a_kill_at_any_line_costs_no_more_than_one_login(seller: Cli, sandbox: RunningSandbox) -> None:
    lines, logins = kill_at_every_line(seller, sandbox)

    assert lines > 50
    assert 0 < logins < lines
    drafts = [each.name for each in seller.home.iterdir() if each.name.startswith(".tokens")]
    assert drafts == [], "what a killed process has left is wiped by the next that writes"


def test_a_kill_at_any_line_of_the_rescue_costs_no_more_than_one_login(
    seller: Cli, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token file cannot be written while the process that dies is at it; then it can."""

    def on_a_full_disk(seller: Cli) -> None:
        def full(_store: FileStore, provider: str, _value: object) -> None:
            raise DiskTrouble(path=provider, problem="No space left on device")

        monkeypatch.setattr(FileStore, "put", full)  # in the process that dies, and nowhere else
        work(seller)

    lines, logins = kill_at_every_line(seller, sandbox, within="_put_aside", dying=on_a_full_disk)

    assert lines > 50
    assert 0 < logins < lines
    assert not list(seller.home.glob("tokens.rescued.*"))
