"""Stamp: a postage stamp with a small scene and the words on it."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, at, box_of, centred, cutting, fitted, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, block
from podpusher_cli.providers.typography.layouts.brief import Brief
from podpusher_cli.providers.typography.layouts.roles import POSTER, ROUND, SERIF
from podpusher_cli.providers.typography.ornaments import bar, disc, perforated, rays, ridge

BROAD, HOLE = 900.0, 19.0
PEAKS = (
    ((0.0, 0.45), (0.24, 0.8), (0.4, 0.5), (0.64, 1.0), (0.86, 0.4), (1.0, 0.6)),
    ((0.0, 0.3), (0.3, 1.0), (0.52, 0.45), (0.74, 0.8), (1.0, 0.35)),
)


def compose(brief: Brief) -> Art:
    """A perforated block in the first ink, a picture field in the second, the words cut out below or above it."""
    face = brief.face(*POSTER) if brief.dice.chance(0.6) else brief.face(*ROUND, *SERIF)
    inner = BROAD - 150
    scene = _scene(brief, inner, 520.0 if brief.letters < 40 else 400.0)
    words = fitted(
        block(brief.words, face, inner, 260 if brief.letters < 40 else 380, gap=32, most_cap=190), inner, 480
    )
    over = brief.dice.chance(0.7)
    first, second = (scene, words) if over else (words, scene)
    field = centred(below(first, second, 56), 0, 0)
    upper, lower = field[: len(first)], field[len(first) :]
    scene, words = (upper, lower) if over else (lower, upper)
    art = perforated(BROAD, box_of(field).height + 170, HOLE)
    return joined([art, _cleared(scene), scene, cutting(words)])


def _cleared(scene: Art) -> Art:
    """Bare cloth where the scene comes."""
    box = box_of(scene)
    return cutting(at(bar(box.width, box.height, 0), *box.middle))


def _scene(brief: Brief, width: float, height: float) -> Art:
    """A frame with a sun and hills, or with the picture before rays."""
    ground = at(bar(width, height, 0, "accent"), 0, -height / 2)
    if brief.icon:
        picture = at(icon_in(brief.icon, height * 0.66), 0, -height / 2)
        glow = at(rays(height * 0.42, height * 0.49, 28, "main"), 0, -height / 2)
        return joined([ground, cutting(glow), cutting(picture, 0)])
    sun = at(disc(height * 0.2, "main"), width * 0.16, -height * 0.66)
    hills = ridge(width, height * 0.5, brief.dice.pick(PEAKS), "main")
    return joined([ground, cutting(sun), cutting(hills, 0)])
