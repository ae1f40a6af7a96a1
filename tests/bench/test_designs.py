"""A thousand designs and listings at full size: fit to print, within Etsy's rules, no two alike. A contact sheet shows them all."""

from __future__ import annotations

import os
import time
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
import pyvips

from podpusher_cli.core.copywriting import check_copy
from podpusher_cli.core.designs import Canvas, DesignSpec, seed_of
from podpusher_cli.core.inking import check_ink, cloth_of
from podpusher_cli.core.making import CopyBrief
from podpusher_cli.core.printing import PrintArea, check_print
from podpusher_cli.core.twins import MOST_APART, apart
from podpusher_cli.providers.copywriter import Copywriter
from podpusher_cli.providers.inspection import inspect
from podpusher_cli.providers.typography import Typographer
from tests.support.ideas import ideas

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]
SHEETS = Path(os.environ.get("DESIGN_SHEETS", "dist/designs"))
EVERY = int(os.environ.get("DESIGN_BENCH_EVERY", "1"))
CANVAS = Canvas()
FRONT = PrintArea("front", CANVAS.width, CANVAS.height)
CELL, ACROSS, ON_A_SHEET = (150, 180), 20, 200
CLOTH = {"dark": (27, 34, 56), "light": (245, 239, 224)}
LANGUAGES = ("en", "es", "fr", "de")


def test_a_thousand_ideas_become_designs_one_could_sell() -> None:
    findings: list[tuple[str, str, str]] = []
    looks: dict[str, str] = {}
    cells: list[pyvips.Image] = []
    layouts: Counter[str] = Counter()
    drawing = measuring = 0.0
    for place, idea in enumerate(ideas()[::EVERY]):
        spec = DesignSpec(idea, seed_of(idea), "light" if place % 2 else "dark")
        began = time.process_time()
        art = Typographer().draw(spec)
        drawn = time.process_time()
        facts, ink = inspect(art.png)
        drawing, measuring = drawing + drawn - began, measuring + time.process_time() - drawn
        assert ink is not None
        looks[idea] = ink.look
        found = [*check_print(facts, FRONT), *check_ink(ink, facts, FRONT, [cloth_of(spec.garment)])]
        copy = Copywriter().write(CopyBrief(idea, spec.seed, LANGUAGES[place % 4], layout=art.layout))
        findings += [(idea, art.layout, each.name) for each in found]
        findings += [(idea, "listing", each.name) for each in check_copy(copy)]
        layouts[art.layout] += 1
        cells.append(cell(art.png, CLOTH[spec.garment]))
    sheets = contact_sheets(cells)
    nearest = min((apart(looks[one], looks[other]), one, other) for one, other in combinations(looks, 2))
    print(
        f"\n{len(looks)} designs: {drawing / len(looks):.2f} s CPU each to draw, {measuring / len(looks):.2f} s to measure"
    )
    print(f"layouts {dict(layouts.most_common())}")
    print(f"nearest looks {nearest}; findings {findings}")
    print(f"contact sheets {', '.join(map(str, sheets))}")

    assert findings == []
    assert nearest[0] > MOST_APART


def cell(png: bytes, cloth: tuple[int, int, int]) -> pyvips.Image:
    """A small copy of a design on its cloth."""
    small = pyvips.Image.thumbnail_buffer(png, CELL[0], height=CELL[1])
    return small.flatten(background=list(cloth)).copy(interpretation="srgb").copy_memory()


def contact_sheets(cells: list[pyvips.Image]) -> list[Path]:
    """All of them on PNG sheets in SHEETS."""
    SHEETS.mkdir(parents=True, exist_ok=True)
    made = []
    for place in range(0, len(cells), ON_A_SHEET):
        path = SHEETS / f"sheet-{place // ON_A_SHEET + 1}.png"
        pyvips.Image.arrayjoin(cells[place : place + ON_A_SHEET], across=ACROSS, shim=4).pngsave(str(path))
        made.append(path)
    return made
