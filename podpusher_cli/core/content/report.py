"""What `check` prints. `class` is no name that a record's field can have, so these are dictionaries with known keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict

from podpusher_cli.core.content.decisions import Decision
from podpusher_cli.core.content.findings import Class, Field, Finding, Ruling, Severity, Verdict
from podpusher_cli.core.errors import fill
from podpusher_cli.core.text import printable

FindingTold = TypedDict(
    "FindingTold",
    {
        "class": Class,
        "field": Field,
        "language": str,
        "span": tuple[int, int],
        "quote": str,
        "severity": Severity,
        "reason": str,
        "fix": str,
        "source": str,
        "as_of": str,
    },
)
"""`language`: that of the text; `span`: where it begins and ends in the text of that field; `quote`: what stands there, without
letters that a terminal would obey, and its beginning only where it is long. `reason` and `fix` are English.
"""
MOST_QUOTED = 200


class DecisionTold(TypedDict):
    """What the seller has let pass in this text, and why."""

    id: str
    reason: str
    allowed: tuple[str, ...]
    at: str


class Checked(TypedDict):
    """A text, or a product's texts, with the verdict on it."""

    verdict: Ruling
    findings: list[FindingTold]
    decisions: list[DecisionTold]


class CheckedLine(Checked):
    """A line of a batch; `id` as the line has it."""

    id: str | int


def told(verdicts: Sequence[tuple[Field, str, Verdict]], decisions: Iterable[Decision] = ()) -> Checked:
    """The worst verdict of several texts, each with its field and its language, and all findings in English."""
    findings = [
        _finding(field, language, verdict.text, each)
        for field, language, verdict in verdicts
        for each in verdict.findings
    ]
    rulings = {verdict.ruling for _, _, verdict in verdicts}
    worst: Ruling = "block" if "block" in rulings else "warn" if "warn" in rulings else "ok"
    kept: list[DecisionTold] = [
        {"id": each.id, "reason": each.reason, "allowed": each.allowed, "at": _time(each)} for each in decisions
    ]
    return {"verdict": worst, "findings": findings, "decisions": kept}


def _time(decision: Decision) -> str:
    return decision.at.isoformat().replace("+00:00", "Z")


def _finding(field: Field, language: str, text: str, found: Finding) -> FindingTold:
    return {
        "class": found.kind,
        "field": field,
        "language": language,
        "span": (found.start, found.end),
        "quote": _quoted(text[found.start : found.end]),
        "severity": found.severity,
        "reason": fill(found.reason, found.values),
        "fix": fill(found.fix, found.values),
        "source": found.source,
        "as_of": found.as_of,
    }


def _quoted(text: str) -> str:
    shown = printable(text)
    return shown if len(shown) <= MOST_QUOTED else shown[: MOST_QUOTED - 1] + "…"
