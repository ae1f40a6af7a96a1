"""Words set in a face: to a width, to a height, on a circle, on a bent sheet. The baseline is y = 0."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache

from podpusher_cli.providers.typography.direction import scripts_in
from podpusher_cli.providers.typography.faces import CATALOGUE, EM, cap_height, shape
from podpusher_cli.providers.typography.outline import Bend, Box, Outline, bent, bounds, moved, scaled, turned

MOST_TRACKING = 0.09  # of an em; wider than this, words fall apart


_TONOS = str.maketrans("ΆΈΉΊΌΎΏ", "ΑΕΗΙΟΥΩ")  # Greek capitals stand without the accent, when all are capitals


def cased(face: str, text: str) -> str:
    """The text as the face is set: capitals, or as written."""
    if CATALOGUE[face].kind != "caps":
        return text
    capitals = unicodedata.normalize("NFC", text.upper()).translate(_TONOS)
    return capitals.replace("\u03aa\u0301", "\u03aa").replace("\u03ab\u0301", "\u03ab")


@lru_cache(maxsize=1024)
def _set(face: str, text: str, tracking: float) -> tuple[Outline, Box]:
    """The text at EM size from x = 0 on, and its box."""
    outline = tuple(
        contour
        for glyph in shape(face, cased(face, text), tracking + CATALOGUE[face].air * EM)
        for contour in (moved(glyph.ink, glyph.x, 0) if glyph.ink else ())
    )
    box = bounds(outline) or Box(0, 0, 0, 0)
    return moved(outline, -box.left, 0), Box(0, box.top, box.width, box.bottom)


def natural_width(face: str, text: str) -> float:
    """The ink's width when capitals are 1 high."""
    return _set(face, text, 0.0)[1].width / cap_height(face)


def ink_above(face: str, text: str) -> float:
    """How high the ink rises when capitals are 1 high: more than 1 where capitals have accents."""
    return -_set(face, text, 0.0)[1].top / cap_height(face)


def to_cap(face: str, text: str, cap: float, tracking: float = 0.0) -> Outline:
    """The text with capitals `cap` high, its ink beginning at x = 0. `tracking` is in ems."""
    outline, _ = _set(face, text, tracking * EM)
    return scaled(outline, cap / cap_height(face))


def to_width(face: str, text: str, width: float, most_cap: float = math.inf) -> Outline:
    """The text with its ink `width` wide, its left at x = 0.

    Where that makes capitals higher than `most_cap`, they get that height and capitals are spaced out instead, as far
    as that looks well; the ink is then narrower than `width`.
    """
    natural = natural_width(face, text)
    if natural <= 0:
        return ()
    if width / natural <= most_cap:
        return to_cap(face, text, width / natural)
    if CATALOGUE[face].kind == "script" or len(text) < 2:
        return to_cap(face, text, most_cap)
    spare = (width - natural * most_cap) * cap_height(face) / most_cap / EM
    return to_cap(face, text, most_cap, min(spare / (len(text) - 1), MOST_TRACKING))


def on_circle(
    face: str, text: str, radius: float, cap: float, tracking: float = 0.0, *, below: bool = False
) -> Outline:
    """The text along a circle about the origin, each letter turned; the middle of the text is at the top of the circle.

    `radius` is that of the baseline. With `below` the text runs along the bottom and reads from left to right, its
    letters pointing inwards. Letters that are joined, as those of scripts and of Arabic, are bent and stay joined.
    """
    factor = cap / cap_height(face)
    air = (tracking + CATALOGUE[face].air) * EM
    glyphs = shape(face, cased(face, text), air)
    length = (sum(glyph.advance for glyph in glyphs) - air) * factor
    if CATALOGUE[face].kind == "script" or "arabic" in scripts_in(text):
        inks = (moved(glyph.ink, glyph.x, 0) for glyph in glyphs)
        straight = moved(scaled(tuple(contour for ink in inks for contour in ink), factor), -length / 2, 0)
        return bent(straight, _circular(radius, below=below), cap / 4)
    placed: list[Outline] = []
    for glyph in glyphs:
        if not glyph.ink:
            continue
        middle = (glyph.x + (glyph.advance - air) / 2) * factor
        along = (middle - length / 2) / radius
        ink = moved(scaled(glyph.ink, factor), glyph.x * factor - middle, radius if below else -radius)
        placed.append(turned(ink, -along if below else along))
    return tuple(contour for ink in placed for contour in ink)


def _circular(radius: float, *, below: bool) -> Bend:
    """A sheet bent so that its x axis lies on a circle about the origin, x = 0 at the top, or at the bottom."""

    def upper(x: float, y: float) -> tuple[float, float]:
        return (radius - y) * math.sin(x / radius), -(radius - y) * math.cos(x / radius)

    def lower(x: float, y: float) -> tuple[float, float]:
        return (radius + y) * math.sin(x / radius), (radius + y) * math.cos(x / radius)

    return lower if below else upper


def length_on_circle(face: str, text: str, cap: float, tracking: float = 0.0) -> float:
    """How long the text is along its baseline."""
    factor = cap / cap_height(face)
    air = (tracking + CATALOGUE[face].air) * EM
    return (sum(glyph.advance for glyph in shape(face, cased(face, text), air)) - air) * factor


def arched(outline: Outline, rise: float) -> Outline:
    """The outline with its middle lifted by `rise` and its ends left where they are; upright strokes stay upright."""
    box = bounds(outline)
    if box is None:
        return outline
    middle, half = box.middle[0], box.width / 2
    return bent(outline, lambda x, y: (x, y - rise * (1 - ((x - middle) / half) ** 2)), box.width / 60)


def swollen(outline: Outline, top: float, bottom: float) -> Outline:
    """The outline with its upper edge bulging up by `top` in the middle and its lower edge down by `bottom`."""
    box = bounds(outline)
    if box is None or not box.height:
        return outline
    middle, half = box.middle[0], box.width / 2

    def bend(x: float, y: float) -> tuple[float, float]:
        share = (y - box.top) / box.height
        lift = 1 - ((x - middle) / half) ** 2
        return x, y + lift * (bottom * share - top * (1 - share))

    return bent(outline, bend, box.width / 60)
