"""Colours: the names of cloth that catalogues use, and how well an ink shows on one.

Titles are matched by name, so those of any catalogue can be read; the values are what such cloth looks like, measured
by nobody: Printify gives some of them in a product's options (reference/printify.md), and then those are better.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Tone = Literal["dark", "light"]

LEAST_CONTRAST = 3.0  # of a drawing's inks to cloth: what WCAG 2.2, 1.4.11, asks of graphics

# From the lightest to the darkest in each family. Dyers call the same cloth by many names.
NAMED: dict[str, str] = {
    "white": "#ffffff", "arctic white": "#ffffff", "vintage white": "#f6f1e6", "ivory": "#f3ecd9", "natural": "#f5efe0",
    "cream": "#f6edd8", "soft cream": "#f3e8d2", "off white": "#f5f1e8", "bone": "#e6dfd0", "oatmeal": "#e0d8c8",
    "sand": "#d6c7ad", "tan": "#c9b08a", "khaki": "#b7a27c", "latte": "#b89b7a", "camel": "#b78a56",
    "ash": "#e4e4e1", "ash grey": "#dcdcdc", "silver": "#c9cbcc", "ice grey": "#d5d6d3", "light grey": "#cfd1d2",
    "sport grey": "#b5b6b8", "athletic heather": "#b9babc", "grey": "#8d9093", "dark grey": "#4b4d50",
    "storm": "#8a8f94", "asphalt": "#4c4d52", "graphite": "#5f6063", "pepper": "#4b4a48", "charcoal": "#3e4045",
    "dark heather": "#44464a", "heather": "#b4b5b8", "tweed": "#4f4f53", "black": "#1b1b1b", "jet black": "#161616",
    "vintage black": "#2b2a2b", "solid black blend": "#1d1d1d", "black heather": "#2b2c2f",
    "light pink": "#f5c9d6", "soft pink": "#f8dfe3", "blossom": "#f1c5c9", "pink": "#f0a3bf", "azalea": "#f06fa6",
    "safety pink": "#ff5f8f", "heliconia": "#dc3f86", "berry": "#7d3b56", "crunchberry": "#d65f80", "mauve": "#a86f76",
    "coral silk": "#fb7a80", "watermelon": "#d3606c", "peach": "#f6c8a6", "red": "#b3202a", "cherry red": "#a81d2b",
    "cardinal": "#7b1e2e", "cardinal red": "#7b1e2e", "garnet": "#6c1f2d", "crimson": "#9c2f3c", "brick": "#7c3a3b",
    "maroon": "#5a1f2b", "burgundy": "#511d2a", "wine": "#5b2133", "oxblood": "#4a1a22",
    "orange": "#f0682b", "safety orange": "#ff7430", "texas orange": "#b85a2e", "yam": "#c4623c", "terracotta": "#c2694a",
    "rust": "#9d4a2c", "mustard": "#d69a2d", "gold": "#eeae2b", "old gold": "#c9933f", "ginger": "#c28a3b",
    "butter": "#f6e3a1", "daisy": "#fbd25a", "yellow": "#f7d84b", "cornsilk": "#f6e9a6", "safety green": "#d3f64b",
    "brown": "#4f3629", "dark chocolate": "#3b2a24", "chestnut": "#5d4036", "espresso": "#4a3b34",
    "mint": "#bfe3cf", "mint green": "#a5d6b3", "kiwi": "#8fa65a", "lime": "#95c94a", "pistachio": "#cdd9a2",
    "bay": "#b3bda9", "sage": "#9ca88c", "moss": "#6b705b", "olive": "#5b5a3a", "military green": "#5c6148",
    "army": "#54553f", "kelly": "#1f8a4c", "irish green": "#1fa45a", "kelly green": "#1f8a4c", "forest": "#22402f",
    "forest green": "#22402f", "hunter green": "#24443a", "evergreen": "#2b4a45", "pine": "#23433c",
    "light blue": "#a7c4de", "baby blue": "#b5cfe6", "sky": "#8fc3e3", "carolina blue": "#7fabd6", "chambray": "#c9d7e3",
    "ice blue": "#8aa5b1", "blue jean": "#6d8299", "stone blue": "#7d97ad", "indigo blue": "#4c627e", "denim": "#475a73",
    "sapphire": "#1583b8", "aqua": "#48b6c5", "teal": "#1c6f7c", "lagoon blue": "#62c0d2", "steel blue": "#4d6f86",
    "royal": "#2a4a9f", "royal blue": "#2a4a9f", "true royal": "#24489d", "blue": "#2f5aa8", "metro blue": "#33416f",
    "navy": "#1f2a44", "true navy": "#25304a", "midnight navy": "#1b2238", "navy blue": "#1f2a44", "midnight": "#20283f",
    "lilac": "#c9b3d9", "lavender": "#c6b6dc", "orchid": "#c9a3cc", "violet": "#7d77b5", "purple": "#45307b",
    "team purple": "#442a78", "grape": "#5b4a78", "eggplant": "#43294a", "matte": "#ffffff", "glossy": "#ffffff",
}  # fmt: skip

_FINISHES = ("heather ", "solid ", "vintage heather ", "vintage ", "antique ", "tri-blend ", "dark ", "light ")


def colour_named(title: str) -> str | None:
    """The colour (`#rrggbb`) of cloth by the name a catalogue gives it: `Sport Grey`, `Heather Navy`, `Navy / XL`.

    A finish before a known name is left out; None where the rest is not known either. A `#rrggbb` names itself.
    """
    name = " ".join(title.split("/", maxsplit=1)[0].casefold().replace("gray", "grey").replace("-", " ").split())
    if is_colour(name):
        return name
    if name in NAMED:
        return NAMED[name]
    rest = next((name.removeprefix(finish) for finish in _FINISHES if name.startswith(finish)), "")
    return colour_named(rest) if rest else None


def is_colour(text: str) -> bool:
    """Whether the text is a colour of six hexadecimal digits after a `#`."""
    return len(text) == 7 and text[0] == "#" and all(digit in "0123456789abcdefABCDEF" for digit in text[1:])


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of a `#rrggbb`, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(one: str, other: str, share: float) -> str:
    """The colour between two, `share` of the way from the first to the second, as `#rrggbb`."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(first + (second - first) * share):02x}" for first, second in pairs)


def luminance(colour: str) -> float:
    """The relative luminance of a `#rrggbb` after WCAG 2.2: 0 is black, 1 white."""
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (`#rrggbb`) after WCAG 2.2, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def least_contrast(inks: Iterable[str], cloths: Iterable[str]) -> float:
    """The contrast of the ink and the cloth that differ least; 21 where there is no pair."""
    grounds = tuple(cloths)
    return min((contrast(ink, cloth) for ink in inks for cloth in grounds), default=21.0)


def tone_of(colour: str) -> Tone:
    """Whether cloth is dark, so that white ink shows better on it than black, or light."""
    return "dark" if contrast(colour, "#ffffff") > contrast(colour, "#000000") else "light"
