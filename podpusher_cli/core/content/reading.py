"""A text as the checks see it: folded once, with what means no harm marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from podpusher_cli.core.content.findings import Class, Field, Finding, Severity
from podpusher_cli.core.content.folding import Folded, fold
from podpusher_cli.core.content.lists import Entry, Lists
from podpusher_cli.core.content.phrases import Hit, Phrases

_NEGATING = """
    not no non never without neither nor isn aren wasn doesn don didn won cannot faux fake imitation zero anti instead nicht kein
    keine keinen keiner keines keinem ohne nie niemals weder noch statt pas sans jamais aucun aucune ni sin nunca tampoco ningun
    ninguna nada jamas n ne
"""
_NEGATORS = frozenset(_NEGATING.split())
_WITHOUT = frozenset(
    ("no", "without", "neither", "kein", "keine", "ohne", "weder", "sans", "ni", "sin", "ningun", "ninguna")
)
_REACH = 3  # words that a negation reaches over


@dataclass(frozen=True, slots=True)
class Reading:
    """A text of a field and language: what each list has in it, and the runs of words that mean no harm."""

    folded: Folded
    field: Field
    language: str
    hits: Mapping[str, list[Hit[Entry]]]
    calm: tuple[tuple[int, int], ...]

    def start(self, hit: Hit[Entry]) -> int:
        """Where it begins in the text."""
        return self.folded.words[hit.first].start

    def end(self, hit: Hit[Entry]) -> int:
        """Where it ends in the text."""
        return self.folded.words[hit.last - 1].end

    def is_calm(self, hit: Hit[Entry]) -> bool:
        """Whether it is only part of an idiom, of something pictured, or of what the seller allows."""
        length = hit.last - hit.first
        return any(
            first <= hit.first and hit.last <= last and (last - first > length or length > 1)
            for first, last in self.calm
        )

    def before(self, hit: Hit[Entry], count: int, *, clause: bool = False) -> list[str]:
        """The words before it in the same sentence, or in the same `clause`, the nearest first."""
        found: list[str] = []
        for place in range(hit.first - 1, max(-1, hit.first - 1 - count), -1):
            if self.folded.words[place + 1].begins or (clause and self.folded.words[place + 1].comma):
                break
            found.append(self.folded.words[place].text)
        return found

    def after(self, hit: Hit[Entry], count: int) -> list[str]:
        """The words after it in the same sentence."""
        found: list[str] = []
        for word in self.folded.words[hit.last : hit.last + count]:
            if word.begins:
                break
            found.append(word.text)
        return found

    def negated(self, hit: Hit[Entry]) -> bool:
        """Whether the sentence denies it: `not` reaches to the next comma, `without` over the list behind it."""
        before = self.before(hit, _REACH)
        near = self.before(hit, _REACH, clause=True)
        return not _NEGATORS.isdisjoint(near) or not _WITHOUT.isdisjoint(before)

    def words(self) -> frozenset[str]:
        """All words, folded, with and without a last s."""
        every = {word.text for word in self.folded.words}
        return frozenset(every | {word[:-1] for word in every if word.endswith("s")})

    def finding(
        self, kind: Class, hit: Hit[Entry], severity: Severity, reason: str, fix: str, **values: object
    ) -> Finding:
        """A finding at the hit's place; `{text}` in the sentences is what stands there."""
        start, end = self.start(hit), self.end(hit)
        values = {"text": self.folded.text[start:end]} | values
        entry = hit.entry
        return Finding(kind, start, end, severity, reason, fix, values, entry.source, entry.as_of)


def read(text: str, field: Field, language: str, lists: Lists, allowed: Iterable[str] = ()) -> Reading:
    """The text, ready for the checks. `allowed` are phrases that the seller lets pass."""
    folded = fold(text)
    own: Phrases[None] = Phrases()
    for phrase in allowed:
        own.add(plain_phrase(phrase), None)
    hits = lists.find(folded)
    calm = {(hit.first, hit.last) for hit in hits[lists.harmless.name]}
    passed = {(hit.first, hit.last) for hit in own.find(folded.words)}
    words = len(folded.words)
    # what the seller allows is wider than itself, so that a single word of it counts too
    return Reading(
        folded, field, language, hits, (*calm, *((max(0, a - 1), b) if a else (a, b + (b < words)) for a, b in passed))
    )


def plain_phrase(text: str) -> str:
    """The seller's words as a phrase without signs that mean something in a list."""
    return "".join(letter for letter in text if letter not in "()[]|*#_")
