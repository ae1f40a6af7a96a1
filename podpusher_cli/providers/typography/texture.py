"""Wear: specks and worn patches taken out of a picture's ink, as an old print has them."""

from __future__ import annotations

import pyvips

from podpusher_cli.providers.typography.dice import Dice

COARSE = 2  # the wear is drawn at half size: its grains are larger than a pixel anyway


def worn(picture: pyvips.Image, dice: Dice) -> pyvips.Image:
    """The picture with holes in its alpha. The dice choose where."""
    width, height = -(-picture.width // COARSE), -(-picture.height // COARSE)
    seed = dice.below(1 << 30)
    patches = _noise(width, height, 400, seed)
    blots = _noise(width, height, 70, seed + 1)
    grain = pyvips.Image.gaussnoise(width, height, mean=0, sigma=1, seed=seed + 2).gaussblur(1.1) * 3
    field = patches * 0.55 + blots * 0.6 + grain * 0.16
    kept = ((0.62 - field) * 700 + 128).cast("uchar").resize(COARSE, kernel="linear")
    kept = kept.crop(0, 0, picture.width, picture.height)
    alpha = (picture.extract_band(3) * kept / 255).rint().cast("uchar")
    return picture.extract_band(0, n=3).bandjoin(alpha)


def _noise(width: int, height: int, cell: int, seed: int) -> pyvips.Image:
    return pyvips.Image.perlin(width, height, cell_size=cell, seed=seed)
