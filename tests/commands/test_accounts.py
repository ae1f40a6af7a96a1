"""connect, status, disconnect: whole commands against the sandbox over real sockets, and once in a real browser."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from podpusher_cli.__main__ import main
from podpusher_cli.core.errors import DiskTrouble, KeyringTrouble
from podpusher_cli.deps import Deps
from podpusher_cli.store.db import connect
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.token_file import FileStore
from podpusher_cli.store.tokens import TokenStore
from tests.conftest import Cli
from tests.support.accounts import at_a_terminal, free_port, login, redirect, variables
from tests.support.machine import browser
from tests.support.sandbox import RunningSandbox

SECRET = "sandboxsecret"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def sandbox(server: RunningSandbox, port: int) -> RunningSandbox:
    server.reset(limits=False, callbacks=[f"http://localhost:{port}/callback"])
    return server


@pytest.fixture
def seller(cli: Cli, sandbox: RunningSandbox, port: int) -> Cli:
    """The program, with an Etsy app and the sandbox as its outside world."""
    cli.environment |= variables(sandbox, port)
    return cli


@pytest.fixture
def token(sandbox: RunningSandbox) -> str:
    return str(sandbox.accounts()["printify"]["token"])


@pytest.fixture
def connected(seller: Cli, sandbox: RunningSandbox) -> Cli:
    """Etsy connected, in two steps."""
    connect_etsy(seller, sandbox)
    return seller


def connect_etsy(seller: Cli, sandbox: RunningSandbox, *options: str) -> None:
    pending = seller("connect", "etsy", "--no-wait", "--json", *options, check=0).data
    back = redirect(sandbox, pending["authorize_url"])
    seller("connect", "etsy", "--resume", back, *options, check=0)


def states(seller: Cli, *options: str) -> dict[str, str]:
    return {each["provider"]: each["state"] for each in seller("status", "--json", *options).data}


def written(home: Path) -> str:
    """Every byte of the home but the token store's, as text."""
    files = [path for path in home.rglob("*") if path.is_file() and not path.name.startswith("tokens.")]
    return "\n".join(path.read_bytes().decode("latin-1") for path in files)


def settings_of(home: Path) -> dict[str, str]:
    """The settings of the default profile."""
    db = connect(home / "profiles" / "default" / "state.db")
    try:
        return Settings(db).all()
    finally:
        db.close()


# Etsy: waiting for the browser


def test_a_login_through_the_callback(seller: Cli, sandbox: RunningSandbox) -> None:
    with login(seller.environment) as waiting:
        page = waiting.arrive(redirect(sandbox, waiting.authorize_url))
        status, document, _ = waiting.result()

    assert status == 0, document
    assert page.status_code == 200
    assert document["data"]["shop"] == {"id": "51300771", "title": "SandboxShop"}
    assert document["data"]["scopes_missing"] == []
    assert states(seller, "--check")["etsy"] == "connected"
    assert not sandbox.violations()


def test_a_login_in_a_real_browser(seller: Cli, sandbox: RunningSandbox) -> None:
    from playwright.sync_api import sync_playwright

    program = browser()  # asked before Playwright runs: it asks Playwright itself
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run"]
    quiet += ["--disable-component-update", "--disable-sync"]
    with login(seller.environment) as waiting, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=quiet)
        page = chromium.new_page()
        page.goto(waiting.authorize_url)
        assert "listings_r" in page.inner_text("main")
        page.click("#allow")
        page.wait_for_url("http://localhost:*/callback*")
        said = page.inner_text("main")
        chromium.close()
        status, document, _ = waiting.result()

    assert status == 0, document
    assert document["data"]["state"] == "connected"
    assert "close this window" in said
    assert "code" not in said.lower()


def test_a_pasted_address_does_as_well(seller: Cli, sandbox: RunningSandbox) -> None:
    with login(seller.environment) as waiting:
        waiting.type("what do I do here?")
        waiting.type(redirect(sandbox, waiting.authorize_url))
        status, document, _ = waiting.result()

    assert status == 0, document


def test_consent_refused(seller: Cli, sandbox: RunningSandbox) -> None:
    with login(seller.environment) as waiting:
        waiting.arrive(redirect(sandbox, waiting.authorize_url, "deny"))
        status, document, _ = waiting.result()

    assert (status, document["error"]["code"]) == (3, "account.refused")
    assert states(seller)["etsy"] == "not_connected"


