"""A picture's look in 256 bits: near, bit for bit, for pictures that look alike, however they were saved or scaled."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podpusher_cli.providers.vips import pyvips

SIDE = 16
FAINTEST = 127  # of 255: the darkest ink, where clear pixels are 0, so that ink of every tone stands out from cloth
FINER = 32  # how many times as fine a picture is that is made in one cheap step first
LEAST_STEP = 8  # of 255: a smaller difference is noise, not a slope


def look_of(picture: pyvips.Image) -> str:
    """64 hexadecimal digits for an RGBA picture that was trimmed to its artwork: where it grows fainter to the right."""
    step = max(1, min(picture.width, picture.height) // (SIDE * FINER))
    coarse = picture.shrink(step, step)
    light = coarse.extract_band(0, n=3).colourspace("b-w") * ((255 - FAINTEST) / 255) + FAINTEST
    flat = (light * coarse.extract_band(3) / 255).rint().cast("uchar").copy(interpretation="b-w")
    small = flat.thumbnail_image(SIDE + 1, height=SIDE, size="force").cast("uchar")
    values = memoryview(small.extract_band(0).write_to_memory())
    bits = 0
    for row in range(SIDE):
        for column in range(SIDE):
            place = row * (SIDE + 1) + column
            bits = bits << 1 | (values[place] - values[place + 1] >= LEAST_STEP)
    return f"{bits:064x}"
