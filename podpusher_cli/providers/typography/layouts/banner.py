"""Banner: the word that matters on a ribbon, the rest above and below it."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, Shape, at, box_of, centred, curved, cutting, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, lettered, line_breaks, pile_rows, rows
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import PLAIN, RIBBON
from podpusher_cli.providers.typography.ornaments import beads, flanked, hoop, rays, ribbon_tail, sprig, star
from podpusher_cli.providers.typography.outline import polygon, rectangle, scaled
from podpusher_cli.providers.typography.wording import around_hero, as_text


def compose(brief: Brief) -> Art:
    """A ribbon that is bent upwards or straight, under a picture with rays or between laurels."""
    before, hero, after = around_hero(brief.words)
    plain, face = brief.face(*PLAIN), brief.face(*RIBBON)
    bow = brief.dice.pick((0.0, 70.0, 90.0))
    art: Art = ()
    if before:
        lines = line_breaks(before, plain, WIDTH * 0.9, 280, gap=34, most_cap=190)
        art = pile_rows(rows(lines, plain, WIDTH * 0.9, most_cap=190), 36)
    art = below(art, ribbon(face, as_text(hero, last=not after), brief.dice.pick((190.0, 240.0))), 46)
    if after:
        lines = line_breaks(after, plain, WIDTH * 0.9, 260, gap=34, most_cap=190)
        art = below(art, pile_rows(rows(lines, plain, WIDTH * 0.9, most_cap=190), 36), 36)
    else:
        foot = joined([at(star(26), -90, 0), star(38), at(star(26), 90, 0)])
        art = below(art, flanked(foot, WIDTH * 0.62, 12, 36), 30)
    if bow:
        reach = box_of(art).width / 2
        art = curved(art, lambda x, y: (x, y - bow * (1 - (x / reach) ** 2)), 16)
    return below(_crest(brief, 400 if len(brief.words) == 1 else 250), art, 46)


def ribbon(face: str, text: str, most_cap: float = 190) -> Art:
    """A ribbon with folded tails and the text cut out of it, its capitals at most so high."""
    word = centred(lettered(face, text, 800, most_cap), 0, 0)
    box = box_of(word)
    height, half = box.height + 86, max(box.width / 2 + 60, 300.0)
    drop, tail = height * 0.22, 150.0
    right = at(ribbon_tail(tail + 46, height * 0.92, "third"), half - 46, drop)
    left = tuple(Shape(scaled(shape.outline, -1, 1), shape.ink) for shape in right)
    body: Art = (Shape(rectangle(-half, -height / 2, 2 * half, height), "accent"),)
    gap = cutting((Shape(rectangle(-half - 9, -height / 2 - 9, 2 * half + 18, height + 18)),))
    folds = joined([_fold(half, height, drop, 1), _fold(half, height, drop, -1)])
    return joined([right, left, gap, folds, body, cutting(word)])


def _fold(half: float, height: float, drop: float, side: int) -> Art:
    """The shaded corner where the ribbon turns back."""
    y = height / 2
    return (Shape(polygon([(side * half, y), (side * (half - 46), y), (side * (half - 46), y + drop)]), "stripe4"),)


def _crest(brief: Brief, size: float) -> Art:
    picture = icon_in(brief.icon or "star", size * brief.dice.pick((0.85, 1.15)))
    look = brief.dice.below(3)
    if look == 0:
        return joined([hoop(size * 0.86, 14), beads(size * 0.98, 40, 7, "third"), picture])
    if look == 1:
        return joined([at(rays(size * 0.76, size * 1.2, 15, "third", 3.1), 0, size * 0.12), picture])
    right = at(sprig(size * 1.32, 6), size * 0.7, size * 0.6)
    left = tuple(Shape(scaled(shape.outline, -1, 1), shape.ink) for shape in right)
    return joined([picture, right, left])
