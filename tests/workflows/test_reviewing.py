"""Reviewing: which designs are shown, what is drawn of them, and what is said at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from podpusher_cli.core.designs import Design, NoSuchDesign
from podpusher_cli.core.inking import Cloth
from podpusher_cli.core.products import Content, Origin
from podpusher_cli.core.reviewing import BadMark, Doing, Mark, ReviewReport
from podpusher_cli.store.db import connect
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.marks import Marks
from podpusher_cli.store.previews import Previews
from podpusher_cli.store.products import NewProduct, Products
from podpusher_cli.ui.views.reviewing import report
from podpusher_cli.workflows.reviewing import LARGE, SMALL, Review, chosen
from tests.support.clock import FakeClock
from tests.support.review import add_designs
from tests.support.terminal import drawn


class Painter:
    """Draws nothing, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, int]] = []

    def __call__(self, design: Path, garment: str, colour: str, *, width: int) -> bytes:
        assert design.exists()
        self.asked.append((garment, colour, width))
        return f"{colour} {width}".encode()


class Desk:
    def __init__(self, database: sqlite3.Connection, home: Path) -> None:
        self.designs = Designs(database, home / "designs")
        self.marks = Marks(database)
        self.previews = Previews(home / "previews")
        self.painter = Painter()
        self.products = Products(database)
        self.inspections: list[tuple[str, list[str]]] = []

    def review(self, *, limit: int = 200, everything: bool = False, version: str = "1") -> Review:
        shown = chosen(self.designs, everything=everything, run=None, limit=limit)
        sold = self.designs.variants(each.id for each in shown)
        return Review(
            shown, sold, self.designs, self.marks, self.previews, self.painter, version, self.inspected, FakeClock()
        )

    def inspected(self, design: Design, cloths: tuple[Cloth, ...]) -> tuple[()]:
        self.inspections.append((design.id, [each.name for each in cloths]))
        return ()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with closing(connect(tmp_path / "state.db")) as database:
        add_designs(database, tmp_path / "designs", ["Plant dad", "Cat mom", "Coffee first"])
        yield Desk(database, tmp_path)


def test_the_newest_that_nobody_has_decided_on_come_first(desk: Desk) -> None:
    desk.review().mark(Mark("d-2", Doing.KEEP))
    assert [each.id for each in desk.review().shown] == ["d-1", "d-3"]
    assert [each.id for each in desk.review(limit=1).shown] == ["d-1"]
    assert [each.id for each in desk.review(everything=True).shown] == ["d-1", "d-2", "d-3"]


def test_the_report_counts_what_was_shown_and_what_is_left(desk: Desk) -> None:
    work = desk.review(limit=2)
    work.mark(Mark("d-1", Doing.DROP))
    work.mark(Mark("d-2", Doing.RATE, rating=3))
    assert work.report() == ReviewReport(designs=2, kept=0, dropped=1, undecided=1, rated=1, tagged=0, left=1)
    assert drawn(report(work.report())).splitlines() == [
        "Kept: 0. Dropped: 1. Not decided: 1.",
        "1 more design is new: podpusher designs review",
    ]


def test_only_what_is_shown_can_be_marked_or_seen(desk: Desk) -> None:
    work = desk.review(limit=1)
    with pytest.raises(NoSuchDesign):
        work.mark(Mark("d-3", Doing.KEEP))
    with pytest.raises(NoSuchDesign):
        work.picture("d-3", "#1b1b1b", large=False)
    with pytest.raises(NoSuchDesign):
        work.findings("d-3")
    with pytest.raises(BadMark):
        work.picture("d-1", "../../state.db", large=False)


def test_a_picture_is_drawn_once_by_each_release(desk: Desk) -> None:
    for _ in range(2):
        assert desk.review().picture("d-1", "#1b1b1b", large=False) == f"#1b1b1b {SMALL}".encode()
        assert desk.review().picture("d-1", "#ffffff", large=True) == f"#ffffff {LARGE}".encode()
    assert desk.painter.asked == [("tee", "#1b1b1b", SMALL), ("tee", "#ffffff", LARGE)]
    desk.review(version="2").picture("d-1", "#1b1b1b", large=False)
    assert len(desk.painter.asked) == 3


def test_a_design_is_looked_at_on_what_it_is_sold_in(desk: Desk) -> None:
    content = Content("Cat mom", "", (), "d-2", variants=("Forest / M", "Forest / L", "Red / M", "12345", "all"))
    desk.products.add([NewProduct(content, Origin())] * 2, FakeClock().now())
    work = desk.review()
    cloths = {name: [each.name for each in found] for name, found in work.cloths().items()}
    assert cloths["d-1"] == ["Black", "White", "Sport Grey", "Navy"]
    assert cloths["d-2"] == ["Forest", "Red", "Black", "White", "Sport Grey", "Navy"]
    work.findings("d-1")
    work.findings("d-2")
    assert desk.inspections == [("d-1", []), ("d-2", ["Forest", "Red"])]
