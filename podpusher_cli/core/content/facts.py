"""What is known of the product: all that a listing may state about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from podpusher_cli.core.content.folding import fold
from podpusher_cli.core.content.lists import Lists
from podpusher_cli.core.content.numbers import known_sizes, numbers_in, shares_in
from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.text import N_

NAMES = ("material", "garment", "brand_of_blank", "care", "sizes")


class BadFacts(BadInput):
    code = "check.facts"
    message = N_("The facts are not understood: {problem}")
    hint = N_(
        "Facts are a JSON object with material, garment, brand_of_blank, care and sizes, each a text or a list of texts."
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """The blank, in the words of who makes it; a field is empty where nothing is known. `more`: whatever else is known."""

    material: str = ""
    garment: str = ""
    brand_of_blank: str = ""
    care: str = ""
    sizes: tuple[str, ...] = ()
    more: str = ""

    def said(self) -> str:
        """All of it as one text."""
        parts = (self.material, self.garment, self.brand_of_blank, self.care, ", ".join(self.sizes), self.more)
        return ". ".join(each for each in parts if each)


def read_facts(told: Any) -> Facts:
    """Facts from JSON: texts, or lists of texts and numbers. Raises BadFacts."""
    if told is None:
        return Facts()
    if not isinstance(told, Mapping):
        raise BadFacts(problem=str(told)[:80])
    texts = {name: _texts(told.get(name)) for name in NAMES}
    plain = {name: ", ".join(texts[name]) for name in NAMES if name != "sizes"}
    more = [text for name, value in told.items() if name not in NAMES for text in _texts(value)]
    return Facts(**plain, sizes=texts["sizes"], more=". ".join(more))


def _texts(value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if isinstance(value, Mapping):  # {"cotton": 52, "polyester": 48}
        return tuple(
            f"{each}% {name}" if isinstance(each, int | float) else f"{name}: {each}" for name, each in value.items()
        )
    if isinstance(value, list):
        return tuple(text for each in value for text in _texts(each))
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return (str(value),)
    raise BadFacts(problem=str(value)[:80])


@dataclass(frozen=True, slots=True)
class Known:
    """The facts, looked up in the lists of claims: the keys of what they say, the shares of materials, all numbers."""

    facts: Facts
    keys: frozenset[tuple[str, str]]
    shares: frozenset[tuple[int, str]]
    numbers: frozenset[str]
    sizes: frozenset[str]

    def has(self, *sections: str) -> bool:
        """Whether they say anything of that kind."""
        return any(section in sections for section, _ in self.keys)


@lru_cache(maxsize=64)
def look_up(facts: Facts, lists: Lists) -> Known:
    """What the facts say, whatever the language they are in."""
    folded = fold(facts.said())
    found = lists.find(folded)
    hits = [hit for each in lists.claims.values() for hit in found[each.name]]
    keys = frozenset((hit.entry.section, hit.entry.key) for hit in hits)
    shares = frozenset((each.percent, each.material) for each in shares_in(folded, hits))
    return Known(facts, keys, shares, numbers_in(folded.plain), known_sizes(facts.sizes))
