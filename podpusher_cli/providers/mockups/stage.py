"""A garment before anything is printed on it: its outline, its folds, and where the print area lies.

The drawings in `garments/` are ours. Each has a layer `mask` (the outline) and a layer `shade` (folds and seams, dark
and light, without a colour).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from podpusher_cli.providers.vips import pyvips

WIDTH = 1000  # of the drawings; they are 1100 high
GRAIN_SEED = 7
_KEPT = 12  # stages in memory, each about 8 MB at full size


@dataclass(frozen=True, slots=True)
class Box:
    """Where the print area lies on a drawing."""

    left: float
    top: float
    width: float
    height: float

    def scaled(self, scale: float) -> Box:
        """The same on a smaller drawing."""
        return Box(self.left * scale, self.top * scale, self.width * scale, self.height * scale)


@dataclass(frozen=True, slots=True)
class Garment:
    """How a thing is drawn.

    `sag`: how far, in pixels of the drawing, the cloth moves a print. `weave`: how coarse it looks. `turn`: how dark it is
    towards its outline. `around`: how wide the whole print area is along the surface where it goes around; `tilt`: how
    much lower its front is then drawn than its sides.
    """

    drawing: str
    box: Box
    sag: float = 5.0
    weave: float = 3.0
    turn: float = 0.55
    around: float | None = None
    tilt: float = 0.0


@dataclass(frozen=True, slots=True)
class Stage:
    """A garment in pixels: `mask` 0 to 255, `shade` -1 (dark) to 1 (light); `folds` is the shade without seams and grain."""

    garment: Garment
    box: Box
    scale: float
    mask: pyvips.Image
    shade: pyvips.Image
    folds: pyvips.Image


CHEST = Box(320, 222, 360, 432)
GARMENTS: dict[str, Garment] = {
    "tee": Garment("tee", CHEST),
    "baby": Garment("tee", CHEST),
    "longsleeve": Garment("longsleeve", CHEST),
    "sweatshirt": Garment("sweatshirt", Box(325, 250, 350, 420), weave=4),
    "hoodie": Garment("hoodie", Box(340, 400, 320, 304), weave=4),
    "tank": Garment("tank", Box(325, 275, 350, 420)),
    "tote": Garment("tote", Box(310, 460, 380, 456), weave=6, sag=3),
    "mug": Garment("mug", Box(173, 290, 484, 540), sag=0, weave=0, turn=0.1, around=1157, tilt=34),
    "poster": Garment("poster", Box(150, 80, 700, 875), sag=0, weave=0.6, turn=0.04),
}
OTHER = Garment("cloth", Box(200, 190, 600, 720), weave=4)


@lru_cache(maxsize=_KEPT)
def staged(kind: str, scale: float) -> Stage:
    """The garment at `scale` of its drawing; a kind that has no drawing is shown as a piece of cloth."""
    garment = GARMENTS.get(kind, OTHER)
    drawing = files(__package__).joinpath("garments", f"{garment.drawing}.svg").read_bytes()
    mask = _layer(drawing, "shade", scale).extract_band(3)
    drawn = _layer(drawing, "mask", scale).flatten(background=[128, 128, 128]).extract_band(0)
    folds = ((drawn - 128) / 128 + _roundness(mask, scale, garment.turn) + _dents(mask, scale)) * (mask / 255)
    shade = folds + _grain(mask) * (garment.weave / 128) * (mask / 255)
    smooth = folds.gaussblur(max(1.0, 7 * scale))
    return Stage(
        garment,
        garment.box.scaled(scale),
        scale,
        mask.copy_memory(),
        shade.cast("float").copy_memory(),
        smooth.cast("float").copy_memory(),
    )


def _layer(drawing: bytes, hidden: str, scale: float) -> pyvips.Image:
    return pyvips.Image.svgload_buffer(drawing, scale=scale, stylesheet=f".{hidden} {{ display: none }}")


def _roundness(mask: pyvips.Image, scale: float, turn: float) -> pyvips.Image:
    """Darker towards the outline: cloth that turns away from the eye."""
    near = mask.gaussblur(26 * scale) / 255
    return (near - 1).linear(turn, 0).cast("float")


def _dents(mask: pyvips.Image, scale: float) -> pyvips.Image:
    """Broad dents, the same each time."""
    cell = max(2, int(150 * scale))
    return pyvips.Image.perlin(mask.width, mask.height, cell_size=cell, seed=GRAIN_SEED) * 0.09


def _grain(mask: pyvips.Image) -> pyvips.Image:
    """A fine grain, the same each time."""
    return pyvips.Image.gaussnoise(mask.width, mask.height, mean=0, sigma=1, seed=GRAIN_SEED).gaussblur(0.6)
