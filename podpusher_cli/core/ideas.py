"""Ideas, and what becomes of them: a design, a listing's text, a product."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from podpusher_cli.core.copywriting import Finding
from podpusher_cli.core.designs import Design, Garment, seed_of
from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.money import Money
from podpusher_cli.core.printing import PrintFinding
from podpusher_cli.core.products import Product
from podpusher_cli.core.spending import Spend
from podpusher_cli.core.text import N_, one_line

MOST_IDEA = 300


@dataclass(frozen=True, slots=True)
class Idea:
    """A sentence that a design could be made of; `trend` is the keyword it came from, if it came from one."""

    text: str
    trend: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """What a product needs besides design and text; None or empty where nothing was said."""

    blueprint_id: int | None = None
    print_provider_id: int | None = None
    variants: tuple[str, ...] = ()
    price: Money | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One `generate`, as asked. `ideas` are the seller's own words, `from_trends` how many more come from trends.

    `file` is the hash of the seller's own picture. Two that are equal are the same request.
    """

    ideas: tuple[str, ...]
    from_trends: int = 0
    model: str = "local"
    seed: int | None = None
    layout: str | None = None
    garment: Garment = "dark"
    language: str = "en"
    template: Template = Template()
    file: str | None = None

    def key(self) -> str:
        """The request as a short word: after a crash the same command is known by it."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Planned:
    """An item of a run: the design it will become, and what it will be made from."""

    design_id: str
    run: str
    place: int
    idea: str
    trend: str | None
    seed: int


@dataclass(frozen=True, slots=True)
class Generated:
    """What one idea became. `file` is the path of the print file; `cost` is None where nothing was spent."""

    idea: str
    trend: str | None
    file: str
    cost: Money | None
    design: Design
    product: Product
    print_findings: tuple[PrintFinding, ...]
    copy_findings: tuple[Finding, ...]
    spent: tuple[Spend, ...]


@dataclass(frozen=True, slots=True)
class NotMade:
    """An idea that became nothing, and why. `perhaps_billed`: a request got no answer and may have cost something."""

    id: str
    idea: str
    code: str
    message: str
    hint: str
    perhaps_billed: bool = False


@dataclass(frozen=True, slots=True)
class Generation:
    """A run of `generate`: what it made, what it could not make, where the files are, what it cost in all."""

    run: str
    made: tuple[Generated, ...]
    failed: tuple[NotMade, ...]
    folder: str
    cost: Money | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Told before anything is spent: how many are to be made, how many an earlier try has made, what it costs about.

    `estimate` is None where nothing is spent; `unpriced` names models whose rates are not known.
    """

    run: str
    total: int
    done: int
    estimate: Money | None
    unpriced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """How far the run has come: what is done with item `place` of `total` (1 is the first)."""

    place: int
    total: int
    idea: str
    step: str


class NoIdeas(BadInput):
    code = "generate.no_ideas"
    message = N_("There is nothing to make a design of.")
    hint = N_("podpusher generate “Plant dad”, or podpusher generate --from-trends 3")


class NoTrends(BadInput):
    code = "generate.no_trends"
    message = N_("There are no trends to make designs of.")
    hint = "podpusher trends --refresh"


class IdeaTooLong(BadInput):
    code = "generate.idea_too_long"
    message = N_("The idea has {count} characters; {most} is the most.")
    hint = N_("Shorten it to a sentence or two.")


class OneIdeaForFile(BadInput):
    code = "generate.one_idea"
    message = N_("--design takes one picture and so one idea; there are {count}.")
    hint = N_("Run the command once for each picture.")


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
