"""Canaries: secrets that are easy to recognise go through a whole journey and are found nowhere but in the token file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from podpusher_cli.store.token_file import FileStore
from tests.conftest import Cli, Result
from tests.support.accounts import ROOT, free_port, redirect, variables
from tests.support.quick import Quick
from tests.support.sandbox import RunningSandbox

OPENAI = "sk-canary-0123456789abcdefghij"


class Journey:
    """Commands, everything they said, and what must not be in it."""

    def __init__(self, cli: Cli, world: RunningSandbox) -> None:
        self.cli, self.world = cli, world
        self.said: list[str] = []

    def __call__(self, *words: str, env: dict[str, str] | None = None, stdin: str = "") -> Result:
        result = self.cli(*words, env=env, stdin=stdin)
        self.said.append(result.stdout + result.stderr)
        return result

    def secrets(self) -> dict[str, str]:
        """Everything that opens a door, by what it is."""
        home = self.cli.home
        store = FileStore(home / "tokens.enc", home / "tokens.key", "default")
        kept = {entry: store.get(entry) or {} for entry in ("etsy", "etsy-app", "printify")}
        found = {
            "the shared secret": kept["etsy-app"]["shared_secret"],
            "the access token": kept["etsy"]["access_token"],
            "the refresh token": kept["etsy"]["refresh_token"],
            "the printify token": kept["printify"]["access_token"],
            "the openai key": OPENAI,
        }
        assert all(len(secret) > 8 for secret in found.values()), found
        return found


@pytest.fixture
def journey(cli: Cli, server: RunningSandbox) -> Journey:
    """Connected, made, published with troubles of every kind, looked at, and a bug on top."""
    server.reset(limits=False, publish_lock_s=0.05)
    port = free_port()
    server.config(callbacks=[f"http://localhost:{port}/callback"])
    cli.environment |= variables(server, port)
    go = Journey(cli, server)
    pending = go("connect", "etsy", "--no-wait", "--json").data
    go("connect", "etsy", "--resume", redirect(server, pending["authorize_url"]), "-vv")
    go("connect", "printify", "--token-stdin", "--shop", "5432", "-vv", stdin=server.accounts()["printify"]["token"])
    for key, value in {"blueprint": "706", "print_provider": "29", "variants": "Black / M", "price": "26.99"}.items():
        go("settings", "set", f"template.{key}", value)
    go("generate", "Plant dad", "Cat mom", "-vv")
    go("generate", "Plant dad", "--model", "openai", "--json", env={"OPENAI_API_KEY": OPENAI, "OPENAI_BASE_URL": f"{server.url}/openai/v1"})
    server.fault("printify POST /shops/{shop}/products.json", "status", status=500)
    go("publish", "-vv")
    server.fault("printify * *", "status", status=401, body={"error": "Unauthenticated: Bearer abc"})
    go("publish", "--json", "-vv")
    server.fault("etsy * *", "status", status=401, body={"error": "invalid_token"})
    go("publish", "-vv")
    go("status", "--check", "-v")
    go("settings", "list", "--env", "--json", env={"OPENAI_API_KEY": OPENAI})
    go("doctor", "--bundle", str(cli.home / "report.zip"), "--json", env={"OPENAI_API_KEY": OPENAI})
    go("db", "export")
    token = server.accounts()["printify"]["token"]

    def broken(*_: object) -> None:
        message = f"a bug that quotes Bearer {token} and {OPENAI}"
        raise RuntimeError(message)

    cli.make_deps = broken
    go("products", "-vv")
    cli.make_deps = None
    return go


def test_nothing_secret_is_said_or_written(journey: Journey) -> None:
    secrets = journey.secrets()
    files = [path for path in journey.cli.home.rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert {"podpusher.log", "state.db", "net.db", "tokens.enc", "report.zip"} <= names
    for what, secret in secrets.items():
        for text in journey.said:
            assert secret not in text, f"{what} was said"
        for path in files:
            assert secret.encode() not in path.read_bytes(), f"{what} is in {path.name}"


def test_a_refusal_that_quotes_what_was_sent_spreads_nothing(journey: Journey) -> None:
    """A provider's message is shown, logged and kept; the token in it is not."""
    secrets, world = journey.secrets(), journey.world
    world.clear_faults()
    token = secrets["the printify token"]
    quoted = {"status": "error", "code": 8150, "message": token, "error": token, "errors": {"reason": f"for {token}!", "code": 8150}}
    journey("generate", "Coffee first")
    for status in (400, 401, 403, 404, 409, 422):
        world.fault("printify POST /shops/{shop}/products.json", "status", status=status, body=quoted)
        journey("publish", "--json", "-vv")
        journey("publish", "-vv")
    world.expire_etsy()
    ended = {"error": "invalid_grant", "error_description": f"{secrets['the refresh token']} is used up"}
    world.fault("etsy POST /v3/public/oauth/token", "status", times=0, status=400, body=ended)
    refused = {"error": f"{secrets['the access token']} {secrets['the shared secret']}"}
    world.fault("etsy GET *", "status", times=0, status=401, body=refused)
    journey("generate", "Cat mom")
    for words in (("publish", "-vv"), ("publish", "--json"), ("status", "--check"), ("notifications",), ("runs",), ("db", "export")):
        journey(*words)

    assert "for ***!" in "".join(journey.said), "the rest of the message is told"
    test_nothing_secret_is_said_or_written(journey)


