"""Blocks of lettering that the layouts share: lines set to one width, and what stands around them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from podpusher_cli.providers.typography.art import Art, Ink, Shape, at, box_of, centred
from podpusher_cli.providers.typography.faces import CATALOGUE
from podpusher_cli.providers.typography.lettering import natural_width, to_cap, to_width
from podpusher_cli.providers.typography.ornaments import flanked
from podpusher_cli.providers.typography.outline import bounds, moved
from podpusher_cli.providers.typography.wording import Word, as_text, in_lines


class Row(NamedTuple):
    """A line of lettering, centred on x = 0 with its baseline at y = 0, and the height of its capitals.

    A `boxed` row reaches below its baseline as a block, so the next one keeps its full distance from it.
    """

    art: Art
    cap: float
    words: tuple[Word, ...]
    boxed: bool = False


@lru_cache(maxsize=4096)
def _word_width(face: str, text: str) -> float:
    return natural_width(face, text)


def ruler(face: str) -> Callable[[Sequence[Word]], float]:
    """A measure of lines in the face, capitals 1 high."""
    space = max(0.15, natural_width(face, "n n") - natural_width(face, "nn"))

    def measure(words: Sequence[Word]) -> float:
        return sum(_word_width(face, word.text) for word in words) + space * (len(words) - 1)

    return measure


def lettered(face: str, text: str, width: float, most_cap: float = math.inf, ink: Ink = "main") -> Art:
    """A line set to a width, centred on x = 0, baseline at y = 0."""
    outline = to_width(face, text, width, most_cap)
    box = bounds(outline)
    return (Shape(moved(outline, -box.width / 2, 0), ink),) if box else ()


def capped(face: str, text: str, cap: float, ink: Ink = "main", tracking: float = 0.0) -> Art:
    """A line set to a height of capitals, centred on x = 0, baseline at y = 0."""
    outline = to_cap(face, text, cap, tracking)
    box = bounds(outline)
    return (Shape(moved(outline, -box.width / 2, 0), ink),) if box else ()


def line_breaks(
    words: Sequence[Word], face: str, width: float, height: float, *, gap: float, most_cap: float, most_lines: int = 12
) -> tuple[tuple[Word, ...], ...]:
    """The words in as many lines as fill about `height` when each is `width` wide."""
    measure = ruler(face)
    slack = 1.0 if CATALOGUE[face].kind == "caps" else 1.25
    choices = []
    for count in range(1, min(len(words), most_lines) + 1):
        cost, lines = in_lines(words, measure, count)
        caps = [min(width / (measure(line) or 0.1), most_cap) for line in lines]
        tall = sum(caps) * slack + gap * (count - 1)
        choices.append((cost + 1.5 * math.log(tall / height) ** 2, lines))
    return min(choices, key=lambda choice: choice[0])[1]


def rows(
    lines: Sequence[tuple[Word, ...]], face: str, width: float, *, most_cap: float, ink: Ink = "main"
) -> list[Row]:
    """Each line set to the width, or to the greatest height of capitals."""
    made = []
    for place, line in enumerate(lines):
        text = as_text(line, last=place == len(lines) - 1)
        if len(line) == 1 and line[0].small and len(lines) > 1:
            made.append(_link(face, line, width, most_cap, ink))
            continue
        art = lettered(face, text, width, most_cap, ink)
        made.append(Row(art, _cap(face, text, width, most_cap), line))
    return made


def _link(face: str, line: tuple[Word, ...], width: float, most_cap: float, ink: Ink) -> Row:
    """A connecting word alone on its line: small, between rules."""
    cap = min(most_cap * 0.36, width * 0.11)
    word = capped(face, as_text(line), cap, ink)
    return Row(flanked(word, width * 0.9, 10, 40, ink), cap, line)


def _cap(face: str, text: str, width: float, most_cap: float) -> float:
    return min(width / (natural_width(face, text) or 1.0), most_cap)


def pile_rows(made: Sequence[Row], gap: float, least: float = 0.4) -> Art:
    """The rows below each other: capitals `gap` apart, ink (accents, tails) never nearer than `least` of that."""
    pile: list[Shape] = []
    baseline, floor = 0.0, -math.inf
    for place, row in enumerate(made):
        box = box_of(row.art)
        if place:
            clear = gap if row.boxed or made[place - 1].boxed else gap * least
            baseline = max(baseline + gap + row.cap, floor + clear - box.top)
        floor = baseline + box.bottom
        pile.extend(at(row.art, 0, baseline))
    return tuple(pile)


def block(
    words: Sequence[Word],
    face: str,
    width: float,
    height: float,
    *,
    gap: float = 38,
    most_cap: float = 300,
    ink: Ink = "main",
) -> Art:
    """The words as justified lines that fill about `width` by `height`; nothing where there are none."""
    if not words:
        return ()
    lines = line_breaks(words, face, width, height, gap=gap, most_cap=most_cap)
    return pile_rows(rows(lines, face, width, most_cap=most_cap, ink=ink), gap * 1.05)


def flush(lines: Sequence[str], face: str, cap: float, gap: float, *, from_right: bool) -> list[tuple[Art, float]]:
    """Lines of one height below each other and their baselines, each beginning at x = 0 on the side it is read from."""
    made: list[tuple[Art, float]] = []
    baseline, floor = 0.0, -math.inf
    for line in lines:
        art = capped(face, line, cap)
        box = box_of(art)
        baseline = max(baseline + cap + gap, floor + gap * 0.4 - box.top) if made else 0.0
        floor = baseline + box.bottom
        made.append((at(art, -box.right if from_right else -box.left, baseline), baseline))
    return made


def below(upper: Art, lower: Art, gap: float) -> Art:
    """Two pieces of art, the second under the first with a clear gap, both centred on x = 0."""
    if not upper:
        return centred(lower)
    if not lower:
        return upper
    box = box_of(lower)
    return upper + at(lower, -box.middle[0], box_of(upper).bottom + gap - box.top)
