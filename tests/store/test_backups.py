"""Copies of the database: whole while others write, put in place all at once."""

from __future__ import annotations

import resource
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from podpusher_cli.core.errors import DiskTrouble, LockHeld
from podpusher_cli.store import backups
from podpusher_cli.store.db import connect, transaction
from tests.support.kill import in_child


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "profiles" / "default" / "state.db"
    connect(made).close()
    return made


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Path]:
    """What a backup holds, ready to be put in place."""
    source = tmp_path / "backup.db"
    with closing(connect(source)) as database:
        database.execute("insert into settings values ('from', 'the backup')")
    with backups.brought_up_to_date(source, tmp_path) as made:
        yield made


def settings(path: Path) -> dict[str, str]:
    with closing(connect(path)) as database:
        assert database.execute("pragma quick_check").fetchone()[0] == "ok"
        return {row["key"]: row["value"] for row in database.execute("select * from settings")}


def test_copies_are_whole_while_another_writes_without_pause(path: Path, tmp_path: Path) -> None:
    stop, begun = threading.Event(), threading.Event()

    def write() -> None:
        with closing(connect(path)) as database:
            number = 0
            while not stop.is_set():
                with transaction(database):
                    for word in ("one", "other"):
                        database.execute("insert into settings values (?, 'x')", (f"{word} {number}",))
                number += 1
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(20)
    try:
        copies = [backups.copy(path, tmp_path / f"{number}.db").path for number in range(8)]
    finally:
        stop.set()
        writer.join()

    counts = [len(settings(Path(each))) for each in copies]
    assert all(count and count % 2 == 0 for count in counts), "no transaction is in a copy by half"
    assert counts == sorted(counts)


def test_who_has_it_open_sees_what_was_put_in_place_and_may_go_on(path: Path, fresh: Path) -> None:
    with closing(connect(path)) as other:
        other.execute("insert into settings values ('before', 'x')")
        backups.put_in_place(fresh, path)
        assert [row["key"] for row in other.execute("select * from settings")] == ["from"]
        other.execute("insert into settings values ('after', 'x')")

    assert settings(path) == {"from": "the backup", "after": "x"}


def test_where_there_was_none_it_is_just_put_there(tmp_path: Path, fresh: Path) -> None:
    target = tmp_path / "empty" / "state.db"
    target.parent.mkdir()
    assert backups.keep(target, tmp_path / "aside.db") is None
    backups.put_in_place(fresh, target)

    assert settings(target) == {"from": "the backup"}


def test_a_disk_that_fills_up_meanwhile_leaves_the_old_one(path: Path, fresh: Path) -> None:
    with closing(connect(path)) as database:
        database.execute("insert into settings values ('before', 'x')")

    def tried() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
        try:
            backups.put_in_place(fresh, path)
        except DiskTrouble:
            return 7
        return 0

    assert in_child(tried) == 7
    assert settings(path) == {"before": "x"}


def test_one_who_never_stops_writing_is_not_waited_for_for_ever(path: Path, fresh: Path) -> None:
    with closing(connect(path)) as other:
        other.execute("begin immediate")
        with pytest.raises(LockHeld):
            backups.put_in_place(fresh, path, patience=0.05)


def test_in_the_place_of_garbage_nothing_of_it_is_played_into_the_new_one(path: Path, fresh: Path, tmp_path: Path) -> None:
    with closing(connect(path)) as writer:
        writer.execute("insert into settings values ('old', 'x')")
        log = path.with_name("state.db-wal").read_bytes()
    assert log
    path.write_bytes(b"garbage" * 1000)
    path.with_name("state.db-wal").write_bytes(log)
    aside = backups.keep(path, tmp_path / "backups" / "replaced.db")
    backups.put_in_place(fresh, path)

    assert settings(path) == {"from": "the backup"}
    assert aside is not None
    assert aside.read_bytes() == b"garbage" * 1000
    assert aside.with_name("replaced.db-wal").read_bytes() == log


def test_rows_are_read_one_by_one_however_many_there_are(path: Path) -> None:
    with closing(connect(path)) as database, transaction(database):
        database.executemany("insert into settings values (?, ?)", ((f"{n}", "x" * 500) for n in range(20_000)))
    tracemalloc.start()
    with backups.tables(path) as tables:
        counts = {name: sum(1 for _ in rows) for name, rows in tables}
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert counts["settings"] == 20_000
    assert counts["products"] == 0
    assert peak < 1_000_000


def test_what_is_exported_is_of_one_moment(path: Path) -> None:
    with closing(connect(path)) as writer, backups.tables(path) as tables:
        next(tables)
        writer.execute("insert into settings values ('later', 'x')")
        assert {name: list(rows) for name, rows in tables}["settings"] == []


def test_a_copy_that_cannot_be_made_leaves_the_earlier_one(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    backups.copy(path, target)
    before = target.read_bytes()
    with closing(connect(path)) as database, transaction(database):
        database.executemany("insert into settings values (?, ?)", ((f"{n}", "x" * 500) for n in range(1000)))

    def tried() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        try:
            backups.copy(path, target)
        except DiskTrouble:
            return 7
        return 0

    assert in_child(tried) == 7
    assert target.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []

