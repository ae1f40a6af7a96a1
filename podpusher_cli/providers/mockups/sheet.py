"""A contact sheet: many designs, each on its cloth, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.printing import UnreadablePicture
from podpusher_cli.providers.mockups.laying import dressed
from podpusher_cli.providers.vips import pyvips

CELL, GAP, CAPTION = 500, 28, 56
PAGE = "#f3f1ec"
MOST_CAPTION = 48


def contact_sheet(
    pngs: Sequence[Path],
    out: Path,
    *,
    garment: str = "tee",
    colours: Sequence[str] = ("#1b2238",),
    columns: int = 3,
    captions: Sequence[str] = (),
) -> Path:
    """A PNG at `out` with every print file on a garment, captions below. `colours` (`#rrggbb`) take turns.

    Raises UnreadablePicture or DiskTrouble.
    """
    columns = max(1, min(columns, len(pngs)))
    cells = [_cell(path, garment, colours[place % len(colours)]) for place, path in enumerate(pngs)]
    high = (cells[0].height if cells else 0) + GAP + (CAPTION if captions else 0)
    spots = [(GAP + place % columns * (CELL + GAP), GAP + place // columns * high) for place in range(len(cells))]
    sheet = _page(columns * (CELL + GAP) + GAP, GAP + -(-len(cells) // columns) * high, spots, captions, high)
    if cells:
        sheet = sheet.composite(cells, "over", x=[left for left, _ in spots], y=[top for _, top in spots])
    try:
        sheet.flatten().cast("uchar").pngsave(str(out), compression=6, keep="none")
    except pyvips.Error as error:
        raise DiskTrouble(path=str(out), problem=str(error).strip()) from error
    return out


def _cell(path: Path, garment: str, colour: str) -> pyvips.Image:
    try:
        return dressed(path, garment, colour, CELL).copy_memory()
    except pyvips.Error as error:
        raise UnreadablePicture(name=path.name) from error


def _page(
    width: int, height: int, spots: Sequence[tuple[int, int]], captions: Sequence[str], step: int
) -> pyvips.Image:
    """The page with its captions."""
    from podpusher_cli.providers.typography.outline import moved, to_path

    parts = [f'<rect width="{width}" height="{height}" fill="{PAGE}"/>']
    for caption, (left, top) in zip(captions, spots, strict=False):
        outline = moved(_caption(caption), left + 8, top + step - GAP - 16)
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
    return to_cap("oswald", line, min(20.0, (CELL - 16) / wide)) if wide else ()
