"""Wreath: the words inside a ring of leaves, of small pictures or of flowers."""

from __future__ import annotations

import math

from podpusher_cli.providers.typography.art import Art, at, box_of, cutting, fitted, inked, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, block, lettered
from podpusher_cli.providers.typography.layouts.brief import Brief
from podpusher_cli.providers.typography.layouts.roles import PLAIN, ROUND, SCRIPT, SERIF
from podpusher_cli.providers.typography.ornaments import disc, leafy_ring, star
from podpusher_cli.providers.typography.wording import around_hero, as_text

RADIUS, ROOM = 470.0, 372.0


def compose(brief: Brief) -> Art:
    """A ring, a picture on its top where there is one, the words in the middle."""
    ring = brief.dice.pick((_leaves, _pictures, _cradle))(brief)
    return joined([ring, _words(brief)])


def _words(brief: Brief) -> Art:
    """The words, the one that matters in script or in the second ink, as large as the ring allows."""
    plain = brief.face(*PLAIN, *ROUND)
    before, hero, after = around_hero(brief.words)
    script = brief.face(*SCRIPT, *SERIF)
    broad = brief.dice.pick((400.0, 520.0, 600.0))
    art = block(before, plain, broad, 150, gap=26, most_cap=110)
    art = below(
        art, lettered(script, as_text(hero, last=not after), 600, brief.dice.pick((190.0, 240.0)), "accent"), 34
    )
    art = below(art, block(after, plain, broad, 150, gap=26, most_cap=110), 40)
    box = box_of(art)
    scale = 2 * ROOM / math.hypot(box.width, box.height)
    return fitted(art, box.width * scale, box.height * scale)


def _leaves(brief: Brief) -> Art:
    """Two branches that meet at the foot; a picture or a star where they end."""
    ring = leafy_ring(RADIUS, brief.dice.pick((8, 11, 14, 17)))
    top = icon_in(brief.icon, 190) if brief.icon else star(52)
    return joined([ring, at(top, 0, -RADIUS)])


def _cradle(brief: Brief) -> Art:
    """Two branches that hold the words from below; a picture where they meet."""
    ring = leafy_ring(RADIUS, brief.dice.pick((6, 8, 10)), top=1.2)
    foot = icon_in(brief.icon, 200) if brief.icon else star(56)
    return joined([ring, cutting(at(disc(120), 0, RADIUS)), at(foot, 0, RADIUS)])


def _pictures(brief: Brief) -> Art:
    """A small picture again and again, with a dot in between."""
    picture = icon_in(
        brief.icon or brief.dice.pick(("heart", "flower", "star", "leaf")), brief.dice.pick((104.0, 128.0, 154.0))
    )
    count = brief.dice.pick((8, 9, 11, 12))
    shift = brief.dice.pick((0.0, 0.5))
    parts: list[Art] = []
    for place in range(count):
        angle = 2 * math.pi * (place + shift) / count
        parts.append(at(picture, RADIUS * math.sin(angle), -RADIUS * math.cos(angle)))
        angle += math.pi / count
        parts.append(at(inked(star(18), "main"), RADIUS * math.sin(angle), -RADIUS * math.cos(angle)))
    return joined(parts)
