"""Removing a profile, and leaving podpusher for good, wipe every token, those of a login under way and what was put aside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from tests.conftest import Cli
from tests.support.accounts import free_port, redirect
from tests.support.sandbox import RunningSandbox

PROVIDERS = {"etsy", "printify", "stripe", "openai"}


@pytest.fixture
def seller(cli: Cli, world: RunningSandbox) -> Cli:
    """The program and the providers' sandbox; keys and tokens are not in the environment, but for Etsy's app."""
    port = free_port()
    world.config(callbacks=[f"http://localhost:{port}/callback"])
    unset = {"PODPUSHER_PRINTIFY_TOKEN", "PODPUSHER_STRIPE_API_KEY", "OPENAI_API_KEY"}
    cli.environment |= {name: value for name, value in world.environment().items() if name not in unset}
    cli.environment["PODPUSHER_CALLBACK_PORT"] = str(port)
    return cli


def connect_all(seller: Cli, world: RunningSandbox, profile: str) -> None:
    """Every provider connected, and another login to Etsy begun."""
    known, mine = world.accounts(), ("--profile", profile)
    for _ in range(2):
        begun = seller("connect", "etsy", "--no-wait", "--json", *mine, check=0).data
        if "etsy" not in kept(seller).get(profile, {}):
            seller("connect", "etsy", "--resume", redirect(world, begun["authorize_url"]), *mine, check=0)
    seller("connect", "printify", "--token-stdin", "--shop", "5432", *mine, stdin=known["printify"]["token"], check=0)
    seller("connect", "stripe", "--key-stdin", *mine, stdin=known["stripe"]["api_key"], check=0)
    seller("connect", "openai", "--key-stdin", *mine, stdin=known["openai"]["api_key"], check=0)


def kept(seller: Cli) -> dict[str, dict[str, Any]]:
    """What is in the token file: entries by profile."""
    sealed = seller.home / "tokens.enc"
    if not sealed.exists():
        return {}
    key = (seller.home / "tokens.key").read_bytes()
    return dict(json.loads(Fernet(key.strip()).decrypt(sealed.read_bytes())))


def states(seller: Cli, profile: str) -> set[str]:
    return {each["state"] for each in seller("status", "--json", "--profile", profile, check=0).data}


def test_keys_of_trend_sources_are_forgotten_with_the_rest(seller: Cli) -> None:
    seller("profile", "add", "fox", check=0)
    for profile in ("default", "fox"):
        seller("connect", "twitter", "--key-stdin", "--profile", profile, stdin="canary-key", check=0)
    assert kept(seller).keys() == {"default", "fox"}

    done = seller("disconnect", "--all", "--yes", "--json", check=0).data

    assert (done["connections"], set(done["profiles"])) == (2, {"default", "fox"})
    assert kept(seller) == {}
    assert len(seller("status", "--json", check=0).data) == len(PROVIDERS)


def put_aside(seller: Cli) -> list[Path]:
    return sorted(seller.home.glob("tokens.rescued.*"))


def test_a_removed_profile_leaves_no_token(seller: Cli, world: RunningSandbox) -> None:
    seller("profile", "add", "fox", check=0)
    for profile in ("default", "fox"):
        connect_all(seller, world, profile)
    before = kept(seller)
    assert before["fox"].keys() == before["default"].keys() >= PROVIDERS | {"etsy-login"}

    seller("profile", "remove", "fox", "--yes", check=0)

    assert kept(seller) == {"default": before["default"]}
    assert states(seller, "default") == {"connected"}


def test_one_command_forgets_every_token_of_every_profile(seller: Cli, world: RunningSandbox) -> None:
    seller("profile", "add", "fox", check=0)
    for profile in ("default", "fox"):
        connect_all(seller, world, profile)

    assert seller("disconnect", "--all", "--json", check=2).json["error"]["code"] == "input.needed"
    assert kept(seller).keys() == {"default", "fox"}
    document = seller("disconnect", "--all", "--yes", "--json", check=0).json
    done = document["data"]

    assert document["meta"]["profile"] == "default"
    assert set(done["profiles"]) == {"default", "fox"}
    assert kept(seller) == {}
    assert put_aside(seller) == []
    for profile in ("default", "fox"):
        assert states(seller, profile) == {"not_connected"}


def test_what_a_killed_renaming_left_is_forgotten_with_the_rest(seller: Cli, world: RunningSandbox) -> None:
    seller("profile", "add", "fox", check=0)
    seller("connect", "etsy", "--no-wait", "--json", "--profile", "fox", check=0)
    (seller.home / "profiles" / "fox").rename(seller.home / "profiles" / "owl")  # and there it died

    seller("disconnect", "--all", "--yes", check=0)

    assert kept(seller) == {}


@pytest.mark.parametrize("words", [(), ("etsy", "--all")])
def test_one_or_all_and_nothing_is_guessed(seller: Cli, words: tuple[str, ...]) -> None:
    seller("connect", "etsy", "--no-wait", "--json", check=0)

    error = seller("disconnect", *words, "--yes", "--json", check=2).json["error"]

    assert error["code"] == "account.provider"
    assert kept(seller)["default"].keys() == {"etsy-login"}


def test_a_login_under_way_alone_is_wiped_too(seller: Cli) -> None:
    seller("profile", "add", "fox", check=0)
    for profile in ("default", "fox"):
        seller("connect", "etsy", "--no-wait", "--json", "--profile", profile, check=0)
    seller("profile", "remove", "fox", "--yes", check=0)
    assert kept(seller).keys() == {"default"}
    seller("disconnect", "--all", "--yes", check=0)
    assert kept(seller) == {}
