"""Picture files: what is in one, and a small copy of one. All through pyvips."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from podpusher_cli.core.picture_files import HEAD, check_bytes, check_head, check_size
from podpusher_cli.core.printing import PrintFacts, UnreadablePicture
from podpusher_cli.providers.true_colour import is_as_seen

if TYPE_CHECKING:
    from podpusher_cli.providers.vips import pyvips

GROUND_NOTE = "png-comment-0-podpusher:ground"  # in a print file: why the ground around its artwork was left
VISIBLE = 8  # alpha above this can be seen
MILLIMETRES = 25.4  # in an inch


def read_facts(source: Path | bytes, name: str = "file") -> PrintFacts:
    """Measure a picture file, or the bytes of `name`. Raises UnreadablePicture when it is none, or far too large."""
    from podpusher_cli.providers.vips import pyvips

    name = source.name if isinstance(source, Path) else name
    try:
        return facts_of(loaded(source, name), source)
    except pyvips.Error as error:
        raise UnreadablePicture(name=name, details={"reason": str(error).strip()}) from error


def loaded(source: Path | bytes, name: str) -> pyvips.Image:
    """The picture, read as it is needed, once, from top to bottom. Raises UnreadablePicture or pyvips.Error.

    What it is and how large is seen before anything is decoded.
    """
    from podpusher_cli.providers.vips import pyvips

    check_bytes(_size(source, name), name)
    check_head(_head(source), name)
    if isinstance(source, Path):
        picture = pyvips.Image.new_from_file(str(source), access="sequential", fail_on="error")
    else:
        picture = pyvips.Image.new_from_buffer(source, "", access="sequential", fail_on="error")
    pictures = int(picture.get("n-pages")) if picture.get_typeof("n-pages") else 1
    check_size(picture.width, picture.height, pictures, name)
    return picture


def _size(source: Path | bytes, name: str) -> int:
    try:
        return source.stat().st_size if isinstance(source, Path) else len(source)
    except OSError as error:
        raise UnreadablePicture(name=name) from error


def _head(source: Path | bytes) -> bytes:
    if not isinstance(source, Path):
        return source[:HEAD]
    with source.open("rb") as file:
        return file.read(HEAD)


def eight_bits(picture: pyvips.Image) -> pyvips.Image:
    """The picture with 0 to 255 in each channel, whatever its file has."""
    return (picture >> 8 if picture.format == "ushort" else picture).cast("uchar")


def facts_of(picture: pyvips.Image, source: Path | bytes) -> PrintFacts:
    """The facts of a picture that was read from `source`."""
    has_alpha = bool(picture.hasalpha())
    box: tuple[int, int, int, int] | None = (0, 0, picture.width, picture.height)
    ink_share, clear_share = 1.0, 0.0
    if has_alpha:
        alpha = _alpha(picture)
        counted = alpha.hist_find()
        histogram = [counted(value, 0)[0] for value in range(256)]
        ink_share = sum(histogram[VISIBLE + 1 :]) / sum(histogram)
        clear_share = histogram[0] / sum(histogram)
        box = _ink_box(alpha) if ink_share else None
    else:
        picture.avg()  # read it all, to know that it is whole
    return PrintFacts(
        width=picture.width,
        height=picture.height,
        dpi=_dpi(picture),
        has_alpha=has_alpha,
        mode=_mode(picture, has_alpha=has_alpha),
        ink_box=box,
        ink_share=ink_share,
        clear_share=clear_share,
        format=_format(picture),
        size=_size(source, ""),
        as_seen=is_as_seen(picture),
        ground=str(picture.get(GROUND_NOTE)) if picture.get_typeof(GROUND_NOTE) else None,
    )


def _dpi(picture: pyvips.Image) -> float | None:
    """Pixels an inch; None for 72 and for one a millimetre, which stand for “unknown” in files and in libvips."""
    dpi: float = round(picture.xres * MILLIMETRES, 1)
    return None if dpi in {72.0, MILLIMETRES} else dpi


def _alpha(picture: pyvips.Image) -> pyvips.Image:
    """The alpha in memory, 0 to 255."""
    return eight_bits(picture.extract_band(picture.bands - 1)).copy_memory()


def _ink_box(alpha: pyvips.Image) -> tuple[int, int, int, int]:
    """Left, top, width and height of what can be seen: from the sums of columns and rows."""
    columns, rows = (alpha > VISIBLE).project()
    left, width = _span(_values(columns))
    top, height = _span(_values(rows))
    return left, top, width, height


def _values(line: pyvips.Image) -> list[int]:
    return [int(value) for value in memoryview(line.cast("uint").write_to_memory()).cast("I")]


def _span(values: Sequence[int]) -> tuple[int, int]:
    filled = [place for place, value in enumerate(values) if value]
    return filled[0], filled[-1] - filled[0] + 1


def _mode(picture: pyvips.Image, *, has_alpha: bool) -> str:
    colours = {"srgb": "RGB", "rgb": "RGB", "rgb16": "RGB", "b-w": "L", "grey16": "L", "cmyk": "CMYK"}
    mode = colours.get(picture.interpretation, "other")
    return mode + "A" if has_alpha and mode in {"RGB", "L"} else mode


def _format(picture: pyvips.Image) -> str:
    loader = str(picture.get("vips-loader")) if picture.get_typeof("vips-loader") else ""
    return loader.removesuffix("_buffer").removesuffix("_source").removesuffix("load") or "other"


def thumbnail(path: Path, size: int) -> bytes:
    """A PNG of the picture that fits in a square of `size` pixels. Raises UnreadablePicture."""
    from podpusher_cli.providers.vips import pyvips

    try:
        picture = pyvips.Image.thumbnail(str(path), size, height=size, fail_on="error")
        small: bytes = picture.pngsave_buffer(compression=6, keep="none")
    except pyvips.Error as error:
        raise UnreadablePicture(name=path.name) from error
    return small
