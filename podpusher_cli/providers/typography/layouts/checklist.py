"""Checklist: the parts of a sentence as items that are ticked off."""

from __future__ import annotations

import math

from podpusher_cli.providers.typography.art import Art, Shape, at, box_of, cutting, inked, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import below, flush, ruler
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import PLAIN, ROUND
from podpusher_cli.providers.typography.ornaments import bar, flanked
from podpusher_cli.providers.typography.outline import from_path, scaled
from podpusher_cli.providers.typography.wording import Word, as_text, in_lines

_TICK = from_path("M4 52L20 36L42 58L86 8L102 24L44 92Z")


def compose(brief: Brief) -> Art:
    """An item a line, each with a box and a tick on the side it is read from; the last one in the second ink."""
    face = brief.face(*PLAIN, *ROUND)
    items = _items(brief, face)
    cap = min(210.0, (WIDTH - 40) / (max(ruler(face)(item) for item in items) + 1.3))
    texts = [as_text(item, last=place == len(items) - 1) for place, item in enumerate(items)]
    lines = flush(texts, face, cap, cap * 0.75, from_right=brief.from_right)
    filled = brief.dice.chance(0.5)
    side = 1 if brief.from_right else -1
    parts: list[Art] = []
    for place, (line, baseline) in enumerate(lines):
        last = place == len(lines) - 1
        parts.append(inked(line, "accent") if last else line)
        parts.append(at(_box(cap * 1.12, filled=filled), side * cap * 1.12, baseline - cap / 2))
    art = joined(parts)
    middle = box_of(art).middle[0]
    art = at(art, -middle, 0)
    head = icon_in(brief.icon or "star", brief.dice.pick((210.0, 270.0, 340.0)))
    head = flanked(head, box_of(art).width, 12, 44) if brief.dice.chance(0.5) else head
    return below(head, art, 64) if brief.dice.chance(0.6) else below(art, head, 64)


def _items(brief: Brief, face: str) -> list[tuple[Word, ...]]:
    """The clauses, where there are several short ones; else lines of about equal length."""
    clauses: list[list[Word]] = [[]]
    for word in brief.words:
        clauses[-1].append(word)
        if word.ends:
            clauses.append([])
    found = [tuple(clause) for clause in clauses if clause]
    if 2 <= len(found) <= 6 and max(len(as_text(clause)) for clause in found) <= 24:
        return found
    measure = ruler(face)
    choices = []
    for count in range(1, min(len(brief.words), 8) + 1):
        cost, lines = in_lines(brief.words, measure, count)
        square = 1.75 * count / (1.3 + max(measure(line) for line in lines))
        choices.append((cost + 0.6 * math.log(square) ** 2, lines))
    return list(min(choices, key=lambda choice: choice[0])[1])


def _box(size: float, *, filled: bool) -> Art:
    """A box with a tick, about the origin: full with the tick cut out, or a frame with the tick over it."""
    tick: Art = (Shape(scaled(_TICK, size / 100), "accent"),)
    x, y = box_of(tick).middle
    if filled:
        tick = at(tick, -x, -y)
        return joined([bar(size, size, size * 0.18, "accent"), cutting(_small(tick))])
    frame = joined([bar(size, size, size * 0.18), cutting(bar(size * 0.8, size * 0.8, size * 0.1))])
    tick = at(tick, -x + size * 0.06, -y - size * 0.06)
    return joined([frame, cutting(tick, size * 0.06), tick])


def _small(tick: Art) -> Art:
    return tuple(Shape(scaled(shape.outline, 0.72), shape.ink) for shape in tick)
