"""The glyphs of the faces as outlines: shaped by HarfBuzz, in the order in which they are seen."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import uharfbuzz

from podpusher_cli.providers.typography.catalogue import CATALOGUE, EMOJI, Face
from podpusher_cli.providers.typography.direction import in_sight, scripts_in
from podpusher_cli.providers.typography.outline import Outline, bounds, from_font, moved, scaled

__all__ = [
    "APART",
    "CATALOGUE",
    "EM",
    "EMOJI",
    "Face",
    "Glyph",
    "cap_height",
    "emoji",
    "is_emoji",
    "missing",
    "printed",
    "shape",
]

EM = 1000.0
EMOJI_HEIGHT, EMOJI_MIDDLE = 1025.0, 342.0  # of EM: how high its pictures are, and their middle above the baseline
APART = "\u200c"  # keeps two Arabic letters from joining; it has no ink


class Glyph(NamedTuple):
    """A letter where the shaper put it: ink with its origin at the pen, the pen's x, and the advance. In EM units."""

    ink: Outline
    x: float
    advance: float


@dataclass(slots=True)
class _Cut:
    """One subset file of a face, opened."""

    shaper: Any
    letters: frozenset[int]
    scale: float
    pictures: bool
    inks: dict[int, Outline] = field(default_factory=dict)

    def ink(self, glyph: int) -> Outline:
        if glyph not in self.inks:
            self.inks[glyph] = scaled(from_font(self.shaper, glyph), self.scale)
        return self.inks[glyph]


def _cuts(face: str) -> Iterator[_Cut]:
    """The files of a face, opened as they are needed."""
    for subset in (CATALOGUE.get(face) or EMOJI).subsets:
        if (cut := _open(face, subset)) is not None:
            yield cut


@cache
def _open(face: str, subset: str) -> _Cut | None:
    file = files("podpusher_cli").joinpath("fonts", face, f"{subset}.ttf")
    if not file.is_file():
        return None
    font = uharfbuzz.Face(file.read_bytes())
    return _Cut(uharfbuzz.Font(font), frozenset(font.unicodes), EM / font.upem, face == EMOJI.name)


def missing(face: str, text: str) -> set[str]:
    """The letters of the text that the face has not."""
    return {letter for letter in text if not _has(face, letter)}


@cache
def _has(face: str, letter: str) -> bool:
    return letter == APART or is_emoji(letter) or any(ord(letter) in cut.letters for cut in _cuts(face))


@cache
def printed(letter: str) -> bool:
    """Whether some face has the letter."""
    return letter == APART or any(_has(face, letter) for face in CATALOGUE)


@lru_cache(maxsize=2048)
def shape(face: str, text: str, tracking: float = 0.0) -> tuple[Glyph, ...]:
    """The text's glyphs from left to right as they are seen, kerned and joined as the face wants it.

    `tracking` is added after each, but not between the letters of Arabic, which are joined.
    """
    glyphs: list[Glyph] = []
    pen = 0.0
    for cut, run, from_right in _runs(face, text):
        air = 0.0 if "arabic" in scripts_in(run) else tracking
        buffer = uharfbuzz.Buffer()
        buffer.add_str(run)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if from_right else "ltr"
        uharfbuzz.shape(cut.shaper, buffer, {"kern": True, "liga": air == 0, "clig": air == 0})
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if cut.pictures:
                glyphs.append(_pictured(face, cut.ink(info.codepoint), place.x_advance * cut.scale, pen))
                pen += glyphs[-1].advance + air
                continue
            ink = cut.ink(info.codepoint)
            if place.x_offset or place.y_offset:
                ink = moved(ink, place.x_offset * cut.scale, -place.y_offset * cut.scale)
            advance = place.x_advance * cut.scale + (air if place.x_advance else 0.0)
            glyphs.append(Glyph(ink, pen, advance))
            pen += advance
    return tuple(glyphs)


def _pictured(face: str, ink: Outline, advance: float, pen: float) -> Glyph:
    """An emoji in a line: a little higher than its capitals, and centred on them."""
    cap = cap_height(face)
    factor = 1.1 * cap / EMOJI_HEIGHT
    return Glyph(moved(scaled(ink, factor), 0, EMOJI_MIDDLE * factor - cap / 2), pen, advance * factor)


def _runs(face: str, text: str) -> Iterator[tuple[_Cut, str, bool]]:
    """The text in pieces that one file each can set, from left to right. A letter stays in the file of the one before.

    A letter that the face has not comes from the first face that has it; one that none has is left out.
    """
    for piece, from_right in in_sight(text):
        runs = list(_by_file(face, piece))
        yield from ((cut, run, from_right) for cut, run in (reversed(runs) if from_right else runs))


def _by_file(face: str, text: str) -> Iterator[tuple[_Cut, str]]:
    run, current = "", None
    for letter in text:
        known = current is not None and not current.pictures and (letter == APART or ord(letter) in current.letters)
        cut = current if known else _found(face, letter)
        if cut is None:
            continue
        if current is not None and cut is not current and run:
            yield current, run
            run = ""
        run, current = run + letter, cut
    if current is not None and run:
        yield current, run


@cache
def _found(face: str, letter: str) -> _Cut | None:
    names = (EMOJI.name,) if is_emoji(letter) else (face, *CATALOGUE)
    return next((cut for name in names for cut in _cuts(name) if ord(letter) in cut.letters), None)


@cache
def cap_height(face: str) -> float:
    """The height of a capital H in EM units (what the font's own tables say is not always so)."""
    box = bounds(shape(face, "H")[0].ink)
    return box.height if box else EM * 0.7


@cache
def is_emoji(letter: str) -> bool:
    """Whether the letter is a picture, which can stand in a line of any face."""
    return unicodedata.category(letter) == "So" and letter not in "©®№" and bool(emoji(letter))


@cache
def emoji(letter: str) -> Outline:
    """The picture of an emoji in one ink, nothing where there is none."""
    cut = _open(EMOJI.name, "emoji")
    if cut is None or ord(letter) not in cut.letters:
        return ()
    return cut.ink(cut.shaper.get_nominal_glyph(ord(letter)))
