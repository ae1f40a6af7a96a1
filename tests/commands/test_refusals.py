"""A provider's refusal quotes what it should not know: nothing of it is shown, logged or kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.secrets import secrets_in
from podpusher_cli.store.token_file import FileStore
from tests.conftest import Cli
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
