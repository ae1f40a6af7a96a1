"""Stacked: lines of capitals set to one width, so that short words shout; one line stands out."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, at, box_of, cutting, inked
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import (
    Row,
    below,
    lettered,
    line_breaks,
    pile_rows,
    rows,
)
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import HEAVY, PLAIN, POSTER, SCRIPT
from podpusher_cli.providers.typography.ornaments import bar, flanked, rule, star
from podpusher_cli.providers.typography.wording import around_hero, as_text

WIDE = ("bungee", "alfa-slab-one", "righteous", "bowlby-one", "dela-gothic-one", "suez-one", "lalezar")


def compose(brief: Brief) -> Art:
    """One of four ways to stack, by the number of words and the dice."""
    if brief.letters <= 3:
        return poster(brief)
    if brief.letters > 90 or len(brief.words) == 1:
        return poster(brief)
    if len(brief.words) == 2:
        return brief.dice.pick((poster, reversed_out))(brief)
    return (poster, reversed_out, with_script)[brief.dice.below(3)](brief)


def poster(brief: Brief) -> Art:
    """All lines in one face, the heaviest in a second ink, a picture or rules above."""
    face = brief.face(*(WIDE if brief.letters <= 3 else POSTER))
    made = _block(brief, face, 0.95 * WIDTH if brief.letters < 60 else 1.15 * WIDTH)
    hero = _hero(made)
    made[hero] = made[hero]._replace(art=inked(made[hero].art, "accent"))
    return _crowned(brief, pile_rows(made, 42))


def reversed_out(brief: Brief) -> Art:
    """The heaviest line cut out of a bar of ink."""
    face = brief.face(*HEAVY)
    made = _block(brief, face, 0.95 * WIDTH)
    hero = _hero(made)
    row = made[hero]
    text = as_text(row.words, last=hero == len(made) - 1)
    letters = lettered(face, text, WIDTH - 110, row.cap)
    box = box_of(letters)
    block = at(bar(WIDTH, box.height + 90, 18, "accent"), 0, box.middle[1])
    made[hero] = Row(block + cutting(letters), -box_of(block).top, row.words, boxed=True)
    return _crowned(brief, pile_rows(made, 42))


def with_script(brief: Brief) -> Art:
    """Capitals above and below a flourish of script."""
    caps, script = brief.face(*PLAIN), brief.face(*SCRIPT)
    before, hero, after = around_hero(brief.words)
    art: Art = ()
    if before:
        lines = line_breaks(before, caps, WIDTH, 0.4 * WIDTH, gap=36, most_cap=230)
        art = pile_rows(rows(lines, caps, WIDTH, most_cap=230), 38)
    word = lettered(script, as_text(hero, last=not after), WIDTH, 300, "accent")
    art = below(art, word, 46)
    if after:
        lines = line_breaks(after, caps, WIDTH, 0.35 * WIDTH, gap=36, most_cap=230)
        art = below(art, pile_rows(rows(lines, caps, WIDTH, most_cap=230), 38), 50)
    return _crowned(brief, art)


def _block(brief: Brief, face: str, height: float) -> list[Row]:
    most = 460.0 if len(brief.words) <= 2 else 360.0
    lines = line_breaks(brief.words, face, WIDTH, height, gap=42, most_cap=most)
    return rows(lines, face, WIDTH, most_cap=most)


def _hero(made: list[Row]) -> int:
    """The row that stands out: high capitals and words that matter."""
    return max(range(len(made)), key=lambda place: made[place].cap * max(word.weight for word in made[place].words))


def _crowned(brief: Brief, art: Art) -> Art:
    """The art with a picture above that fills the height out, or between rules."""
    box = box_of(art)
    if brief.icon and brief.dice.chance(0.8):
        size = max(190.0, min(420.0, 1150 - box.height))
        return below(flanked(icon_in(brief.icon, size), WIDTH, 12, 60), art, 56)
    line = flanked(star(34), WIDTH, 12, 40) if brief.dice.chance(0.6) else rule(WIDTH, 16, "accent")
    return below(below(line, art, 52), line, 52)
