"""Row: pictures side by side that grow or take turns, like an evolution, over the words."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import STRIPES, Art, at, box_of, inked, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.keywords import icons_for
from podpusher_cli.providers.typography.layouts.blocks import below, block
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import POSTER
from podpusher_cli.providers.typography.ornaments import bar, rule

SIZES = (110.0, 150.0, 200.0, 260.0)
SETS = (("sun", "wave", "moon"), ("mountain", "pine", "tent"), ("heart", "star", "bolt"), ("flower", "leaf", "bee"))


def compose(brief: Brief) -> Art:
    """Different pictures where the words call for several; else one that grows, or one in four inks."""
    pictures = _pictures(brief)
    if len(pictures) > 1:
        row = _side_by_side(pictures, 1000 / len(pictures) * 0.72)
    elif brief.dice.chance(0.5):
        row = _growing(pictures[0], brief)
    else:
        row = _striped(pictures[0])
    face = brief.face(*POSTER)
    tall = 420.0 if brief.letters < 40 else 560.0
    words = block(brief.words, face, WIDTH, tall, gap=44, most_cap=300)
    if brief.dice.chance(0.5):
        return below(below(row, bar(WIDTH, 18, 0, "accent"), 36), words, 56)
    return below(below(below(rule(WIDTH, 12), row, 50), rule(WIDTH, 12), 50), words, 56)


def _pictures(brief: Brief) -> tuple[str, ...]:
    if brief.icon is None:
        return brief.dice.pick(SETS)
    called = tuple(reversed(icons_for(brief.text)))
    return called[:4] if len(called) > 1 else (brief.icon,)


def _side_by_side(pictures: tuple[str, ...], size: float) -> Art:
    """The pictures at one height, the last one in the second ink."""
    size = min(size, 260.0)
    made = [icon_in(picture, size, "main") for picture in pictures[:-1]]
    return _in_row([*made, icon_in(pictures[-1], size, "accent")])


def _growing(picture: str, brief: Brief) -> Art:
    """One picture in four sizes on one ground, the largest in the second ink where reading ends."""
    made = [icon_in(picture, size, "accent" if size == SIZES[-1] else "main") for size in SIZES]
    return _in_row(list(reversed(made)) if brief.from_right else made)


def _striped(picture: str) -> Art:
    """One picture four times, each in another ink."""
    return _in_row([icon_in(picture, 190, ink) for ink in STRIPES])


def _in_row(pieces: list[Art]) -> Art:
    """The pieces standing on one ground, spread to the full width."""
    pieces = [inked(piece, piece[0].ink) if len({shape.ink for shape in piece}) == 1 else piece for piece in pieces]
    spare = WIDTH * 0.94 - sum(box_of(piece).width for piece in pieces)
    gap = spare / max(1, len(pieces) - 1)
    x, parts = -WIDTH * 0.47, []
    for piece in pieces:
        box = box_of(piece)
        parts.append(at(piece, x - box.left, -box.bottom))
        x += box.width + gap
    return joined(parts)
