"""An old database, upgraded, is the same as a fresh one, with its rows; and one that dies on the way is whole."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from podpusher_cli.core.designs import Design
from podpusher_cli.core.money import Money
from podpusher_cli.core.products import ProductState
from podpusher_cli.core.publishing import Stage
from podpusher_cli.store.db import LATEST, connect
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.migrations import apply, migrations
from podpusher_cli.store.notices import Notices
from podpusher_cli.store.products import Products
from podpusher_cli.store.publishing import Journal
from podpusher_cli.store.runs import Runs
from podpusher_cli.store.settings import Settings
from tests.support.kill import in_child

OLD = Path(__file__).parents[1] / "fixtures" / "databases"
STRIDE = 7  # of the statements of an upgrade, at which it is killed
GONE = {"catalog"}  # tables of old schemas that later ones do without


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return old(tmp_path / "old" / "state.db")


def old(path: Path, name: str = "v1") -> Path:
    """A database as an earlier release left it."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript((OLD / f"{name}.sql").read_text())
    return path


def schema(database: sqlite3.Connection) -> set[tuple[str, str, str]]:
    rows = database.execute("select type, name, sql from sqlite_master where sql is not null")
    return {(row[0], row[1], row[2].strip()) for row in rows}


def rows(database: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """What is in each table."""
    tables = [
        row[0]
        for row in database.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    ]
    return {table: sorted(map(tuple, database.execute(f"select * from {table}")), key=repr) for table in tables}


def seen(path: Path) -> tuple[int, set[tuple[str, str, str]], dict[str, list[tuple[object, ...]]]]:
    """Everything a database has, read as it is."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute("pragma user_version").fetchone()[0], schema(database), rows(database)


def test_the_number_of_the_latest_is_their_count() -> None:
    with closing(sqlite3.connect(":memory:")) as nothing:
        assert len(migrations.pending(Database(nothing))) == LATEST


def test_the_old_database_is_what_the_first_release_made(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "first.db", isolation_level=None)) as first:
        migrations.apply(Database(first), stop_before="m002_making")
        assert schema(first) == seen(path)[1]


def test_it_has_a_row_in_each_of_its_tables(path: Path) -> None:
    assert all(seen(path)[2].values())


def test_an_old_database_upgraded_equals_a_fresh_one(path: Path, tmp_path: Path) -> None:
    with closing(connect(path)) as upgraded, closing(connect(tmp_path / "fresh.db")) as fresh:
        assert schema(upgraded) == schema(fresh)
        assert upgraded.execute("pragma user_version").fetchone()[0] == LATEST
        assert upgraded.execute("pragma integrity_check").fetchone()[0] == "ok"
        assert upgraded.execute("pragma foreign_key_check").fetchall() == []


def test_its_rows_survive(path: Path) -> None:
    before = seen(path)[2]
    connect(path).close()
    after = seen(path)[2]

    before["_sqlite_migrations"] = after["_sqlite_migrations"]
    kept = {table: rows for table, rows in before.items() if rows and table not in GONE}
    columns = {table: len(rows[0]) for table, rows in kept.items()}  # later releases add columns at the end
    assert {table: [row[: columns[table]] for row in after[table]] for table in kept} == kept
    assert before.keys() - GONE <= after.keys()


def test_the_stores_read_what_an_old_release_kept(path: Path, tmp_path: Path) -> None:
    with closing(connect(path)) as database:
        product = Products(database).get("p-00000001")
        design: Design = Designs(database, tmp_path).get("d-00000001")
        journal = Journal(database)

        assert (product.state, product.content.price, product.etsy.listing_id) == (
            ProductState.PUBLISHED,
            Money(2699, "EUR"),
            "1700000001",
        )
        assert (design.layout, design.fonts, design.seed) == ("badge", ("Anton",), 7)
        assert Settings(database).all() | {"currency": "EUR", "template.price": "26.99"} == Settings(database).all()
        assert Runs(database).get("r-00000001").counts == {"published": 1}
        assert [each.listing_id for each in journal.listed("r-00000001")] == ["1700000001"]
        assert journal.image("account", "aa") == "image-1"
        assert journal.costs(706, 29) == {1: 1200}
        assert [each.id for each in Notices(database).page(limit=5, cursor=None, unread=True).items] == ["n-00000001"]
        assert journal.taken() == {"abc"}
        assert Stage(database.execute("select stage from products").fetchone()[0]) is Stage.CONFIRMED


def test_a_second_opening_changes_nothing(path: Path) -> None:
    connect(path).close()
    once = seen(path)
    connect(path).close()
    assert seen(path) == once


def test_an_upgrade_killed_at_a_statement_leaves_the_old_one_whole(tmp_path: Path) -> None:
    whole = seen(old(tmp_path / "whole" / "state.db"))
    with closing(connect(tmp_path / "fresh.db")) as fresh:
        wanted = schema(fresh)
    statements = upgrade(old(tmp_path / "counted" / "state.db"))
    assert statements > 10 * STRIDE

    for place in (*range(1, statements, STRIDE), statements):
        path = old(tmp_path / str(place) / "state.db")
        assert in_child(lambda path=path, place=place: upgrade(path, die_at=place)) == -signal.SIGKILL
        assert seen(path) == whole, f"killed before statement {place}"
        with closing(connect(path)) as database:
            assert schema(database) == wanted


def test_a_first_opening_killed_on_the_way_is_made_good_by_the_next(tmp_path: Path) -> None:
    statements = upgrade(tmp_path / "counted.db")
    for place in (1, statements // 3, statements // 2, statements - 1, statements):
        path = tmp_path / f"{place}.db"
        assert in_child(lambda path=path, place=place: upgrade(path, die_at=place)) == -signal.SIGKILL
        assert seen(path)[0] == 0
        with closing(connect(path)) as database, closing(connect(tmp_path / "counted.db")) as fresh:
            assert schema(database) == schema(fresh)


def upgrade(path: Path, die_at: int = 0) -> int:
    """Bring it up to date, or die just before the statement of that number; how many there were."""
    passed = 0

    def pass_(_statement: str) -> None:
        nonlocal passed
        passed += 1
        if passed == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("pragma journal_mode = wal")
        database.set_trace_callback(pass_)
        apply(database)
    return passed
