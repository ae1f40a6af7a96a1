"""Sunburst: rays all around the words, or rising from behind them."""

from __future__ import annotations

import math

from podpusher_cli.providers.typography.art import Art, at, bordered, box_of, cutting, fitted, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, block, lettered
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import HEAVY, PLAIN, SLAB
from podpusher_cli.providers.typography.ornaments import bar, beads, disc, hoop, rays, ridge, rule
from podpusher_cli.providers.typography.wording import around_hero, as_text

PEAKS = ((0.1, 0.5), (0.22, 0.3), (0.42, 1.0), (0.58, 0.55), (0.72, 0.8), (0.88, 0.35))


def compose(brief: Brief) -> Art:
    """A round burst with the words in its middle, or half a sun that rises over a heavy line."""
    if brief.letters <= 34 and brief.dice.chance(0.5):
        return round_burst(brief)
    return rising(brief)


def round_burst(brief: Brief) -> Art:
    """A disc of rays with a bare circle, in it the words and a picture."""
    count = brief.dice.pick((16, 24, 32, 40))
    burst = rays(474, brief.dice.pick((580.0, 640.0, 700.0)), count, brief.dice.pick(("accent", "third")))
    room = 432.0
    words = block(brief.words, brief.face(*HEAVY), 640, 400, gap=34, most_cap=240)
    inside = below(icon_in(brief.icon, 200), words, 44) if brief.icon else words
    box = box_of(inside)
    scale = 2 * room / math.hypot(box.width, box.height)
    inside = fitted(inside, box.width * scale, box.height * scale)
    edge = brief.dice.pick((hoop(458, 10), beads(456, 76, 7)))
    around = brief.dice.pick(((), hoop(748, 16), beads(742, 48, 13, "accent")))
    return joined([burst, edge, around, inside])


def rising(brief: Brief) -> Art:
    """Half a sun with rays, hills or a picture before it, over the words; the one that matters on a bar."""
    radius = 330.0
    sun = joined([disc(radius, "accent"), rays(radius + 44, radius + 190, 25, "stripe2")])
    ground = cutting(at(bar(2 * WIDTH, WIDTH, 0), 0, WIDTH / 2))
    scene = joined([sun, ground])
    front = at(icon_in(brief.icon, 330, "main"), 0, 0) if brief.icon else ridge(620, 230, PEAKS)
    front = at(front, 0, -box_of(front).bottom - 4)
    scene = joined([scene, cutting(front, 16), front])
    scene = at(scene, 0, -box_of(front).bottom)
    before, hero, after = around_hero(brief.words)
    base = rule(WIDTH * 1.06, 16)
    top = 26.0
    art = joined([scene, at(base, 0, top)])
    art = _below(art, block(before, brief.face(*PLAIN), WIDTH * 0.9, 200, gap=34, most_cap=130), top + 8, 46)
    word = lettered(brief.face(*SLAB), as_text(hero, last=not after), WIDTH, 280)
    if brief.dice.chance(0.5):
        word = bordered(word, 7, 9)
    art = _below(art, word, _foot(art, top), 50)
    return _below(art, block(after, brief.face(*PLAIN), WIDTH * 0.9, 200, gap=34, most_cap=130), _foot(art, top), 50)


def _foot(art: Art, least: float) -> float:
    """Where the art ends; the bare half of the sun does not count."""
    return max([least, *(box_of((shape,)).bottom for shape in art if box_of((shape,)).top > 0)])


def _below(upper: Art, lower: Art, foot: float, gap: float) -> Art:
    if not lower:
        return upper
    box = box_of(lower)
    return upper + at(lower, -box.middle[0], foot + gap - box.top)
