"""Minimal: one picture in a fine line and a few small letters, as printed on the chest."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, Ink, at, box_of, inked, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, block
from podpusher_cli.providers.typography.layouts.brief import Brief
from podpusher_cli.providers.typography.layouts.roles import PLAIN, ROUND
from podpusher_cli.providers.typography.ornaments import bar, hoop, rule, star

LINE = 13.0
FALLBACK = ("sun", "moon", "mountain", "flower", "wave", "heart", "star", "leaf")


def compose(brief: Brief) -> Art:
    """A picture in a ring, under a rule, or in a frame, with the words small below it."""
    face = brief.face(*PLAIN, *ROUND)
    picture = icon_in(brief.icon or brief.dice.pick(FALLBACK), brief.dice.pick((320.0, 400.0, 480.0)))
    if brief.dice.chance(0.5):
        picture = inked(picture, "main")
    words = block(brief.words, face, 640, 100 if brief.letters < 24 else 210, gap=34, most_cap=88)
    made = brief.dice.pick((_ringed, _ruled, _boxed))
    return made(picture, words, brief)


def _ringed(picture: Art, words: Art, brief: Brief) -> Art:
    """The picture in a ring, the words under it or over it."""
    ink: Ink = brief.dice.pick(("accent", "main"))
    ring = joined([hoop(brief.dice.pick((350.0, 420.0)), LINE, ink), picture])
    return below(ring, words, 70) if brief.dice.chance(0.6) else below(words, ring, 70)


def _ruled(picture: Art, words: Art, _brief: Brief) -> Art:
    """The picture over a rule with a star on either end."""
    line = joined([rule(520, LINE * 0.8), at(star(24), -310, 0), at(star(24), 310, 0)])
    return below(below(picture, line, 56), words, 56)


def _boxed(picture: Art, words: Art, brief: Brief) -> Art:
    """The picture over the words, or under them, in a fine frame."""
    inside = below(picture, words, 60) if brief.dice.chance(0.6) else below(words, picture, 60)
    box = box_of(inside)
    width, height = max(box.width, brief.dice.pick((480.0, 640.0))) + 170, box.height + brief.dice.pick((170.0, 280.0))
    x, y = box.middle
    lines = (
        at(bar(width, LINE, 0), x, y - height / 2), at(bar(width, LINE, 0), x, y + height / 2),
        at(bar(LINE, height + LINE, 0), x - width / 2, y), at(bar(LINE, height + LINE, 0), x + width / 2, y),
    )  # fmt: skip
    return joined([inside, *lines])
