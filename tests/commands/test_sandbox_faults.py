"""podpusher sandbox fault: every kind can be ordered, what cannot happen is refused with what can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from podpusher_cli.core.rehearsal import OF_PAGES, OF_PUBLISHES, WITH_SECONDS, WITH_STATUS, FaultKind
from tests.conftest import Cli
from tests.support.program import start

CREATE = "printify POST /shops/{shop}/products.json"
PUBLISH = "printify POST /shops/{shop}/products/{product}/publish.json"
TRENDS = "trends POST /tiktok/CreativeOne/KnowledgeAPI/GetHashtagList"
SHOPS = "printify GET /shops.json"


@pytest.fixture
def seller(cli: Cli) -> Iterator[Cli]:
    yield cli
    cli("sandbox", "stop", check=0)


def test_a_fault_is_set_listed_and_cleared(seller: Cli) -> None:
    words = ("--kind", "status", "--status", "503", "--nth", "2", "--times", "0")
    (fault,) = seller("sandbox", "fault", CREATE, *words, "--json", check=0).data
    assert fault == {
        "route": CREATE, "kind": "status", "nth": 2, "times": 0, "fired": 0, "status": 503, "seconds": None, "retry_after": None,
    }  # fmt: skip
    listed = seller("sandbox", "fault", check=0).stdout
    assert "products.json" in listed
    assert "status 503" in listed
    assert seller("sandbox", "fault", "--clear", "--json", check=0).data == []


def test_every_kind_can_be_ordered_and_is_explained(seller: Cli) -> None:
    text = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")
    for kind in FaultKind:
        route = PUBLISH if kind in OF_PUBLISHES else TRENDS if kind in OF_PAGES else CREATE
        more = ("--seconds", "0") if kind in WITH_SECONDS else ("--status", "502") if kind in WITH_STATUS else ()
        found = seller("sandbox", "fault", route, "--kind", kind, *more, "--json", check=0).data
        assert (found[-1]["route"], found[-1]["kind"]) == (route, kind)
        assert re.search(rf"^\| [^|]*`{kind}`[^|]*\|", text, re.MULTILINE), kind


def test_what_was_ordered_happens(seller: Cli) -> None:
    """A limit with and without a time to come back, a body of one's own, and a call held until it is let go."""
    sandbox = seller("sandbox", "open", check=0).stdout.strip()
    token = httpx.get(f"{sandbox}/_sandbox/accounts").json()["printify"]["token"]
    seller("--sandbox", "connect", "printify", "--token-stdin", "--shop", "5432", stdin=token, check=0)
    check = ("--sandbox", "status", "--check", "--json")
    seller("sandbox", "fault", SHOPS, "--kind", "rate_limit", "--retry-after", "0", check=0)
    seller("sandbox", "fault", SHOPS, "--status", "401", "--nth", "2", "--body", '{"error": "no more"}', check=0)
    refused = next(each for each in seller(*check, check=3).data if each["provider"] == "printify")
    assert refused["problem"]["code"] == "printify.unauthenticated"
    assert [each["fired"] for each in seller("sandbox", "fault", "--json", check=0).data] == [1, 1]

    seller("sandbox", "fault", SHOPS, "--kind", "hold", "--clear", check=0)
    with start(seller, *check) as waiting:
        while not seller("sandbox", "fault", "--json", check=0).data[0]["fired"]:
            assert waiting.poll() is None
        httpx.get(f"{sandbox}/_sandbox/wait", params={"held": 1}).raise_for_status()
        seller("sandbox", "fault", "--release", check=0)
        assert "connected" in waiting.communicate(timeout=60)[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--kind", "cut"), "Name the route"),
        (("--nth", "2"), "Name the route"),
        ((CREATE, "--kind", "boom\x1b[31m"), "applied_status"),
        ((CREATE, "--status", "9999"), "from 200 to 599"),
        ((CREATE, "--kind", "late"), "--kind late needs --seconds"),
        ((CREATE, "--kind", "late", "--seconds", "-5"), "--seconds"),
        ((CREATE, "--kind", "late", "--seconds", "nan"), "--seconds takes a number"),
        ((CREATE, "--kind", "late", "--seconds", "inf"), "--seconds"),
        ((CREATE, "--kind", "cut", "--status", "503"), "--status goes with --kind status, applied_status only"),
        ((CREATE, "--kind", "cut", "--retry-after", "0"), "--retry-after goes with"),
        ((CREATE, "--kind", "status", "--daily"), "--daily goes with --kind rate_limit only"),
        ((CREATE, "--times", "-1"), "--times"),
        ((CREATE, "--nth", "first"), "--nth takes a number"),
    ],
)
def test_a_fault_that_cannot_be_is_refused_before_anything_starts(cli: Cli, words: tuple[str, ...], said: str) -> None:
    result = cli("sandbox", "fault", *words, check=2)
    assert said in result.stderr
    assert "\x1b" not in result.stderr
    assert cli("sandbox", "fault", *words, "--json", check=2).json["ok"] is False
    assert not (cli.home / "sandbox").exists()


def test_what_the_sandbox_does_not_have_is_refused_with_what_it_has(seller: Cli) -> None:
    for words, code, said in (
        (("printify POST /shops/5432/products.json",), "sandbox.no_such_route", f"Did you mean “{CREATE}”?"),
        (("nonsense",), "sandbox.no_such_route", "no route “nonsense”"),
        (("[red]\x1b[31m" + "x" * 10_000,), "sandbox.no_such_route", "[red]"),
        ((SHOPS, "--kind", "lock_forever"), "sandbox.fault_elsewhere", f"It can fall on “{PUBLISH}”."),
        ((SHOPS, "--kind", "captcha"), "sandbox.fault_elsewhere", "--kind captcha cannot fall on"),
    ):
        text = seller("sandbox", "fault", *words, check=2).stderr
        assert said in text
        assert "\x1b" not in text
        assert len(text) < 1500
        assert seller("sandbox", "fault", *words, "--json", check=2).json["error"]["code"] == code
    assert seller("sandbox", "fault", "--json", check=0).data == []
