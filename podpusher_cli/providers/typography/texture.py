"""Wear: specks and worn patches taken out of a picture's ink, as an old print has them."""

from __future__ import annotations

from podpusher_cli.providers.typography.dice import Dice
from podpusher_cli.providers.vips import pyvips

COARSE = 2  # the wear is drawn at half size: its grains are larger than a pixel anyway
TILE = 640  # grain repeats after so many pixels, which the patches hide


def worn(picture: pyvips.Image, dice: Dice) -> pyvips.Image:
    """The picture with holes in its alpha. The dice choose where."""
    width, height = -(-picture.width // COARSE), -(-picture.height // COARSE)
    seed = dice.below(1 << 30)
    patches = _noise(width, height, 400, seed)
    blots = _noise(width, height, 70, seed + 1)
    grain = pyvips.Image.gaussnoise(TILE + 16, TILE + 16, mean=0, sigma=1, seed=seed + 2).gaussblur(1.3)
    grain = grain.crop(8, 8, TILE, TILE).copy_memory()  # the blur is uneven at the edges and would show as a seam
    grain = (grain * 0.8).replicate(-(-width // TILE), -(-height // TILE)).crop(0, 0, width, height)
    field = patches * 0.42 + blots * 0.5 + grain
    kept = ((0.56 - field) * 700 + 128).cast("uchar").zoom(COARSE, COARSE)
    kept = kept.crop(0, 0, picture.width, picture.height)
    alpha = (picture.extract_band(3) * kept / 255).rint().cast("uchar")
    return picture.extract_band(0, n=3).bandjoin(alpha)


def _noise(width: int, height: int, cell: int, seed: int) -> pyvips.Image:
    return pyvips.Image.perlin(width, height, cell_size=cell, seed=seed)
