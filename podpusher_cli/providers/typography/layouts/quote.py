"""Quote: a sentence in serifs, flush to the side it is read from, under a large quotation mark."""

from __future__ import annotations

from podpusher_cli.providers.typography.art import Art, at, box_of, fitted, inked, joined
from podpusher_cli.providers.typography.icons import icon_in
from podpusher_cli.providers.typography.layouts.blocks import capped, flush, ruler
from podpusher_cli.providers.typography.layouts.brief import WIDTH, Brief
from podpusher_cli.providers.typography.layouts.roles import PLAIN, SERIF
from podpusher_cli.providers.typography.ornaments import bar
from podpusher_cli.providers.typography.wording import Word, as_text, in_lines


def compose(brief: Brief) -> Art:
    """Lines of one height under a quotation mark, or beside a bar; the line that matters in the second ink."""
    face = brief.face(*SERIF) if brief.dice.chance(0.75) else brief.face(*PLAIN)
    lines = _lines(brief, face)
    cap = WIDTH / max(ruler(face)(line) for line in lines)
    cap = min(cap, 260.0)
    texts = [as_text(line, last=place == len(lines) - 1) for place, line in enumerate(lines)]
    made = [art for art, _ in flush(texts, face, cap, cap * 0.62, from_right=brief.from_right)]
    hero = max(range(len(lines)), key=lambda place: (max(word.weight for word in lines[place]), place))
    made[hero] = inked(made[hero], "accent")
    text = joined(made)
    return _barred(brief, text) if brief.dice.chance(0.35) else _marked(brief, text, cap)


def _lines(brief: Brief, face: str) -> tuple[tuple[Word, ...], ...]:
    """The words in as many lines as make the block about as high as it is wide."""
    measure = ruler(face)
    most = max(1, min(len(brief.words), 12))
    total = measure(brief.words)
    wished = max(1, round((total / 1.75) ** 0.5))
    count = min(most, max(wished, 3 if len(brief.words) > 4 else 2 if len(brief.words) > 1 else 1))
    return in_lines(brief.words, measure, count)[1]


def _marked(brief: Brief, text: Art, cap: float) -> Art:
    """A quotation mark above, a short bar and a picture below, all flush."""
    box = box_of(text)
    size = max(150.0, min(240.0, cap * 1.7))
    mark = fitted(capped("alfa-slab-one", "“", 400, "accent"), size * 1.3, size)
    foot = bar(190, 16, 8, "accent")
    top = at(mark, _offset(mark, box.left, box.right, brief), box.top - 56 - box_of(mark).bottom)
    low = at(foot, _offset(foot, box.left, box.right, brief), box.bottom + 46 + cap * 0.22 - box_of(foot).top)
    art = joined([text, top, low])
    if brief.icon:
        picture = icon_in(brief.icon, 210)
        other = box.left + 105 if brief.from_right else box.right - 105
        art = joined([art, at(picture, other, box.bottom + 46 + cap * 0.22 + 105)])
    return art


def _offset(piece: Art, left: float, right: float, brief: Brief) -> float:
    """How far to move a piece so that it is flush with the side that the text begins at."""
    return right - box_of(piece).right if brief.from_right else left - box_of(piece).left


def _barred(brief: Brief, text: Art) -> Art:
    """A thick bar along the side that the text begins at, a picture above it."""
    box = box_of(text)
    side = box.right + 70 if brief.from_right else box.left - 70
    art = joined([text, at(bar(24, box.height + 60, 0, "accent"), side, box.middle[1])])
    if brief.icon:
        picture = icon_in(brief.icon, 230)
        art = joined([art, at(picture, side + (-103 if brief.from_right else 103), box.top - 90 - 115)])
    return art
