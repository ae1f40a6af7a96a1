"""Designs looked at as they will be printed: measured once, judged for each cloth, held against all others."""

from __future__ import annotations

from pathlib import Path

import pyvips

from podpusher_cli.core.designs import Design
from podpusher_cli.core.inking import Cloth
from podpusher_cli.core.printing import PrintArea
from podpusher_cli.core.twins import Look
from podpusher_cli.providers.inspection import inspect
from podpusher_cli.store.db import connect
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.prints import Prints
from podpusher_cli.workflows.inspecting import Inspector
from tests.support.clock import FakeClock

WHITE, BLACK = Cloth("White", "#ffffff"), Cloth("Black", "#1b1b1b")


class Bench:
    """An inspector over real stores that counts how often it opens a file."""

    def __init__(self, home: Path) -> None:
        self.opened: list[object] = []
        self.elsewhere: list[Look] = []
        database, clock = connect(home / "state.db"), FakeClock()
        self.designs = Designs(database, home / "designs")
        self.inspector = Inspector(
            designs=self.designs, prints=Prints(database, 1), inspect=self._inspect, elsewhere=lambda: self.elsewhere, clock=clock
        )  # fmt: skip
        self._clock = clock

    def _inspect(self, source: Path | bytes, name: str):
        self.opened.append(source)
        return inspect(source, name)

    def design(self, name: str, shapes: str) -> Design:
        drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="450" height="540">{shapes}</svg>'
        png = pyvips.Image.svgload_buffer(drawn.encode()).copy(xres=300 / 25.4, yres=300 / 25.4).pngsave_buffer()
        return self.designs.keep(
            Design(
                id=name, idea=name, file="", sha256="", width=450, height=540, dpi=300, source="local", model="m", layout=None,
                palette=None, fonts=(), seed=1, cost=None, garment="dark", created_at=self._clock.now(), trend=None,
            ),
            png,
        )  # fmt: skip


PALE_DISC = '<circle cx="225" cy="270" r="180" fill="#fffff0"/>'
SQUARES = '<path d="M50 60H200V480H50ZM250 60H400V200H250Z" fill="#fc0"/>'


def test_a_file_is_opened_once_however_often_it_is_judged(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    design = bench.design("d-1", PALE_DISC)

    assert bench.inspector.findings(design) == ()
    assert bench.inspector.findings(design, PrintArea("front", 450, 540), (BLACK,)) == ()
    assert len(bench.opened) == 1


def test_it_is_judged_on_the_cloth_it_is_sold_on(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    design = bench.design("d-1", PALE_DISC)
    found = bench.inspector.findings(design, None, (BLACK, WHITE))

    assert [(each.name, each.severity) for each in found] == [("invisible", "refuse")]
    assert bench.inspector.findings(design, PrintArea("front", 4500, 5400))[0].name == "resolution"


def test_one_that_looks_like_another_is_told_wherever_the_other_is(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    first, second, other = bench.design("d-1", PALE_DISC), bench.design("d-2", PALE_DISC), bench.design("d-3", SQUARES)
    for each in (first, second, other):
        bench.inspector.sheet(each)

    assert [(each.name, each.values) for each in bench.inspector.findings(first)] == [("duplicate", {"design": "d-2"})]
    assert bench.inspector.findings(other) == ()
    ink = bench.inspector.sheet(other).ink
    assert ink
    bench.elsewhere.append(Look("d-3", ink.look, "second"))
    found = bench.inspector.findings(other)
    assert [each.name for each in found] == ["duplicate_elsewhere"]
    assert found[0].values == {"design": "d-3", "profile": "second"}


def test_measured_in_one_place_and_kept_in_another_is_the_same(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    design = bench.design("d-1", SQUARES)
    bench.inspector.keep(design, bench.inspector.measure(bench.designs.path(design).read_bytes()))
    bench.opened.clear()

    assert bench.inspector.sheet(design).facts.width == 450
    assert bench.opened == []
