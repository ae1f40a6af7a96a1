"""Print files as a seller's own tool would write them."""

from __future__ import annotations

import pyvips


def print_file(shade: int = 0, width: int = 4500, height: int = 5400) -> bytes:
    """An RGBA PNG at 300 DPI: a block of colour, another for each shade, on nothing."""
    clear = pyvips.Image.black(width, height, bands=4).copy(interpretation="srgb")
    ink = [40 + shade % 200, 90, 160 - shade % 100, 255]
    drawn = clear.draw_rect(ink, width // 8, height // 8, width * 3 // 4, height * 3 // 4, fill=True)
    made: bytes = drawn.copy(xres=300 / 25.4, yres=300 / 25.4).pngsave_buffer(compression=1)
    return made
