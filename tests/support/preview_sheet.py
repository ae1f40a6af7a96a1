"""Draw docs/pictures/previews.webp: `python tests/support/preview_sheet.py`."""

from __future__ import annotations

from pathlib import Path

import pyvips

from podpusher_cli.core.designs import DesignSpec, Garment
from podpusher_cli.providers.mockups import preview
from podpusher_cli.providers.typography import Typographer

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "previews.webp"
SHOWN: tuple[tuple[str, int, Garment, str, str, str], ...] = (
    ("Plant dad", 7, "dark", "arched", "tee", "#1b1b1b"),
    ("Best cat mom ever", 9, "dark", "stamp", "hoodie", "#1f2a44"),
    ("Bookish and bright", 3, "light", "sunburst", "tote", "#f5efe0"),
    ("Coffee first", 5, "light", "script", "mug", "#ffffff"),
    ("Trail runner", 2, "dark", "varsity", "sweatshirt", "#22402f"),
    ("Wild garden", 4, "light", "wreath", "poster", "#ffffff"),
)

if __name__ == "__main__":
    drawn = []
    for idea, seed, tone, layout, garment, colour in SHOWN:
        png = Typographer().draw(DesignSpec(idea, seed, tone, layout)).png
        drawn.append(pyvips.Image.new_from_buffer(preview(png, garment, colour, width=400), ""))
    pyvips.Image.arrayjoin(drawn, across=3).webpsave(str(PICTURE), Q=80, keep="none")
