"""Draw the pictures of docs/designs.md: `python tests/support/layout_sheets.py`."""

from __future__ import annotations

from pathlib import Path

import pyvips

from podpusher_cli.core.designs import LAYOUTS, Canvas, DesignSpec, Garment
from podpusher_cli.providers.typography import Typographer

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
CANVAS = Canvas(750, 900)
CELL, ROOM, ACROSS, GAP = (230, 276), (206, 252), 5, 8
CLOTH: dict[Garment, tuple[int, int, int]] = {"dark": (27, 34, 56), "light": (245, 239, 224)}
PAGE = [243, 241, 236]
IDEA = "Camping is my therapy"
SAYINGS = (
    "Coffee first, then the world", "Primero café, luego el mundo", "D'abord un café, ensuite le monde",
    "Erst Kaffee, dann die Welt", "Сначала кофе, потом мир", "Καφές πρώτα, μετά ο κόσμος", "القهوة أولاً ثم العالم",
    "קפה קודם, אחר כך העולם", "I speak עברית and English", "Octopus lover 🐙",
)  # fmt: skip


def cell(spec: DesignSpec) -> pyvips.Image:
    """A design on its cloth."""
    small = pyvips.Image.thumbnail_buffer(Typographer().draw(spec).png, ROOM[0], height=ROOM[1])
    cloth = list(CLOTH[spec.garment])
    placed = small.gravity("centre", *CELL, extend="background", background=[*cloth, 0])
    return placed.flatten(background=cloth).copy(interpretation="srgb").copy_memory()


def sheet(specs: list[DesignSpec], name: str) -> None:
    """The designs side by side, as a WebP in docs/pictures."""
    cells = [cell(spec) for spec in specs]
    made = pyvips.Image.arrayjoin(cells, across=ACROSS, shim=GAP, background=PAGE)
    made.webpsave(str(PICTURES / name), Q=82, effort=6)


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    tones: tuple[Garment, Garment] = ("dark", "light")
    sheet(
        [
            DesignSpec(IDEA, 40 + place, tones[(place + place // ACROSS) % 2], layout, CANVAS)
            for place, layout in enumerate(LAYOUTS)
        ],
        "layouts.webp",
    )
    sheet(
        [DesignSpec(saying, 6 + 5 * place, tones[place % 2], canvas=CANVAS) for place, saying in enumerate(SAYINGS)],
        "scripts.webp",
    )
