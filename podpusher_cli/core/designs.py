"""Designs: what is asked for, what was drawn, and what is kept about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from podpusher_cli.core.errors import BadInput, NotFound
from podpusher_cli.core.money import Money
from podpusher_cli.core.previews import Preview
from podpusher_cli.core.printing import PrintFinding
from podpusher_cli.core.spending import Spend
from podpusher_cli.core.text import N_, one_line

Garment = Literal["dark", "light"]
Source = Literal["local", "openai", "file"]

# How many letters a layout holds and still reads well, and the fewest words it makes sense with.
_ROOM: dict[str, tuple[int, int]] = {
    "stacked": (300, 1), "arched": (110, 1), "badge": (64, 1), "retro": (110, 1), "distressed": (300, 1),
    "banner": (64, 1), "varsity": (48, 1), "wave": (90, 1), "script": (60, 1), "quote": (300, 3), "checklist": (150, 3),
    "minimal": (50, 1), "ticket": (80, 1), "crest": (44, 1), "row": (90, 1), "split": (70, 1), "echo": (44, 1),
    "sunburst": (80, 1), "stamp": (80, 1), "wreath": (64, 2),
}  # fmt: skip
LAYOUTS = tuple(_ROOM)
_FOR_LONG_WORDS = frozenset({"arched", "retro", "distressed", "banner", "wave", "split", "echo", "row"})
MOST_LETTERS = 300
MOST_TAG = 40  # letters
LONG_WORD = 14


class DesignState(StrEnum):
    """What the seller thinks of a design; one that was dropped stays, and is not published."""

    NEW = "new"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Canvas:
    """The print file: pixels, and pixels an inch."""

    width: int = 4500
    height: int = 5400
    dpi: int = 300


@dataclass(frozen=True, slots=True)
class DesignSpec:
    """What to draw. The same spec gives the same bytes; another seed gives another design.

    `garment` is the tone of the shirt the inks must show on, `cloths` the colours (`#rrggbb`) it is sold in, where they
    are known. `layout` is one of LAYOUTS, or None to have it chosen.
    """

    idea: str
    seed: int
    garment: Garment = "dark"
    layout: str | None = None
    canvas: Canvas = Canvas()
    cloths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Artwork:
    """A print file in memory and how it was made. `text` is what is printed on it; `model` names maker and version."""

    png: bytes
    width: int
    height: int
    dpi: int
    layout: str
    palette: str
    fonts: tuple[str, ...]
    seed: int
    text: str
    model: str


@dataclass(frozen=True, slots=True)
class Design:
    """A stored design. `file` is a name inside the profile's designs folder; `cost` is None where nothing was spent.

    `state`, `rating` (1 to 5) and `tags` are the seller's word on it.
    """

    id: str
    idea: str
    file: str
    sha256: str
    width: int
    height: int
    dpi: int
    source: Source
    model: str
    layout: str | None
    palette: str | None
    fonts: tuple[str, ...]
    seed: int | None
    cost: Money | None
    garment: str
    created_at: datetime
    trend: str | None
    state: DesignState = DesignState.NEW
    rating: int | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DesignSheet:
    """A design with where its file is, what it is on, and what was spent on it.

    `findings`: what is amiss with how it prints. `original`: the seller's own file, where the print file was made of it.
    """

    design: Design
    path: str
    products: tuple[str, ...]
    spent: tuple[Spend, ...]
    findings: tuple[PrintFinding, ...] = ()
    original: str | None = None
    previews: tuple[Preview, ...] = ()


class NoSuchDesign(NotFound):
    message = N_("There is no design “{name}”.")
    hint = "podpusher designs list"


class TagTooLong(BadInput):
    code = "design.tag"
    message = N_("A tag has {most} characters at most; “{tag}” has {count}.")


class NothingToPrint(BadInput):
    code = "design.nothing_to_print"
    message = N_("There is nothing in “{idea}” that can be printed as lettering.")
    hint = N_("Write the idea in words; an emoji beside them becomes a picture.")


class UnprintableText(BadInput):
    code = "design.unprintable"
    message = N_("The local designer has no lettering for {letters}.")
    hint = N_(
        "Write the idea in Latin, Greek, Cyrillic, Arabic or Hebrew letters, or bring your own file with --design."
    )


class TooMuchText(BadInput):
    code = "design.too_long"
    message = N_("The idea has {count} characters; a readable design holds at most {most}.")
    hint = N_("Shorten the idea to a sentence or two.")


class UnknownLayout(BadInput):
    code = "design.layout"
    message = N_("There is no layout “{layout}”.")
    hint = N_("The layouts are: {layouts}.")


def tag_of(text: str) -> str:
    """A tag as it is kept: one line, in small letters; "" for nothing. Raises TagTooLong."""
    tag = one_line(text).lower()
    if len(tag) > MOST_TAG:
        raise TagTooLong(most=MOST_TAG, tag=tag, count=len(tag))
    return tag


def seed_of(idea: str) -> int:
    """The seed a design gets unless the seller names one: from the idea's words alone, 0 to 999,999."""
    return int.from_bytes(hashlib.sha256(" ".join(idea.split()).encode("utf-8", "replace")).digest()[:8]) % 1_000_000


def layouts_for(letters: int, words: int) -> tuple[str, ...]:
    """The layouts that suit a text of so many letters and words, as LAYOUTS orders them."""
    suited = (name for name, (most, least) in _ROOM.items() if letters <= most and words >= least)
    if words == 1 and letters > LONG_WORD:
        return tuple(name for name in suited if name in _FOR_LONG_WORDS) or ("distressed",)
    return tuple(suited)
