"""Making ideas: what a maker is asked about, what it gives back, and the protocol of every maker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from podpusher_cli.core.ideabook import Evidence, IdeaSource, Occasion
from podpusher_cli.core.making import Attempt
from podpusher_cli.core.seasons import Season
from podpusher_cli.core.spending import Estimate

MOST_WORDS, MOST_LETTERS = 2, 30
"""Of words that are put into any sentence; more are a sentence of their own."""


LONG_TEXT = 110
"""Letters of the longest line that is still read from near."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What ideas are wanted about: words, as people write them, or an event, or both.

    `strength` is a trend's, in points of the score; `season` is the event as it stands today.
    """

    words: str
    source: IdeaSource
    trend: str | None = None
    evidence: tuple[Evidence, ...] = ()
    strength: int = 0
    season: Season | None = None

    @property
    def occasion(self) -> Occasion | None:
        """The event, as it is kept with an idea."""
        each = self.season
        return None if each is None else Occasion(each.code, each.name, each.day, each.list_by)


@dataclass(frozen=True, slots=True)
class Search:
    """A paid search: its answer counts the subjects that it was asked about, whatever the trends say by now."""

    id: str
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much more or less a pattern or niche is worth than usual: 1.0 is as usual, within 0.5 and 2.0."""

    patterns: Mapping[str, float] = field(default_factory=dict)
    niches: Mapping[str, float] = field(default_factory=dict)

    def of(self, niche: str | None, pattern: str | None) -> float:
        """The two together, within the same bounds."""
        told = self.niches.get(niche or "", 1.0) * self.patterns.get(pattern or "", 1.0)
        return min(2.0, max(0.5, told))


@dataclass(frozen=True, slots=True)
class IdeaBrief:
    """What a maker works from. The same brief gives the same local ideas; `good` and `bad` are the seller's own examples."""

    subjects: tuple[Subject, ...]
    count: int
    seed: int
    language: str = "en"
    weights: Weights = field(default_factory=Weights)
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence about the subject of that place.

    `fit`: written for just this niche (`own`), a niche's pattern (`niche`), or one that anything fits in (`open`).
    """

    text: str
    subject: int
    fit: Literal["own", "niche", "open"]
    niche: str | None = None
    pattern: str | None = None


class IdeaMaker(Protocol):
    """Makes ideas."""

    name: str
    model: str
    prompt: str | None

    def estimate(self, count: int) -> Estimate | None:
        """What so many ideas cost, about; None when they cost nothing."""
        ...

    def make(self, brief: IdeaBrief, attempt: Attempt) -> tuple[Phrase, ...]:
        """Phrases, more than are wanted where there are more, the maker's favourites first."""
        ...
