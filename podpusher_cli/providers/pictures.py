"""Picture files: what is in one, a small copy of one, and a sheet of many. All through pyvips."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.picture_files import HEAD, check_bytes, check_head, check_size
from podpusher_cli.core.printing import PrintFacts, UnreadablePicture
from podpusher_cli.providers.true_colour import is_as_seen

if TYPE_CHECKING:
    import pyvips

GROUND_NOTE = "png-comment-0-podpusher:ground"  # in a print file: why the ground around its artwork was left
VISIBLE = 8  # alpha above this can be seen
MILLIMETRES = 25.4  # in an inch

CELL_WIDTH, CELL_HEIGHT, GAP, CAPTION, ROUND = 560, 672, 36, 64, 40
DARK_GARMENT = "#1b2238"
PAGE = "#f3f1ec"
MOST_CAPTION = 48


def read_facts(source: Path | bytes, name: str = "file") -> PrintFacts:
    """Measure a picture file, or the bytes of `name`. Raises UnreadablePicture when it is none, or far too large."""
    import pyvips

    name = source.name if isinstance(source, Path) else name
    try:
        return facts_of(loaded(source, name), source)
    except pyvips.Error as error:
        raise UnreadablePicture(name=name, details={"reason": str(error).strip()}) from error


def loaded(source: Path | bytes, name: str) -> pyvips.Image:
    """The picture, read as it is needed, once, from top to bottom. Raises UnreadablePicture or pyvips.Error.

    What it is and how large is seen before anything is decoded.
    """
    import pyvips

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
    import pyvips

    try:
        picture = pyvips.Image.thumbnail(str(path), size, height=size, fail_on="error")
        small: bytes = picture.pngsave_buffer(compression=6, keep="none")
    except pyvips.Error as error:
        raise UnreadablePicture(name=path.name) from error
    return small


def contact_sheet(
    pngs: Sequence[Path],
    out: Path,
    *,
    columns: int = 3,
    background: str = DARK_GARMENT,
    captions: Sequence[str] | None = None,
) -> Path:
    """A PNG at `out` with every picture on a rounded cell of the garment's colour, captions below the cells.

    `background` is that colour as `#rrggbb`. Raises UnreadablePicture or DiskTrouble.
    """
    import pyvips

    columns = max(1, min(columns, len(pngs)))
    step_y = CELL_HEIGHT + GAP + (CAPTION if captions else 0)
    spots = [
        (GAP + place % columns * (CELL_WIDTH + GAP), GAP + place // columns * step_y) for place in range(len(pngs))
    ]
    height = GAP + -(-len(pngs) // columns) * step_y
    sheet = _cells(columns * (CELL_WIDTH + GAP) + GAP, height, spots, background, captions or ())
    for path, (left, top) in zip(pngs, spots, strict=True):
        try:
            room = CELL_WIDTH - 2 * ROUND
            small = pyvips.Image.thumbnail(
                str(path), room, height=CELL_HEIGHT - ROUND, fail_on="error"
            ).copy_memory()
        except pyvips.Error as error:
            raise UnreadablePicture(name=path.name) from error
        x, y = left + (CELL_WIDTH - small.width) // 2, top + (CELL_HEIGHT - small.height) // 2
        sheet = sheet.composite2(small, "over", x=x, y=y)
    try:
        sheet.flatten().cast("uchar").pngsave(str(out), compression=6, keep="none")
    except pyvips.Error as error:
        raise DiskTrouble(path=str(out), problem=str(error).strip()) from error
    return out


def _cells(
    width: int, height: int, spots: Sequence[tuple[int, int]], background: str, captions: Sequence[str]
) -> pyvips.Image:
    """The sheet with empty cells and their captions."""
    import pyvips

    from podpusher_cli.providers.typography.outline import moved, to_path

    parts = [f'<rect width="{width}" height="{height}" fill="{PAGE}"/>']
    parts.extend(
        f'<rect x="{left}" y="{top}" width="{CELL_WIDTH}" height="{CELL_HEIGHT}" rx="{ROUND}" fill="{background}"/>'
        for left, top in spots
    )
    for caption, (left, top) in zip(captions, spots, strict=False):
        outline = moved(_caption(caption), left + ROUND / 2, top + CELL_HEIGHT + 44)
        parts.append(f'<path d="{to_path(outline)}" fill="#3a3a3a"/>')
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{"".join(parts)}</svg>'
    return pyvips.Image.svgload_buffer(svg.encode(), unlimited=True).copy_memory()


def _caption(text: str) -> tuple[tuple[tuple[float, ...], ...], ...]:
    """A caption as outlines, small enough for a cell; letters that no face has are left out."""
    from podpusher_cli.core.text import one_line
    from podpusher_cli.providers.typography.lettering import natural_width, to_cap

    line = one_line(text)
    line = line if len(line) <= MOST_CAPTION else line[: MOST_CAPTION - 1].rstrip() + "…"
    wide = natural_width("oswald", line)
    return to_cap("oswald", line, min(20.0, (CELL_WIDTH - ROUND) / wide)) if wide else ()