def test_stripe_openai_and_a_printify_app_leave_nothing_behind(cli: Cli, server: RunningSandbox) -> None:
    """Kept keys, an app's tokens that are renewed, and refusals that quote what they were sent."""
    server.reset(limits=False)
    port = free_port()
    server.config(callbacks=[f"http://localhost:{port}/callback"])
    own = {"PODPUSHER_PRINTIFY_TOKEN", "PODPUSHER_STRIPE_API_KEY", "OPENAI_API_KEY"}
    cli.environment |= {name: value for name, value in server.environment().items() if name not in own}
    cli.environment["PODPUSHER_CALLBACK_PORT"] = str(port)
    cli.make_deps = Quick  # the plan that Stripe holds allows so many calls a minute
    go, known = Journey(cli, server), server.accounts()

    pending = go("connect", "printify", "--oauth", "--no-wait", "--json", "-vv").data
    back = redirect(server, pending["authorize_url"])
    go("connect", "printify", "--resume", back, "--shop", "5432", "-vv")
    go("connect", "stripe", "--key-stdin", "-vv", stdin=known["stripe"]["api_key"])
    go("connect", "openai", "--key-stdin", "-vv", stdin=known["openai"]["api_key"])
    store = FileStore(cli.home / "tokens.enc", cli.home / "tokens.key", "default")
    first = store.get("printify") or {}
    server.expire_printify()
    go("status", "--check", "-vv")
    second = store.get("printify") or {}
    secrets = [first["access_token"], first["refresh_token"], second["access_token"], second["refresh_token"]]
    secrets += [known["stripe"]["api_key"], known["openai"]["api_key"], parse_qs(urlsplit(back).query)["code"][0]]
    assert len(set(secrets)) == 7, "the app's tokens were renewed"

    for status in (400, 401, 403, 404):
        for name in ("stripe", "openai"):
            quoted = {"message": f"for {known[name]['api_key']}!", "type": "invalid_request_error"}
            server.fault(f"{name} * *", "status", times=0, status=status, body={"error": quoted})
        printify = store.get("printify") or {}
        for route, name in (("GET *", "access_token"), ("POST /app/oauth/*", "refresh_token")):
            quoting = {"error": f"for {printify[name]}!", "error_description": printify[name]}
            server.fault(f"printify {route}", "status", times=0, status=status, body=quoting)
        go("status", "--check", "-vv")
        go("status", "--check", "--json", "-vv")
        go("billing", "sync", "-vv")
        go("generate", "Plant dad", "--model", "openai", "--yes", "-vv")
        server.expire_printify()
        go("blueprints", "-vv")
        server.clear_faults()
        go("status", "--check")
    go("doctor", "--bundle", str(cli.home / "report.zip"), "--check", "-vv")
    go("disconnect", "--all", "--yes", "-vv")

    said = "\n".join(go.said)
    assert said.count("for ***!") > 4, "the rest of the messages is told"
    for secret in secrets:
        assert secret not in said
        for path in cli.home.rglob("*"):
            assert not path.is_file() or secret.encode() not in path.read_bytes(), path


def test_the_files_of_secrets_are_their_owners_alone(journey: Journey) -> None:
    for path in journey.cli.home.glob("tokens.*"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert (journey.cli.home / "profiles").stat().st_mode & 0o077 == 0


def test_no_secret_is_an_argument_of_a_process(cli: Cli, server: RunningSandbox) -> None:
    server.reset(limits=False)
    cli.environment["PODPUSHER_PRINTIFY_API_URL"] = server.environment()["PODPUSHER_PRINTIFY_API_URL"]
    token = server.accounts()["printify"]["token"]
    server.fault("printify GET /shops.json", "hold")
    process = subprocess.Popen(
        [sys.executable, "-m", "podpusher_cli", "connect", "printify", "--token-stdin", "--shop", "5432", "--json"],
        cwd=ROOT, env={"PATH": os.environ["PATH"], **cli.environment}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin
    process.stdin.write(token + "\n")
    process.stdin.flush()
    server.wait(held=1)
    seen = b"".join(path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists())
    server.release()
    stdout, _ = process.communicate(timeout=30)

    assert json.loads(stdout)["ok"]
    assert token.encode() not in seen
