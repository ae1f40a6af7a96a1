"""Designs: the file first, whole and named by its content; then the row."""

from __future__ import annotations

import hashlib
import resource
import signal
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from podpusher_cli.core.designs import Design, NoSuchDesign
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.money import Money
from podpusher_cli.store.db import connect
from podpusher_cli.store.designs import Designs
from tests.support.clock import START
from tests.support.kill import in_child

DESIGN = Design(
    id="d-1", idea="Plant dad 🌱", file="", sha256="", width=4500, height=5400, dpi=300, source="local", model="typographer-1", layout="badge",
    palette="forest", fonts=("Anton", "Lobster"), seed=7, cost=Money(5, "USD"), garment="light", created_at=START, trend="PlantDad",
)  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> sqlite3.Connection:
    return connect(tmp_path / "state.db")


@pytest.fixture
def designs(db: sqlite3.Connection, tmp_path: Path) -> Designs:
    return Designs(db, tmp_path / "designs")


def test_a_design_comes_back_as_it_was_kept(designs: Designs) -> None:
    kept = designs.keep(DESIGN, b"picture")

    assert kept == replace(DESIGN, sha256=hashlib.sha256(b"picture").hexdigest(), file=kept.file)
    assert designs.get("d-1") == kept
    assert designs.path(kept).read_bytes() == b"picture"
    assert designs.folder.stat().st_mode & 0o077 == 0


def test_one_without_layout_seed_and_cost(designs: Designs) -> None:
    bare = replace(DESIGN, source="file", layout=None, palette=None, fonts=(), seed=None, cost=None, trend=None)
    kept = designs.keep(bare, b"photo", ".jpg")
    assert designs.get("d-1") == kept
    assert kept.file.endswith(".jpg")


def test_the_same_picture_is_one_file_of_two_designs(designs: Designs) -> None:
    first = designs.keep(DESIGN, b"picture")
    second = designs.keep(replace(DESIGN, id="d-2", source="openai"), b"picture")

    assert first.file == second.file
    assert len(list(designs.folder.iterdir())) == 1
    assert designs.with_content(first.sha256, "local") == first
    assert designs.with_content(first.sha256, "openai") == second
    assert designs.with_content(first.sha256, "file") is None


def test_a_design_that_is_kept_again_after_a_crash_is_the_same(designs: Designs) -> None:
    designs.keep(DESIGN, b"picture")
    designs.keep(DESIGN, b"picture")
    assert len(designs.page().items) == 1


def test_a_file_that_was_cut_short_is_written_again(designs: Designs) -> None:
    path = designs.path(designs.keep(DESIGN, b"picture"))
    path.write_bytes(b"pic")
    designs.keep(DESIGN, b"picture")
    assert path.read_bytes() == b"picture"


def test_a_full_disk_leaves_neither_file_nor_row(designs: Designs) -> None:
    def work() -> int:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        try:
            designs.keep(DESIGN, b"x" * 80_000)
        except DiskTrouble:
            return 7
        return 0

    assert in_child(work) == 7
    assert designs.find("d-1") is None
    assert list(designs.folder.iterdir()) == []


def test_the_products_that_a_design_is_on(designs: Designs, db: sqlite3.Connection) -> None:
    designs.keep(DESIGN, b"picture")
    for name, design in (("p-1", "d-1"), ("p-2", None), ("p-3", "d-1")):
        db.execute(
            "insert into products (id, state, title, description, tags, design_id, variants, sku_key, created_at, updated_at)"
            " values (?, 'draft', '', '', '[]', ?, '[]', ?, 0, 0)",
            (name, design, name),
        )
    assert designs.products("d-1") == ("p-1", "p-3")
    assert designs.products("d-2") == ()


def test_the_seeds_that_an_idea_has_been_drawn_with(designs: Designs) -> None:
    for place, (idea, seed) in enumerate([("fox", 1), ("fox", 4), ("fox", None), ("owl", 2)]):
        designs.keep(replace(DESIGN, id=f"d-{place}", idea=idea, seed=seed), b"%d" % place)
    assert designs.seeds("fox") == {1, 4}
    assert designs.seeds("cat") == frozenset()


def test_the_list_is_newest_first_and_goes_on(designs: Designs) -> None:
    for place in range(5):
        designs.keep(replace(DESIGN, id=f"d-{place}"), b"%d" % place)
    first = designs.page(limit=3)
    second = designs.page(limit=3, cursor=first.next_cursor)
    assert [each.id for each in (*first.items, *second.items)] == ["d-4", "d-3", "d-2", "d-1", "d-0"]
    assert second.next_cursor is None


def test_a_design_that_there_is_not(designs: Designs) -> None:
    assert designs.find("d-9") is None
    with pytest.raises(NoSuchDesign):
        designs.get("d-9")
