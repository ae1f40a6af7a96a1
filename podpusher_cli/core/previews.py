"""Previews of a design: which garment in which colours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from podpusher_cli.core.colours import colour_named
from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.inking import Cloth, cloth_of, cloths_in
from podpusher_cli.core.text import N_

Garment = Literal["tee", "longsleeve", "sweatshirt", "hoodie", "tank", "tote", "mug", "poster", "baby", "cap", "thing"]
MOST_COLOURS = 24


class UnknownColour(BadInput):
    code = "design.colour"
    message = N_("“{colour}” is no colour of cloth that podpusher knows.")
    hint = N_("Name it as Printify does, such as Black or Sport Grey, or write it as #1b2238.")


@dataclass(frozen=True, slots=True)
class Preview:
    """A picture of a design on a garment of a colour, and where it is."""

    garment: str
    colour: str
    path: str


def cloths_for(wanted: Sequence[str], variants: Iterable[str], garment: str) -> tuple[Cloth, ...]:
    """The colours to show: those wanted, else those of the variants it is sold in, else one that suits. Raises UnknownColour."""
    found = []
    for name in wanted:
        colour = colour_named(name)
        if colour is None:
            raise UnknownColour(colour=name)
        found.append(Cloth(name, colour))
    return (tuple(found) or cloths_in(variants) or (cloth_of(garment),))[:MOST_COLOURS]


def file_name(design: str, garment: str, cloth: Cloth) -> str:
    """The name of a preview's file, of letters that every system takes."""
    colour = re.sub(r"[^a-z0-9]+", "-", cloth.name.casefold()).strip("-") or cloth.colour.strip("#")
    return f"{design}-{garment}-{colour}.jpg"
