"""A print laid on cloth: it follows the folds a little, and takes their shade."""

from __future__ import annotations

import math
from pathlib import Path

from podpusher_cli.providers.mockups.stage import WIDTH, Stage, staged
from podpusher_cli.providers.vips import pyvips

DEEP, BRIGHT = 0.85, 0.30  # how much a dark fold takes of a colour, and a light one gives
BLACK = 22  # of 255: as dark as cloth looks in daylight
INK = 0.96  # of the print's opacity: the weave shows through
BACKGROUND = (226, 224, 220), (200, 197, 192)


def dressed(design: bytes | Path, kind: str, colour: str, width: int) -> pyvips.Image:
    """The picture of the print on the garment, RGB. Raises pyvips.Error for what is no picture."""
    stage = staged(kind, width / WIDTH)
    cloth = _dyed(stage, _rgb(colour))
    worn = _printed(cloth, _laid(_fitted(design, stage), stage), stage)
    return _before_a_wall(worn, stage).cast("uchar").copy(interpretation="srgb")


def _rgb(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _dyed(stage: Stage, colour: list[int]) -> pyvips.Image:
    base = [BLACK + value * (250 - BLACK) / 255 for value in colour]
    plain = (pyvips.Image.black(stage.mask.width, stage.mask.height, bands=3) + base).copy(interpretation="srgb")
    return _lit(plain, stage.shade)


def _lit(picture: pyvips.Image, shade: pyvips.Image) -> pyvips.Image:
    """The picture with the folds' shade on it; 0 to 255."""
    dark = (shade < 0).ifthenelse(shade, 0) * DEEP + 1
    light = (shade > 0).ifthenelse(shade, 0) * BRIGHT
    return picture * dark + (255 - picture) * light


def _fitted(design: bytes | Path, stage: Stage) -> pyvips.Image:
    """The print as large as the area allows, RGBA."""
    box, around = stage.box, stage.garment.around
    wide, high = max(1, round(around * stage.scale if around else box.width)), max(1, round(box.height))
    if isinstance(design, Path):
        small = pyvips.Image.thumbnail(str(design), wide, height=high, size="both", fail_on="error")
    else:
        small = pyvips.Image.thumbnail_buffer(design, wide, height=high, size="both", fail_on="error")
    small = small.colourspace("srgb").cast("uchar")
    return small if small.hasalpha() else small.addalpha()


def _laid(small: pyvips.Image, stage: Stage) -> pyvips.Image:
    """The print on the whole drawing, bent around it or moved by the slopes of its folds; premultiplied floats."""
    box = stage.box
    left = round(box.left + (box.width - small.width) / 2)
    top = round(box.top + (box.height - small.height) / 2)
    placed = small.cast("float").premultiply().embed(left, top, stage.mask.width, stage.mask.height)
    where = _around(stage) if stage.garment.around else _on_folds(stage)
    return placed.mapim(
        where,
        interpolate=pyvips.Interpolate.new("bilinear"),
        premultiplied=True,
        extend="background",
        background=[0, 0, 0, 0],
    )


def _on_folds(stage: Stage) -> pyvips.Image:
    """Where each pixel of the drawing is found on a flat print."""
    slopes = stage.folds
    move = stage.garment.sag * stage.scale * 10
    across = slopes.conv(pyvips.Image.new_from_array([[-0.5, 0, 0.5]])) * move
    down = slopes.conv(pyvips.Image.new_from_array([[-0.5], [0], [0.5]])) * move
    return pyvips.Image.xyz(stage.mask.width, stage.mask.height) + across.bandjoin(down)


def _around(stage: Stage) -> pyvips.Image:
    """The same where the print goes around a cylinder as wide as the area's box, whose far side is not seen."""
    box = stage.box
    place = pyvips.Image.xyz(stage.mask.width, stage.mask.height)
    middle, radius = box.left + box.width / 2, box.width / 2
    off = (place.extract_band(0) - middle) / radius
    angle = ((off < -1).ifthenelse(-1, (off > 1).ifthenelse(1, off))).asin() * (math.pi / 180)
    hidden = (off.abs() > 1).ifthenelse(-10 * stage.mask.width, 0)
    lower = (1 - off * off).abs() ** 0.5 * (stage.garment.tilt * stage.scale)
    across = angle * radius + middle + hidden
    return across.bandjoin(place.extract_band(1) - lower)


def _printed(cloth: pyvips.Image, laid: pyvips.Image, stage: Stage) -> pyvips.Image:
    alpha = laid.extract_band(3) / 255 * INK
    ink = _lit(laid.unpremultiply().extract_band(0, n=3), stage.shade)
    return ink * alpha + cloth * (1 - alpha)


def _before_a_wall(worn: pyvips.Image, stage: Stage) -> pyvips.Image:
    """The garment on a plain ground, with the shadow it throws."""
    mask = stage.mask
    (top, bottom) = BACKGROUND
    fall = pyvips.Image.xyz(mask.width, mask.height).extract_band(1) / mask.height
    wall = fall.bandjoin([fall, fall]) * [low - high for high, low in zip(top, bottom, strict=True)] + list(top)
    shadow = mask.embed(0, round(14 * stage.scale), mask.width, mask.height).gaussblur(16 * stage.scale) / 255
    wall = wall * (1 - shadow * 0.35)
    share = mask / 255
    return worn * share + wall * (1 - share)