def test_somebody_elses_redirect(seller: Cli, sandbox: RunningSandbox, port: int) -> None:
    with login(seller.environment) as waiting:
        waiting.arrive(f"http://localhost:{port}/callback?code=stolen&state=guessed")
        status, document, _ = waiting.result()

    assert (status, document["error"]["code"]) == (3, "account.redirect")
    assert "POST /v3/public/oauth/token" not in str(sandbox.counts())


def test_nobody_comes_back(seller: Cli, sandbox: RunningSandbox, port: int) -> None:
    result = seller("connect", "etsy", "--no-browser", "--timeout", "1")

    assert result.exit_status == 3
    assert f"http://localhost:{port}/callback" in result.stderr
    for cause in ("registered", "allowed", "owner", "approved"):
        assert cause in result.stderr


def test_a_taken_port_is_found_before_the_page_is_shown(seller: Cli, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        result = seller("connect", "etsy", "--no-browser")

    assert result.exit_status == 9
    assert str(port) in result.stderr
    assert "/oauth/connect" not in result.stderr


def test_the_address_is_shown_even_with_quiet(seller: Cli) -> None:
    result = seller("connect", "etsy", "--no-browser", "--timeout", "1", "--quiet")

    assert "/etsy/oauth/connect?response_type=code" in result.stderr
    assert result.stdout == ""


def test_a_callback_that_is_not_registered_never_comes_back(seller: Cli, sandbox: RunningSandbox) -> None:
    sandbox.config(callbacks=["http://localhost:1/callback"])
    pending = seller("connect", "etsy", "--no-wait", "--json", check=0).data

    page = httpx.get(pending["authorize_url"])

    assert "The requested redirect URL is not permitted." in page.text


# Etsy: keys


def test_no_keys_names_the_variables(cli: Cli) -> None:
    result = cli("connect", "etsy", "--json")

    assert (result.exit_status, result.json["error"]["code"]) == (2, "account.keys_missing")
    assert "PODPUSHER_ETSY_KEYSTRING" in result.json["error"]["hint"]
    assert "PODPUSHER_ETSY_SHARED_SECRET" in result.json["error"]["hint"]


@pytest.mark.parametrize("variable", ["PODPUSHER_ETSY_KEYSTRING", "PODPUSHER_ETSY_SHARED_SECRET"])
def test_half_a_key_pair_is_none(seller: Cli, variable: str) -> None:
    result = seller("connect", "etsy", "--json", env={variable: ""})

    assert result.json["error"]["code"] == "account.keys_missing"


def test_wrong_keys_are_found_before_the_page_is_shown(seller: Cli, sandbox: RunningSandbox) -> None:
    result = seller("connect", "etsy", "--json", env={"PODPUSHER_ETSY_SHARED_SECRET": "mistyped"})

    assert (result.exit_status, result.json["error"]["code"]) == (2, "etsy.key_refused")
    assert result.stderr == ""
    assert "mistyped" not in result.stdout


def test_a_later_login_needs_no_keys(connected: Cli, sandbox: RunningSandbox) -> None:
    del connected.environment["PODPUSHER_ETSY_KEYSTRING"]
    del connected.environment["PODPUSHER_ETSY_SHARED_SECRET"]

    connect_etsy(connected, sandbox)

    assert states(connected, "--check")["etsy"] == "connected"


# Etsy: in two steps


def test_two_steps_for_scripts(seller: Cli, sandbox: RunningSandbox) -> None:
    first = seller("connect", "etsy", "--no-wait", "--json", check=0)
    done = seller("connect", "etsy", "--resume", redirect(sandbox, first.data["authorize_url"]), "--json", check=0)

    assert set(first.data) == {"authorize_url", "resume"}
    assert first.data["resume"] == "podpusher connect etsy --resume URL"
    assert done.data["state"] == "connected"


def test_two_steps_for_people_print_whole_lines(seller: Cli) -> None:
    result = seller("connect", "etsy", "--no-wait", check=0)

    url, resume = result.stdout.splitlines()
    assert url.startswith("http")
    assert "code_challenge_method=S256" in url
    assert resume == "podpusher connect etsy --resume URL"


def test_an_address_is_good_once(seller: Cli, sandbox: RunningSandbox) -> None:
    pending = seller("connect", "etsy", "--no-wait", "--json", check=0).data
    back = redirect(sandbox, pending["authorize_url"])
    seller("connect", "etsy", "--resume", back, check=0)

    again = seller("connect", "etsy", "--resume", back, "--json")

    assert (again.exit_status, again.json["error"]["code"]) == (3, "account.no_login")


# Printify


def test_a_token_from_stdin(seller: Cli, token: str) -> None:
    done = seller("connect", "printify", "--token-stdin", "--shop", "5432", "--json", stdin=token + "\n", check=0)

    assert done.data["shop"] == {"id": "5432", "title": "SandboxShop"}
    assert done.data["account"] == "1337"
    assert done.data["days_left"] in {364, 365}
    assert states(seller, "--check")["printify"] == "connected"


def test_a_token_from_the_environment_is_kept(seller: Cli, token: str) -> None:
    seller("connect", "printify", "--shop", "5432", env={"PODPUSHER_PRINTIFY_TOKEN": token}, check=0)

    assert states(seller, "--check")["printify"] == "connected"


@pytest.mark.parametrize(
    ("provider", "option", "secret"),
    [
        ("printify", "--token-stdin", "eyJ.sent.in"),
        ("stripe", "--key-stdin", "rk_test_sentin"),
        ("openai", "--key-stdin", "sk-sentin"),
    ],
)
def test_what_only_the_environment_could_keep_is_not_asked_for_in_vain(
    seller: Cli, provider: str, option: str, secret: str
) -> None:
    env = {"PODPUSHER_TOKEN_STORE": "env"}

    error = seller("connect", provider, option, "--json", stdin=secret, env=env, check=9).json["error"]

    assert error["code"] == "machine.tokens_read_only"


def test_a_token_of_the_environment_that_goes_before_the_new_one_is_said(seller: Cli, token: str) -> None:
    words = ("connect", "printify", "--token-stdin", "--shop", "5432")

    with_another = seller(*words, stdin=token, env={"PODPUSHER_PRINTIFY_TOKEN": "eyJ.another.one"}, check=0)
    with_the_same = seller(*words, stdin=token, env={"PODPUSHER_PRINTIFY_TOKEN": token}, check=0)

    assert "PODPUSHER_PRINTIFY_TOKEN is set and overrides" in with_another.stdout
    assert "PODPUSHER_PRINTIFY_TOKEN" not in with_the_same.stdout


def test_several_shops_are_listed_never_guessed(seller: Cli, token: str) -> None:
    result = seller("connect", "printify", "--token-stdin", "--json", stdin=token)

    assert (result.exit_status, result.json["error"]["code"]) == (2, "account.shop_not_chosen")
    assert [each["id"] for each in result.json["error"]["details"]["shops"]] == ["5432", "5433"]
    assert states(seller)["printify"] == "not_connected"


def test_a_shop_without_a_channel_is_said(seller: Cli, token: str) -> None:
    result = seller("connect", "printify", "--token-stdin", "--shop", "5433", stdin=token, check=0)

    assert "not connected to a sales channel" in " ".join(result.stdout.split())


def test_a_wrong_token(seller: Cli) -> None:
    result = seller("connect", "printify", "--token-stdin", "--json", stdin="eyJwrong.token.x")

    assert (result.exit_status, result.json["error"]["code"]) == (3, "account.token_refused")
    assert "eyJwrong" not in result.stdout + result.stderr


def test_no_token(seller: Cli) -> None:
    assert seller("connect", "printify", "--json").json["error"]["code"] == "account.token_missing"


def test_the_template_is_set_on_the_way(seller: Cli, token: str) -> None:
    template = ["--blueprint", "706", "--print-provider", "29", "--variants", "Black", "--price", "29.99"]
    seller("connect", "printify", "--token-stdin", "--shop", "5432", *template, stdin=token, check=0)

    kept = settings_of(seller.home)
    assert {key: value for key, value in kept.items() if key.startswith("template.")} == {
        "template.blueprint": "706",
        "template.print_provider": "29",
        "template.variants": "Black",
        "template.price": "29.99",
    }


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--blueprint", "706", "--print-provider", "1"], "template.blueprint"),
        (["--blueprint", "999999", "--print-provider", "29"], "template.blueprint"),
        (["--blueprint", "706", "--print-provider", "29", "--variants", "Plaid"], "publish.variants"),
        (["--price", "cheap"], "input.price"),
    ],
)
def test_a_template_that_cannot_be_is_refused(seller: Cli, token: str, options: list[str], code: str) -> None:
    result = seller("connect", "printify", "--token-stdin", "--shop", "5432", *options, "--json", stdin=token)

    assert (result.exit_status, result.json["error"]["code"]) == (2, code)


