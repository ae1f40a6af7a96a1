"""Colours of garments, by tone: what an ink has to show on."""

from __future__ import annotations

from podpusher_cli.core.designs import Garment

GARMENTS: dict[Garment, dict[str, str]] = {
    "dark": {
        "black": "#111111", "navy": "#1b2238", "charcoal": "#2f3136", "forest": "#16301f", "maroon": "#451420",
    },
    "light": {
        "white": "#ffffff", "natural": "#f5efe0", "ash": "#e4e4e1", "soft pink": "#f8dfe3", "light blue": "#d5e4f0",
    },
}  # fmt: skip
