"""Killed anywhere while it makes things, one more run loses nothing, makes nothing twice and pays for nothing twice."""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path

import pytest

from podpusher_cli.core.designs import Artwork, DesignSpec
from podpusher_cli.core.generating import Wanted
from podpusher_cli.core.making import Attempt
from podpusher_cli.core.spending import SpendState
from podpusher_cli.providers.typography import Typographer
from podpusher_cli.workflows.generating import generate
from tests.support.kill import Reaper, apart
from tests.support.quota import states
from tests.support.studio import PaidImages, Workshop

WANTED = Wanted(("Plant dad", "Cat mom", "Coffee first", "Night owl", "Book worm", "Trail dog"))


class Meter(PaidImages):
    """An image model whose requests are counted outside the process that dies."""

    size = (45, 54)

    def __init__(self, folder: Path, reaper: Reaper) -> None:
        super().__init__()
        self.folder, self.reaper = folder, reaper

    def draw(self, spec: DesignSpec, attempt: Attempt | None = None) -> Artwork:
        before = len(self.sent)
        self.reaper.pass_("before_request")
        drawn = super().draw(spec, attempt)
        if len(self.sent) > before:
            with (self.folder / "requests").open("a") as log:
                log.write(f"{spec.idea}\n")
        self.reaper.pass_("after_answer")
        return drawn


def make(home: Path, kind: str | None, at: int) -> None:
    """Make everything, under the eyes of a reaper."""
    reaper = Reaper(kind, at)
    shop = Workshop(home)
    shop.images = Meter(home, reaper)
    shop.db.set_trace_callback(reaper.statement)
    generate(shop.studio(), WANTED)
    (home / "counts").write_text("\n".join(f"{name} {count}" for name, count in reaper.seen.items()))


def work(home: Path, kind: str | None = None, at: int = 0) -> int:
    """`make` in a process of its own, and how that ended."""
    home.mkdir(parents=True, exist_ok=True)
    return apart(make, home, kind, at)


def counted(home: Path) -> dict[str, int]:
    assert work(home) == 0
    return {name: int(count) for name, count in (line.split() for line in (home / "counts").read_text().splitlines())}


@pytest.mark.parametrize("kind", ["before_request", "after_answer", "before_commit", "after_commit"])
def test_killed_at_every_boundary(tmp_path: Path, kind: str) -> None:
    there = counted(tmp_path / "counted")[kind]
    assert there >= len(WANTED.ideas)
    for at in range(1, there + 1):
        home = tmp_path / str(at)
        assert work(home, kind, at) == -signal.SIGKILL
        if (kind, at) != ("after_commit", there):  # after that one the run has ended: the same command is a new request
            assert work(home) == 0
        check(home, f"{kind} {at} of {there}")


def test_a_process_that_has_drawn_does_not_keep_the_next_from_drawing(tmp_path: Path) -> None:
    assert Typographer().draw(DesignSpec("Plant dad", seed=1)).png

    assert work(tmp_path / "next") == 0


def check(home: Path, where: str) -> None:
    shop = Workshop(home)
    products = shop.products.page(limit=100).items
    designs = shop.designs.page(limit=100).items
    spends = [spend for design in designs for spend in shop.ledger.spends(design.id)]
    requests = (home / "requests").read_text().splitlines()
    perhaps = shop.db.execute("select count(*) from spends where state = 'perhaps'").fetchone()[0]
    failed = shop.db.execute("select count(*) from generation_items where state = 'failed'").fetchone()[0]

    assert failed == perhaps <= 1, f"{where}: only what was on the wire may be in doubt"
    assert len(products) == len(designs) == len(WANTED.ideas) - failed, where
    assert len({each.design_id for each in products}) == len(products), where
    assert all(shop.designs.path(each).is_file() for each in designs), where
    assert {each.state for each in spends} == {SpendState.BILLED}, where
    assert len(requests) == len(set(requests)), f"{where}: a request was paid for twice"
    assert not shop.generations.items(products[0].source.run or "").planned, where
    counted = Counter(states(shop.db).values())
    assert counted["used"] == 2 * len(products), f"{where}: an image and a text each, once"
    assert counted["reserved"] == 0, where
