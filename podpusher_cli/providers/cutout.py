"""Artwork cut out of the plain ground it was drawn on: for image models that know no transparency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from podpusher_cli.providers.vips import pyvips

Refusal = Literal["uneven", "touches", "leaks", "faint", "vanishes"]

STRAYS = 24  # of 255: how far a ground that looks plain is from one colour, as JPEG leaves it
PALE = 64  # the same for artwork that hardly differs from the ground
CORNER = 8
GAP = 5  # pixels: a gap in an outline that small was not meant to be one
MOST_TOUCHING = 0.01  # of the picture's edge
MOST_LEAKING = 0.01  # of the picture
MOST_FAINT = 0.002  # the same
MOST_ENCLOSED = 0.003  # the same
LEAST_LEFT = 0.002  # of the picture
_OUTSIDE = 128


@dataclass(frozen=True, slots=True)
class Cut:
    """The picture as RGBA, and why its ground was left as it is, or None where it was cut away.

    `encloses`: a good part of what the artwork encloses has the ground's colour, and stays.
    `uneven`: there is no plain ground. `touches`: something of the ground's colour reaches the picture's edge and is
    walled off, so it is artwork. `leaks`: the ground would run into the artwork through a gap. `faint`: artwork at the
    ground has nearly its colour. `vanishes`: hardly anything would be left.
    """

    picture: pyvips.Image
    refusal: Refusal | None
    encloses: bool = False


def cut_out(picture: pyvips.Image) -> Cut:
    """An RGB picture as RGBA: clear where a plain ground reaches in from its corners, opaque where that would eat the artwork.

    What the artwork encloses is part of it.
    """
    ground = _ground(picture)
    if ground is None:
        return Cut(picture.addalpha(), "uneven")
    red, green, blue = (picture - ground).abs().bandsplit()
    off = red.bandrank([green, blue], index=2).copy_memory()
    like_ground = (off <= STRAYS).copy_memory()
    outside = _flooded(like_ground).copy_memory()
    refusal = _refusal(like_ground, outside) or _faint(off, outside)
    if refusal:
        return Cut(picture.addalpha(), refusal)
    # The outermost pixel is half ground: without it no pale line is printed on dark cloth.
    alpha = (outside ^ 255).rank(3, 3, 0).gaussblur(0.6)
    encloses = (like_ground & (outside ^ 255)).avg() / 255 > MOST_ENCLOSED
    return Cut(picture.bandjoin(alpha.cast("uchar")).copy(interpretation="srgb"), None, encloses)


def _faint(off: pyvips.Image, outside: pyvips.Image) -> Refusal | None:
    """Whether broad strokes along the ground differ from it so little that they would be frayed."""
    pale = (off > STRAYS) & (off <= PALE)
    broad = pale.rank(3, 3, 0)  # the soft edge of any shape is one or two pixels wide, and gone
    along = outside.rank(2 * GAP + 1, 2 * GAP + 1, (2 * GAP + 1) ** 2 - 1)
    return "faint" if (broad & along).avg() / 255 > MOST_FAINT else None


def _flooded(like_ground: pyvips.Image) -> pyvips.Image:
    """255 where the ground reaches in from one of the corners."""
    right, bottom = like_ground.width - 1, like_ground.height - 1
    flooded = like_ground
    for x, y in ((0, 0), (right - 1, 0), (0, bottom - 1), (right - 1, bottom - 1)):
        flooded = flooded.draw_rect([255], x, y, 2, 2, fill=True)  # a stray pixel does not keep the ground out
    for x, y in ((0, 0), (right, 0), (0, bottom), (right, bottom)):
        flooded = flooded.draw_flood([_OUTSIDE], x, y, equal=True)
    return flooded == _OUTSIDE


def _refusal(like_ground: pyvips.Image, outside: pyvips.Image) -> Refusal | None:
    kept = like_ground & (outside ^ 255)
    wide, high = kept.width, kept.height
    strips = [kept.crop(0, 0, wide, 1), kept.crop(0, high - 1, wide, 1), kept.crop(0, 0, 1, high), kept.crop(wide - 1, 0, 1, high)]  # fmt: skip
    touching = sum(strip.avg() / 255 * strip.width * strip.height for strip in strips)
    if touching > MOST_TOUCHING * 2 * (wide + high):
        return "touches"
    left = 1 - outside.avg() / 255
    if 0 < left < LEAST_LEFT:
        return "vanishes"
    closed = _flooded(like_ground.rank(GAP, GAP, 0))
    reached = closed.rank(GAP + 2, GAP + 2, (GAP + 2) ** 2 - 1)
    if (outside & (reached ^ 255)).avg() / 255 > MOST_LEAKING:
        return "leaks"
    return None


def _ground(picture: pyvips.Image) -> list[float] | None:
    """The colour that all four corners have; None where they differ."""
    if min(picture.width, picture.height) <= 2 * CORNER:
        return None
    right, bottom = picture.width - CORNER, picture.height - CORNER
    corners = [picture.crop(x, y, CORNER, CORNER) for x in (0, right) for y in (0, bottom)]
    colours = [[band.avg() for band in corner.bandsplit()] for corner in corners]
    first = colours[0]
    plain = all(band.max() - band.min() <= STRAYS for corner in corners for band in corner.bandsplit())
    same = all(abs(one - other) <= STRAYS for colour in colours for one, other in zip(first, colour, strict=True))
    return first if plain and same else None
