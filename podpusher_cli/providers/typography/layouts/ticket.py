"""Ticket: lettering cut out of a ticket with a stub, or of a tag with a hole for its string."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, at, box_of, centred, cutting, fitted, inked, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, block
from podpusher_cli.providers.typography.layouts.brief import Brief
from podpusher_cli.providers.typography.layouts.roles import HEAVY, PLAIN, SLAB
from podpusher_cli.providers.typography.ornaments import bar, disc, hoop, rays, rule, star, tag
from podpusher_cli.providers.typography.wording import around_hero

BROAD = 1200.0


def compose(brief: Brief) -> Art:
    """A ticket across for a short text, a hanging tag for a longer one; either by the dice in between."""
    if brief.letters > 44 or (brief.letters > 10 and brief.dice.chance(0.5)):
        return hanging(brief)
    return admission(brief)


def admission(brief: Brief) -> Art:
    """A ticket bitten at its sides, the words on its body, a picture on its stub, which is where reading ends."""
    side = -1 if brief.from_right else 1
    tall, stub = brief.dice.pick((520.0, 620.0, 720.0)), brief.dice.pick((270.0, 330.0))
    body = BROAD - stub
    words = at(fitted(_lines(brief, body), body - 190, tall - 170), -side * stub / 2 + side * 16, 0)
    bites = joined([at(disc(60), x, 0) for x in (-BROAD / 2, BROAD / 2)])
    dots = int(tall / 70)
    tear = joined([at(disc(9), side * (BROAD / 2 - stub), 35 * place) for place in range(-dots, dots + 1)])
    picture = icon_in(brief.icon or "star", stub * 0.66, "main")
    picture = at(picture, side * (BROAD / 2 - stub / 2 - 22), 0)
    if brief.dice.chance(0.5):
        edge = joined([bar(BROAD, tall, 28, "accent"), _line(BROAD - 56, tall - 56, 16)])
        ticket = joined([edge, cutting(joined([bites, tear, words, picture]))])
    else:
        edge = joined([bar(BROAD, tall, 28), cutting(bar(BROAD - 36, tall - 36, 14))])
        rims = joined([at(disc(78), x, 0) for x in (-BROAD / 2, BROAD / 2)])
        ticket = joined([edge, rims, cutting(bites), inked(tear, "accent"), words, inked(picture, "accent")])
        ticket = joined([ticket, _sides(tall)])
    above = rays(BROAD * 0.2, BROAD * 0.34, 13, "third", 2.6) if brief.dice.chance(0.5) else _stars()
    foot = below(rule(BROAD, 16), rule(BROAD * 0.7, 10), 26) if brief.dice.chance(0.6) else _stars()
    return below(below(above, ticket, 56), foot, 56)


def _sides(tall: float) -> Art:
    """Bare cloth beside a ticket, where the rims of its bites reach out."""
    return cutting(joined([at(bar(200, tall, 0), side * (BROAD / 2 + 100), 0) for side in (-1, 1)]))


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
    """A tag with clipped corners and a hole, a picture under the hole, the words below: solid, or as a line."""
    broad = brief.dice.pick((560.0, 660.0, 780.0))
    words = block(brief.words, brief.face(*SLAB), broad, 580 if brief.letters > 30 else 430, gap=34, most_cap=250)
    head = icon_in(brief.icon, brief.dice.pick((220.0, 290.0)), "main") if brief.icon else inked(star(74), "main")
    order = (head, words) if brief.dice.chance(0.7) else (words, head)
    inside = centred(below(below(order[0], order[1], 58), rule(300, 12), 56), 0, 0)
    box = box_of(inside)
    width, height = box.width + 230, box.height + 390
    eye = -height / 2 + 118
    inside = at(inside, 0, 86)
    if brief.dice.chance(0.5):
        line = joined([cutting(tag(width - 60, height - 60, 138)), tag(width - 76, height - 76, 134, "accent")])
        rim = joined([cutting(at(disc(66), 0, eye)), at(disc(56, "accent"), 0, eye), cutting(at(disc(34), 0, eye))])
        return joined([tag(width, height, 150, "accent"), line, rim, cutting(inside)])
    line = joined([tag(width, height, 150), cutting(tag(width - 40, height - 40, 142))])
    fine = joined([tag(width - 72, height - 72, 135, "accent"), cutting(tag(width - 90, height - 90, 131))])
    return joined([line, fine, at(hoop(56, 20), 0, eye), inside])
