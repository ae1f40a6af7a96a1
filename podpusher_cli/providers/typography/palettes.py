"""Inks that go together, and the garments they show on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from podpusher_cli.core.colours import LEAST_CONTRAST, least_contrast, mixed
from podpusher_cli.core.designs import Garment
from podpusher_cli.providers.typography.art import INKS, Ink

STEPS = 24  # from an ink's own colour to white or black


@dataclass(frozen=True, slots=True)
class Palette:
    """Inks by their part in a drawing. Every ink has a contrast of at least 3:1 to each garment of its tone."""

    name: str
    tone: Garment
    inks: dict[Ink, str]


def _palette(name: str, tone: Garment, inks: str) -> Palette:
    return Palette(name, tone, dict(zip(INKS, inks.split(), strict=True)))


PALETTES = (
    _palette("campfire", "dark", "#fbeed2 #f39c3d #ef6f4c #f9d27b #f6ad4f #f08248 #e8664f"),
    _palette("seventies", "dark", "#f7e6c4 #f2b13c #ee7b45 #5fb7a5 #f2c14e #f0883e #e5694a"),
    _palette("ocean", "dark", "#f1f7f2 #5cc8d7 #f7c873 #a6e3e0 #6fd0d6 #4cb3cf #5aa0dc"),
    _palette("bubblegum", "dark", "#fff3ef #ff8fab #ffc66b #ffd1dc #ffa9be #f98bb0 #c894f0"),
    _palette("meadow", "dark", "#f6f3df #9bcb6c #f4c95d #d6e38b #a8d07a #79bd7f #5bab8c"),
    _palette("ivory", "dark", "#f8f3e6 #e8d3a2 #d9b26f #f8f3e6 #eddcb4 #dfc185 #cfa663"),
    _palette("sunrise", "dark", "#fff4e3 #ffb84c #ff7a6b #ffe08a #ffb95e #ff8f6b #f2789f"),
    _palette("lavender", "dark", "#f7f1ff #c3a6ff #ffd27d #e8dcff #cdb4ff #b093f5 #8fa8ff"),
    _palette("mint", "dark", "#effaf4 #6fd8b0 #ffd166 #b5ecd5 #86dcbb #5fc7ad #55b3b8"),
    _palette("fiesta", "dark", "#fff6e0 #ff6f61 #3ec9c0 #ffc93c #ffc93c #ff9a56 #f76b8a"),
    _palette("electric", "dark", "#f2fbff #39e6ff #ff7bd5 #d3f75a #39e6ff #9db4ff #ff7bd5"),
    _palette("chalk", "dark", "#ffffff #dededa #c4c4bf #dededa #c9c9c4 #b4b4af #a0a09b"),
    _palette("ember", "light", "#2b2320 #b8401f #8a5a14 #9a6b12 #b2531a #b03a24 #7d2a2a"),
    _palette("harbour", "light", "#16273d #b03a2e #1f6f8b #2a7f8f #1f6a8a #1f4f7d #1b365d"),
    _palette("orchard", "light", "#22301f #3c7a3a #b0482a #6b7a1c #4c7a32 #2f6d43 #1f5648"),
    _palette("berry", "light", "#2d1b2f #b02a60 #6b3fa0 #c02f5c #a02c74 #7d348c #57399a"),
    _palette("cocoa", "light", "#3a2418 #8c5326 #a8442a #94662a #8a5426 #764020 #5a2f1b"),
    _palette("ink", "light", "#1a1a1a #4a4a4a #2f2f2f #5c5c5c #4a4a4a #363636 #222222"),
    _palette("lagoon", "light", "#12343b #0f766e #b4472e #1b7f79 #17706f #155e66 #144a58"),
    _palette("denim", "light", "#1d2b4f #33589b #a8442a #2f6f9f #3a6aa8 #2b4f8c #203a70"),
    _palette("brick", "light", "#2a2222 #9c3b2e #5d6a2e #9a5b1e #a4512e #8c3a30 #5f2b2b"),
    _palette("plum", "light", "#2b1d3a #7a2f7c #b13a5e #8a4fa0 #8f3f92 #6b3486 #4a2b70"),
    _palette("carbon", "light", "#141414 #3d3d3d #555555 #3d3d3d #4a4a4a #575757 #646464"),
    _palette("poppy", "light", "#26201c #c0322b #1f6a6a #c0322b #b2521c #8d6512 #1f6a6a"),
)


def palettes_for(garment: Garment, cloths: Sequence[str] = ()) -> tuple[Palette, ...]:
    """The palettes of a garment tone, in their fixed order.

    `cloths` are the colours (`#rrggbb`) of the garments: inks that would show too little on one of them are made lighter
    or darker until they have LEAST_CONTRAST to all, or as much as any shade has.
    """
    return tuple(_shown_on(palette, tuple(cloths)) for palette in PALETTES if palette.tone == garment)


def _shown_on(palette: Palette, cloths: tuple[str, ...]) -> Palette:
    if least_contrast(palette.inks.values(), cloths) >= LEAST_CONTRAST:
        return palette
    return replace(palette, inks={ink: _shade(colour, cloths) for ink, colour in palette.inks.items()})


@cache
def _shade(colour: str, cloths: tuple[str, ...]) -> str:
    """The nearest shade of the colour that shows on all the cloths; the one that shows most where none does."""
    shades = [mixed(colour, end, step / STEPS) for step in range(STEPS + 1) for end in ("#ffffff", "#000000")]
    enough = (shade for shade in shades if least_contrast([shade], cloths) >= LEAST_CONTRAST)
    return next(enough, None) or max(shades, key=lambda shade: least_contrast([shade], cloths))
