"""Echo: the word that matters over and over, solid once and in outline or paler inks around it."""

from __future__ import annotations

from dataclasses import replace

from podpusher_cli.providers.typography.art import STRIPES, Art, at, box_of, inked, joined
from podpusher_cli.providers.typography.direction import scripts_in
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, block, lettered
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import HEAVY, PLAIN
from podpusher_cli.providers.typography.wording import around_hero, as_text

GAP = 30.0


def compose(brief: Brief) -> Art:
    """The hero five or seven times; the words before it small above, those after it small below."""
    face, plain = brief.face(*HEAVY), brief.face(*PLAIN)
    whole = brief.letters <= 12
    before, hero, after = ((), brief.words, ()) if whole else around_hero(brief.words)
    solid = lettered(face, as_text(hero, last=not after), WIDTH, 260)
    tall = box_of(solid).height
    copies = 7 if tall < 130 else 5 if tall < 210 else 3
    joins = "arabic" in scripts_in(brief.text)  # these overlap, which an outline would show
    look = _fading if joins or tall < 150 else brief.dice.pick((_hollow, _fading, _hollow))
    art = joined([at(look(solid, place - copies // 2, tall), 0, place * (tall + GAP)) for place in range(copies)])
    head = block(before, plain, WIDTH, 200, gap=34, most_cap=170)
    if not before and brief.icon:
        head = icon_in(brief.icon, 260)
    art = below(head, art, 50)
    return below(art, block(after, plain, WIDTH, 200, gap=34, most_cap=170), 50) if after else art


def _hollow(word: Art, off: int, tall: float) -> Art:
    """In outline, but for the one in the middle."""
    if off == 0:
        return inked(word, "accent")
    return tuple(replace(shape, line=max(6.0, min(9.0, 0.045 * tall))) for shape in word)


def _fading(word: Art, off: int, tall: float) -> Art:  # noqa: ARG001 - one of two looks
    """In the inks of the stripes, from the middle outwards."""
    return inked(word, "main" if off == 0 else STRIPES[min(3, abs(off))])
