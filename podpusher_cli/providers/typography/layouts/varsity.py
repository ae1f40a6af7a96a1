"""Varsity: college letters with a border, arched or straight, as on a team's jersey."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, at, bordered, box_of, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.arched import arched_line
from podpusher_cli.providers.typography.layouts.blocks import below, block, lettered, ruler
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import COLLEGE
from podpusher_cli.providers.typography.ornaments import bar, flanked, star
from podpusher_cli.providers.typography.wording import around_hero, as_text, halves

GAP, LINE = 9.0, 11.0


def compose(brief: Brief) -> Art:
    """An arched name over a picture between bars, or the word that matters large between two lines."""
    if len(brief.words) == 1 or brief.letters > 40 or brief.dice.chance(0.5):
        return jersey(brief)
    return team(brief)


def team(brief: Brief) -> Art:
    """The first half arched and bordered, the second straight below, a picture in the hollow."""
    face = brief.face(*COLLEGE)
    first, second = halves(brief.words, ruler(face))
    rise = 170.0
    upper = bordered(arched_line(face, as_text(first, last=not second), rise, 300), GAP, LINE)
    box = box_of(upper)
    picture = flanked(icon_in(brief.icon or "star", 230), WIDTH * 0.8, 14, 46, "accent")
    lift = rise * 0.45 * min(1.0, box.width / WIDTH)
    art = joined([upper, at(picture, 0, box.bottom - lift + 34 - box_of(picture).top)])
    lower = bordered(block(second, face, WIDTH, 330, gap=64, most_cap=290), GAP, LINE)
    return below(art, lower, 52)


def jersey(brief: Brief) -> Art:
    """Small letters between bars above and below, the word that matters huge in between."""
    face = brief.face(*COLLEGE)
    before, hero, after = around_hero(brief.words)
    art = block(before, face, WIDTH * 0.92, 230, gap=40, most_cap=150)
    if not before:
        art = _stars(5) if brief.icon is None else icon_in(brief.icon, 300)
    word = bordered(lettered(face, as_text(hero, last=not after), WIDTH, 380), GAP + 3, LINE + 4)
    art = below(art, bar(WIDTH, 22, 0, "accent"), 46)
    art = below(below(art, word, 50), bar(WIDTH, 22, 0, "accent"), 50)
    if after:
        return below(art, block(after, face, WIDTH * 0.92, 230, gap=40, most_cap=150), 46)
    return below(art, _stars(3), 46)


def _stars(count: int) -> Art:
    return joined([at(star(40, "main"), 110 * (place - (count - 1) / 2), 0) for place in range(count)])