# Status and disconnect


def test_a_check_renews_an_ended_token(connected: Cli, sandbox: RunningSandbox) -> None:
    sandbox.expire_etsy()

    connected("status", "--check", check=0)

    assert sandbox.counts()["etsy POST /v3/public/oauth/token"] == {"200": 2}


def test_a_login_that_etsy_no_longer_takes(connected: Cli, sandbox: RunningSandbox) -> None:
    sandbox.config(clock_offset_s=91 * 86_400)

    result = connected("status", "--check", "--json")

    assert (result.exit_status, result.json["error"]["code"]) == (3, "account.bad")
    assert result.json["error"]["hint"] == "podpusher connect etsy"
    assert result.data[0]["state"] == "refused"
    assert result.data[0]["problem"]["code"] == "etsy.login_ended"


def test_an_outage_is_not_a_bad_connection(connected: Cli, sandbox: RunningSandbox) -> None:
    dead = f"http://127.0.0.1:{free_port()}"

    result = connected("status", "--check", "--json", env={"PODPUSHER_ETSY_API_URL": dead})

    assert (result.exit_status, result.json["error"]["code"]) == (7, "account.unreachable")
    assert result.data[0]["state"] == "unreachable"


def test_status_fits_the_terminal_and_says_what_to_do(connected: Cli) -> None:
    result = connected("status", check=0)

    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "SandboxShop" in result.stdout
    assert "podpusher connect printify" in result.stdout


