"""Reviewing: designs looked at one after the other, each kept or dropped, rated and tagged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from podpusher_cli.core.colours import NAMED
from podpusher_cli.core.designs import Design, DesignState, tag_of
from podpusher_cli.core.errors import BadInput, Busy, MachineTrouble, UsageError
from podpusher_cli.core.feedback import STARS, Reason, reason_of, worded
from podpusher_cli.core.inking import Cloth, cloth_of
from podpusher_cli.core.text import N_

STANDARD = (cloth_of("light"), Cloth("Sport Grey", NAMED["sport grey"]), Cloth("Navy", NAMED["navy"]), cloth_of("dark"))
MOST_CLOTHS = 12
GARMENT = "tee"


def cloths_for(design: Design, sold: Iterable[Cloth]) -> tuple[Cloth, ...]:
    """What a design is looked at on: first the colours it is `sold` in, or one that it was made for; each colour once."""
    found: dict[str, Cloth] = {}
    for each in (*sold, cloth_of(design.garment), *STANDARD):
        found.setdefault(each.colour, each)
    return tuple(found.values())[:MOST_CLOTHS]


class Doing(StrEnum):
    """What is done to a design. RESET takes a verdict back; RATE without a rating takes that back."""

    KEEP = "keep"
    DROP = "drop"
    RESET = "reset"
    RATE = "rate"
    TAG = "tag"
    UNTAG = "untag"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that is done to one design. `reason` and `because` go with a drop."""

    design: str
    doing: Doing
    reason: Reason | None = None
    because: str | None = None
    rating: int | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands about a design."""

    state: DesignState = DesignState.NEW
    reason: Reason | None = None
    because: str | None = None
    rating: int | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark that was made, and what it changed: enough to take it back."""

    design: str
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """How the designs that were shown stand at the end. `left`: new ones that were not among them."""

    designs: int
    kept: int
    dropped: int
    undecided: int
    rated: int
    tagged: int
    left: int


class BadMark(BadInput):
    code = "review.mark"
    message = N_("This is no mark that a design can have.")


class ChangedMeanwhile(Busy):
    """Taking a mark back would undo what somebody did after it."""

    code = "review.changed"
    message = N_("It was changed in another window since.")
    hint = ""


class ReviewMissing(MachineTrouble):
    code = "review.missing"
    message = N_("What shows the review page is not installed.")
    hint = N_("pip install 'podpusher[review]', or podpusher designs review --terminal")


class AllOrRun(UsageError):
    message = N_("Say --all or --run, not both.")


class NeedsTerminal(UsageError):
    message = N_("--terminal asks at a terminal, and there is none that may be asked.")


def checked(mark: Mark) -> Mark:
    """The mark with its words as they are kept. Raises BadMark, WordsTooLong or TagTooLong."""
    if mark.doing in {Doing.TAG, Doing.UNTAG}:
        tag = tag_of(mark.tag or "")
        if not tag:
            raise BadMark
        return replace(mark, tag=tag)
    if mark.doing is Doing.RATE and mark.rating is not None and mark.rating not in STARS:
        raise BadMark
    because = worded(mark.because)
    return replace(mark, because=because, reason=mark.reason or (Reason.OTHER if because else None))


def after(before: Standing, mark: Mark) -> Standing:
    """What stands once the mark is made. A drop without a reason leaves the one that was given."""
    match mark.doing:
        case Doing.KEEP:
            return replace(before, state=DesignState.KEPT, reason=None, because=None)
        case Doing.DROP if mark.reason is None:
            return replace(before, state=DesignState.DROPPED)
        case Doing.DROP:
            return replace(before, state=DesignState.DROPPED, reason=mark.reason, because=mark.because)
        case Doing.RESET:
            return replace(before, state=DesignState.NEW, reason=None, because=None)
        case Doing.RATE:
            return replace(before, rating=mark.rating)
        case Doing.TAG:
            return replace(before, tags=tuple(sorted({*before.tags, mark.tag or ""})))
        case Doing.UNTAG:
            return replace(before, tags=tuple(tag for tag in before.tags if tag != mark.tag))


def typed(design: str, text: str) -> Mark | None:
    """The mark that somebody typed: `k`, `x`, `x 2`, `x too small`, `r`, `4`, `t spring`; None for none of these.

    Raises WordsTooLong.
    """
    key, _, rest = text.strip().partition(" ")
    if key.isascii() and key.isdigit() and not rest and int(key) in {0, *STARS}:
        return Mark(design, Doing.RATE, rating=int(key) or None)
    if key == "t" and rest.strip():
        return Mark(design, Doing.TAG, tag=rest)
    if key == "x":
        reasons = {str(place): each for place, each in enumerate(Reason, 1)}
        reason, because = (reasons[rest], None) if rest in reasons else reason_of(rest)
        return Mark(design, Doing.DROP, reason, because)
    plain = {"k": Doing.KEEP, "r": Doing.RESET}.get(key)
    return Mark(design, plain) if plain and not rest else None
