"""podpusher notifications: what happened meanwhile is kept until it is read."""

from __future__ import annotations

from contextlib import closing

import pytest

from podpusher_cli.core.errors import Interrupted
from podpusher_cli.i18n import Catalogue
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
    assert first["text"].startswith("Publishing run r-1: 2 failed, 1 waiting.")
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


def test_what_stopped_a_run_is_told_in_the_sellers_language_where_we_said_it(seller: Cli) -> None:
    leave(seller, "publish.stopped", problem=Interrupted().plain())
    text = " ".join(seller("notifications", "--lang", "fr", env={"COLUMNS": "300"}, check=0).stdout.split())
    assert Catalogue("fr").translate(Interrupted.message) in text
    assert Interrupted.message not in text


def test_all_may_be_said_aloud_but_not_with_one(seller: Cli) -> None:
    leave(seller)
    name = seller("notifications", "--json", check=0).data[0]["id"]
    assert seller("notifications", "read", name, "--all", "--json", check=2).json["error"]["code"] == "usage"
    assert seller("notifications", "read", "--all", "--json", check=0).data == {"marked": 1, "unread": 0}


def test_status_says_how_many_are_unread(seller: Cli) -> None:
    assert "notice" not in seller("status", check=0).stderr
    leave(seller)
    assert "1 notice is unread: podpusher notifications\n" in seller("status", check=0).stderr
    leave(seller, run="r-2")
    assert "2 notices are unread" in seller("status", check=0).stderr
    assert seller("status", "--json", check=0).stderr == seller("status", "--quiet", check=0).stderr == ""
    seller("notifications", "read", check=0)
    assert "notice" not in seller("status", check=0).stderr


def test_pages_go_on_where_the_last_one_ended(seller: Cli) -> None:
    for number in range(5):
        leave(seller, run=f"r-{number}")
    seen, cursor = [], ["--limit", "2"]
    while cursor:
        page = seller("notifications", "list", *cursor, "--json", check=0).json
        seen += [each["fields"]["run"] for each in page["data"]]
        cursor = ["--limit", "2", "--cursor", page["meta"]["next_cursor"]] if page["meta"]["next_cursor"] else []

    assert seen == ["r-4", "r-3", "r-2", "r-1", "r-0"]


def test_one_that_there_is_not(seller: Cli) -> None:
    assert seller("notifications", "read", "n-nothing", "--json", check=4).json["error"]["code"] == "not_found"
