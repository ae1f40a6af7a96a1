"""The inbox: kept until read, never the same one twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from string import Formatter

import pytest

from podpusher_cli.core.notifications import SENTENCES, NoSuchNotice, Notice
from podpusher_cli.store.db import connect
from podpusher_cli.store.notices import Notices
from tests.support.clock import START

FIELDS = {
    "run": "r-1", "count": 2, "failed": 2, "waiting": 1, "problem": "No {way} out.", "provider": "Etsy", "name": "etsy", "day": "2026-12-24",
    "used": 8, "limit": 10, "resets_at": "2026-12-24", "subscription": "sub_1", "amount": "29.00 USD", "url": "https://invoice.example",
    "source": "TikTok", "route": "tiktok.hashtag_list", "outcome": "blocked", "kept": "/home/x/body.html",
}  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(tmp_path / "state.db")) as opened:
        yield opened


@pytest.fixture
def notices(database: sqlite3.Connection) -> Notices:
    return Notices(database)


def listed(notices: Notices, *, unread: bool = False) -> tuple[Notice, ...]:
    return notices.page(limit=100, cursor=None, unread=unread).items


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_every_kind_is_a_whole_sentence(notices: Notices, kind: str) -> None:
    notices.add(kind, FIELDS, START)
    (found,) = listed(notices)

    assert (found.kind, found.created_at, found.read_at) == (kind, START, None)
    names = {name for _, name, _, _ in Formatter().parse(SENTENCES[kind]) if name}
    assert names
    assert [name for name in names if str(FIELDS[name]) not in found.text] == []


def test_what_is_told_once_does_not_come_again_though_it_was_read(notices: Notices) -> None:
    notices.add("login.ends", FIELDS, START, once=True)
    notices.mark_read(None, START)
    notices.add("login.ends", FIELDS, START, once=True)
    assert notices.unread() == 0

    notices.add("login.ends", FIELDS | {"day": "2027-03-24"}, START, once=True)
    assert notices.unread() == 1


def test_the_same_one_comes_again_only_when_it_was_read(notices: Notices) -> None:
    for _ in range(2):
        notices.add("publish.partial", FIELDS, START)
    assert notices.unread() == 1
    assert notices.mark_read(None, START).marked == 1
    notices.add("publish.partial", FIELDS, START + timedelta(days=1))

    assert [each.created_at.day for each in listed(notices)] == [24, 23]
    assert notices.unread() == 1


def test_what_each_run_of_a_cron_line_finds_lies_there_once(notices: Notices) -> None:
    waiting = FIELDS | {"failed": 0}
    for hour in range(3):
        notices.add("publish.partial", waiting | {"run": f"r-{hour}"}, START + timedelta(hours=hour))
    assert [each.fields["run"] for each in listed(notices)] == ["r-2"], "the latest run can be resumed"
    notices.add("publish.partial", waiting | {"run": "r-3", "waiting": 2}, START)
    notices.add("publish.stopped", waiting | {"run": "r-4"}, START)
    assert notices.unread() == 3


def test_what_failed_is_never_pushed_aside(notices: Notices) -> None:
    for run in ("r-1", "r-2"):
        notices.add("publish.partial", FIELDS | {"run": run}, START)
    assert [each.fields["run"] for each in listed(notices)] == ["r-2", "r-1"]


def test_marking_one_leaves_the_others(notices: Notices) -> None:
    for run in ("r-1", "r-2"):
        notices.add("publish.partial", FIELDS | {"run": run}, START)
    (latest, earlier) = listed(notices)
    done = notices.mark_read(earlier.id, START + timedelta(hours=1))

    assert (done.marked, done.unread) == (1, 1)
    assert listed(notices, unread=True) == (latest,)
    assert notices.mark_read(earlier.id, START + timedelta(hours=9)).marked == 0
    assert listed(notices)[1].read_at == START + timedelta(hours=1), "it was read when it was first read"


def test_one_that_there_is_not_changes_nothing(notices: Notices) -> None:
    notices.add("publish.partial", FIELDS, START)
    with pytest.raises(NoSuchNotice):
        notices.mark_read("n-0", START)
    assert notices.unread() == 1


def test_a_notice_of_a_later_release_is_read_as_it_is(notices: Notices, database: sqlite3.Connection) -> None:
    database.execute(
        "insert into notices (id, kind, message, fields, created_at) values ('n-1', 'shop.closed', 'Shop {shop} closed.', '{\"shop\": \"x\"}', 0)"
    )
    assert listed(notices)[0].text == "Shop x closed."
