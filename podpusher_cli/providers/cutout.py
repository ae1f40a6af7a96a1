"""Artwork cut out of the plain ground it was drawn on: for image models that know no transparency."""

from __future__ import annotations

import pyvips

STRAYS = 24  # of 255: how far a ground that looks plain is from one colour, as JPEG leaves it
CORNER = 8
_OUTSIDE = 128


def cut_out(picture: pyvips.Image) -> pyvips.Image:
    """An RGB picture as RGBA: clear where a plain ground reaches in from its edges, opaque all over where there is none.

    What the artwork encloses is part of it.
    """
    ground = _ground(picture)
    if ground is None:
        return picture.addalpha()
    red, green, blue = (picture - ground).abs().bandsplit()
    like_ground = red.bandrank([green, blue], index=2) <= STRAYS
    framed = like_ground.embed(1, 1, picture.width + 2, picture.height + 2, extend="background", background=[255])
    flooded = framed.draw_flood([_OUTSIDE], 0, 0, equal=True)
    artwork = (flooded != _OUTSIDE).crop(1, 1, picture.width, picture.height)
    # The outermost pixel is half ground: without it no pale line is printed on dark cloth.
    alpha = artwork.rank(3, 3, 0).gaussblur(0.6)
    return picture.bandjoin(alpha.cast("uchar")).copy(interpretation="srgb")


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
