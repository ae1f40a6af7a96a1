"""The state database: made, refused and found damaged; many processes at once."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.store.db import LATEST, DamagedDatabase, NewerDatabase, connect, stamp, transaction, unstamp
from tests.conftest import Cli
from tests.support.clock import START
from tests.support.kill import in_child

NOBODY = 65534
STARTER = """
import sys
from podpusher_cli import cli, deps
from podpusher_cli.__main__ import main
from podpusher_cli.store import db
print("ready", file=sys.stderr, flush=True)
sys.stdin.read()
sys.exit(main(["products", "list", "--json"]))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profiles" / "default" / "state.db"


def fails(work: object) -> bool:
    """Whether the work, done in a process of its own, raised DiskTrouble."""

    def tried() -> int:
        try:
            work()  # type: ignore[operator]
        except DiskTrouble:
            return 7
        return 0

    return in_child(tried) == 7


def test_the_first_one_is_made_with_its_folder_for_the_owner_only(path: Path) -> None:
    with closing(connect(path)) as database:
        assert database.execute("pragma user_version").fetchone()[0] == LATEST
        assert database.execute("select count(*) from products").fetchone()[0] == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_named_in_words(tmp_path: Path) -> None:
    (tmp_path / "profiles").write_text("a file")

    with pytest.raises(DiskTrouble) as caught:
        connect(tmp_path / "profiles" / "default" / "state.db")

    assert str(tmp_path / "profiles") in caught.value.plain()
    assert "[Errno" not in caught.value.plain()


def test_each_commit_reaches_the_disk_and_readers_do_not_wait(path: Path) -> None:
    connect(path).close()
    for database in (connect(path), connect(path)):
        assert database.execute("pragma synchronous").fetchone()[0] == 2
        assert database.execute("pragma journal_mode").fetchone()[0] == "wal"
        assert database.execute("pragma foreign_keys").fetchone()[0] == 1


def test_what_was_kept_is_there_the_next_time(path: Path) -> None:
    with closing(connect(path)) as database:
        database.execute("insert into settings values ('currency', 'EUR')")
    with closing(connect(path)) as database:
        assert tuple(database.execute("select * from settings").fetchone()) == ("currency", "EUR")


def test_a_transaction_is_all_or_nothing(path: Path) -> None:
    database = connect(path)
    with pytest.raises(ZeroDivisionError), transaction(database):
        database.execute("insert into settings values ('currency', 'EUR')")
        _ = 1 / 0
    assert database.execute("select count(*) from settings").fetchone()[0] == 0
    with transaction(database):
        database.execute("insert into settings values ('currency', 'GBP')")
    assert not database.in_transaction


def test_a_transaction_waits_for_another_process(path: Path) -> None:
    database = connect(path)
    said, told = os.pipe()

    def hold() -> None:
        other = connect(path)
        with transaction(other):
            other.execute("insert into settings values ('currency', 'EUR')")
            os.write(told, b"x")
            os.close(told)

    child = os.fork()
    if child == 0:
        try:
            hold()
        finally:
            os._exit(0)
    os.read(said, 1)
    with transaction(database):
        seen = database.execute("select value from settings").fetchone()[0]
    os.waitpid(child, 0)
    assert seen == "EUR", "the other one's whole work is seen, never half of it"


def test_eight_processes_on_a_new_home_all_succeed(tmp_path: Path) -> None:
    environment = {**os.environ, "PODPUSHER_HOME": str(tmp_path / "home")}
    gate, opener = os.pipe()
    started = [
        subprocess.Popen(
            [sys.executable, "-c", STARTER],
            env=environment,
            stdin=gate,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    os.close(gate)
    for each in started:
        assert each.stderr is not None
        assert each.stderr.readline() == "ready\n"
    os.close(opener)  # the end of the input lets all of them go at once
    ended = [(each.communicate(), each.returncode) for each in started]

    assert [status for _, status in ended] == [0] * 8, ended
    assert all(json.loads(out)["data"] == [] for (out, _), _ in ended)


@pytest.mark.parametrize("ahead", [1, 40])
def test_a_newer_database_is_refused_and_left_alone(path: Path, ahead: int) -> None:
    with closing(connect(path)) as database:
        database.execute(f"pragma user_version = {LATEST + ahead}")
    before = path.read_bytes()

    with pytest.raises(NewerDatabase) as refused:
        connect(path)

    assert str(path) in refused.value.plain()
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"no database at all " * 500, b"SQLite format 3\0" + b"\x07" * 8000])
def test_a_damaged_file_is_named_as_such(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)

    with pytest.raises(DamagedDatabase) as damaged:
        connect(path)

    assert damaged.value.exit_status == 9
    assert str(path) in damaged.value.plain()
    assert path.read_bytes() == content


@pytest.mark.parametrize("words", [("products", "list"), ("runs", "list"), ("generate", "Plant dad")])
@pytest.mark.parametrize("whole", [True, False])
def test_damage_behind_the_first_page_is_named_by_the_command_that_meets_it(
    cli: Cli, words: tuple[str, ...], whole: bool
) -> None:
    path = cli.home / "profiles" / "default" / "state.db"
    cli("products", "list", check=0)
    with closing(connect(path)) as database:
        database.execute("pragma journal_mode = delete")
        roots = [
            row[0] for row in database.execute("select rootpage from sqlite_master where name in ('products', 'runs')")
        ]
    last = path.stat().st_size // 4096
    for page in range(2, last + 1) if whole else roots:
        with path.open("r+b") as file:
            file.seek(4096 * (page - 1))
            file.write(b"\xff" * 4096)

    error = cli(*words, "--json", check=9).json["error"]

    assert error["code"] == "machine.database"
    assert str(path) in error["message"]
    assert "db restore" in error["hint"]


def test_a_folder_that_cannot_be_made_is_disk_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskTrouble) as trouble:
        connect(tmp_path / "file" / "state.db")
    assert str(tmp_path / "file") in trouble.value.plain()


def test_a_read_only_folder_is_disk_trouble(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("shared")
    for each in (folder, *folder.parents[:2]):
        each.chmod(each.stat().st_mode | 0o055)
    folder.chmod(0o555)

    def work() -> None:
        if os.geteuid() == 0:  # root writes anywhere
            os.setuid(NOBODY)
        connect(folder / "state.db")

    assert fails(work)
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_disk_trouble_and_the_old_rows_stay(path: Path) -> None:
    with closing(connect(path)) as database:
        database.execute("insert into settings values ('currency', 'EUR')")

    def work() -> None:
        database = connect(path)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        with transaction(database):
            database.executemany("insert into settings values (?, ?)", [(f"key {n}", "x" * 1000) for n in range(500)])

    assert fails(work)
    with closing(connect(path)) as database:
        assert [tuple(row) for row in database.execute("select * from settings")] == [("currency", "EUR")]


def test_a_home_that_went_read_only_is_disk_trouble_at_the_next_write(path: Path) -> None:
    database = connect(path)
    database.execute("pragma query_only = on")
    with pytest.raises(DiskTrouble) as trouble, transaction(database):
        database.execute("insert into settings values ('currency', 'EUR')")
    assert str(path) in trouble.value.plain()
    assert isinstance(trouble.value.__cause__, sqlite3.OperationalError)


def test_a_time_is_kept_to_the_microsecond() -> None:
    moment = START.replace(microsecond=123456)
    assert unstamp(stamp(moment)) == moment
    assert unstamp(None) is None
