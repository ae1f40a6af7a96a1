"""podpusher sandbox and --sandbox: a shop to rehearse in that no real credential enters and nothing leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Cli
from tests.support.accounts import free_port

REAL = {
    "PODPUSHER_ETSY_KEYSTRING": "canarykeystring0123",
    "PODPUSHER_ETSY_SHARED_SECRET": "canarysharedsecret",
    "PODPUSHER_ETSY_API_URL": "https://openapi.etsy.com",
    "PODPUSHER_PRINTIFY_TOKEN": "canaryprintifytoken",
    "OPENAI_API_KEY": "sk-canary-0123456789abcdef",
    "OPENAI_BASE_URL": "https://api.openai.com/v1",
    "PODPUSHER_TREND_TIKTOK_URL": "https://ads.tiktok.com",
}


@pytest.fixture
def seller(cli: Cli) -> Iterator[Cli]:
    cli.environment["PODPUSHER_CALLBACK_PORT"] = str(free_port())
    yield cli
    cli("sandbox", "stop", check=0)


def test_it_starts_tells_and_stops(seller: Cli) -> None:
    assert seller("sandbox", "--json", check=0).data["running"] is False
    started = seller("sandbox", "start", "--json", check=0).data
    assert started["running"]
    assert seller("sandbox", "start", "--json", check=0).data["pid"] == started["pid"]
    assert seller("sandbox", "open", check=0).stdout.strip().startswith("http://127.0.0.1:")
    assert all(len(line) <= 80 for line in seller("sandbox", "status", check=0).stdout.splitlines())
    assert seller("sandbox", "stop", "--json", check=0).data["running"] is False
    assert seller("sandbox", "status", "--json", check=0).data["running"] is False


def test_a_fault_is_set_listed_and_cleared(seller: Cli) -> None:
    route = "printify POST /shops/{shop}/products.json"
    (fault,) = seller("sandbox", "fault", route, "--kind", "status", "--status", "503", "--nth", "2", "--json", check=0).data
    assert (fault["route"], fault["nth"], fault["fired"]) == (route, 2, 0)
    assert "products.json" in seller("sandbox", "fault", check=0).stdout
    assert seller("sandbox", "fault", "--clear", "--json", check=0).data == []
    assert seller("sandbox", "fault", route, "--kind", "nonsense", "--json", check=2).json["ok"] is False


def test_emptying_it_asks(seller: Cli) -> None:
    seller("--sandbox", "generate", "Plant dad", check=0)
    assert seller("sandbox", "reset", "--json", check=2).json["error"]["code"] == "input.needed"
    seller("sandbox", "reset", "--yes", check=0)
    assert seller("--sandbox", "products", "--json", check=0).data == []


def test_every_output_says_that_it_is_a_rehearsal(seller: Cli) -> None:
    text = seller("--sandbox", "products", check=0)
    assert text.stdout.startswith("SANDBOX:")
    assert seller("products", "--sandbox", "--json", check=0).json["meta"]["sandbox"] is True
    assert "SANDBOX" in seller("products", env={"PODPUSHER_SANDBOX": "1"}, check=0).stdout
    assert "SANDBOX" not in seller("products", check=0).stdout


def test_its_profile_is_not_the_real_one(seller: Cli) -> None:
    seller("--sandbox", "generate", "Plant dad", check=0)
    assert seller("products", "--json", check=0).data == []
    assert len(seller("--sandbox", "products", "--json", check=0).data) == 1


def test_no_real_credential_enters_and_no_other_host_is_asked(seller: Cli) -> None:
    real = REAL | {"PODPUSHER_TOKEN_STORE": "env"}
    found = seller("--sandbox", "status", "--json", env=real, check=0).data
    assert {each["state"] for each in found} == {"not_connected"}
    made = seller("--sandbox", "generate", "Plant dad", "--model", "openai", "--json", env=real, check=0).data["made"]
    assert made[0]["design"]["source"] == "openai", "it was the sandbox's OpenAI"
    seller("--sandbox", "trends", "--json", env=real, check=0)
    kept = [path for path in seller.home.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"canary" in path.read_bytes()]
