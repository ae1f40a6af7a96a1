"""Banner: the word that matters on a ribbon, the rest above and below it."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, Shape, at, box_of, centred, curved, cutting, joined
from podpusher_cli.providers.typography.layouts.blocks import below, lettered, line_breaks, pile_rows, rows
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.ornaments import flanked, icon_in, rays, ribbon_tail, sprig, star
from podpusher_cli.providers.typography.outline import polygon, rectangle, scaled
from podpusher_cli.providers.typography.wording import around_hero, as_text

PLAIN = ("bebas-neue", "oswald", "righteous", "anton")
RIBBON = ("alfa-slab-one", "anton", "bebas-neue", "lobster", "righteous", "oswald")


def compose(brief: Brief) -> Art:
    """A ribbon that is bent upwards or straight, under a picture with rays or between laurels."""
    before, hero, after = around_hero(brief.words)
    plain, face = brief.face(*PLAIN), brief.face(*RIBBON)
    bow = brief.dice.pick((0.0, 70.0, 90.0))
    band = ribbon(face, as_text(hero, last=not after), bow)
    art = _crest(brief)
    if before:
        lines = line_breaks(before, plain, WIDTH * 0.9, 300, gap=34, most_cap=190)
        art = below(art, pile_rows(rows(lines, plain, WIDTH * 0.9, most_cap=190), 36), 46)
    art = below(art, band, 46 - bow * 0.25)
    if after:
        lines = line_breaks(after, plain, WIDTH * 0.9, 260, gap=34, most_cap=190)
        return below(art, pile_rows(rows(lines, plain, WIDTH * 0.9, most_cap=190), 36), 50)
    foot = joined([at(star(26), -90, 0), star(38), at(star(26), 90, 0)])
    return below(art, flanked(foot, WIDTH * 0.62, 12, 36), 44)


def ribbon(face: str, text: str, bow: float) -> Art:
    """A ribbon with folded tails and the text cut out of it, bent upwards by `bow` in the middle."""
    word = centred(lettered(face, text, 800, 190), 0, 0)
    box = box_of(word)
    height, half = box.height + 86, max(box.width / 2 + 60, 300.0)
    drop, tail = height * 0.22, 150.0
    right = at(ribbon_tail(tail + 46, height * 0.92, "third"), half - 46, drop)
    left = tuple(Shape(scaled(shape.outline, -1, 1), shape.ink) for shape in right)
    body: Art = (Shape(rectangle(-half, -height / 2, 2 * half, height), "accent"),)
    gap = cutting((Shape(rectangle(-half - 9, -height / 2 - 9, 2 * half + 18, height + 18)),))
    folds = joined([_fold(half, height, drop, 1), _fold(half, height, drop, -1)])
    flat = joined([right, left, gap, folds, body, cutting(word)])
    if not bow:
        return flat
    reach = half + tail
    return curved(flat, lambda x, y: (x, y - bow * (1 - (x / reach) ** 2)), 16)


def _fold(half: float, height: float, drop: float, side: int) -> Art:
    """The shaded corner where the ribbon turns back."""
    y = height / 2
    return (Shape(polygon([(side * half, y), (side * (half - 46), y), (side * (half - 46), y + drop)]), "main"),)


def _crest(brief: Brief) -> Art:
    picture = icon_in(brief.icon or "star", 250)
    if brief.dice.chance(0.5):
        return joined([at(rays(190, 300, 15, "third", 3.1), 0, 30), picture])
    branch = sprig(330, 6)
    right = at(branch, 175, 150)
    left = tuple(Shape(scaled(shape.outline, -1, 1), shape.ink) for shape in right)
    return joined([picture, right, left])
