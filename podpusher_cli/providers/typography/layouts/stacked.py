"""Stacked: lines of capitals set to one width, so that short words shout; one line stands out."""

from __future__ import annotations

from dataclasses import replace

from podpusher_cli.providers.typography.art import Art, Shape, at, box_of, cutting, inked, joined
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
from podpusher_cli.providers.typography.ornaments import bar, flanked, rule, star
from podpusher_cli.providers.typography.wording import around_hero, as_text

BLOCK = ("anton", "bebas-neue", "alfa-slab-one", "bungee", "oswald", "righteous", "knewave", "bangers")
WIDE = ("bungee", "alfa-slab-one", "righteous")
SCRIPT = ("lobster", "pacifico", "kaushan-script", "shrikhand")


def compose(brief: Brief) -> Art:
    """One of four ways to stack, by the number of words and the dice."""
    if brief.letters <= 3:
        return poster(brief)
    if len(brief.words) == 1 and not brief.icon:
        return echoed(brief)
    if len(brief.words) <= 2 and brief.letters <= 16:
        return (echoed, poster)[brief.dice.below(2)](brief)
    if brief.letters > 90 or len(brief.words) < 3:
        return poster(brief)
    return (poster, reversed_out, with_script)[brief.dice.below(3)](brief)


def poster(brief: Brief) -> Art:
    """All lines in one face, the heaviest in a second ink, a picture or rules above."""
    face = brief.face(*(WIDE if brief.letters <= 3 else BLOCK))
    made = _block(brief, face, 0.95 * WIDTH if brief.letters < 60 else 1.15 * WIDTH)
    hero = _hero(made)
    made[hero] = made[hero]._replace(art=inked(made[hero].art, "accent"))
    return _crowned(brief, pile_rows(made, 42))


def reversed_out(brief: Brief) -> Art:
    """The heaviest line cut out of a bar of ink."""
    face = brief.face(*BLOCK[:6])
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
    caps, script = brief.face("bebas-neue", "oswald", "anton", "alfa-slab-one"), brief.face(*SCRIPT)
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


def echoed(brief: Brief) -> Art:
    """One or two words over and over: solid in the middle, in outline above and below."""
    face = brief.face("anton", "bungee", "alfa-slab-one", "bebas-neue")
    solid = lettered(face, as_text(brief.words, last=True), WIDTH, 330)
    tall = box_of(solid).height
    copies = 5 if tall < 190 else 3
    step = tall + 34
    art: list[Art] = []
    for place in range(copies):
        off = place - copies // 2
        word: Art = inked(solid, "accent") if off == 0 else tuple(_hollow(shape, tall) for shape in solid)
        art.append(at(word, 0, off * step))
    return joined(art)


def _hollow(shape: Shape, tall: float) -> Shape:
    return replace(shape, line=max(3.0, min(7.0, 0.032 * tall)))


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
