"""What is found in a text, and what follows from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Class = Literal["false_claim", "brand", "celebrity", "franchise", "policy", "injection", "etsy_rule", "seo"]
Severity = Literal["warn", "block"]
Ruling = Literal["ok", "warn", "block"]
Field = Literal["title", "description", "tag", "idea"]

FIELDS: tuple[Field, ...] = ("title", "description", "tag", "idea")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, from letter `start` up to and without letter `end` of the text as it was given.

    `reason` and `fix` are whole sentences, filled with `values`. `block` cannot be overridden. `source` names the list that
    it stands in and `as_of` that list's date; both are empty for what follows from the facts or from Etsy's rules.
    """

    kind: Class
    start: int
    end: int
    severity: Severity
    reason: str
    fix: str
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    source: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text may do: `ok`, `warn` (the seller decides), `block`. The worst findings come first."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def ruling(self) -> Ruling:
        """The worst of the findings."""
        worst = {finding.severity for finding in self.findings}
        return "block" if "block" in worst else "warn" if worst else "ok"


def verdict_of(text: str, findings: Iterable[Finding]) -> Verdict:
    """The verdict on a text: each class once at each place, the worst first, then in the text's order."""
    kept: dict[tuple[Class, int], Finding] = {}
    for each in sorted(findings, key=lambda one: (one.severity != "block", one.start, one.start - one.end)):
        if not any(one.kind == each.kind and one.start <= each.start and each.end <= one.end for one in kept.values()):
            kept[each.kind, each.start] = each
    return Verdict(text, tuple(kept.values()))
