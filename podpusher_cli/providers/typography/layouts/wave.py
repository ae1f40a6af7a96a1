"""Wave: lettering on a rolling line, with stripes that roll along, as in the 1970s."""

from __future__ import annotations

import math

from podpusher_cli.providers.typography.art import STRIPES, Art, at, bordered, box_of, curved, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, block
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import GROOVY
from podpusher_cli.providers.typography.ornaments import bar
from podpusher_cli.providers.typography.outline import Bend


def compose(brief: Brief) -> Art:
    """The words rolling under a picture, over stripes that roll with them or swelling like a flag."""
    face = brief.face(*GROOVY)
    tall = 460.0 if brief.letters < 30 else 640.0
    words = block(brief.words, face, WIDTH, tall, gap=48, most_cap=330)
    if brief.dice.chance(0.4):
        words = bordered(words, 8, 10)
    height = box_of(words).height
    low, high = (70.0, 95.0) if height > 350 else (48.0, 70.0)
    phase = brief.dice.pick((0.0, math.pi))
    bend = rolling(low + (high - low) * brief.dice.share(), phase)
    art = curved(words, bend)
    stripes = curved(_stripes(), bend, 24)
    lowest = box_of(words).bottom
    art = joined([art, at(stripes, 0, lowest + 66)])
    if brief.dice.chance(0.5):
        art = joined([art, at(curved(_stripes(2), bend, 24), 0, box_of(words).top - 66 - 70)])
    return below(icon_in(brief.icon, 320), art, 30) if brief.icon else below(icon_in("sun", 250), art, 30)


def rolling(height: float, phase: float) -> Bend:
    """A sheet with one wave from side to side."""
    return lambda x, y: (x, y + height * math.sin(2 * math.pi * x / WIDTH + phase))


def _stripes(count: int = 4) -> Art:
    """Stripes of ink below each other from y = 0, each thinner than the one above."""
    y, parts = 0.0, []
    for place in range(count):
        thick = 38.0 - 8 * place
        parts.append(at(bar(WIDTH, thick, 0, STRIPES[place]), 0, y + thick / 2))
        y += thick + 16
    return joined(parts)
