"""After connect etsy: renewed, watched, needed and ended, with tokens of an OAuth server that nobody here wrote."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from podpusher_cli.__main__ import main
from podpusher_cli.store.token_file import FileStore
from tests.conftest import Cli
from tests.net.server import Answer, Server
from tests.support.browser import allow
from tests.support.later import later
from tests.support.oauth import BRIEF, Outside, outside_world
from tests.support.program import start
from tests.support.terminal import Screen

SHOPS = [{"id": 5432, "title": "Wall", "sales_channel": "etsy"}]


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    with outside_world() as running:
        yield running


@pytest.fixture
def seller(cli: Cli, outside: Outside) -> Cli:
    cli.environment |= outside.variables()
    return cli


def connect_etsy(seller: Cli, outside: Outside) -> None:
    begun = seller("connect", "etsy", "--no-wait", "--json", check=0).data
    context = outside.browser.new_context()
    back = allow(context.new_page(), begun["authorize_url"])
    context.close()
    seller("connect", "etsy", "--resume", back, check=0)


@pytest.fixture
def connected(seller: Cli, outside: Outside) -> Cli:
    """Connected to the app whose tokens last."""
    connect_etsy(seller, outside)
    return seller


@pytest.fixture
def brief(seller: Cli, outside: Outside) -> Cli:
    """Connected to the app whose access tokens are renewed by every command."""
    seller.environment |= outside.variables(BRIEF)
    connect_etsy(seller, outside)
    return seller


def tokens(seller: Cli) -> dict[str, Any]:
    """What is kept of the connection."""
    return FileStore(seller.home / "tokens.enc", seller.home / "tokens.key", "default").get("etsy") or {}


def etsy(seller: Cli, *options: str) -> dict[str, Any]:
    """The connection as `status` has it."""
    return next(each for each in seller("status", "--json", *options).data if each["provider"] == "etsy")


def spent(outside: Outside, refresh_token: str, app: str = BRIEF) -> httpx.Response:
    """Somebody else uses a refresh token."""
    form = {"grant_type": "refresh_token", "client_id": app, "refresh_token": refresh_token}
    return httpx.post(outside.oauth.token_url, data=form)


# Renewed


def test_each_renewal_brings_a_new_pair_and_ends_the_old(brief: Cli, outside: Outside) -> None:
    pairs = [tokens(brief)]
    for _ in range(3):
        assert etsy(brief, "--check")["state"] == "connected"
        pairs.append(tokens(brief))

    used = outside.api.bearers[-3:]
    assert used == [pair["access_token"] for pair in pairs[1:]]
    assert len({pair["refresh_token"] for pair in pairs}) == len(pairs)
    assert [outside.oauth.whose(pair["refresh_token"])["active"] for pair in pairs] == [False, False, False, True]


def test_processes_that_renew_at_once_never_use_a_token_that_was_rotated(brief: Cli, outside: Outside) -> None:
    before = tokens(brief)["refresh_token"]

    running = [start(brief, "status", "--check", "--json") for _ in range(5)]
    said = [process.communicate(timeout=60)[0] for process in running]

    assert [process.returncode for process in running] == [0] * len(running), said
    last = tokens(brief)["refresh_token"]
    assert outside.oauth.whose(last)["active"]  # a rotated one used again would have ended all of them
    assert not outside.oauth.whose(before)["active"]


def test_a_token_that_lasts_is_not_renewed(connected: Cli) -> None:
    before = tokens(connected)

    assert etsy(connected, "--check")["state"] == "connected"

    assert tokens(connected) == before


def test_a_token_that_is_refused_early_is_renewed_once(connected: Cli, outside: Outside) -> None:
    before = tokens(connected)
    outside.api.dead.add(before["access_token"])

    assert etsy(connected, "--check")["state"] == "connected"

    after = tokens(connected)
    assert outside.api.bearers[-2:] == [before["access_token"], after["access_token"]]
    assert not outside.oauth.whose(before["refresh_token"])["active"]


def test_a_refresh_token_used_twice_ends_the_login_and_a_new_one_mends_it(brief: Cli, outside: Outside) -> None:
    stolen = tokens(brief)["refresh_token"]
    assert etsy(brief, "--check")["state"] == "connected"
    assert spent(outside, stolen).json()["error"] == "invalid_grant"

    result = brief("status", "--check", "--json")

    assert (result.exit_status, result.json["error"]["code"]) == (3, "account.bad")
    assert result.json["error"]["hint"] == "podpusher connect etsy"
    connect_etsy(brief, outside)
    assert etsy(brief, "--check")["state"] == "connected"


def test_no_token_is_ever_shown_as_an_account(brief: Cli) -> None:
    for _ in range(2):
        shown = brief("status", "--check", "--json").stdout + brief("status", "-v").stdout
        kept = tokens(brief)
        assert [name for name in ("access_token", "refresh_token") if kept[name] in shown] == []


# Watched


def test_a_login_that_ends_in_days_is_a_warning_and_one_that_has_ended_an_error(connected: Cli) -> None:
    assert etsy(connected)["warnings"] == []
    later(connected, days=80)
    soon = etsy(connected)
    told = connected("status", check=0).stdout
    later(connected, days=91)
    over = connected("status", "--json")

    assert (soon["state"], soon["days_left"], soon["warnings"]) == ("connected", 9, ["login_ends_soon"])
    assert "9" in told
    assert (over.exit_status, over.json["error"]["code"]) == (3, "account.bad")
    assert over.json["error"]["hint"] == "podpusher connect etsy"


# Ended


def test_disconnecting_says_what_stops_and_takes_a_no(connected: Cli) -> None:
    def answered(answer: str) -> tuple[int, str]:
        stderr = Screen()
        status = main(
            ["disconnect", "etsy"],
            environment=connected.environment,
            stdin=Screen(answer),
            stdout=io.StringIO(),
            stderr=stderr,
        )
        return status, stderr.getvalue()

    _, asked = answered("n\n")
    assert "Publishing stops" in asked
    assert etsy(connected, "--check")["state"] == "connected"

    status, _ = answered("y\n")
    assert status == 0
    assert etsy(connected)["state"] == "not_connected"
    assert tokens(connected) == {}


def test_disconnecting_in_a_script_takes_a_yes_and_wipes_the_tokens(connected: Cli) -> None:
    refused = connected("disconnect", "etsy", "--no-input", "--json")
    assert (refused.exit_status, bool(tokens(connected))) == (2, True)

    connected("disconnect", "etsy", "--yes", check=0)

    assert tokens(connected) == {}
    assert connected("publish", "--json", check=3).json["error"]["code"] == "account.not_connected"


# Needed


@pytest.fixture
def printify(seller: Cli) -> Iterator[Server]:
    """A Printify that has one shop."""
    server = Server(Answer(200, {"content-type": "application/json"}, json.dumps(SHOPS).encode()))
    seller.environment["PODPUSHER_PRINTIFY_API_URL"] = server.url
    yield server
    server.close()


def test_publish_is_held_back_until_both_are_connected(seller: Cli, outside: Outside, printify: Server) -> None:
    def wanting() -> list[str]:
        result = seller("publish", "--no-input", "--json")
        if result.exit_status != 3:
            return []
        return [name for name in ("etsy", "printify") if f"connect {name}" in result.json["error"]["hint"]]

    assert wanting() == ["etsy", "printify"]
    connect_etsy(seller, outside)
    assert wanting() == ["printify"]
    seller("connect", "printify", "--token-stdin", stdin="pat-1", check=0)
    asked = len(printify.asked)
    assert wanting() == []
    seller("disconnect", "etsy", "--yes", check=0)
    assert wanting() == ["etsy"]
    assert len(printify.asked) == asked


def test_publish_is_held_back_once_the_login_has_ended(connected: Cli, printify: Server) -> None:
    connected("connect", "printify", "--token-stdin", stdin="pat-1", check=0)
    later(connected, days=91)

    error = connected("publish", "--no-input", "--json", check=3).json["error"]

    assert error["hint"] == "podpusher connect etsy"


def test_generate_is_held_back_only_by_what_its_model_needs(seller: Cli) -> None:
    openai = Server(Answer(500))
    seller.environment["OPENAI_BASE_URL"] = f"{openai.url}/v1"

    held = seller("generate", "Plant dad", "--model", "openai", "--json", check=3)
    local = seller("generate", "Plant dad", "--dry-run", "--json")

    openai.close()
    assert "openai" in held.json["error"]["hint"]
    assert local.exit_status == 0
    assert openai.asked == []
