"""Notices: what happened while nobody was looking, kept until it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from podpusher_cli.core.errors import NotFound, UsageError
from podpusher_cli.core.text import N_

# Each kind has one sentence; its placeholders are the notice's fields. Kinds and placeholders never change.
SENTENCES = {
    "publish.partial": N_(
        "Publishing run {run}: {failed} failed, {waiting} wait. podpusher runs show {run} tells why."
    ),
    "login.ends": N_("The connection to {provider} ends on {day}. Connect it again before: podpusher connect {name}"),
    "publish.stopped": N_("Publishing run {run} stopped: {problem} podpusher runs resume {run} goes on."),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. `text` is the sentence in English, filled."""

    id: str
    kind: str
    text: str
    created_at: datetime
    read_at: datetime | None = None
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarkedRead:
    """How many were marked, and how many are unread still."""

    marked: int
    unread: int


class NoSuchNotice(NotFound):
    message = N_("There is no notice “{name}”.")
    hint = "podpusher notifications"


class OneOrAll(UsageError):
    message = N_("Name one notice, or say --all.")
