"""Whole commands and the token store: chosen, changed, sealed with a passphrase, failing after the login, and back."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from keyring.errors import KeyringLocked

from podpusher_cli.store.token_file import FileStore
from podpusher_cli.store.token_keyring import Guard
from tests.conftest import Cli, Result
from tests.support.accounts import at_a_terminal, free_port, redirect, variables
from tests.support.sandbox import RunningSandbox

PASSPHRASE = "canary: a stork on a bicycle"


class Keyring:
    """The keyring of the user, for all that runs here. `locked`: it refuses. `full`: it refuses to take anything."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = self.full = False

    def get_password(self, service: str, name: str) -> str | None:
        if self.locked:
            raise KeyringLocked("it is locked")
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        if self.locked or (self.full and not name.endswith("/probe")):
            raise KeyringLocked("it is locked")
        self.kept[service, name] = value

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    made = Keyring()
    monkeypatch.setattr("podpusher_cli.store.token_keyring._system_keyring", lambda: made)
    monkeypatch.setattr("podpusher_cli.store.token_keyring._GUARD", Guard())
    return made


@pytest.fixture
def seller(cli: Cli, sandbox: RunningSandbox, tmp_path: Path, keyring: Keyring) -> Cli:
    """The program, with an Etsy app and nothing said of a token store."""
    port = free_port()
    sandbox.config(callbacks=[f"http://localhost:{port}/callback"])
    cli.environment |= variables(sandbox, port) | {"TMPDIR": str(tmp_path)}
    del cli.environment["PODPUSHER_TOKEN_STORE"]
    return cli


def connect(seller: Cli, sandbox: RunningSandbox, *options: str, env: dict[str, str] | None = None) -> Result:
    """Etsy, in two steps."""
    pending = seller("connect", "etsy", "--no-wait", "--json", *options, env=env, check=0).data
    return seller("connect", "etsy", "--resume", redirect(sandbox, pending["authorize_url"]), *options, env=env)


def etsy(seller: Cli, *options: str, env: dict[str, str] | None = None) -> tuple[str, str]:
    """How Etsy stands, and which store says so."""
    found = seller("status", "--json", *options, env=env).data[0]
    return found["state"], found["store"]


def aside(seller: Cli) -> list[Path]:
    return list(seller.home.glob("tokens.rescued.*"))


# A store that fails when it is needed


def test_a_keyring_that_locks_itself_during_the_login_costs_nothing(
    seller: Cli, sandbox: RunningSandbox, keyring: Keyring
) -> None:
    pending = seller("connect", "etsy", "--no-wait", "--json", check=0).data
    keyring.full = True

    result = seller("connect", "etsy", "--resume", redirect(sandbox, pending["authorize_url"]))

    assert [stat.S_IMODE(path.stat().st_mode) for path in aside(seller)] == [0o600, 0o600]
    assert all(str(path) in result.stderr for path in aside(seller) if path.name.endswith(".etsy"))
    assert "podpusher status" in result.stderr
    assert etsy(seller, "--check") == ("connected", "keyring")
    assert aside(seller), "the keyring cannot take it yet"

    keyring.full = False
    assert etsy(seller) == ("connected", "keyring")
    assert aside(seller) == []
    assert any(name.endswith("/etsy") for _, name in keyring.kept)


def test_a_renewal_that_cannot_be_kept_is_used_all_the_same(
    seller: Cli, sandbox: RunningSandbox, keyring: Keyring
) -> None:
    connect(seller, sandbox)
    sandbox.expire_etsy()
    keyring.full = True

    first = seller("status", "--check")
    second = seller("status", "--check", "--json")
    keyring.full = False
    third = seller("status", "--check", "--json")

    assert (first.exit_status, second.exit_status, third.exit_status) == (0, 0, 0)
    assert "it is locked" in first.stderr
    assert sandbox.counts()["etsy POST /v3/public/oauth/token"] == {"200": 2}
    assert aside(seller) == []


def test_a_login_that_is_lost_with_an_answer_is_said_so_and_costs_one_login(
    seller: Cli, sandbox: RunningSandbox
) -> None:
    connect(seller, sandbox)
    sandbox.expire_etsy()
    sandbox.fault("etsy POST /v3/public/oauth/token", "lost_answer")

    result = seller("status", "--check", "--json")

    assert (result.exit_status, result.json["error"]["hint"]) == (3, "podpusher connect etsy")
    assert "its answer was lost" in result.data[0]["problem"]["message"]
    connect(seller, sandbox)
    seller("status", "--check", check=0)


