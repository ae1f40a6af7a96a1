"""connect openai: a key and a server, kept together; what holds `generate` back without them."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from podpusher_cli.deps import Deps
from tests.conftest import Cli
from tests.support.sandbox import RunningSandbox


@pytest.fixture
def address(world: RunningSandbox) -> str:
    return world.environment()["OPENAI_BASE_URL"]


@pytest.fixture
def key(world: RunningSandbox) -> str:
    return str(world.accounts()["openai"]["api_key"])


def connect(seller: Cli, address: str, key: str, *options: str, check: int = 0) -> Any:
    words = ("connect", "openai", "--base-url", address, "--key-stdin", "--json", *options)
    return seller(*words, stdin=key + "\n", check=check).json


def openai(seller: Cli, *options: str, check: int = 0, env: dict[str, str] | None = None) -> dict[str, Any]:
    found = seller("status", "--json", *options, env=env, check=check).data
    return next(dict(each) for each in found if each["provider"] == "openai")


def test_a_key_and_its_server_are_kept_together(cli: Cli, address: str, key: str) -> None:
    done = connect(cli, address, key)["data"]

    assert (done["state"], done["server"], done["checked"]) == ("connected", address, True)
    assert openai(cli, "--check")["state"] == "connected"
    assert "openai" in cli("status", "-v", check=0).stdout.lower()


def test_the_key_is_never_sent_to_another_server(cli: Cli, address: str, key: str, world: RunningSandbox) -> None:
    connect(cli, address, key)
    before = world.counts()["openai GET /v1/models"]
    elsewhere = {"OPENAI_BASE_URL": world.url + "/openai/v1/elsewhere"}

    found = openai(cli, "--check", env=elsewhere)
    refused = cli("generate", "Plant dad", "--model", "openai", "--yes", "--json", env=elsewhere, check=3)

    assert found["state"] == "not_connected"
    assert address in found["problem"]["message"]
    assert refused.json["error"]["code"] == "account.not_connected"
    assert world.counts()["openai GET /v1/models"] == before


def test_the_kept_key_makes_designs(connected: Cli, address: str, key: str) -> None:
    connect(connected, address, key)
    connected("settings", "set", "openai.dialect", "openai", check=0)

    made = connected("generate", "Plant dad", "--model", "openai", "--yes", "--json", check=0).data

    assert len(made["made"]) == 1


@pytest.mark.parametrize(
    "command", [("generate", "Plant dad", "--model", "openai"), ("generate", "x", "--model", "openai", "--dry-run")]
)
def test_what_needs_it_waits_for_it(cli: Cli, command: tuple[str, ...]) -> None:
    error = cli(*command, "--json", check=3).json["error"]

    assert (error["code"], error["provider"]) == ("account.not_connected", "openai")
    assert error["hint"] == "podpusher connect openai"
    assert cli("products", "--json", check=0).data == []


def test_local_models_need_nothing(cli: Cli) -> None:
    assert cli("generate", "Plant dad", "--json", check=0).data["made"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/openai/v1", 3, "openai.unauthenticated"),
        ("/nothing/here", 2, "account.server"),
    ],
)
def test_what_is_wrong_with_key_or_address(cli: Cli, world: RunningSandbox, path: str, status: int, code: str) -> None:
    result = connect(cli, world.url + path, "sk-mistyped-0123456789", check=status)

    assert result["error"]["code"] == code
    assert "mistyped" not in str(result)
    assert openai(cli)["state"] == "not_connected"


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.com/v1",
        "example.com",
        "https://",
        "https://a@example.com",
        "http://[::1",
        "https://x.example/v1?key=1",
    ],
)
def test_no_address(cli: Cli, address: str) -> None:
    assert connect(cli, address, "sk-x", check=2)["error"]["code"] == "account.server"


def test_a_key_goes_out_over_https_or_not_at_all(cli: Cli) -> None:
    assert connect(cli, "http://models.example/v1", "sk-x", check=2)["error"]["code"] == "input.host"


def test_openai_itself_needs_a_key(cli: Cli) -> None:
    error = cli("connect", "openai", "--json", check=2).json["error"]

    assert error["code"] == "account.token_missing"
    assert "--key-stdin" in error["hint"]


def test_models_that_are_not_there_are_said(cli: Cli, address: str, key: str) -> None:
    cli("settings", "set", "openai.image_model", "gpt-image-99", check=0)

    assert connect(cli, address, key)["data"]["warnings"] == ["model_missing"]


def test_a_server_of_the_sellers_own_may_want_no_key(cli: Cli, address: str, world: RunningSandbox) -> None:
    """The sandbox wants one: it is told so, and not that none was given."""
    assert connect(cli, address, "", check=3)["error"]["code"] == "openai.unauthenticated"
    assert world.counts()["openai GET /v1/models"] == {"401": 1}


def test_an_environment_key_needs_no_connecting(cli: Cli, address: str, key: str) -> None:
    found = openai(cli, "--check", env={"OPENAI_API_KEY": key, "OPENAI_BASE_URL": address})

    assert (found["state"], found["store"], found["server"]) == ("connected", "env", address)


def test_connecting_again_keeps_the_server(cli: Cli, address: str, key: str) -> None:
    connect(cli, address, key)

    again = cli("connect", "openai", "--key-stdin", "--json", stdin=key, check=0).data

    assert again["server"] == address


def test_a_key_of_the_environment_is_not_sent_to_a_server_that_was_kept_for_another(
    cli: Cli, address: str, key: str
) -> None:
    class Watched(Deps):
        asked: ClassVar[list[str]] = []

        def openai_models(self, server: str, key: str) -> tuple[str, ...]:
            self.asked.append(server)
            return ()

    connect(cli, address, key)
    cli.make_deps = Watched

    cli("connect", "openai", "--key-stdin", stdin="sk-sent-in", check=0)
    cli("connect", "openai", env={"OPENAI_API_KEY": "sk-of-the-environment"}, check=0)

    assert Watched.asked == [address, "https://api.openai.com/v1"]


def test_a_key_of_the_environment_that_goes_first_is_said(cli: Cli, address: str, key: str) -> None:
    words = ("connect", "openai", "--base-url", address, "--key-stdin")
    env = {"OPENAI_API_KEY": key}  # the same key, but for OpenAI itself

    done = cli(*words, "--json", stdin=key, env=env, check=0).data

    assert (done["store"], done["server"], done["checked"]) == ("env", "https://api.openai.com/v1", False)
    assert done["warnings"] == ["environment_first"]
    assert "OPENAI_API_KEY is set and overrides" in cli(*words, stdin=key, env=env, check=0).stdout
    assert connect(cli, address, key)["data"]["warnings"] == []
