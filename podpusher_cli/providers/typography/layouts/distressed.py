"""Distressed: sturdy one-ink lettering in a frame or a stamp, worn away afterwards by `texture.worn`."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, Ink, at, box_of, centred, cutting, inked, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.arched import arched_line
from podpusher_cli.providers.typography.layouts.blocks import below, lettered, line_breaks, pile_rows, rows, ruler
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import HEAVY, PLAIN, SLAB
from podpusher_cli.providers.typography.ornaments import bar, flanked, frame, rule, star
from podpusher_cli.providers.typography.wording import as_text, halves


def compose(brief: Brief) -> Art:
    """A framed notice, a poster of bars, or a vintage arch."""
    ink: Ink = brief.dice.pick(("main", "main", "accent", "third"))
    if brief.letters > 60 or len(brief.words) == 1:
        return inked(framed(brief), ink)
    return inked(brief.dice.pick((framed, bars, vintage))(brief), ink)


def framed(brief: Brief) -> Art:
    """Lines in a frame with bitten corners."""
    face = brief.face(*SLAB, *PLAIN)
    width, height = (840.0, 620.0) if brief.letters < 60 else (960.0, 800.0)
    lines = line_breaks(brief.words, face, width, height, gap=40, most_cap=260)
    block = pile_rows(rows(lines, face, width, most_cap=260), 42)
    top = inked(icon_in(brief.icon, 220), "main") if brief.icon else star(60, "main")
    block = below(flanked(top, width, 12, 44), block, 50)
    block = centred(below(block, flanked(_three_stars(), width, 12, 36), 50), 0, 0)
    box = box_of(block)
    return joined(
        [frame(box.width + 180, box.height + 180, 16, 70), frame(box.width + 128, box.height + 128, 6, 58), block]
    )


def bars(brief: Brief) -> Art:
    """Lines turn about: one painted, the next cut out of a bar."""
    face = brief.face(*HEAVY, *PLAIN)
    lines = line_breaks(brief.words, face, WIDTH, 820, gap=40, most_cap=300)
    art: Art = inked(icon_in(brief.icon, 260), "main") if brief.icon else ()
    for place, row in enumerate(rows(lines, face, WIDTH, most_cap=300)):
        part = row.art
        if place % 2 == (1 if len(lines) > 1 else 0):
            text = as_text(row.words, last=place == len(lines) - 1)
            letters = lettered(face, text, WIDTH - 90, row.cap)
            box = box_of(letters)
            part = at(bar(WIDTH, box.height + 70, 8), *box.middle) + cutting(letters)
        art = below(art, part, 48)
    return below(art, rule(WIDTH, 14), 40)


def vintage(brief: Brief) -> Art:
    """An arch of slab letters over stars, the rest straight below with a tail of rules."""
    face = brief.face(*SLAB)
    first, second = halves(brief.words, ruler(face))
    upper = arched_line(face, as_text(first, last=not second), 130, 280)
    middle = inked(icon_in(brief.icon, 240), "main") if brief.icon else _three_stars()
    art = below(upper, flanked(middle, WIDTH * 0.94, 12, 40), 20)
    if second:
        lines = line_breaks(second, face, WIDTH * 0.96, 300, gap=40, most_cap=280)
        art = below(art, pile_rows(rows(lines, face, WIDTH * 0.96, most_cap=280), 42), 50)
    return below(below(art, rule(WIDTH * 0.96, 16), 50), rule(WIDTH * 0.7, 9), 20)


def _three_stars() -> Art:
    return joined([at(star(26, "main"), -80, 0), star(38, "main"), at(star(26, "main"), 80, 0)])