def test_disconnect_forgets_what_was_put_aside(seller: Cli, sandbox: RunningSandbox, keyring: Keyring) -> None:
    connect(seller, sandbox)
    sandbox.expire_etsy()
    keyring.full = True
    seller("status", "--check", check=0)
    keyring.full = False

    seller("disconnect", "etsy", "--yes", check=0)

    assert aside(seller) == []
    assert etsy(seller)[0] == "not_connected"


# Another store


def test_the_tokens_of_all_profiles_move_with_the_choice(
    seller: Cli, sandbox: RunningSandbox, keyring: Keyring
) -> None:
    connect(seller, sandbox)
    seller("profile", "add", "second", check=0)
    connect(seller, sandbox, "--profile", "second")

    connect(seller, sandbox, "--token-store", "file")

    assert etsy(seller, "--check") == ("connected", "file")
    assert etsy(seller, "--check", "--profile", "second") == ("connected", "file")
    assert keyring.kept == {}

    connect(seller, sandbox, "--token-store", "keyring")

    assert etsy(seller, "--check", "--profile", "second") == ("connected", "keyring")
    store = FileStore(seller.home / "tokens.enc", seller.home / "tokens.key", "second")
    assert [store.get(entry) for entry in ("etsy", "etsy-app")] == [None, None]


def test_a_variable_that_names_another_store_than_the_one_that_has_the_tokens_is_told(
    seller: Cli, sandbox: RunningSandbox
) -> None:
    connect(seller, sandbox)
    file = {"PODPUSHER_TOKEN_STORE": "file"}

    result = seller("status", "--json", env=file)
    assert result.exit_status == 9
    assert result.data[0]["state"] == "unknown"
    assert "PODPUSHER_TOKEN_STORE=keyring" in result.json["error"]["hint"]
    assert etsy(seller, "--check") == ("connected", "keyring")

    token = sandbox.accounts()["printify"]["token"]
    seller("connect", "printify", "--token-stdin", "--shop", "5432", env=file, stdin=token, check=0)

    assert etsy(seller, "--check", env=file) == ("connected", "file")
    assert etsy(seller, "--check") == ("connected", "file"), "also without the variable"


def test_a_keyring_that_is_gone_keeps_nobody_from_connecting_anew(
    seller: Cli, sandbox: RunningSandbox, keyring: Keyring
) -> None:
    connect(seller, sandbox)
    keyring.locked = True

    stuck = seller("status", "--json")
    result = connect(seller, sandbox, "--token-store", "file")

    assert (stuck.exit_status, stuck.json["error"]["code"]) == (9, "account.store")
    assert result.exit_status == 0
    assert etsy(seller, "--check") == ("connected", "file")
    assert keyring.kept, "what is in it is not ours to wipe unread"


def test_a_locked_keyring_with_the_key_of_a_trend_source_is_one_line(seller: Cli, keyring: Keyring) -> None:
    seller("connect", "twitter", "--key-stdin", stdin="canary-key", check=0)
    keyring.locked = True

    found = seller("status", "--json", check=0).data[-1]
    text = seller("status", check=0).stdout

    assert (found["provider"], found["state"], found["problem"]["code"]) == ("twitter", "unknown", "machine.keyring")
    assert all(words in text for words in ("Etsy", "it is locked", "Unlock it"))
    assert seller("disconnect", "twitter", "--yes", "--json", check=9).json["error"]["code"] == "machine.keyring"


def test_the_option_and_the_variable_must_not_contradict_each_other(seller: Cli) -> None:
    result = seller("connect", "etsy", "--token-store", "keyring", "--json", env={"PODPUSHER_TOKEN_STORE": "file"})

    assert (result.exit_status, result.json["error"]["code"]) == (2, "input.token_stores")


@pytest.mark.parametrize("words", [("--token-store", "vault"), ()])
def test_there_are_three_stores(seller: Cli, words: tuple[str, ...]) -> None:
    result = seller("connect", "etsy", *words, "--json", env={} if words else {"PODPUSHER_TOKEN_STORE": "vault"})

    assert (result.exit_status, result.json["error"]["code"]) == (2, "input.token_store")
    assert "vault" in result.json["error"]["message"]


