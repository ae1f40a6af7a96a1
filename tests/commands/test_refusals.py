"""A provider's refusal: what it quotes and should not know is nowhere shown, logged or kept; a wait it asks for is seen to pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.secrets import secrets_in
from podpusher_cli.store.token_file import FileStore
from tests.conftest import Cli
from tests.support.accounts import at_a_terminal
from tests.support.sandbox import RunningSandbox


def secrets(seller: Cli) -> list[str]:
    """Every secret of the profile."""
    store = FileStore(seller.home / "tokens.enc", seller.home / "tokens.key", "default")
    kept: list[dict[str, Any] | None] = [store.get(entry) for entry in ("etsy", "etsy-app", "printify", "twitter-key")]
    return [secret for each in kept for secret in secrets_in(each or {})]


def written(home: Path) -> str:
    files = [path for path in home.rglob("*") if path.is_file() and not path.name.startswith("tokens.")]
    return "\n".join(path.read_bytes().decode("latin-1") for path in files)


@pytest.mark.parametrize("place", ["store", "environment"])
def test_no_secret_of_the_seller_comes_back_in_a_refusal(connected: Cli, world: RunningSandbox, place: str) -> None:
    connected("connect", "twitter", "--key-stdin", stdin="a-key-of-no-known-form", check=0)
    told = secrets(connected)
    if place == "environment":
        told = ["another-key-of-no-known-form", "a-webhook-secret-of-no-known-form"]
        names = ("PODPUSHER_TWITTER_TOKEN", "PODPUSHER_STRIPE_WEBHOOK_SECRET")
        connected.environment |= dict(zip(names, told, strict=True))
    quoted = "This is not " + ", ".join(told) + " but something else."
    world.fault("printify GET /shops.json", "status", times=0, status=403, body={"error": quoted})

    shown = connected("status", "--check", "--json", "-vv", check=3)
    read = connected("status", "--check", "-vv", check=3)

    assert len(told) >= 2
    assert "but something else" in shown.stdout
    for secret in told:
        assert secret not in shown.stdout + shown.stderr + read.stdout + read.stderr + written(connected.home)


def test_on_a_terminal_the_seconds_of_a_retry_after_are_seen_to_pass(connected: Cli, world: RunningSandbox) -> None:
    world.fault("printify GET /shops.json", "rate_limit", retry_after=1)
    status, screen = at_a_terminal(connected.environment | {"TERM": "xterm"}, ["status", "--check"], [])
    assert status == 0
    drawn = "\r\x1b[KWaiting 1 s: Printify asked us to slow down.\r\x1b[K"
    assert drawn in screen, "it is drawn, and taken away again"
    assert "Printify" in screen.rpartition(drawn)[2], "the result comes after it"
