"""Script: a flourish of script that runs across heavy capitals."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, at, box_of, cutting, inked, joined, tilted
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, block, lettered, ruler
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import HEAVY, PLAIN, SCRIPT
from podpusher_cli.providers.typography.ornaments import rule, star
from podpusher_cli.providers.typography.wording import Word, around_hero, as_text, halves

# Strokes thick enough to run over capitals; faces with thin ones are for a word alone.
BOLD = ("lobster", "pacifico", "kaushan-script", "shrikhand", "alegreya", "gveret-levin", "lemonada", "rakkas")


def compose(brief: Brief) -> Art:
    """Heavy lines, the script over their foot; or the script alone over a word in outline when there is one word."""
    heavy = brief.face(*HEAVY)
    if len(brief.words) == 1:
        return _single(brief, heavy, brief.face(*SCRIPT))
    capitals, flourish, rest = _parts(brief, heavy)
    tall = 560.0 if len(capitals) > 1 else 420.0
    script = brief.face(*BOLD)
    lines = block(capitals, heavy, WIDTH, tall, gap=36, most_cap=430)
    text = as_text(flourish, last=not rest)
    word = lettered(script, text, WIDTH * 0.98, 280, "accent")
    word = tilted(word, 0.06 if brief.from_right else -0.06)
    box, over = box_of(lines), box_of(word)
    word = at(word, -over.middle[0], box.bottom - over.top - min(over.height * 0.14, box_of(lines[-1:]).height * 0.18))
    art = joined([lines, cutting(word, 13), word])
    foot = block(rest, brief.face(*PLAIN), WIDTH * 0.8, 150, gap=30, most_cap=95) or rule(WIDTH * 0.36, 13)
    art = below(art, foot, 42)
    return below(icon_in(brief.icon, 280), art, 46) if brief.icon else below(_stars(), art, 46)


def _parts(brief: Brief, face: str) -> tuple[tuple[Word, ...], tuple[Word, ...], tuple[Word, ...]]:
    """What is set in capitals, what in script, and what small below."""
    before, hero, after = around_hero(brief.words)
    if before and len(as_text(hero)) <= 14 and len(as_text(after)) <= 30:
        return before, hero, after
    first, second = halves(brief.words, ruler(face))
    return first, second, ()


def _single(brief: Brief, heavy: str, script: str) -> Art:
    """One word: the first letter huge behind it, or its picture."""
    word = tilted(lettered(script, as_text(brief.words, last=True), WIDTH, 330, "accent"), -0.07)
    if brief.icon:
        behind = icon_in(brief.icon, 620, "main")
    else:
        letter = next(letter for letter in brief.text if letter.isalnum())
        behind = inked(lettered(heavy, letter.upper(), 560, 700), "main")
    behind = at(behind, 0, -box_of(behind).middle[1])
    word = at(word, 0, -box_of(word).middle[1] + box_of(behind).height * 0.16)
    return below(joined([behind, cutting(word, 18), word]), rule(WIDTH * 0.4, 13), 60)


def _stars() -> Art:
    return joined([at(star(28, "accent"), -84, 6), star(42, "accent"), at(star(28, "accent"), 84, 6)])
