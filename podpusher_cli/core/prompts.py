"""Prompts: what a model is asked with. Each wording has a name and a version, and is never changed once it was used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from string import Formatter
from typing import Literal

from podpusher_cli.core.errors import BadInput, NotFound
from podpusher_cli.core.money import Money
from podpusher_cli.core.text import N_

Kind = Literal["listing", "design", "ideas"]

PLACES: Mapping[Kind, Mapping[str, frozenset[str]]] = {
    "listing": {
        "system": frozenset({"language", "words", "most_title", "most_tags", "most_tag"}),
        "repair": frozenset({"broken"}),
    },
    "design": {
        "text": frozenset({"ground", "cloth", "idea"}),
        "transparent": frozenset(),
        "plain": frozenset(),
        "dark": frozenset(),
        "light": frozenset(),
    },
    "ideas": {"system": frozenset({"language", "count"})},
}
"""The texts that a prompt of each kind has, and the places that may be filled in each."""
NEEDED = {
    ("listing", "system"): {"language"},
    ("listing", "repair"): {"broken"},
    ("design", "text"): {"idea", "cloth"},
    ("ideas", "system"): {"language", "count"},
}
"""The places that must be there: without them the model would not hear what is wanted."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One wording. `name` is its file's, such as `listing-2`; `own`: the seller wrote it. `texts` by name, as PLACES lists."""

    name: str
    kind: Kind
    note: str
    texts: Mapping[str, str]
    own: bool = False

    @property
    def mark(self) -> str:
        """What is kept with everything made with it: its name, and for a seller's own, which can change, its contents."""
        if not self.own:
            return self.name
        told = "\x00".join(f"{name}\x00{text}" for name, text in sorted(self.texts.items()))
        return f"{self.name}@{hashlib.sha256(told.encode()).hexdigest()[:8]}"

    def fill(self, text: str, **values: str | int) -> str:
        """One of its texts with the places filled in."""
        return self.texts[text].format_map(values)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one prompt made of the fixed set of ideas.

    `valid_at_once` of the `listings` kept every rule in the first answer, `valid` after repair and trim; `refused` the
    model would not write, `unknown` got no answer and may have been billed. `hits` counts by class what the content check
    found. `diversity` is the share of pairs of words that stand nowhere else in the set, 0 to 1; `seo` the average score.
    """

    prompt: str
    listings: int
    valid_at_once: int
    valid: int
    refused: int
    unknown: int
    hits: Mapping[str, int]
    diversity: float
    seo: int
    cost: Money | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two prompts over the same ideas by the same model. With --dry-run only `listings` and `estimate` are there."""

    model: str
    listings: int
    estimate: Money | None
    measured: tuple[Measured, ...] = ()


@dataclass(frozen=True, slots=True)
class PromptSheet:
    """A prompt in a list; `used`: it is the one that is asked with now."""

    name: str
    kind: str
    note: str
    own: bool
    used: bool
    texts: Mapping[str, str] = field(default_factory=dict)


class NoSuchPrompt(NotFound):
    code = "prompts.unknown"
    message = N_("There is no prompt “{name}”.")
    hint = "podpusher prompts list"


class BadPrompt(BadInput):
    """A file that is no prompt: `problem` is what the reader of it says."""

    code = "prompts.invalid"
    message = N_("The prompt “{name}” cannot be read: {problem}")
    hint = N_("podpusher prompts show listing-1 shows how one looks.")


class KindOfPrompt(BadPrompt):
    message = N_('The prompt “{name}” must say what it is for: kind = "listing", kind = "design" or kind = "ideas".')


class WrongPrompt(BadPrompt):
    message = N_("The prompt “{name}” is not for this; a prompt of the kind {kind} is wanted.")
    hint = "podpusher prompts list"


class TextMissing(BadPrompt):
    message = N_("The prompt “{name}” lacks the text “{text}”.")


class PlaceUnknown(BadPrompt):
    message = N_("The prompt “{name}” has a place in “{text}” that nothing fills: {place}")


class PlaceMissing(BadPrompt):
    message = N_("The prompt “{name}” needs the place {place} in “{text}”.")


class NotAlike(BadInput):
    code = "prompts.kind"
    message = N_("Only prompts for listings can be compared; “{name}” is for something else.")
    hint = "podpusher prompts list"


def check_prompt(prompt: Prompt) -> Prompt:
    """The prompt itself. Raises BadPrompt: a text or a place is missing, or a place is not known."""
    for text, places in PLACES[prompt.kind].items():
        wording = prompt.texts.get(text, "")
        if not wording.strip():
            raise TextMissing(name=prompt.name, text=text)
        try:
            found = {name for _, name, _, _ in Formatter().parse(wording) if name is not None}
        except ValueError as error:
            raise BadPrompt(name=prompt.name, problem=f"{text}: {error}") from error
        if strange := sorted(found - places):
            raise PlaceUnknown(name=prompt.name, text=text, place=f"{{{strange[0]}}}")
        if lacking := sorted(NEEDED.get((prompt.kind, text), set()) - found):
            raise PlaceMissing(name=prompt.name, text=text, place=f"{{{lacking[0]}}}")
    return prompt


def newest(prompts: Iterable[Prompt], kind: Kind) -> Prompt:
    """The shipped prompt of a kind with the highest number."""
    return max((each for each in prompts if each.kind == kind and not each.own), key=lambda each: _number(each.name))


def _number(name: str) -> int:
    return int(name.rpartition("-")[2])


def diversity(texts: Iterable[list[str]]) -> float:
    """The share of pairs of neighbouring words that stand only once in all the texts, 0 to 1."""
    counts: dict[tuple[str, str], int] = {}
    for words in texts:
        for pair in pairwise(words):
            counts[pair] = counts.get(pair, 0) + 1
    return sum(count == 1 for count in counts.values()) / len(counts) if counts else 0.0
