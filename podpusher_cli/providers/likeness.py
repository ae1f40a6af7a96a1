"""How alike two sentences are, and which of very many is the nearest to one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from podpusher_cli.core.ideas import shelf_key

ALIKE = 0.9
"""From here on two sentences are the same idea."""
_NEAR = 75.0  # percent of letters that two must share before their words are compared
_CANDIDATES = 8
_SAME_WORD = 80.0  # percent: a typing error, a plural
_SMALL_WORD, _SMALL_WEIGHT = 2, 0.3
_OTHER_SUBJECT = 0.85  # at most, where a word of the one has no like in the other
_LEAST_WORD = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A sentence that is there already: of an idea, a design or a product, and its id."""

    kind: str
    id: str
    text: str


class Shelf:
    """Sentences to be compared with. 100,000 are searched in some milliseconds."""

    def __init__(self, known: Iterable[tuple[str, str, str, str | None]]) -> None:
        """`known`: kind, id, text, and the text's key where that is known."""
        self._known: list[Known] = []
        self._keys: list[str] = []
        for kind, name, text, key in known:
            self.add(Known(kind, name, text), key)

    def add(self, known: Known, key: str | None = None) -> None:
        """Put one more on it."""
        self._known.append(known)
        self._keys.append(shelf_key(known.text) if key is None else key)

    def nearest(self, text: str) -> tuple[Known, float] | None:
        """The sentence that is most like it, and how like, from 0 to 1; None where none is near."""
        from rapidfuzz import fuzz, process

        key = shelf_key(text)
        found = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_CANDIDATES)
        best = max(((likeness(key, other), -place) for other, _, place in found), default=None)
        return None if best is None else (self._known[-best[1]], best[0])


def likeness(one: str, other: str) -> float:
    """How alike two keys are, word by word: 1 for the same words, whatever their order."""
    if one == other:
        return 1.0
    mine, theirs = one.split(), other.split()
    matched = 0.0
    alone: list[str] = []
    for word in sorted(mine, key=len, reverse=True):
        twin = _twin(word, theirs)
        if twin is None:
            alone.append(word)
        else:
            theirs.remove(twin)
            matched += _weight(word) + _weight(twin)
    whole = sum(map(_weight, one.split())) + sum(map(_weight, other.split()))
    told = matched / whole if whole else 0.0
    strangers = any(len(word) >= _LEAST_WORD for word in alone) and any(len(word) >= _LEAST_WORD for word in theirs)
    return min(told, _OTHER_SUBJECT) if strangers else told


def _twin(word: str, others: list[str]) -> str | None:
    from rapidfuzz import fuzz

    if word in others:
        return word
    if len(word) < _LEAST_WORD:
        return None
    return next((each for each in others if len(each) >= _LEAST_WORD and fuzz.ratio(word, each) >= _SAME_WORD), None)


def _weight(word: str) -> float:
    return float(len(word)) if len(word) > _SMALL_WORD else _SMALL_WEIGHT
