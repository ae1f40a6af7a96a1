"""Numbers that a listing claims: shares of materials, weights, thread counts, sizes, measures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from podpusher_cli.core.content.folding import Folded
from podpusher_cli.core.content.lists import Entry
from podpusher_cli.core.content.phrases import Hit

MATERIALS = ("material", "weak")
_PERCENT = frozenset(("%", "percent", "prozent", "pct"))
_CENT = frozenset(("cent", "ciento"))  # the second word of `pour cent`
_WHOLE = 100
_REACH = 4  # words between a share and its material
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_DASH = r"(?:\s?[-–—]\s?|\s(?:to|bis|a|hasta|until|through|thru|up to|jusqu'?a)\s(?:la\s|au\s)?)"
_WEIGHTS = r"gsm|g\s?/\s?m2|g\s?/\s?qm|gr?\s?/\s?m2|g/m|gramm|gramos|grammes|grams|oz/yd|oz\b|ounces?|unzen|onzas|onces"
_LENGTHS = (
    r"inch(?:es)?\b|in\b\.?(?= (?:wide|tall|high|long|x|by))|(?:\"|″)(?=\s?(?:x|×|wide|tall|high|long))|cm\b|mm\b|zoll\b"
    r"|pulgadas|pouces|ml\b|liters?\b|ft\b|feet\b"
)
_MEASURES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("weight", re.compile(rf"\b(\d+(?:[.,]\d+)?)\s?(?:{_WEIGHTS})")),
    ("threads", re.compile(r"\b(\d{2,4})\s?(?:-|–)?\s?(?:thread[\s-]?count|fadenzahl|hilos|fils\b|tc\b)")),
    ("threads", re.compile(r"thread[\s-]?count (?:of )?(\d{2,4})|fadenzahl (?:von )?(\d{2,4})")),
    ("measure", re.compile(rf"\b(\d+(?:[.,]\d+)?)\s?(?:{_LENGTHS})")),
    ("measure", re.compile(r"\b(\d{1,3})\s?(?:x|×)\s?\d{1,3}\b")),
    ("heat", re.compile(r"\b(\d{2,3})\s?(?:°|º|grad\b|degrees?\b|degres\b|grados\b)")),
)
_ORDER = ("xxs", "xs", "s", "m", "l", "xl", "2xl", "3xl", "4xl", "5xl", "6xl", "7xl", "8xl")
_SIZE = r"(?:x{0,5}[sl]|[2-8]xl|m|xxs)"
_RANGE = re.compile(rf"(?<![^\W_])({_SIZE}){_DASH}({_SIZE})(?![^\W_])")
_ONE_SIZE = re.compile(r"(?<![^\W_])(x{1,5}[sl]|[2-8]xl|xxs)(?![^\W_])")
COLD = 30


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a material that stands in the text, with the place of both."""

    percent: int
    material: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with what it measures, and its place in the text."""

    kind: str
    value: str
    start: int
    end: int


def shares_in(folded: Folded, hits: Iterable[Hit[Entry]]) -> Iterator[Share]:
    """`52 % cotton`, `100 % algodón orgánico`: the number and the material after it, no other material between."""
    words = folded.words
    for hit in hits:
        if hit.entry.section not in MATERIALS:
            continue
        for place in range(hit.first - 1, max(0, hit.first - 1 - _REACH), -1):
            if (word := words[place].text) in _PERCENT or word in _CENT:
                number = words[place - 1 - (word in _CENT)]
                if number.text.isdigit() and int(number.text) <= _WHOLE:
                    yield Share(int(number.text), hit.entry.key, number.start, words[hit.last - 1].end)
                break
            if words[place].text.isdigit() or words[place].text in {"and", "und", "et", "y"}:
                break


def numbers_in(plain: str) -> frozenset[str]:
    """All numbers of a folded text; `5,3` is `5.3`."""
    return frozenset(_same(found[0]) for found in _NUMBER.finditer(plain))


def _same(number: str) -> str:
    return number.replace(",", ".")


def measures_in(folded: Folded) -> Iterator[Measured]:
    """Weights, thread counts, lengths and temperatures, as folded numbers."""
    for kind, pattern in _MEASURES:
        for found in pattern.finditer(folded.plain):
            number = next(group for group in found.groups() if group)
            yield Measured(kind, _same(number), *folded.span(found.start(), found.end()))


def sizes_in(folded: Folded) -> Iterator[Measured]:
    """Sizes of clothing; a range gives both its ends."""
    for found in _RANGE.finditer(folded.plain):
        for size in found.groups():
            yield Measured("size", size_name(size), *folded.span(found.start(), found.end()))
    for found in _ONE_SIZE.finditer(folded.plain):
        yield Measured("size", size_name(found[1]), *folded.span(found.start(), found.end()))


def size_name(size: str) -> str:
    """`XXL` is `2xl`, `XXXL` is `3xl`."""
    folded = size.casefold()
    count = folded.count("x")
    return f"{count}xl" if folded.endswith("l") and count > 1 and not folded[0].isdigit() else folded


def known_sizes(told: Iterable[str]) -> frozenset[str]:
    """The sizes that facts name, with all that a range has between its ends."""
    found: set[str] = set()
    for text in told:
        plain = text.casefold()
        for low, high in _RANGE.findall(plain):
            first, last = size_name(low), size_name(high)
            if first in _ORDER and last in _ORDER:
                found |= set(_ORDER[_ORDER.index(first) : _ORDER.index(last) + 1])
        found |= {size_name(each) for each in re.findall(rf"(?<![^\W_]){_SIZE}(?![^\W_])", plain)}
    return frozenset(found)
