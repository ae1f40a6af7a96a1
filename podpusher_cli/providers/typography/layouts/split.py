"""Split: lettering cut by a slanting gap, one ink above it and another below."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, Shape, at, box_of
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, block
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import HEAVY
from podpusher_cli.providers.typography.ornaments import flanked, rule, star
from podpusher_cli.providers.typography.outline import Outline, above, scaled, turned

STEP = 6.0


def compose(brief: Brief) -> Art:
    """All the words as one block of two inks; a picture or a star above."""
    face = brief.face(*HEAVY)
    tall = 420.0 if brief.letters < 16 else 620.0 if brief.letters < 50 else 760.0
    words = block(brief.words, face, WIDTH, tall, gap=34, most_cap=460)
    slant = brief.dice.pick((-0.1, 0.1, -0.16, 0.0))
    gap = 18.0 if box_of(words).height > 260 else 12.0
    art = two_inks(words, slant, gap)
    head = icon_in(brief.icon, 300) if brief.icon else star(60)
    if brief.dice.chance(0.5):
        return below(below(flanked(head, WIDTH * 0.9, 12, 44), art, 56), rule(WIDTH * 0.9, 12), 54)
    return below(head, art, 60)


def two_inks(art: Art, slant: float, gap: float) -> Art:
    """The art's upper half in the first ink and its lower half in the second, cut along a line through its middle."""
    x, y = box_of(art).middle
    parts: list[Shape] = []
    for shape in at(art, -x, -y):
        level = turned(shape.outline, -slant)
        upper = above(level, -gap / 2, STEP)
        lower = scaled(above(scaled(level, 1, -1), -gap / 2, STEP), 1, -1)
        parts.extend(_painted(turned(upper, slant), turned(lower, slant), shape))
    return at(tuple(parts), x, y)


def _painted(upper: Outline, lower: Outline, shape: Shape) -> list[Shape]:
    made = [Shape(upper, "main", holes=shape.holes), Shape(lower, "accent", holes=shape.holes)]
    return [each for each in made if each.outline]
