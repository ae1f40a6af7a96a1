"""Phrases looked up in a text, all in one pass.

How a list writes a phrase: `(a|b c)` for either, `[a]` for what may be left out, `word*` for any ending, `#` for a number,
`_` for any one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from podpusher_cli.core.content.folding import Word, folded_words

T = TypeVar("T")
_LONGEST = 40  # letters of a word that is looked at for its beginning
_SIGNS = re.compile(r"[^A-Za-z0-9 ]")
_PARTS = re.compile(r"[()\[\]|]|[^\s()\[\]|]+")


class _Node(Generic[T]):
    """Where a phrase may stand after some of its words: what may come next, and the entries that end here."""

    __slots__ = ("ends", "stems", "words")

    def __init__(self, words: dict[str, list[_Node[T]]] | None = None, ends: list[T] | None = None) -> None:
        self.words = words or {}
        self.stems: dict[str, list[_Node[T]]] | None = None
        self.ends = ends or []

    def take(self, other: _Node[T]) -> None:
        """Let everything follow that may follow the other one."""
        for word, nodes in other.words.items():
            self.words.setdefault(word, []).extend(nodes)
        if other.stems:
            self.stems = self.stems or {}
            for stem, nodes in other.stems.items():
                self.stems.setdefault(stem, []).extend(nodes)
        self.ends += other.ends


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase that was found, from word `first` up to and without word `last`."""

    entry: T
    first: int
    last: int


class Phrases(Generic[T]):
    """A set of phrases, each with the entry it belongs to."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, phrase: str, entry: T) -> None:
        """One more, in the manner above."""
        end = _Node(ends=[entry])
        plain = phrase.isascii() and not _SIGNS.search(phrase)
        self._root.take(_literal(phrase.lower().split(), end) if plain else _choice(iter(_PARTS.findall(phrase)), end))
        self._root.ends.clear()

    def find(self, words: Sequence[Word]) -> list[Hit[T]]:
        """Every phrase in the text, in the order of its first word."""
        found: list[Hit[T]] = []
        for first, word in enumerate(words):
            nodes = _children(self._root, word)
            last = first + 1
            while nodes:
                found += [Hit(entry, first, last) for node in nodes for entry in node.ends]
                nodes = [child for node in nodes for child in _children(node, words[last])] if last < len(words) else []
                last += 1
        return found


def _choice(parts: Iterator[str], after: _Node[T]) -> _Node[T]:
    """The node before a choice of sequences."""
    sequences: list[list[_Step]] = [[]]
    for part in parts:
        if part == "|":
            sequences.append([])
        elif part in "([":
            sequences[-1].append(_Step(part, _inner(parts, ")" if part == "(" else "]")))
        else:
            sequences[-1].append(_Step(part, []))
    made: _Node[T] = _Node()
    for sequence in sequences:
        made.take(_sequence(sequence, after))
    return made


@dataclass(frozen=True, slots=True)
class _Step:
    """A word of a phrase, or a bracket with the parts inside."""

    text: str
    inner: list[str]


def _inner(parts: Iterator[str], closing: str) -> list[str]:
    """The parts up to the bracket that closes this one."""
    found: list[str] = []
    depth = 1
    for part in parts:
        depth += (part in "([") - (part in ")]")
        if not depth:
            return found
        found.append(part)
    message = f"a phrase lacks its {closing}"
    raise ValueError(message)


def _sequence(steps: Sequence[_Step], after: _Node[T]) -> _Node[T]:
    node = after
    for step in reversed(steps):
        if step.text in "([":
            before = _choice(iter(step.inner), node)
            if step.text == "[":
                before.take(node)
        else:
            before = _word(step.text, node)
        node = before
    return node


def _word(text: str, after: _Node[T]) -> _Node[T]:
    if text in {"#", "_"}:
        return _Node({text: [after]})
    stem = text.endswith("*")
    words = folded_words(text.rstrip("*"))
    if not stem:
        return _literal(words, after)
    last: _Node[T] = _Node()
    last.stems = {words[-1]: [after]}
    return _literal(words[:-1], last)


def _literal(words: Sequence[str], after: _Node[T]) -> _Node[T]:
    node = after
    for word in reversed(words):
        node = _Node({word: [node]})
    return node


def _children(node: _Node[T], word: Word) -> list[_Node[T]]:
    found: list[_Node[T]] = []
    for form in word.forms:
        found += node.words.get(form, ())
    if node.stems:
        text = word.text
        for length in range(1, min(len(text), _LONGEST) + 1):
            found += node.stems.get(text[:length], ())
    if "#" in node.words and word.text.isdigit():
        found += node.words["#"]
    if "_" in node.words:
        found += node.words["_"]
    return found