def test_tokens_that_are_kept_are_not_left_behind_for_the_environment(seller: Cli, sandbox: RunningSandbox) -> None:
    connect(seller, sandbox)

    result = seller("connect", "printify", "--token-store", "env", "--json")

    assert (result.exit_status, result.json["error"]["code"]) == (2, "input.tokens_stay")
    assert etsy(seller) == ("connected", "keyring")


def test_the_environment_may_be_chosen_while_nothing_is_kept(seller: Cli, sandbox: RunningSandbox) -> None:
    seller.environment["PODPUSHER_PRINTIFY_TOKEN"] = str(sandbox.accounts()["printify"]["token"])

    seller("connect", "printify", "--shop", "5432", "--token-store", "env", check=0)
    result = seller("connect", "etsy", "--no-wait", "--json")

    assert (result.exit_status, result.json["error"]["code"]) == (9, "machine.tokens_read_only")
    assert seller("status", "--json").data[1]["state"] == "connected"


def test_a_renamed_profile_has_its_tokens_in_the_same_store(
    seller: Cli, sandbox: RunningSandbox, keyring: Keyring
) -> None:
    connect(seller, sandbox, env={"PODPUSHER_TOKEN_STORE": "file"})
    seller("profile", "add", "shop", check=0)
    connect(seller, sandbox, "--profile", "shop")

    seller("profile", "rename", "shop", "boutique", check=0)

    assert etsy(seller, "--check", "--profile", "boutique") == ("connected", "file")
    assert keyring.kept == {}


# A passphrase


@pytest.fixture
def sealed(seller: Cli, sandbox: RunningSandbox) -> Cli:
    """Connected, in a file that needs a passphrase."""
    seller.environment["PODPUSHER_TOKEN_STORE"] = "file"
    seller.environment["PODPUSHER_TOKEN_PASSPHRASE"] = PASSPHRASE
    connect(seller, sandbox)
    return seller


def test_a_passphrase_stands_in_for_the_key_file(sealed: Cli) -> None:
    assert etsy(sealed, "--check") == ("connected", "file")
    assert not (sealed.home / "tokens.key").exists()


@pytest.mark.parametrize(("given", "code"), [("", "machine.passphrase_missing"), ("a goat", "machine.passphrase")])
def test_without_it_or_with_another_one_nothing_opens(sealed: Cli, given: str, code: str) -> None:
    before = (sealed.home / "tokens.enc").read_bytes()
    sealed.environment["PODPUSHER_TOKEN_PASSPHRASE"] = given

    shown = sealed("status", "--json")
    stopped = sealed("connect", "etsy", "--no-wait", "--json")

    assert (shown.exit_status, shown.data[0]["problem"]["code"]) == (9, code)
    assert "PODPUSHER_TOKEN_PASSPHRASE" in shown.json["error"]["hint"]
    assert (stopped.exit_status, stopped.json["error"]["code"]) == (9, code)
    assert (sealed.home / "tokens.enc").read_bytes() == before


def test_on_a_terminal_it_is_asked_for_unseen_and_once(sealed: Cli) -> None:
    del sealed.environment["PODPUSHER_TOKEN_PASSPHRASE"]

    status, screen = at_a_terminal(sealed.environment, ("status", "--check"), answers=[("not shown", PASSPHRASE)])

    assert status == 0, screen
    assert screen.count("not shown") == 1
    assert "stork" not in screen


@pytest.mark.parametrize("typed", ["", "\x04"])
def test_whoever_gives_no_passphrase_is_not_asked_again(sealed: Cli, typed: str) -> None:
    del sealed.environment["PODPUSHER_TOKEN_PASSPHRASE"]

    status, screen = at_a_terminal(sealed.environment, ("status",), answers=[("not shown", typed)])

    assert status == 9, screen
    assert screen.count("not shown") == 1
    assert "PODPUSHER_TOKEN_PASSPHRASE" in screen


def test_a_file_with_a_key_file_gets_the_passphrase_when_it_is_next_written(
    seller: Cli, sandbox: RunningSandbox
) -> None:
    seller.environment["PODPUSHER_TOKEN_STORE"] = "file"
    connect(seller, sandbox)
    seller.environment["PODPUSHER_TOKEN_PASSPHRASE"] = PASSPHRASE
    assert etsy(seller) == ("connected", "file")

    connect(seller, sandbox)
    (seller.home / "tokens.key").unlink()

    assert etsy(seller, "--check") == ("connected", "file")
