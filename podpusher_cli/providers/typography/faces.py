"""The typefaces that travel with podpusher (all under the SIL Open Font License), and their glyphs as outlines."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

import uharfbuzz
from fontTools.ttLib import TTFont

from podpusher_cli.providers.typography.outline import Outline, bounds, from_glyph, moved, scaled

EM = 1000.0
SUBSETS = ("latin", "latin-ext")

Kind = Literal["caps", "script"]


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface of the catalogue. `caps` faces are set in capitals, `script` faces as written.

    `moods` are those of `wording.moods_of` it suits; `air` is added between its letters, in ems.
    """

    name: str
    title: str
    kind: Kind
    moods: frozenset[str]
    air: float = 0.0


def _face(name: str, title: str, kind: Kind, moods: str, air: float = 0.0) -> Face:
    return Face(name, title, kind, frozenset(moods.split()), air)


CATALOGUE = {
    face.name: face
    for face in (
        _face("anton", "Anton", "caps", "bold plain"),
        _face("bebas-neue", "Bebas Neue", "caps", "plain calm bold"),
        _face("oswald", "Oswald", "caps", "plain calm"),
        _face("alfa-slab-one", "Alfa Slab One", "caps", "bold vintage", 0.03),
        _face("rye", "Rye", "caps", "vintage outdoors"),
        _face("bungee", "Bungee", "caps", "bold fun"),
        _face("bangers", "Bangers", "caps", "fun"),
        _face("knewave", "Knewave", "caps", "fun outdoors"),
        _face("righteous", "Righteous", "caps", "retro fun calm"),
        _face("shrikhand", "Shrikhand", "script", "retro fun"),
        _face("monoton", "Monoton", "caps", "neon"),
        _face("abril-fatface", "Abril Fatface", "script", "calm tender"),
        _face("lobster", "Lobster", "script", "tender vintage retro"),
        _face("pacifico", "Pacifico", "script", "tender fun calm"),
        _face("kaushan-script", "Kaushan Script", "script", "outdoors tender bold"),
    )
}


class Glyph(NamedTuple):
    """A letter where the shaper put it: ink with its origin at the pen, the pen's x, and the advance. In EM units."""

    ink: Outline
    x: float
    advance: float


@dataclass(slots=True)
class _Cut:
    """One subset file of a face, opened."""

    shaper: Any
    glyphs: Any
    names: list[str]
    letters: frozenset[int]
    scale: float
    inks: dict[str, Outline] = field(default_factory=dict)

    def ink(self, name: str) -> Outline:
        if name not in self.inks:
            self.inks[name] = scaled(from_glyph(self.glyphs, name), self.scale)
        return self.inks[name]


@cache
def _cuts(face: str) -> tuple[_Cut, ...]:
    return tuple(_open(face, subset) for subset in SUBSETS)


def _open(face: str, subset: str) -> _Cut:
    packed = files("podpusher_cli").joinpath("fonts", face, f"{subset}.woff").read_bytes()
    font = TTFont(io.BytesIO(packed))
    font.flavor = None
    plain = io.BytesIO()
    font.save(plain)
    scale = EM / font["head"].unitsPerEm
    shaper = uharfbuzz.Font(uharfbuzz.Face(plain.getvalue()))
    return _Cut(shaper, font.getGlyphSet(), font.getGlyphOrder(), frozenset(font.getBestCmap()), scale)


def missing(face: str, text: str) -> set[str]:
    """The letters of the text that the face has not."""
    return {letter for letter in text if not any(ord(letter) in cut.letters for cut in _cuts(face))}


@lru_cache(maxsize=2048)
def shape(face: str, text: str, tracking: float = 0.0) -> tuple[Glyph, ...]:
    """The text's glyphs, kerned and joined as the face wants it, `tracking` added after each."""
    glyphs: list[Glyph] = []
    pen = 0.0
    for cut, run in _runs(face, text):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(run)
        buffer.guess_segment_properties()
        uharfbuzz.shape(cut.shaper, buffer, {"kern": True, "liga": tracking == 0, "clig": tracking == 0})
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            ink = cut.ink(cut.names[info.codepoint])
            if place.x_offset or place.y_offset:
                ink = moved(ink, place.x_offset * cut.scale, -place.y_offset * cut.scale)
            advance = place.x_advance * cut.scale + tracking
            glyphs.append(Glyph(ink, pen, advance))
            pen += advance
    return tuple(glyphs)


def _runs(face: str, text: str) -> Iterator[tuple[_Cut, str]]:
    """The text in pieces that one file each can set. A letter stays in the file of the one before, if it is there.

    A letter that the face has not comes from the first face that has it; one that none has is left out.
    """
    cuts = _cuts(face)
    run, current = "", cuts[0]
    for letter in text:
        cut = next((cut for cut in (current, *cuts) if ord(letter) in cut.letters), None) or _elsewhere(letter)
        if cut is None:
            continue
        if cut is not current and run:
            yield current, run
            run = ""
        run, current = run + letter, cut
    if run:
        yield current, run


@cache
def _elsewhere(letter: str) -> _Cut | None:
    return next((cut for face in CATALOGUE for cut in _cuts(face) if ord(letter) in cut.letters), None)


@cache
def cap_height(face: str) -> float:
    """The height of a capital H in EM units (what the font's own tables say is not always so)."""
    box = bounds(shape(face, "H")[0].ink)
    return box.height if box else EM * 0.7
