"""From shapes to a print file: fitted to the canvas, painted by librsvg through pyvips, saved as PNG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from podpusher_cli.core.designs import Canvas
from podpusher_cli.providers.typography.art import Art, Ink, Shape, at, box_of, sized
from podpusher_cli.providers.typography.outline import Box, to_path
from podpusher_cli.providers.vips import pyvips

MARGIN = 0.025  # of the canvas, clear on every side
ABOVE = 0.4  # of the spare height: art sits a little above the middle, where a chest print looks centred
PNG = {"compression": 3, "filter": "up", "profile": "srgb", "keep": "icc|other"}


def fit(art: Art, canvas: Canvas) -> Art:
    """The art as large as the canvas allows, its ink centred from left to right, the spare height split 2:3."""
    box = box_of(art)
    room_x, room_y = canvas.width * (1 - 2 * MARGIN), canvas.height * (1 - 2 * MARGIN)
    large = sized(art, min(room_x / box.width, room_y / box.height))
    box = box_of(large)
    return at(large, (canvas.width - box.width) / 2 - box.left, (canvas.height - box.height) * ABOVE - box.top)


def paint(art: Art, inks: Mapping[Ink, str], canvas: Canvas) -> pyvips.Image:
    """The art in pixels as RGBA on the whole canvas, transparent where there is no ink."""
    frame = _frame(art, canvas)
    picture = _rendered((_element(shape, inks[shape.ink]) for shape in art if not shape.cut), frame)
    if any(shape.cut for shape in art):
        picture = _with_cuts(picture, art, frame)
    left, top, _, _ = frame
    return picture.embed(left, top, canvas.width, canvas.height)


def to_png(picture: pyvips.Image, canvas: Canvas) -> bytes:
    """An sRGB PNG that says how many pixels an inch it has."""
    per_millimetre = canvas.dpi / 25.4
    data: bytes = picture.copy(xres=per_millimetre, yres=per_millimetre).pngsave_buffer(**PNG)
    return data


def _frame(art: Art, canvas: Canvas) -> tuple[int, int, int, int]:
    """The pixels that the art touches: left, top, width, height, inside the canvas."""
    box: Box = box_of(art).grown(2)
    left, top = max(0, int(box.left)), max(0, int(box.top))
    return left, top, min(canvas.width, int(box.right) + 1) - left, min(canvas.height, int(box.bottom) + 1) - top


def _rendered(elements: Iterable[str], frame: tuple[int, int, int, int], backdrop: str = "") -> pyvips.Image:
    left, top, width, height = frame
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="{left} {top} {width} {height}">{backdrop}{"".join(elements)}</svg>'
    )
    return pyvips.Image.svgload_buffer(svg.encode(), unlimited=True)


def _element(shape: Shape, colour: str) -> str:
    path = to_path(shape.outline)
    rule = ' fill-rule="evenodd"' if shape.holes else ""
    if shape.line:
        return (
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{shape.line:.2f}" stroke-linejoin="round"/>'
        )
    return f'<path d="{path}" fill="{colour}"{rule}/>'


def _with_cuts(picture: pyvips.Image, art: Art, frame: tuple[int, int, int, int]) -> pyvips.Image:
    """The picture with its alpha taken away where a cut was the last thing drawn."""
    first = next(place for place, shape in enumerate(art) if shape.cut)
    left, top, width, height = frame
    white = f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="#fff"/>'
    drawn = (_element(shape, "#000" if shape.cut else "#fff") for shape in art[first:])
    kept = _rendered(drawn, frame, white).extract_band(0)
    alpha = (picture.extract_band(3) * kept / 255).rint().cast("uchar")
    return picture.extract_band(0, n=3).bandjoin(alpha)
