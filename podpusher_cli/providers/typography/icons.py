"""Small pictures: 48 of our own making in two inks, and those of the emoji font in one."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from podpusher_cli.providers.typography.art import Art, Ink, Shape, fitted, inked
from podpusher_cli.providers.typography.faces import emoji
from podpusher_cli.providers.typography.outline import from_path

Drawing = tuple[tuple[Ink, str], ...]

_HERE = files("podpusher_cli.providers.typography")

# Each picture is a list of an ink and an SVG path on a square of 100 by 100; inner contours are holes.
ICONS: dict[str, Drawing] = {
    name: tuple((ink, path) for ink, path in parts)
    for name, parts in json.loads(_HERE.joinpath("icons.json").read_text("utf-8")).items()
}


@cache
def icon(name: str) -> Art:
    """A picture as art, 100 high or wide, its middle at the origin: one of ICONS, or an emoji by itself."""
    if name in ICONS:
        return fitted(tuple(Shape(from_path(path), ink, holes=True) for ink, path in ICONS[name]), 100, 100)
    return fitted((Shape(emoji(name), "accent"),), 100, 100)


def icon_in(name: str, size: float, ink: Ink | None = None) -> Art:
    """A picture `size` high or wide, in its own inks or all in one."""
    art = fitted(icon(name), size, size)
    return inked(art, ink) if ink else art
