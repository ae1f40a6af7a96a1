"""A print file measured for how it will come out: everything that core.inking and core.printing judge, in one reading."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from podpusher_cli.core.inking import THUMBNAIL, Ink, InkFacts
from podpusher_cli.core.printing import PrintFacts, UnreadablePicture
from podpusher_cli.providers.looks import look_of
from podpusher_cli.providers.pictures import eight_bits, facts_of, loaded

if TYPE_CHECKING:
    from podpusher_cli.providers.vips import pyvips

VERSION = 2  # of what is measured; older measurements are made again
SOLID, SHEER = 232, 24  # alpha above and below which a pixel counts as opaque and as clear
CELL = 64  # pixels: a line is seen by the cells it crosses
LEAST_IN_CELL = 3.0  # of 255, the average of a cell: less is the corners of letters
TILE, TILES = 128, 12
RIM = 48  # of 255: how much paler or darker than the ink beside it
SAMPLES = 220  # pixels of a row that are looked at for colours
LIKE = 40  # of 255: colours nearer than this are one ink
MOST_INKS = 8


def inspect(source: Path | bytes, name: str = "file") -> tuple[PrintFacts, InkFacts | None]:
    """The facts of a picture, and of its ink where there is any. Raises UnreadablePicture."""
    from podpusher_cli.providers.vips import pyvips

    name = source.name if isinstance(source, Path) else name
    try:
        picture = eight_bits(loaded(source, name)).copy_memory()
        facts = facts_of(picture, source)
        return facts, _ink(picture, facts) if facts.ink_box else None
    except pyvips.Error as error:
        raise UnreadablePicture(name=name, details={"reason": str(error).strip()}) from error


def _ink(picture: pyvips.Image, facts: PrintFacts) -> InkFacts:
    assert facts.ink_box
    colours = picture.colourspace("srgb").cast("uchar")
    colours = colours if facts.has_alpha else colours.addalpha()
    trimmed = colours.crop(*facts.ink_box)
    alpha = trimmed.extract_band(3)
    fine = hair = 0
    soft_share = pale = dark = blurred = 0.0
    if facts.clear_share:
        fine = _narrower(alpha, 6)
        hair = _narrower(alpha, 4) if fine else 0
        soft = ((alpha > SHEER) & (alpha < SOLID)).copy_memory()
        soft_share = soft.avg() / 255 * soft.width * soft.height / (facts.ink_share * facts.width * facts.height)
        pale, dark = _rims(trimmed, soft)
        blurred = _blurred(colours.extract_band(3))
    return InkFacts(hair, fine, soft_share, pale, dark, blurred, _inks(trimmed), look_of(trimmed))


def _narrower(alpha: pyvips.Image, width: int) -> int:
    """How many pixels of length the lines have in which no disc of that width fits: an opening, counted by cells."""
    from podpusher_cli.providers.vips import pyvips

    mask = alpha > 127
    middle = (width - 1) / 2
    inside = [
        [int((x - middle) ** 2 + (y - middle) ** 2 <= (width / 2) ** 2) for x in range(width)] for y in range(width)
    ]
    disc = pyvips.Image.new_from_array(inside, scale=sum(map(sum, inside)))
    fits = mask.conv(disc, precision="integer") == 255
    # The middle of an even disc lies between pixels: on the way back it is one pixel further.
    shifted = fits.embed(-1, -1, mask.width, mask.height)
    opened = shifted.conv(disc, precision="integer") > 0
    thin = mask & (opened ^ 255)
    cells = thin.embed(0, 0, -(-mask.width // CELL) * CELL, -(-mask.height // CELL) * CELL).shrink(CELL, CELL)
    crossed: float = (cells > LEAST_IN_CELL).avg() / 255 * cells.width * cells.height
    return round(crossed) * CELL


def _rims(picture: pyvips.Image, soft: pyvips.Image) -> tuple[float, float]:
    """The shares of the soft pixels that are paler and darker than the ink beside them, where there are most of them."""
    wide, high = -(-soft.width // TILE), -(-soft.height // TILE)
    density = soft.embed(0, 0, wide * TILE, high * TILE).shrink(TILE, TILE)
    values = memoryview(density.cast("uchar").write_to_memory())
    busiest = sorted(range(len(values)), key=lambda place: -values[place])[:TILES]
    counts = [0.0, 0.0, 0.0]
    for place in busiest:
        left, top = place % wide * TILE, place // wide * TILE
        width, height = min(TILE, soft.width - left), min(TILE, soft.height - top)
        told = _rim(picture.crop(left, top, width, height), soft.crop(left, top, width, height))
        counts = [one + other * width * height for one, other in zip(counts, told, strict=True)]
    return (counts[1] / counts[0], counts[2] / counts[0]) if counts[0] else (0.0, 0.0)


def _rim(picture: pyvips.Image, soft: pyvips.Image) -> tuple[float, float, float]:
    """The averages, in one tile, of the soft pixels near ink, of the paler and of the darker ones among them."""
    light = picture.extract_band(0, n=3).colourspace("b-w").cast("float")
    solid = (picture.extract_band(3) >= SOLID) / 255
    weight = solid.gaussblur(3)
    near = soft & (weight > 0.02)
    off = light - (light * solid).gaussblur(3) / (weight + 0.001)
    return near.avg(), (near & (off > RIM)).avg(), (near & (off < -RIM)).avg()


def _blurred(alpha: pyvips.Image) -> float:
    """Of the thumbnail's pixels with ink, the part that is neither ink nor ground."""
    small = alpha.resize(THUMBNAIL / alpha.width, kernel="linear") if alpha.width > THUMBNAIL else alpha
    inked = (small > SHEER).avg()
    return ((small > 64) & (small < 192)).avg() / inked if inked else 0.0


def _inks(picture: pyvips.Image) -> tuple[Ink, ...]:
    """The colours of what is opaque, like ones together; the most frequent first."""
    step = max(1, picture.width // SAMPLES)
    seen = picture.subsample(step, max(1, min(step, picture.height)))
    counted = Counter(memoryview(seen.write_to_memory()).cast("I").tolist())
    groups: list[tuple[tuple[int, int, int], int]] = []
    for pixel, count in counted.most_common():
        red, green, blue, alpha = pixel.to_bytes(4, "little")
        if alpha < SOLID:
            continue
        colour = (red, green, blue)
        place = next((place for place, (other, _) in enumerate(groups) if _like(colour, other)), None)
        if place is None:
            groups.append((colour, count))
        else:
            groups[place] = (groups[place][0], groups[place][1] + count)
    total = sum(count for _, count in groups)
    largest = sorted(groups, key=lambda group: -group[1])[:MOST_INKS]
    return tuple(Ink("#{:02x}{:02x}{:02x}".format(*colour), count / total) for colour, count in largest)


def _like(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < LIKE