def test_status_with_everything_known(connected: Cli) -> None:
    result = connected("status", "-v", check=0)

    assert "70211334" in result.stdout
    assert "transactions_r" in result.stdout


def test_disconnecting_asks_first(connected: Cli) -> None:
    assert connected("disconnect", "etsy", "--no-input").exit_status == 2
    assert states(connected)["etsy"] == "connected"

    connected("disconnect", "etsy", "--yes", check=0)

    assert states(connected)["etsy"] == "not_connected"


def test_an_unknown_provider(cli: Cli) -> None:
    assert cli("connect", "ebay").exit_status == 2
    assert cli("disconnect", "ebay", "--json").json["error"]["code"] == "account.provider"


# Profiles, secrets, stores


def test_two_profiles_do_not_see_each_other(connected: Cli, sandbox: RunningSandbox) -> None:
    connected("profile", "add", "fox", check=0)

    assert states(connected, "--profile", "fox")["etsy"] == "not_connected"
    connect_etsy(connected, sandbox, "--profile", "fox")
    connected("disconnect", "etsy", "--yes", check=0)

    assert states(connected)["etsy"] == "not_connected"
    assert states(connected, "--profile", "fox", "--check")["etsy"] == "connected"


def test_no_secret_is_ever_written_or_said(seller: Cli, sandbox: RunningSandbox, token: str) -> None:
    said = []
    with login(seller.environment, "-vv") as waiting:
        back = redirect(sandbox, waiting.authorize_url)
        waiting.arrive(back)
        _, document, stderr = waiting.result()
        said += [str(document), stderr]
    sandbox.expire_etsy()
    for arguments, typed in [
        (["connect", "printify", "--token-stdin", "--shop", "5432", "-vv"], token),
        (["status", "--check", "-vv"], ""),
        (["status", "--check", "-vv", "--json"], ""),
        (["connect", "printify", "--token-stdin", "-vv"], token),
    ]:
        result = seller(*arguments, stdin=typed)
        said += [result.stdout, result.stderr]
    store = seller_tokens(seller.home)
    secrets = [
        SECRET,
        token,
        httpx.URL(back).params["code"],
        store["etsy"]["access_token"],
        store["etsy"]["refresh_token"],
    ]

    everything = written(seller.home) + "".join(said)

    assert [secret for secret in secrets if secret in everything] == []
    assert (seller.home / "logs" / "podpusher.log").exists()


def seller_tokens(home: Path) -> dict[str, Any]:
    """What the file store keeps for the default profile."""
    store = FileStore(home / "tokens.enc", home / "tokens.key", "default")
    return {"etsy": store.get("etsy") or {}, "printify": store.get("printify") or {}}


