"""Badge: a round mark with lettering on its upper and lower arc and a picture or a word in the middle."""

from __future__ import annotations

import math

from podpusher_cli.providers.typography.art import Art, Shape, at, box_of, centred, cutting, fitted, inked, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import lettered, line_breaks, pile_rows, rows, ruler
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import HEAVY, PLAIN, RIBBON
from podpusher_cli.providers.typography.lettering import ink_above, length_on_circle, on_circle
from podpusher_cli.providers.typography.ornaments import bar, beads, disc, hoop, rays, seal, star
from podpusher_cli.providers.typography.wording import Word, around_hero, as_text, halves

CENTRE = HEAVY + RIBBON
RADIUS = 500.0
INSIDE = 398.0  # how far from the middle the corners of a block may reach


def compose(brief: Brief) -> Art:
    """A ring with two arcs, a solid seal, or a round field with a band across."""
    if len(brief.words) == 1:
        return banded(brief, (), brief.words, ())
    if brief.letters <= 40 and brief.dice.chance(0.6):
        first, second = halves(brief.words, ruler("oswald"))
        return brief.dice.pick((ringed, sealed))(brief, first, second)
    before, hero, after = around_hero(brief.words)
    if len(as_text(before)) <= 26 and len(as_text(after)) <= 26 and brief.letters <= 46:
        return banded(brief, before, hero, after)
    return filled(brief)


def ringed(brief: Brief, first: tuple[Word, ...], second: tuple[Word, ...]) -> Art:
    """Two rings with the words between them and a picture in the middle."""
    face = brief.face(*PLAIN)
    outer, inner = RADIUS - 34, 322.0
    letters = arcs(face, as_text(first), as_text(second, last=True), inner + 22, outer - 22)
    inside = joined([rays(214, 292, 28, "third"), icon_in(brief.icon or "star", 290)])
    edge = brief.dice.pick((hoop(RADIUS, 14), beads(RADIUS - 10, 72, 9)))
    return joined([edge, hoop(outer + 4, 8), hoop(inner, 8), letters, _side_stars((inner + outer) / 2), inside])


def sealed(brief: Brief, first: tuple[Word, ...], second: tuple[Word, ...]) -> Art:
    """A solid seal with everything cut out of it."""
    face = brief.face(*PLAIN)
    letters = arcs(face, as_text(first), as_text(second, last=True), 322, RADIUS - 62)
    stars = _side_stars(382)
    inside = fitted(inked(icon_in(brief.icon or "star", 330), "main"), 330, 330)
    solid = joined([seal(RADIUS, 48, 20, "accent"), cutting(hoop(RADIUS - 36, 7)), cutting(letters), cutting(stars)])
    return joined([solid, cutting(disc(284)), hoop(272, 10), inside])


def banded(brief: Brief, before: tuple[Word, ...], hero: tuple[Word, ...], after: tuple[Word, ...]) -> Art:
    """A ring, and the word that matters on a band straight across it, broader than the ring."""
    face, centre = brief.face(*PLAIN), brief.face(*CENTRE)
    outer, inner = RADIUS - 34, 330.0
    word = centred(lettered(centre, as_text(hero, last=not after), WIDTH * 1.02, 230), 0, 0)
    box = box_of(word)
    height = box.height + 80
    free = 2 * math.acos(min(1.0, (height / 2 + 40) / (inner + 20)))
    parts: list[Art] = [hoop(RADIUS, 12), hoop(outer + 6, 6), hoop(inner, 6)]
    parts.append(arcs(face, as_text(before), as_text(after, last=True), inner + 20, outer - 20, most=min(2.1, free)))
    if not before:
        parts.append(_star_arc((inner + outer) / 2, 0))
    if not after:
        parts.append(_star_arc((inner + outer) / 2, math.pi))
    picture = icon_in(brief.icon or "star", min(230.0, inner - height / 2 - 40))
    room = (inner + height / 2) / 2
    parts.extend([at(picture, 0, -room), _lower_fill(inner, height / 2)])
    width = max(box.width + 100, 2 * inner + 50)
    if width > 1.7 * RADIUS:
        width = max(width, 2 * RADIUS + 60)
    band = joined([cutting(bar(width + 40, height + 36, 26)), bar(width, height, 18, "accent")])
    return joined([*parts, band, cutting(word)])


def _lower_fill(inner: float, top: float) -> Art:
    """Rays that rise from the foot of the inner circle."""
    room = (inner + top) / 2
    size = max(30.0, (inner - top) * 0.26)
    return joined(
        [
            at(star(size), 0, room),
            at(star(size * 0.6), -size * 2.4, room - 8),
            at(star(size * 0.6), size * 2.4, room - 8),
        ]
    )


def filled(brief: Brief) -> Art:
    """A ring of beads around lines of lettering that fill the circle."""
    face = brief.face(*PLAIN)
    width, height = 640.0, 520.0
    lines = line_breaks(brief.words, face, width, height, gap=24, most_cap=170)
    block = pile_rows(rows(lines, face, width, most_cap=170), 26)
    box = box_of(block)
    block = fitted(block, *(size * 2 * INSIDE / math.hypot(box.width, box.height) for size in (box.width, box.height)))
    art = [hoop(RADIUS, 14), beads(RADIUS - 44, 60, 10, "accent"), hoop(RADIUS - 74, 8), at(block, 0, 0)]
    box = box_of(block)
    room = RADIUS - 82 + box.top
    if brief.icon and room > 110:
        art.append(at(icon_in(brief.icon, room * 0.72), 0, box.top - room * 0.46))
        art.append(at(star(room * 0.24), 0, box.bottom + room * 0.42))
    return joined(art)


def arcs(face: str, upper: str, lower: str, inner: float, outer: float, *, most: float = 2.75) -> Art:
    """Lettering on the upper and the lower arc between two radii; `most` is the widest angle of each."""
    texts = [text for text in (upper, lower) if text]
    if not texts:
        return ()
    tall = max(1.0, *(ink_above(face, text) for text in texts))  # accents stay inside the ring too
    most_cap = (outer - inner) / tall
    cap = min(_fit(face, text, inner, most_cap, most) for text in texts)
    middle, half = (inner + outer) / 2, cap * tall / 2
    parts: list[Art] = []
    if upper:
        parts.append((Shape(on_circle(face, upper, middle - half, cap, _air(face, upper, middle, cap, most))),))
    if lower:
        air = _air(face, lower, middle, cap, most) + 0.03
        parts.append((Shape(on_circle(face, lower, middle + half, cap, air, below=True)),))
    return joined(parts)


def _fit(face: str, text: str, radius: float, most_cap: float, angle: float) -> float:
    return min(most_cap, most_cap * radius * angle / length_on_circle(face, text, most_cap, 0.03))


def _air(face: str, text: str, radius: float, cap: float, angle: float) -> float:
    """Tracking that lets a short text spread a little along the arc, in ems."""
    length = length_on_circle(face, text, cap)
    spare = max(0.0, 0.8 * angle * radius - length)
    return min(0.16, max(0.02, spare / max(1, len(text)) / cap * 0.7))


def _side_stars(radius: float) -> Art:
    return joined([at(star(30), -radius, 0), at(star(30), radius, 0)])


def _star_arc(radius: float, turn: float) -> Art:
    angles = [turn + step * 0.3 for step in (-2, -1, 0, 1, 2)]
    return joined(
        [at(star(44 if angle == turn else 30), radius * math.sin(angle), -radius * math.cos(angle)) for angle in angles]
    )
