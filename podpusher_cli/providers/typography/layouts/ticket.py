"""Ticket: lettering cut out of a ticket with a stub, or of a tag with a hole for its string."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, at, box_of, centred, cutting, fitted, inked, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, block
from podpusher_cli.providers.typography.layouts.brief import Brief
from podpusher_cli.providers.typography.layouts.roles import HEAVY, PLAIN, SLAB
from podpusher_cli.providers.typography.ornaments import bar, disc, rays, rule, star, tag
from podpusher_cli.providers.typography.wording import around_hero

TALL, BROAD, STUB = 600.0, 1200.0, 290.0


def compose(brief: Brief) -> Art:
    """A ticket across for a short text, a hanging tag for a longer one; either by the dice in between."""
    if brief.letters > 44 or (brief.letters > 10 and brief.dice.chance(0.5)):
        return hanging(brief)
    return admission(brief)


def admission(brief: Brief) -> Art:
    """A ticket bitten at its sides, the words on its body, a picture on its stub, which is where reading ends."""
    side = -1 if brief.from_right else 1
    body = BROAD - STUB
    words = at(fitted(_lines(brief, body), body - 190, TALL - 170), -side * STUB / 2 + side * 16, 0)
    bites = [at(disc(60), x, 0) for x in (-BROAD / 2, BROAD / 2)]
    tear = [at(disc(9), side * (BROAD / 2 - STUB), 35 * (place - 8)) for place in range(17)]
    picture = icon_in(brief.icon or "star", 196, "main")
    picture = at(picture, side * (BROAD / 2 - STUB / 2 - 22), 0)
    holes = cutting(joined([*bites, *tear, words, picture]))
    ticket = joined([bar(BROAD, TALL, 28, "accent"), _line(BROAD - 56, TALL - 56, 16), holes])
    above = rays(BROAD * 0.2, BROAD * 0.34, 13, "third", 2.6) if brief.dice.chance(0.5) else _stars()
    return below(below(above, ticket, 56), below(rule(BROAD, 16), rule(BROAD * 0.7, 10), 26), 56)


def _line(width: float, height: float, radius: float) -> Art:
    """A fine line cut into a ticket of the second ink."""
    return joined([cutting(bar(width, height, radius)), bar(width - 14, height - 14, radius - 4, "accent")])


def _lines(brief: Brief, body: float) -> Art:
    """The word that matters large, the others small above and below it."""
    before, hero, after = around_hero(brief.words)
    small = brief.face(*PLAIN)
    art = block(before, small, body * 0.8, 100, gap=26, most_cap=96)
    art = below(art, block(hero, brief.face(*HEAVY), body * 0.85, 260, gap=24, most_cap=260), 40)
    return below(art, block(after, small, body * 0.8, 100, gap=26, most_cap=96), 40)


def _stars() -> Art:
    return joined([at(star(34), -110, 0), star(52), at(star(34), 110, 0)])


def hanging(brief: Brief) -> Art:
    """A tag with clipped corners and a hole, a picture under the hole, the words below."""
    words = block(brief.words, brief.face(*SLAB), 660, 580 if brief.letters > 30 else 430, gap=34, most_cap=250)
    head = icon_in(brief.icon, 260, "main") if brief.icon else inked(star(74), "main")
    inside = below(below(head, words, 58), rule(300, 12), 56)
    inside = centred(inside, 0, 0)
    box = box_of(inside)
    width, height = box.width + 230, box.height + 390
    line = joined([cutting(tag(width - 60, height - 60, 138)), tag(width - 76, height - 76, 134, "accent")])
    eye = joined([cutting(at(disc(66), 0, -height / 2 + 118)), at(disc(56, "accent"), 0, -height / 2 + 118)])
    hole = cutting(at(disc(34), 0, -height / 2 + 118))
    return joined([tag(width, height, 150, "accent"), line, eye, hole, cutting(at(inside, 0, 86))])