@pytest.fixture
def no_keyring(seller: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A machine on which no keyring works, and nothing was chosen."""

    def none() -> Any:
        raise KeyringTrouble(problem="there is none")

    monkeypatch.setattr("podpusher_cli.store.token_keyring._system_keyring", none)
    del seller.environment["PODPUSHER_TOKEN_STORE"]
    return seller


class Keyring:
    """What a keyring keeps, for all programs of the user."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        self.kept[service, name] = value

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


def test_one_keyring_keeps_homes_and_profiles_apart(
    seller: Cli, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keyring = Keyring()
    monkeypatch.setattr("podpusher_cli.store.token_keyring._system_keyring", lambda: keyring)
    del seller.environment["PODPUSHER_TOKEN_STORE"]

    connect_etsy(seller, sandbox)
    entries = {name for _, name in keyring.kept}
    here = seller("status", "--json").data[0]
    seller.environment["PODPUSHER_HOME"] = str(tmp_path / "elsewhere")
    elsewhere = states(seller)["etsy"]

    assert (here["state"], here["store"], elsewhere) == ("connected", "keyring", "not_connected")
    assert {name.partition("/")[2] for name in entries} == {"etsy", "etsy-app"}
    assert not list(seller.home.glob("tokens.*"))


def test_no_keyring_and_nobody_to_ask(no_keyring: Cli) -> None:
    result = no_keyring("connect", "etsy", "--no-wait", "--json")

    assert (result.exit_status, result.json["error"]["code"]) == (9, "machine.keyring")
    assert "--token-store file" in result.json["error"]["hint"]


def test_without_a_keyring_status_still_answers(no_keyring: Cli) -> None:
    assert states(no_keyring) == dict.fromkeys(("etsy", "printify", "stripe", "openai"), "not_connected")


def test_the_encrypted_file_is_agreed_to_once(no_keyring: Cli, sandbox: RunningSandbox) -> None:
    first = no_keyring("connect", "etsy", "--no-wait", "--yes", "--json", check=0)
    no_keyring("connect", "etsy", "--resume", redirect(sandbox, first.data["authorize_url"]), check=0)

    assert no_keyring("status", "--json").data[0]["store"] == "file"
    assert states(no_keyring, "--check")["etsy"] == "connected"


def test_keys_are_asked_for_on_a_terminal_and_the_secret_is_not_echoed(seller: Cli) -> None:
    del seller.environment["PODPUSHER_ETSY_KEYSTRING"]
    del seller.environment["PODPUSHER_ETSY_SHARED_SECRET"]

    status, screen = at_a_terminal(
        seller.environment,
        ("connect", "etsy", "--no-wait"),
        answers=[("Keystring:", "sandboxkeystring0000000"), ("not shown", SECRET)],
    )

    assert status == 0, screen
    assert f"http://localhost:{seller.environment['PODPUSHER_CALLBACK_PORT']}/callback" in screen
    assert "sandboxkeystring0000000" in screen
    assert SECRET not in screen


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def on_terminal(seller: Cli) -> Callable[..., tuple[int, str, str]]:
    """The program with a person at it, who types these lines."""

    def run(*arguments: str, types: str) -> tuple[int, str, str]:
        stdout, stderr = io.StringIO(), Terminal()
        status = main(arguments, environment=seller.environment, stdin=Terminal(types), stdout=stdout, stderr=stderr)
        return status, stdout.getvalue(), stderr.getvalue()

    return run


def test_a_person_is_asked_about_the_file(no_keyring: Cli, on_terminal: Callable[..., tuple[int, str, str]]) -> None:
    refused, _, _ = on_terminal("connect", "etsy", "--no-wait", types="n\n")
    agreed, _, asked = on_terminal("connect", "etsy", "--no-wait", types="y\n")
    again, _, not_asked = on_terminal("connect", "etsy", "--no-wait", types="")

    assert (refused, agreed, again) == (9, 0, 0)
    assert "encrypted file" in asked
    assert "encrypted file" not in not_asked


def test_a_person_chooses_the_shop_and_what_products_start_from(
    seller: Cli, on_terminal: Callable[..., tuple[int, str, str]], token: str
) -> None:
    seller.environment["PODPUSHER_PRINTIFY_TOKEN"] = token

    status, shown, asked = on_terminal("connect", "printify", types="5432\n706\n29\n\n26.99\n")

    assert status == 0, asked
    assert "Disconnected Shop" in asked
    assert "SandboxShop (5432)" in shown
    kept = settings_of(seller.home)
    assert (kept["template.blueprint"], kept["template.print_provider"]) == ("706", "29")
    assert (kept["template.variants"], kept["template.price"]) == ("all", "26.99")


def test_everything_may_be_left_for_later_and_is_asked_again_next_time(
    seller: Cli, on_terminal: Callable[..., tuple[int, str, str]], token: str
) -> None:
    seller.environment["PODPUSHER_PRINTIFY_TOKEN"] = token

    first, _, _ = on_terminal("connect", "printify", "--shop", "5432", types="\n\n")
    second, _, asked = on_terminal("connect", "printify", "--shop", "5432", types="\n19.99\n")
    third, _, not_asked = on_terminal("connect", "printify", "--shop", "5432", types="")

    assert (first, second, third) == (0, 0, 0)
    assert "Blueprint" in asked
    assert "Blueprint" not in not_asked


def test_the_sandbox_knows_nothing_of_the_real_accounts(seller: Cli) -> None:
    seller.environment |= {"PODPUSHER_ETSY_KEYSTRING": "canary-key", "PODPUSHER_ETSY_SHARED_SECRET": "canary-secret"}
    try:
        result = seller("connect", "etsy", "--no-wait", "--json", "--sandbox", check=0)
    finally:
        seller("sandbox", "stop")

    assert "canary" not in result.stdout
    assert result.data["authorize_url"].startswith("http://127.0.0.1:")
    assert result.data["resume"].endswith("--sandbox")
    assert result.json["meta"]["sandbox"] is True
    assert (seller.home / "sandbox" / "tokens.enc").exists()
    assert not (seller.home / "tokens.enc").exists()


# All at once


def test_everything_of_every_profile_is_forgotten_after_one_yes(
    connected: Cli, sandbox: RunningSandbox, token: str
) -> None:
    connected("profile", "add", "fox", check=0)
    connect_etsy(connected, sandbox, "--profile", "fox")
    connected("connect", "printify", "--token-stdin", "--shop", "5432", "--profile", "fox", stdin=token, check=0)
    refused = connected("disconnect", "--all", "--no-input", "--json", check=2)
    assert (refused.json["error"]["code"], states(connected)["etsy"]) == ("input.needed", "connected")

    done = connected("disconnect", "--all", "--yes", "--json", check=0).data

    assert (sorted(done["profiles"]), done["connections"]) == (["default", "fox"], 3)
    for profile in ("default", "fox"):
        assert set(states(connected, "--profile", profile).values()) == {"not_connected"}
        kept = FileStore(connected.home / "tokens.enc", connected.home / "tokens.key", profile)
        assert [kept.get(entry) for entry in ("etsy", "etsy-app", "printify")] == [None, None, None]
    assert connected("disconnect", "--all", "--yes", "--json", check=0).data["connections"] == 0


def test_disconnect_wants_a_name_or_all(cli: Cli) -> None:
    error = cli("disconnect", "--json", check=2).json["error"]

    assert "--all" in error["hint"]


class FullStore(FileStore):
    """A disk that is full from the moment there is something to keep."""

    def put(self, provider: str, value: Any) -> None:
        if provider == "printify":
            raise DiskTrouble(path=self.where, problem="No space left on device")
        super().put(provider, value)


def test_a_login_that_could_not_be_kept_is_no_success_and_is_not_lost(seller: Cli, token: str) -> None:
    class FullDisk(Deps):
        def _plain_store(self, kind: str, profile: str) -> TokenStore:
            del kind
            return FullStore(self.home / "tokens.enc", self.home / "tokens.key", profile)

    seller.make_deps = FullDisk
    result = seller("connect", "printify", "--token-stdin", "--shop", "5432", "--json", stdin=token, check=9)
    seller.make_deps = None

    assert result.json["error"]["code"] == "machine.tokens_aside"
    (told,) = result.json["error"]["details"]["files"]
    aside = Path(told["path"])
    assert aside.stat().st_mode & 0o077 == 0
    assert states(seller, "--check")["printify"] == "connected"
    assert not aside.exists(), "it is where it belongs"


def test_on_a_narrow_terminal_every_word_is_whole(connected: Cli) -> None:
    shown = connected("status", env={"COLUMNS": "40"}, check=0).stdout

    assert max(map(len, shown.splitlines())) <= 40
    for word in ("SandboxShop", "not connected", "Log in again", "Printify"):
        assert word in shown
