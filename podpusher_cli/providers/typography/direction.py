"""Writing systems, and the order in which letters are seen: from the left, from the right, or mixed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

FROM_LEFT, FROM_RIGHT = "\u200e", "\u200f"  # marks at the start of a line: which way it runs
_PAIRS = ("()", "[]", "{}", "<>", "«»", "‹›")
_SCRIPTS = {
    "GREEK": "greek", "CYRILLIC": "cyrillic", "HEBREW": "hebrew", "ARABIC": "arabic", "ARABIC-INDIC": "arabic",
    "EXTENDED": "arabic",
}  # fmt: skip


def scripts_in(text: str) -> frozenset[str]:
    """The writing systems of the text's letters; `latin` where there is no other."""
    found = {_SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "latin") for letter in text if letter.isalnum()}
    return frozenset(found - {"latin"} or {"latin"})


def runs_from_right(text: str) -> bool:
    """Whether a line is read from the right: a mark at its start says so, else its first letter that has a direction."""
    return next((_side(letter) == "R" for letter in text if _side(letter)), False)


def marked(line: str, *, from_right: bool) -> str:
    """The line with a mark in front where its first letter runs against the text that it is a part of."""
    if runs_from_right(line) == from_right:
        return line
    return (FROM_RIGHT if from_right else FROM_LEFT) + line


@lru_cache(maxsize=2048)
def in_sight(line: str) -> tuple[tuple[str, bool], ...]:
    """The line in pieces from left to right as they are seen: letters in reading order, and whether read from the right.

    Unicode's bidirectional algorithm orders them, brackets that turn around included.
    """
    if all(_side(letter) != "R" for letter in line):
        return ((line.lstrip(FROM_LEFT + FROM_RIGHT), False),) if line else ()
    from bidi import get_display

    from_right = runs_from_right(line)
    seen = str(get_display(line.lstrip(FROM_LEFT + FROM_RIGHT), base_dir="R" if from_right else "L"))
    pieces = _pieces(_facing(seen, from_right=from_right))
    return tuple((part[::-1] if turned else part, turned) for part, turned in pieces)


def _facing(seen: str, *, from_right: bool) -> str:
    """What is seen, with brackets that face each other: the algorithm moves them and leaves turning them to us."""
    for pair in _PAIRS:
        first = next((letter for letter in seen if letter in pair), "")
        if first == pair[1] and (from_right or pair[0] in seen):
            seen = seen.translate(str.maketrans(pair, pair[::-1]))
    return seen


def _pieces(seen: str) -> Iterator[tuple[str, bool]]:
    """What is seen, cut where the direction of letters changes. A mark goes with the letter that it stands on."""
    sides: list[bool] = []
    following = False
    for letter in reversed(seen):  # a mark is seen to the left of its letter
        if unicodedata.category(letter) not in {"Mn", "Cf"}:
            following = _side(letter) == "R"
        sides.append(following)
    for turned, group in groupby(zip(seen, reversed(sides), strict=True), key=lambda pair: pair[1]):
        yield "".join(letter for letter, _ in group), turned


def _side(letter: str) -> str:
    """`R` for a letter read from the right, `L` for one from the left, nothing for one that has no side."""
    kind = unicodedata.bidirectional(letter)
    return "R" if kind in {"R", "AL"} else "L" if kind == "L" else ""
