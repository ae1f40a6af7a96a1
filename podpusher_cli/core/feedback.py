"""Feedback: what the seller thinks of an idea, a design or a product's text, and why something was dropped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from podpusher_cli.core.errors import BadInput, NotFound, UsageError
from podpusher_cli.core.text import N_, one_line

MOST_LETTERS = 500  # of a reason or a note
STARS = range(1, 6)


class Subject(StrEnum):
    """What feedback is about; `copy` is a product's title, description and tags."""

    IDEA = "idea"
    DESIGN = "design"
    COPY = "copy"


class Verdict(StrEnum):
    """What became of it."""

    KEPT = "kept"
    DROPPED = "dropped"


class Reason(StrEnum):
    """Why something was dropped, in one word; OTHER is told in words of the seller's own."""

    HARD_TO_READ = "hard_to_read"
    UGLY = "ugly"
    OFF_TOPIC = "off_topic"
    RIGHTS = "rights"
    DUPLICATE = "duplicate"
    OTHER = "other"


REASON_WORDS = {
    Reason.HARD_TO_READ: N_("hard to read"),
    Reason.UGLY: N_("ugly"),
    Reason.OFF_TOPIC: N_("off topic"),
    Reason.RIGHTS: N_("rights"),
    Reason.DUPLICATE: N_("duplicate"),
    Reason.OTHER: N_("other"),
}


@dataclass(frozen=True, slots=True)
class Feedback:
    """What stands about one thing. `id` is the idea's, the design's or the product's; `text` its words when this was said.

    `reason` and `because` are there only where it was dropped; `rating` is 1 to 5.
    """

    id: str
    about: Subject
    text: str
    verdict: Verdict | None
    reason: Reason | None
    because: str | None
    rating: int | None
    note: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is said at once; None leaves what was said before."""

    verdict: Verdict | None = None
    reason: Reason | None = None
    because: str | None = None
    rating: int | None = None
    note: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return self == Opinion()


class NothingThere(NotFound):
    message = N_("There is no idea, design or product “{name}”.")
    hint = "podpusher ideas list; podpusher designs list; podpusher products list"


class NothingSaid(NotFound):
    code = "feedback.none"
    message = N_("Nothing was said about “{name}” yet.")
    hint = N_("podpusher feedback {name} --rating 4")


class WordsTooLong(BadInput):
    code = "feedback.too_long"
    message = N_("A reason or a note has {most} characters at most; this one has {count}.")


class ReasonAlone(UsageError):
    message = N_("--because says why something is dropped; it goes with --drop.")


class NothingToSayItAbout(UsageError):
    message = N_("Say which idea, design or product this is about.")


class KeepOrDrop(UsageError):
    message = N_("Say --keep, --drop or --clear, not more than one of them.")


def subject_of(name: str) -> Subject:
    """What an id stands for. Raises NothingThere."""
    for prefix, subject in (("i-", Subject.IDEA), ("d-", Subject.DESIGN), ("p-", Subject.COPY)):
        if name.startswith(prefix):
            return subject
    raise NothingThere(name=name)


def worded(text: str | None) -> str | None:
    """A reason or a note as it is kept: one line, None for nothing. Raises WordsTooLong."""
    line = one_line(text or "")
    if len(line) > MOST_LETTERS:
        raise WordsTooLong(most=MOST_LETTERS, count=len(line))
    return line or None


def reason_of(text: str | None) -> tuple[Reason | None, str | None]:
    """The reason that `--because` names, and the seller's own words where it is none of ours. Raises WordsTooLong."""
    line = worded(text)
    if line is None:
        return None, None
    named = line.casefold().replace(" ", "_").replace("-", "_")
    known = next((each for each in Reason if each.value == named), None)
    return (known, None) if known else (Reason.OTHER, line)


def with_opinion(before: Feedback, said: Opinion, now: datetime) -> Feedback:
    """What stands after that was said too. What is kept has no reason to be dropped."""
    after = replace(
        before,
        verdict=said.verdict or before.verdict,
        reason=said.reason or before.reason,
        because=said.because if said.reason or said.because else before.because,
        rating=said.rating or before.rating,
        note=said.note or before.note,
        at=now,
    )
    return after if after.verdict is Verdict.DROPPED else replace(after, reason=None, because=None)
