"""Where artwork goes on a print area, by the area's name and shape. The shares are ours."""

from __future__ import annotations

from dataclasses import dataclass

from podpusher_cli.core.printing import PrintArea

WIDE = 1.8  # width to height: a wrap around a mug is 2.1, the front of a shirt 0.8
NARROW = 0.55  # a sleeve
COVER = 0.02  # a picture that loses less than this part to an area's shape fills it anyway


@dataclass(frozen=True, slots=True)
class Placement:
    """`margin`: the part of each side that stays clear. `above`: the part of the spare height over the artwork.

    `bleeds`: the picture fills the area to its edges, and what is beyond them is cut off.
    """

    margin: float
    above: float = 0.5
    bleeds: bool = False


CHEST = Placement(0.02, above=0.4)  # a little above the middle is where a print looks centred
SMALL = Placement(0.06)
WRAP = Placement(0.06)
POSTER = Placement(0.07, above=0.45)
BLEED = Placement(0.0, bleeds=True)


def placement_for(area: PrintArea, *, kind: str = "tee", opaque: bool = False) -> Placement:
    """The rule for a print area of a kind of thing (core.blanks); `opaque`: a picture without a clear ground."""
    shape = area.width / area.height
    if kind == "poster":
        return BLEED if opaque else POSTER
    if any(word in area.position for word in ("sleeve", "neck", "label", "pocket", "chest")) or shape < NARROW:
        return SMALL
    return WRAP if shape > WIDE else CHEST


def covering(width: int, height: int, area: PrintArea) -> PrintArea:
    """The smallest area of the picture's own shape that covers the print area: what a picture that bleeds is printed as."""
    scale = max(area.width / width, area.height / height)
    return PrintArea(area.position, round(width * scale), round(height * scale))


def cut_off(width: int, height: int, area: PrintArea) -> float:
    """The part of a picture that is lost when it fills the area, 0 to 1."""
    across, down = area.width / width, area.height / height
    return 1 - min(across, down) / max(across, down)
