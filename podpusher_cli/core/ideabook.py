"""The ideas that are kept: where each came from, what speaks for it, and what the seller said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from podpusher_cli.core.errors import BadInput, NotFound
from podpusher_cli.core.money import Money
from podpusher_cli.core.spending import Spend
from podpusher_cli.core.text import N_

_ID = re.compile(r"i-[0-9A-HJKMNP-TV-Z]{8}")


def is_id(text: str) -> bool:
    """Whether it can only be the id of an idea: nobody says that on a shirt."""
    return _ID.fullmatch(text.strip()) is not None


class IdeaState(StrEnum):
    """`MADE`: a design was made of it."""

    NEW = "new"
    KEPT = "kept"
    DROPPED = "dropped"
    MADE = "made"


class IdeaSource(StrEnum):
    """What an idea began with."""

    TREND = "trend"
    WORDS = "words"
    SEASON = "season"


@dataclass(frozen=True, slots=True)
class Evidence:
    """An observation behind an idea. Of a source whose rows may not be kept only its name and the time are here."""

    source: str
    metric: str | None
    value: int | None
    rank: int | None
    region: str
    observed_at: datetime


@dataclass(frozen=True, slots=True)
class Occasion:
    """The selling event that an idea is for: its next day, and by when a listing must stand. `name` is English."""

    code: str
    name: str
    day: date
    list_by: date


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for an idea, or against it. `values` fill the message; `points` are its part of the score."""

    name: str
    points: int
    message: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """An idea that nobody has kept yet.

    `niche` is `kind.topic` (`profession.nurse`), `pattern` the local maker's own wording; both None where they are not
    known. `score` goes from 0 to 100.
    """

    text: str
    language: str
    source: IdeaSource
    trend: str | None
    occasion: Occasion | None
    evidence: tuple[Evidence, ...]
    niche: str | None
    pattern: str | None
    score: int
    reasons: tuple[Reason, ...]
    model: str
    prompt: str | None
    seed: int


@dataclass(frozen=True, slots=True)
class IdeaEntry(Draft):
    """An idea of the profile's. `because` is why it was dropped, if the seller said so."""

    id: str
    state: IdeaState
    because: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Blocked:
    """A text that may not be said: what kind of thing is wrong with it, and why, a sentence that `values` fill. It is not kept."""

    text: str
    kind: str
    reason: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alike:
    """A text that is too near to one that the profile has; `kind` says whether that is an idea, a design or a product."""

    text: str
    like: str
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Ideation:
    """What `ideas make` came to. With --dry-run nothing is kept: the `drafts` are what would be, as far as that costs nothing."""

    made: tuple[IdeaEntry, ...] = ()
    drafts: tuple[Draft, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    alike: tuple[Alike, ...] = ()
    estimate: Money | None = None
    unpriced: tuple[str, ...] = ()
    cost: Money | None = None


@dataclass(frozen=True, slots=True)
class IdeaSheet:
    """An idea with the designs that were made of it and what was spent on finding it."""

    idea: IdeaEntry
    designs: tuple[str, ...]
    spent: tuple[Spend, ...]


class NoSuchIdea(NotFound):
    message = N_("There is no idea “{name}”.")
    hint = "podpusher ideas list"


class IdeaIsMade(BadInput):
    code = "ideas.made"
    message = N_("A design was made of “{text}” already.")
    hint = "podpusher designs list"


class NoNewIdeas(BadInput):
    code = "ideas.none"
    message = N_("Every idea that came up is one that this profile has had already, or may not be used.")
    hint = N_("Name other words, or take another --seed.")


class NoSuchSeason(BadInput):
    code = "ideas.season"
    message = N_("There is no selling event “{name}” there. There are: {names}.")
    hint = "podpusher trends seasons"
