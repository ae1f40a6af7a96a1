"""A thousand different ideas: every one becomes a design that is fit to print, and no two look the same."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
import pyvips

from podpusher_cli.core.colours import LEAST_CONTRAST, least_contrast
from podpusher_cli.core.copywriting import check_copy
from podpusher_cli.core.designs import LAYOUTS, Canvas, DesignSpec, seed_of
from podpusher_cli.core.inking import check_ink, cloth_of
from podpusher_cli.core.making import CopyBrief
from podpusher_cli.core.printing import PrintArea, check_print
from podpusher_cli.core.twins import MOST_APART, apart
from podpusher_cli.providers.copywriter import Copywriter
from podpusher_cli.providers.inspection import inspect
from podpusher_cli.providers.looks import look_of
from podpusher_cli.providers.typography import Typographer, composed
from podpusher_cli.providers.typography.art import box_of
from podpusher_cli.providers.typography.catalogue import CATALOGUE
from podpusher_cli.providers.typography.render import paint
from tests.support.cloths import GARMENTS
from tests.support.ideas import COUNT, ideas

CANVAS = Canvas()
FRONT = PrintArea("front", CANVAS.width, CANVAS.height)
IDEAS = ideas()
FEW = IDEAS[::50]


def spec(idea: str, canvas: Canvas = CANVAS) -> DesignSpec:
    """The design that a seller gets who says no more than the idea; every other one on light cloth."""
    return DesignSpec(idea, seed_of(idea), "light" if IDEAS.index(idea) % 2 else "dark", canvas=canvas)


def test_the_ideas_are_a_thousand_different_ones() -> None:
    assert len(IDEAS) == len({idea.casefold() for idea in IDEAS}) == COUNT
    assert (min(map(len, IDEAS)), max(map(len, IDEAS))) == (1, 200)
    assert ideas() == IDEAS


def test_every_idea_is_composed_large_inside_the_canvas_in_inks_that_show() -> None:
    layouts: Counter[str] = Counter()
    faces: set[str] = set()
    for idea in IDEAS:
        asked = spec(idea)
        made = composed(asked)
        box = box_of(made.art)
        assert min(box.left, box.top, CANVAS.width - box.right, CANVAS.height - box.bottom) > 100, idea
        assert max(box.width / CANVAS.width, box.height / CANVAS.height) > 0.94, idea
        assert abs(box.left - (CANVAS.width - box.right)) < 2, idea
        used = {made.palette.inks[shape.ink] for shape in made.art if not shape.cut}
        assert least_contrast(used, GARMENTS[asked.garment].values()) >= LEAST_CONTRAST, (idea, made.palette.name)
        layouts[made.layout] += 1
        faces.update(made.faces)

    assert set(layouts) == set(LAYOUTS)
    assert max(layouts.values()) < COUNT / 8
    assert len(faces) > 40
    assert faces <= set(CATALOGUE)


@pytest.mark.parametrize("idea", FEW)
def test_a_print_file_has_nothing_amiss(idea: str) -> None:
    asked = spec(idea)
    facts, ink = inspect(Typographer().draw(asked).png)

    assert ink is not None
    assert check_print(facts, FRONT) == []
    assert check_ink(ink, facts, FRONT, [cloth_of(asked.garment)]) == []


def test_no_two_designs_look_the_same() -> None:
    small = Canvas(450, 540)
    looks = {idea: look(idea, small) for idea in IDEAS[::8]}

    nearest = min((apart(looks[one], looks[other]), one, other) for one, other in combinations(looks, 2))
    assert nearest[0] > MOST_APART, nearest


def look(idea: str, canvas: Canvas) -> str:
    made = composed(spec(idea, canvas))
    picture: pyvips.Image = paint(made.art, made.palette.inks, canvas)
    left, top, width, height = picture.extract_band(3).find_trim(threshold=8, background=[0], line_art=True)
    return look_of(picture.crop(left, top, width, height))


@pytest.mark.parametrize("language", ["en", "es", "fr", "de"])
def test_the_listing_of_a_design_keeps_etsys_rules(language: str) -> None:
    for idea in IDEAS[::25]:
        brief = CopyBrief(idea, seed_of(idea), language, lettered=True, layout=composed(spec(idea)).layout)
        assert check_copy(Copywriter().write(brief)) == (), idea
