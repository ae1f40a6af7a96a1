"""What was measured of print files, kept and found again, in this profile and by others."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from podpusher_cli.core.inking import Ink, InkFacts
from podpusher_cli.core.printing import PrintFacts
from podpusher_cli.core.prints import PrintSheet
from podpusher_cli.core.twins import Look
from podpusher_cli.store.db import connect
from podpusher_cli.store.prints import Prints, looks_in
from tests.support.clock import START

FACTS = PrintFacts(40, 50, 300.0, has_alpha=True, mode="RGBA", ink_box=(1, 2, 30, 40), ink_share=0.5, clear_share=0.4)
INK = InkFacts(64, 128, 0.1, 0.2, 0.3, 0.4, (Ink("#ff0000", 0.7), Ink("#00ff00", 0.3)), "a" * 64)
SHEET = PrintSheet(FACTS, INK, START, ("cmyk",), "originals/art.jpg")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(connect(tmp_path / "state.db")) as database:
        for name in ("d-1", "d-2"):
            database.execute(
                "insert into designs (id, idea, file, sha256, width, height, dpi, source, model, created_at)"
                " values (?, 'x', 'x.png', 'x', 40, 50, 300, 'local', 'test', 0)",
                (name,),
            )
    return tmp_path / "state.db"


@pytest.fixture
def database(path: Path):
    with closing(connect(path)) as opened:
        yield opened


def test_what_was_measured_comes_back_as_it_was(database: sqlite3.Connection) -> None:
    prints = Prints(database, 1)
    prints.keep("d-1", SHEET)
    prints.keep("d-2", replace(SHEET, ink=None, changes=(), original=None))

    assert prints.find("d-1") == SHEET
    assert prints.find("d-2") == replace(SHEET, ink=None, changes=(), original=None)
    assert prints.find("d-3") is None
    assert list(prints.looks()) == [Look("d-1", "a" * 64)]


def test_a_measurement_of_another_version_is_none_and_is_replaced(database: sqlite3.Connection) -> None:
    Prints(database, 1).keep("d-1", SHEET)
    later = Prints(database, 2)

    assert later.find("d-1") is None
    assert list(later.looks()) == []
    later.keep("d-1", replace(SHEET, changes=()))
    assert later.find("d-1") == replace(SHEET, changes=())
    assert Prints(database, 1).find("d-1") is None


def test_a_design_is_found_by_the_file_it_was_made_of(database: sqlite3.Connection) -> None:
    prints = Prints(database, 1)
    prints.keep("d-1", SHEET, "cafe")

    assert prints.of_original("cafe") == "d-1"
    assert prints.of_original("beef") is None


def test_looks_of_other_profiles_are_read_and_nothing_is_written(path: Path, tmp_path: Path) -> None:
    with closing(connect(path)) as database:
        Prints(database, 1).keep("d-1", SHEET)
    (tmp_path / "damaged.db").write_bytes(b"no database" * 999)
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.execute("create table designs (id text)")
    path.chmod(0o400)
    others = [(name, tmp_path / f"{name}.db") for name in ("damaged", "old", "state", "missing")]

    assert list(looks_in(others, 1)) == [Look("d-1", "a" * 64, "state")]
    assert not (tmp_path / "missing.db").exists()
