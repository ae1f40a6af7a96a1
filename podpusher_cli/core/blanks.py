"""Blanks: what kind of thing a blueprint is, and the facts about it that a listing may state."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from podpusher_cli.core.printify import Blueprint, PrintProvider, Variant

Kind = Literal["tee", "sweatshirt", "hoodie", "longsleeve", "tank", "baby", "mug", "poster", "tote", "cap", "thing"]

_KINDS: tuple[tuple[Kind, str], ...] = (
    ("baby", r"\b(baby|onesie|bodysuit|infant|toddler)\b"),
    ("hoodie", r"\b(hoodie|hooded)\b"),
    ("sweatshirt", r"\b(sweatshirt|crewneck sweat|sweater|pullover)\b"),
    ("longsleeve", r"\blong[- ]sleeve\b"),
    ("tank", r"\btank\b"),
    ("tee", r"\b(tee|t-?shirt|shirt|jersey)s?\b"),
    ("mug", r"\bmugs?\b"),
    ("poster", r"\bposters?\b"),
    ("tote", r"\b(tote|shopping bag)s?\b"),
    ("cap", r"\b(cap|snapback|(?:dad|trucker|baseball) hat)s?\b"),
)
_OTHER_THINGS = re.compile(r"\b(cup|tumbler|print|canvas|wall art|bag|hat|beanie)s?\b")  # a tumbler is not to be sold as a mug
_STUFFS = ("cotton", "polyester", "rayon", "elastane", "spandex", "viscose", "linen", "ceramic", "stoneware", "paper")
_SIZES = re.compile(r"(?:\d?X{0,3}[SL]|M|\dT|\d{1,2}-\d{1,2}M|\d{1,2} ?oz|NB)", re.IGNORECASE)
MOST_SIZES = 12
_BRANDS = re.compile(
    r"\b(comfort colou?rs|gildan|bella ?(?:\+|and|n)? ?canvas|next level|american apparel|hanes|champion|port (?:and|&) company|stanley stella)\b"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the blank, nothing guessed. `materials` in English, as the blueprint's text names them."""

    kind: Kind = "tee"
    materials: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Maker:
    """A print provider of a blueprint, how many variants it has in stock, and the print area of its first one."""

    id: int
    title: str
    variants: int
    width: int
    height: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A blueprint with who prints it."""

    id: int
    title: str
    brand: str
    model: str
    print_providers: tuple[Maker, ...]


def kind_of(title: str) -> Kind:
    """The kind of thing that a blueprint's title names."""
    folded = title.casefold()
    return next((kind for kind, pattern in _KINDS if re.search(pattern, folded)), "thing")


def names_a_blank(text: str) -> bool:
    """Whether the words name the thing that is printed on, or who makes it: nothing to print on one."""
    folded = text.casefold()
    return kind_of(text) != "thing" or bool(_OTHER_THINGS.search(folded) or _BRANDS.search(folded))


def described(description: str) -> str:
    """A blueprint's text as Printify writes it, HTML, on one line without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", html.unescape(description)).split())


def materials_in(description: str) -> tuple[str, ...]:
    """The materials that a blueprint's text names."""
    words = set(re.findall(r"[a-z]+", described(description).casefold()))
    return tuple(stuff for stuff in _STUFFS if stuff in words)


def sizes_in(variants: Iterable[Variant], wanted: Sequence[str] = ()) -> tuple[str, ...]:
    """The sizes among the variants' titles (`Black / M`), in their order; of those the seller offers when told."""
    folded = {word.casefold() for word in wanted} - {"all"}
    found: dict[str, None] = {}
    for each in variants:
        parts = [part.strip() for part in each.title.split("/")]
        if folded and not ({str(each.id), each.title.casefold()} | {part.casefold() for part in parts}) & folded:
            continue
        found |= dict.fromkeys(part for part in parts if _SIZES.fullmatch(part))
    return tuple(found)[:MOST_SIZES]


def maker(provider: PrintProvider, variants: Sequence[Variant]) -> Maker:
    """A print provider with the numbers a seller chooses by."""
    area = next((placed for each in variants if (placed := each.placeholder())), None)
    examples = tuple(each.title for each in variants[:3])
    return Maker(
        provider.id, provider.title, len(variants), area.width if area else 0, area.height if area else 0, examples
    )


def matching(blueprints: Iterable[Blueprint], query: str | None) -> tuple[Blueprint, ...]:
    """The blueprints that have every word of the query in title, brand, model or number."""
    words = (query or "").casefold().split()
    return tuple(
        each
        for each in blueprints
        if all(word in f"{each.id} {each.title} {each.brand} {each.model}".casefold() for word in words)
    )
