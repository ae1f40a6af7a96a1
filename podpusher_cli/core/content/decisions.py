"""What the seller lets pass: warnings about one text, each with a reason and the dates of the lists that warned."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from podpusher_cli.core.content.findings import Field, Finding, Verdict
from podpusher_cli.core.content.folding import folded_words
from podpusher_cli.core.errors import BadInput, fill
from podpusher_cli.core.text import N_

MOST_REASON = 500


class NothingToAllow(BadInput):
    code = "check.nothing_to_allow"
    message = N_("There is nothing to let pass: the check finds nothing wrong.")


class CannotAllow(BadInput):
    code = "check.blocked"
    message = N_("“{quote}” cannot be let pass: {why}")
    hint = N_("Only warnings can be let pass. Take it out of the text.")


class NoReason(BadInput):
    code = "check.reason"
    message = N_("A reason has 1 to {most} characters, for the day when somebody asks.")


@dataclass(frozen=True, slots=True)
class Decision:
    """A text of which the seller lets warnings pass.

    `allowed`: each as `class: words`; `sources`: the date of each list that had warned.
    """

    id: str
    text: str
    field: Field
    reason: str
    allowed: tuple[str, ...]
    sources: Mapping[str, str]
    at: datetime


def key_of(text: str, field: Field) -> str:
    """The text for finding its decisions: the same words in the same field."""
    told = f"{field}\n{' '.join(folded_words(text))}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def name_of(finding: Finding, text: str) -> str:
    """A finding as a decision names it."""
    return f"{finding.kind}: {' '.join(folded_words(text[finding.start : finding.end]))[:200]}"


def allowing(verdict: Verdict, reason: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """What a decision about this verdict lets pass, and the dates of its lists. Raises NoReason, NothingToAllow, CannotAllow."""
    if not reason.strip() or len(reason) > MOST_REASON:
        raise NoReason(most=MOST_REASON)
    if not verdict.findings:
        raise NothingToAllow
    for each in verdict.findings:
        if each.severity == "block":
            raise CannotAllow(quote=verdict.text[each.start : each.end], why=fill(each.reason, each.values))
    names = tuple(dict.fromkeys(name_of(each, verdict.text) for each in verdict.findings))
    return names, {each.source: each.as_of for each in verdict.findings if each.source}


def settled(verdict: Verdict, decisions: Iterable[Decision]) -> Verdict:
    """The verdict without the warnings that were let pass; a block stays."""
    allowed = {name for each in decisions for name in each.allowed}
    left = (each for each in verdict.findings if each.severity == "block" or name_of(each, verdict.text) not in allowed)
    return Verdict(verdict.text, tuple(left))
