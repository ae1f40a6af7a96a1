"""Arched: lettering that bends upwards over straight lines, or swells into a lens."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, Ink, Shape, at, box_of, centred, cutting, joined, topped
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, lettered, line_breaks, pile_rows, rows, ruler
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import HEAVY, PLAIN, SCRIPT
from podpusher_cli.providers.typography.lettering import arched, length_on_circle, on_circle, swollen
from podpusher_cli.providers.typography.ornaments import flanked, rays, rule, star
from podpusher_cli.providers.typography.wording import Word, around_hero, as_text, halves, in_lines


def compose(brief: Brief) -> Art:
    """A collegiate arch, a lens, or a rainbow of letters around a picture."""
    if len(brief.words) == 1:
        return brief.dice.pick((collegiate, lens))(brief)
    if brief.letters > 46:
        return lens(brief)
    return brief.dice.pick((collegiate, lens, around))(brief)


def collegiate(brief: Brief) -> Art:
    """The first half arched, the second straight beneath it, a picture or stars in the hollow."""
    face = brief.face(*HEAVY)
    first, second = halves(brief.words, ruler(face))
    rise = 150.0
    upper = arched_line(face, as_text(first, last=not second), rise, 300)
    hollow = (
        icon_in(brief.icon, 210) if brief.icon else joined([at(star(40), -120, 10), star(58), at(star(40), 120, 10)])
    )
    if not second:
        return below(upper, flanked(hollow, WIDTH * 0.9, 12, 50), 40)
    plain = brief.face(*PLAIN)
    lines = line_breaks(second, plain, WIDTH, 330, gap=36, most_cap=300)
    lower = pile_rows(rows(lines, plain, WIDTH * 0.96, most_cap=300, ink="accent"), 38)
    middle = flanked(hollow, WIDTH * 0.96, 12, 50)
    return below(_under_arch(upper, middle, rise), lower, 50)


def arched_line(face: str, text: str, rise: float, most_cap: float) -> Art:
    """A line bent upwards, centred on x = 0: by `rise` at full width, by less when it is narrow."""
    straight = lettered(face, text, WIDTH, most_cap)
    own = rise * (box_of(straight).width / WIDTH) ** 1.5
    return tuple(Shape(arched(shape.outline, own)) for shape in straight)


def _under_arch(upper: Art, middle: Art, rise: float) -> Art:
    """The middle piece moved up into the hollow of the arch as far as its rules allow; below a narrow arch."""
    box = box_of(upper)
    if box.width < WIDTH * 0.9:
        return below(upper, middle, 40)
    return upper + topped(centred(middle), box.bottom - rise * 0.55 + 30)


def lens(brief: Brief) -> Art:
    """The whole text as a block whose top and bottom swell."""
    face = brief.face(*HEAVY)
    lines = _lens_lines(brief, face)
    art: Art = ()
    for place, line in enumerate(lines):
        last = place == len(lines) - 1
        row = lettered(face, as_text(line, last=last), WIDTH, 270)
        swell = 120 * (box_of(row).width / WIDTH) ** 1.5
        ink: Ink = "accent" if (place in {0, len(lines) - 1} if len(lines) > 2 else place == 1) else "main"
        bulging = (Shape(swollen(shape.outline, 0 if place else swell, swell if last else 0), ink) for shape in row)
        art = below(art, tuple(bulging), 40)
    if brief.icon and len(lines) < 4:
        return below(flanked(icon_in(brief.icon, 240), WIDTH * 0.7, 12, 50), art, 38)
    if box_of(art).height < 620:
        stars = joined([at(star(40), -120, 0), star(58), at(star(40), 120, 0)])
        return below(below(at(stars, 0, 0), art, 44), stars, 44)
    return art


def _lens_lines(brief: Brief, face: str) -> tuple[tuple[Word, ...], ...]:
    count = 1 if len(brief.words) == 1 else 2 if brief.letters <= 18 else 3 if brief.letters <= 46 else 5
    _, lines = in_lines(brief.words, ruler(face), min(count, len(brief.words)))
    return lines


def around(brief: Brief) -> Art:
    """The first words on a half circle around a picture, the word that matters straight below."""
    before, hero, after = around_hero(brief.words)
    if not 9 <= len(as_text(before)) <= 34:
        return collegiate(brief)
    face, script = brief.face(*PLAIN), brief.face(*SCRIPT)
    radius = 400.0
    text = as_text(before)
    cap = min(105.0, 105 * radius * 2.75 / length_on_circle(face, text, 105))
    arc: Art = (Shape(on_circle(face, text, radius, cap, 0.04)),)
    size = 430.0
    picture = icon_in(brief.icon or "sun", size)
    burst = rays(250, 330, 17, "third", 3.4) if brief.icon else ()
    picture = at(picture, 0, -60)
    top = joined([at(burst, 0, -20), cutting(picture, 16) if burst else (), arc, picture])
    word = lettered(script, as_text(hero, last=not after), WIDTH * 0.98, 260, "accent")
    art = below(top, word, 50)
    if after:
        small = brief.face(*PLAIN)
        art = below(art, lettered(small, as_text(after, last=True), WIDTH * 0.9, 120), 44)
    else:
        art = below(art, rule(WIDTH * 0.5, 14), 40)
    return art
