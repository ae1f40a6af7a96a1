"""Backing up and restoring: what a seller could lose by it is asked for, or refused."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from podpusher_cli.core.backups import RunUnderWay, TheDatabaseItself
from podpusher_cli.core.errors import FileThere
from podpusher_cli.store.db import connect
from podpusher_cli.store.profiles import Profiles
from podpusher_cli.store.runs import Runs
from podpusher_cli.workflows import backups
from tests.support.clock import START, FakeClock


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def database(home: Path) -> Path:
    path = home / "profiles" / "default" / "state.db"
    with closing(connect(path)) as made:
        made.execute("insert into settings values ('currency', 'EUR')")
    return path


def currency(path: Path) -> str:
    with closing(connect(path)) as found:
        return str(found.execute("select value from settings where key = 'currency'").fetchone()[0])


def test_a_run_that_begins_while_the_seller_thinks_is_not_trampled_on(home: Path, database: Path, tmp_path: Path) -> None:
    backup = tmp_path / "b.db"
    backups.back_up(database, backup, confirm=lambda *_a, **_k: False, clock=FakeClock())
    with closing(connect(database)) as other:
        other.execute("update settings set value = 'GBP'")

        def thinking(*_: object, **__: object) -> bool:
            Runs(other).begin("publish", START)
            return True

        with pytest.raises(RunUnderWay):
            backups.restore(
                backup, profile="default", database=database, profiles=Profiles(home), confirm=thinking, clock=FakeClock()
            )

    assert currency(database) == "GBP"


def test_a_no_changes_nothing(home: Path, database: Path, tmp_path: Path) -> None:
    backup = tmp_path / "b.db"
    backups.back_up(database, backup, confirm=lambda *_a, **_k: False, clock=FakeClock())
    with closing(connect(database)) as other:
        other.execute("update settings set value = 'GBP'")
    done = backups.restore(
        backup, profile="default", database=database, profiles=Profiles(home), confirm=lambda *_a, **_k: False, clock=FakeClock()
    )

    assert done is None
    assert currency(database) == "GBP"
    assert [each.name for each in database.parent.iterdir() if each.is_dir()] == []


@pytest.mark.parametrize("name", ["state.db", "state.db-wal", "../default/state.db", "link"])
def test_the_database_is_no_place_for_its_own_copy(database: Path, name: str) -> None:
    (database.parent / "link").symlink_to(database)
    target = database.parent / name
    with pytest.raises(TheDatabaseItself):
        backups.back_up(database, target, confirm=lambda *_a, **_k: True, clock=FakeClock())
    with pytest.raises(TheDatabaseItself):
        backups.export(database, target, "jsonl", confirm=lambda *_a, **_k: True)

    assert currency(database) == "EUR"


def test_a_file_that_is_there_is_replaced_only_after_a_yes(database: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.write_text("mine")
    with pytest.raises(FileThere):
        backups.back_up(database, target, confirm=lambda *_a, **_k: False, clock=FakeClock())
    with pytest.raises(FileThere):
        backups.export(database, target, "json", confirm=lambda *_a, **_k: False)
    assert target.read_text() == "mine"

    assert backups.export(database, target, "json", confirm=lambda *_a, **_k: True).rows > 0
    assert json.loads(target.read_text(encoding="utf-8"))["settings"] == [{"key": "currency", "value": "EUR"}]


def test_in_a_folder_a_backup_gets_a_name_of_its_own(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "usb"
    folder.mkdir()
    made = [backups.back_up(database, folder, confirm=lambda *_a, **_k: False, clock=FakeClock()).path for _ in range(3)]

    assert sorted(str(each) for each in folder.iterdir()) == sorted(made)
    assert len(set(made)) == 3
