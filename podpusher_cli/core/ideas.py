"""Ideas: the sentences that designs are made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from podpusher_cli.core.designs import seed_of
from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.keywords import searchable
from podpusher_cli.core.text import N_, one_line

MOST_IDEA = 300


@dataclass(frozen=True, slots=True)
class Idea:
    """A sentence that a design could be made of; `trend` is the keyword it came from, if it came from one."""

    text: str
    trend: str | None = None


class NoIdeas(BadInput):
    code = "generate.no_ideas"
    message = N_("There is nothing to make a design of.")
    hint = N_("podpusher generate 'Plant dad', or podpusher generate --from-trends 3")


class NoTrends(BadInput):
    code = "generate.no_trends"
    message = N_("There are no trends that have not been made into designs already.")
    hint = "podpusher trends --refresh"


class IdeaTooLong(BadInput):
    code = "generate.idea_too_long"
    message = N_("The idea has {count} characters; {most} is the most.")
    hint = N_("Shorten it to a sentence or two.")


def clean(text: str) -> str:
    """The idea on one line, without controls. Raises NoIdeas or IdeaTooLong."""
    plain = one_line(unicodedata.normalize("NFC", text))
    if not plain:
        raise NoIdeas
    if len(plain) > MOST_IDEA:
        raise IdeaTooLong(count=len(plain), most=MOST_IDEA)
    return plain


def key_of(text: str) -> str:
    """The idea for comparing: letters and digits only, small."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(letter if letter.isalnum() else " " for letter in folded)
    return " ".join(kept.split()) or folded.strip()


def shelf_key(text: str) -> str:
    """The idea for finding it again among many: its words without accents, in the order of the alphabet."""
    return " ".join(sorted(key_of(searchable(text)).split()))


def seeds_for(ideas: Sequence[str], used: Sequence[Collection[int]], seed: int | None = None) -> tuple[int, ...]:
    """A seed for each idea, in a row, so that neighbours look different.

    `used` are the seeds that designs of each idea have already: those are passed over, so that an idea asked for twice
    gives another design. A `seed` that the seller named is taken as it is.
    """
    if seed is not None:
        return tuple(seed + place for place in range(len(ideas)))
    first = seed_of(ideas[0]) if ideas else 0
    while any(first + place in taken for place, taken in enumerate(used)):
        first += 1
    return tuple(first + place for place in range(len(ideas)))
