"""Retro: a striped sun, a rainbow of half rings, or lettering that drops its stripes, as in the 1970s."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import STRIPES, Art, at, box_of, cutting, inked, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, lettered, line_breaks, pile_rows, rows
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import GROOVY, HEAVY, PLAIN
from podpusher_cli.providers.typography.ornaments import arches, rays, ridge, sunset
from podpusher_cli.providers.typography.wording import around_hero, as_text

PEAKS = (
    ((0.12, 0.32), (0.2, 0.22), (0.38, 0.78), (0.5, 0.46), (0.66, 1.0), (0.82, 0.36), (0.9, 0.46)),
    ((0.16, 0.42), (0.27, 0.3), (0.46, 1.0), (0.6, 0.52), (0.74, 0.7), (0.88, 0.24)),
)


def compose(brief: Brief) -> Art:
    """One of the three, by the length of the text and the dice."""
    if brief.letters <= 34:
        return brief.dice.pick((sun, half_rings, dropped))(brief)
    return brief.dice.pick((sun, half_rings))(brief)


def sun(brief: Brief) -> Art:
    """A striped sun with hills or a picture before it, the words below."""
    radius = 400.0
    disc = sunset(radius)
    if brief.icon and brief.icon not in {"sun", "mountain", "wave", "pine", "tent"}:
        picture = icon_in(brief.icon, 430, "main")
        scene = joined([disc, cutting(at(picture, 0, 60), 22), at(picture, 0, 60)])
    else:
        hills = ridge(1.9 * radius, 340, brief.dice.pick(PEAKS))
        hills = at(hills, 0, radius * 0.86)
        scene = joined([disc, cutting(hills, 16), hills])
    return below(scene, _words(brief, 400), 60)


def half_rings(brief: Brief) -> Art:
    """Four half rings like a rainbow over a picture, the words below."""
    rainbow = arches(470, 72, 14)
    picture = icon_in(brief.icon or brief.dice.pick(("sun", "heart", "star")), 290, "main")
    picture = at(picture, 0, -box_of(picture).bottom)
    return below(joined([rainbow, cutting(picture, 20), picture]), _words(brief, 430), 56)


def dropped(brief: Brief) -> Art:
    """Big lettering that drops three stripes of its own shape."""
    face = brief.face(*GROOVY, *HEAVY)
    lines = line_breaks(brief.words, face, WIDTH, 640, gap=150, most_cap=330, most_lines=4)
    made = rows(lines, face, WIDTH, most_cap=330)
    step = max(7.0, min(28.0, 0.12 * min(row.cap for row in made)))
    front = pile_rows(made, 5.6 * step, least=0.9)
    layers: list[Art] = [at(inked(front, ink), 0, step * (4 - place)) for place, ink in enumerate(reversed(STRIPES))]
    art = joined([*layers, cutting(front, 15), front])  # a narrower gap leaves slivers of stripes beside slanted strokes
    size = max(300.0, min(430.0, 1000 - box_of(art).height))
    if brief.icon and box_of(art).height > 480:
        return below(icon_in(brief.icon, size), art, 60)
    picture = icon_in(brief.icon or brief.dice.pick(("sun", "star", "heart")), size)
    return below(joined([at(rays(size * 0.68, size, 19, "third", 3.2), 0, size * 0.1), picture]), art, 60)


def _words(brief: Brief, height: float) -> Art:
    face = brief.face(*GROOVY, *PLAIN)
    if brief.letters > 24 and brief.dice.chance(0.5):
        return _mixed(brief)
    most = 340.0 if brief.letters <= 10 else 270.0
    lines = line_breaks(brief.words, face, WIDTH, height, gap=40, most_cap=most)
    return pile_rows(rows(lines, face, WIDTH, most_cap=most), 44)


def _mixed(brief: Brief) -> Art:
    """The word that matters large in a display face, the rest small in plain capitals around it."""
    big, small = brief.face(*GROOVY), brief.face(*PLAIN)
    before, hero, after = around_hero(brief.words)
    art: Art = ()
    if before:
        lines = line_breaks(before, small, WIDTH * 0.92, 190, gap=30, most_cap=120)
        art = pile_rows(rows(lines, small, WIDTH * 0.92, most_cap=120), 30)
    art = below(art, lettered(big, as_text(hero, last=not after), WIDTH, 270, "accent"), 44)
    if after:
        lines = line_breaks(after, small, WIDTH * 0.92, 190, gap=30, most_cap=120)
        art = below(art, pile_rows(rows(lines, small, WIDTH * 0.92, most_cap=120), 30), 44)
    return art
