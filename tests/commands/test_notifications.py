"""podpusher notifications: what happened meanwhile is kept until it is read."""

from __future__ import annotations

from contextlib import closing

import pytest

from podpusher_cli.store.db import connect
from podpusher_cli.store.notices import Notices
from tests.conftest import Cli
from tests.support.clock import START

FIELDS = {"run": "r-1", "failed": 2, "waiting": 1}


@pytest.fixture
def seller(cli: Cli) -> Cli:
    cli("products", check=0)
    return cli


def leave(cli: Cli, kind: str = "publish.partial", **fields: object) -> None:
    with closing(connect(cli.home / "profiles" / "default" / "state.db")) as database:
        Notices(database).add(kind, FIELDS | fields, START)


def test_there_are_none(seller: Cli) -> None:
    assert seller("notifications", check=0).stdout == "No notices.\n"
    assert seller("notifications", "--json", check=0).data == []


def test_a_notice_is_listed_until_it_is_read(seller: Cli) -> None:
    leave(seller)
    leave(seller, run="r-2")
    (second, first) = seller("notifications", "--json", check=0).data
    assert first["text"].startswith("Publishing run r-1: 2 failed, 1 wait.")
    assert seller("notifications", "read", first["id"], "--json", check=0).data == {"marked": 1, "unread": 1}
    assert [each["id"] for each in seller("notifications", "--json", check=0).data] == [second["id"]]
    assert len(seller("notifications", "--all", "--json", check=0).data) == 2
    assert "1 notice read." in seller("notifications", "read", check=0).stdout
    assert seller("notifications", "--json", check=0).data == []


def test_the_same_one_lies_there_once(seller: Cli) -> None:
    leave(seller)
    leave(seller)
    assert len(seller("notifications", "--json", check=0).data) == 1
    seller("notifications", "read", check=0)
    leave(seller)
    assert len(seller("notifications", "--json", check=0).data) == 1


def test_it_is_told_in_the_sellers_language(seller: Cli) -> None:
    leave(seller)
    assert "Publishing run" not in seller("notifications", "--lang", "de", check=0).stdout
    assert seller("notifications", "--lang", "de", "--json", check=0).data[0]["text"].startswith("Publishing run")


def test_hostile_text_in_a_notice_does_nothing(seller: Cli) -> None:
    leave(seller, "publish.stopped", problem="\x1b[31m[red]boo[/red]\x07")
    text = seller("notifications", check=0).stdout
    assert "[red]boo[/red]" in text
    assert "\x1b" not in text


def test_one_that_there_is_not(seller: Cli) -> None:
    assert seller("notifications", "read", "n-nothing", "--json", check=4).json["error"]["code"] == "not_found"
