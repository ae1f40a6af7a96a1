"""podpusher db: copies that are whole, put in place without losing what was there."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from podpusher_cli.store.db import LATEST, connect
from podpusher_cli.store.runs import Runs
from tests.conftest import Cli
from tests.support.accounts import ROOT
from tests.support.clock import START
from tests.support.program import run as run_program
from tests.support.sandbox import RunningSandbox


@pytest.fixture
def seller(begun: Callable[..., Cli]) -> Cli:
    return begun("Plant dad")


def count(cli: Cli) -> int:
    return len(cli("products", "--json", check=0).data)


def test_a_backup_put_in_place_brings_back_what_was_there(seller: Cli, tmp_path: Path) -> None:
    backup = tmp_path / "copies" / "one.db"
    assert seller("db", "backup", str(backup), "--json", check=0).data["path"] == str(backup)
    seller("generate", "Cat mom", check=0)
    assert count(seller) == 2
    done = seller("db", "restore", str(backup), "--yes", "--json", check=0).data

    assert count(seller) == 1
    seller("db", "restore", done["kept"], "--yes", check=0)
    assert count(seller) == 2, "what was replaced is kept, with everything in it"


def test_without_a_name_backups_are_numbered_and_never_replace_each_other(seller: Cli) -> None:
    paths = {seller("db", "backup", "--json", check=0).data["path"] for _ in range(3)}

    assert len(paths) == 3
    assert all(Path(path).stat().st_mode & 0o077 == 0 for path in paths)


def test_a_backup_has_what_only_the_wal_holds(seller: Cli, tmp_path: Path) -> None:
    with closing(connect(seller.home / "profiles" / "default" / "state.db")) as writer:
        writer.execute("insert into settings values ('canary', 'in the log')")
        seller("db", "backup", str(tmp_path / "b.db"), check=0)
    with closing(sqlite3.connect(tmp_path / "b.db")) as copy:
        assert copy.execute("select value from settings where key = 'canary'").fetchone() == ("in the log",)


def test_an_older_backup_is_brought_up_to_date(seller: Cli, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as database:
        database.executescript((ROOT / "tests/fixtures/databases/v1.sql").read_text())
    seller("db", "restore", str(old), "--yes", check=0)

    assert seller("products", "--json", check=0).data[0]["id"] == "p-00000001"
    assert "A notice of r-00000001." in seller("notifications", "--lang", "de", check=0).stdout
    assert seller("generate", "Cat mom", "--json", check=0).data["made"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"no database at all" * 300, "db.not_a_backup"), (b"", "db.not_a_backup"), (None, "not_found")],
)
def test_what_is_no_backup_is_refused_and_changes_nothing(seller: Cli, tmp_path: Path, content: bytes | None, code: str) -> None:
    file = tmp_path / "file.db"
    if content is not None:
        file.write_bytes(content)
    assert seller("db", "restore", str(file), "--yes", "--json").json["error"]["code"] == code
    assert count(seller) == 1


def test_another_programs_database_and_a_newer_one_are_refused(seller: Cli, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.executescript("create table songs (name text); pragma user_version = 1;")
    assert seller("db", "restore", str(tmp_path / "other.db"), "--yes", "--json", check=2).json["error"]["code"] == "db.not_a_backup"
    seller("db", "backup", str(tmp_path / "new.db"), check=0)
    with closing(sqlite3.connect(tmp_path / "new.db")) as newer:
        newer.execute(f"pragma user_version = {LATEST + 1}")
    assert seller("db", "restore", str(tmp_path / "new.db"), "--yes", "--json", check=9).json["error"]["code"] == "machine.database_newer"
    assert count(seller) == 1


def test_while_a_run_is_under_way_nothing_is_put_in_place(seller: Cli, tmp_path: Path) -> None:
    seller("db", "backup", str(tmp_path / "b.db"), check=0)
    with closing(connect(seller.home / "profiles" / "default" / "state.db")) as database:
        Runs(database).begin("publish", START)
    assert seller("db", "restore", str(tmp_path / "b.db"), "--yes", "--json", check=8).json["error"]["code"] == "db.busy"


def test_nobody_is_asked_nothing_is_done(seller: Cli, tmp_path: Path) -> None:
    seller("db", "backup", str(tmp_path / "b.db"), check=0)
    seller("generate", "Cat mom", check=0)
    assert seller("db", "restore", str(tmp_path / "b.db"), "--json", check=2).json["error"]["code"] == "input.needed"
    assert count(seller) == 2
    assert not (seller.home / "profiles" / "default" / "backups").exists()


def test_every_row_is_exported(seller: Cli, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    told = seller("db", "export", str(file), "--json", check=0).data
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    assert told["rows"] == len(rows)
    assert [each["row"]["title"] for each in rows if each["table"] == "products"] == [
        seller("products", "--json", check=0).data[0]["title"]
    ]
    assert seller("db", "export", check=0).stdout.splitlines() == file.read_text(encoding="utf-8").splitlines()
    assert seller("db", "export", "--json", check=2).json["error"]["code"] == "db.needs_file"


def test_rows_are_whole_in_an_encoding_without_their_letters(cli: Cli) -> None:
    cli("settings", "set", "template.variants", "Für “Dad” 🦊", check=0)
    done = run_program(cli, "db", "export", env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    (kept,) = [each["row"]["value"] for each in rows if each["table"] == "settings"]
    assert kept == "Für “Dad” 🦊"


def test_what_is_there_and_no_file_is_left_alone_whatever_is_agreed_to(cli: Cli, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for words in (("db", "export"), ("db", "backup"), ("doctor", "--bundle")):
        refused = cli(*words, str(tmp_path / "pipe"), "--yes", "--json", check=2).json["error"]
        assert refused["code"] == "input.no_file"
    assert (tmp_path / "pipe").is_fifo()
    for words in (("db", "export"), ("doctor", "--bundle")):
        assert str(tmp_path) in cli(*words, str(tmp_path), "--yes", check=2).stderr


def test_a_link_stays_a_link(cli: Cli, tmp_path: Path) -> None:
    file, link = tmp_path / "usb" / "rows", tmp_path / "link"
    file.parent.mkdir()
    file.write_text("old")
    link.symlink_to(file)
    assert cli("db", "export", str(link), "--yes", "--json", check=0).data["path"] == str(file)
    assert link.is_symlink()
    assert file.read_text() != "old"


def test_rows_as_one_json_document(seller: Cli, tmp_path: Path) -> None:
    file = tmp_path / "rows.json"
    told = seller("db", "export", str(file), "--format", "json", "--json", check=0).data
    found = json.loads(file.read_text(encoding="utf-8"))

    assert told["rows"] == sum(len(rows) for rows in found.values())
    assert (len(found["products"]), found["journal"]) == (1, [])
    assert json.loads(seller("db", "export", "-", "--format", "json", check=0).stdout) == found
    assert seller("db", "export", "--format", "xml", "--json", check=2).json["error"]["code"] == "usage"
    assert file.stat().st_mode & 0o077 == 0


def test_no_copy_goes_over_the_database_itself_or_unasked_over_another_file(seller: Cli, tmp_path: Path) -> None:
    database = seller("db", "path", check=0).stdout.strip()
    file = tmp_path / "mine"
    file.write_text("mine")
    for word in ("backup", "export"):
        assert seller("db", word, database, "--yes", "--json", check=2).json["error"]["code"] == "db.itself"
        assert seller("db", word, str(file), "--json", check=2).json["error"]["code"] == "input.needed"
    assert (count(seller), file.read_text()) == (1, "mine")

    seller("db", "backup", str(file), "--yes", check=0)
    seller("db", "restore", str(file), "--yes", check=0)
    assert count(seller) == 1


@pytest.mark.parametrize("damaged", ["settings", "sqlite_autoindex_settings_1", "products", None])
def test_wherever_the_database_is_damaged_a_backup_can_take_its_place(seller: Cli, tmp_path: Path, damaged: str | None) -> None:
    seller("db", "backup", str(tmp_path / "b.db"), check=0)
    database = Path(seller("db", "path", check=0).stdout.strip())
    with closing(sqlite3.connect(database)) as found:
        page = found.execute("select rootpage from sqlite_master where name = ?", (damaged,)).fetchone() or (1,)
    content = bytearray(database.read_bytes())
    content[(page[0] - 1) * 4096 : page[0] * 4096] = b"\xab" * 4096
    database.write_bytes(content)
    assert seller("doctor", "--json", check=9).json["error"]["details"]["checks"] == ["database"]
    kept = seller("db", "restore", str(tmp_path / "b.db"), "--yes", "--json", check=0).data["kept"]

    assert count(seller) == 1
    assert b"\xab" * 4096 in Path(kept).read_bytes(), "what was there is kept, damage and all"


def test_each_profile_has_its_own(seller: Cli, tmp_path: Path) -> None:
    seller("profile", "add", "second", check=0)
    seller("db", "backup", str(tmp_path / "b.db"), "--profile", "second", check=0)
    seller("generate", "Cat mom", "--profile", "second", check=0)
    seller("db", "restore", str(tmp_path / "b.db"), "--yes", "--profile", "second", check=0)

    assert seller("products", "--profile", "second", "--json", check=0).data == []
    assert count(seller) == 1
    assert "/profiles/second/" in seller("db", "path", "-P", "second", check=0).stdout


def test_a_pipe_that_closes_early_is_no_trouble(seller: Cli) -> None:
    environment = {"PATH": os.environ["PATH"], **seller.environment}
    command = f"{sys.executable} -m podpusher_cli db export | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["table"]


def test_a_place_that_cannot_be_written(seller: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for words in (("backup",), ("export",)):
        result = seller("db", *words, str(tmp_path / "file" / "x"), "--json", check=9)
        assert result.json["error"]["code"] == "machine.disk"


def test_what_was_published_after_the_backup_is_found_and_not_made_again(connected: Cli, world: RunningSandbox, tmp_path: Path) -> None:
    connected("generate", "Plant dad", "Cat mom", check=0)
    connected("db", "backup", str(tmp_path / "b.db"), check=0)
    first = connected("products", "--json", check=0).data[0]["id"]
    connected("publish", first, check=0)
    connected("db", "restore", str(tmp_path / "b.db"), "--yes", check=0)
    assert connected("products", "show", first, "--json", check=0).data["state"] == "ready"
    connected("publish", check=0)

    state = world.state()
    assert (len(state["listings"]), state["duplicates"], state["orphans"]) == (2, [], [])
    assert {each["state"] for each in connected("products", "--json", check=0).data} == {"published"}
