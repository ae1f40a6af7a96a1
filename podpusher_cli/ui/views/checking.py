"""Verdicts on texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from podpusher_cli.core.content.decisions import Decision
from podpusher_cli.core.content.report import Checked, CheckedLine, FindingTold
from podpusher_cli.core.errors import fill
from podpusher_cli.core.results import Page
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current, ngettext, retell
from podpusher_cli.ui.theme import below, cell, facts, state, table

if TYPE_CHECKING:
    from rich.console import RenderableType

WORDS = (N_("ok"), N_("warn"), N_("block"))
CLASSES = {
    "false_claim": N_("false claim"), "brand": N_("brand"), "celebrity": N_("celebrity"), "franchise": N_("franchise"),
    "policy": N_("policy"), "injection": N_("instruction"), "etsy_rule": N_("Etsy's rule"), "seo": N_("search"),
}  # fmt: skip


def result(checked: Checked) -> RenderableType:
    """The verdict, each finding with its reason and what to do, and what was let pass."""
    from rich.console import Group

    parts: list[RenderableType] = [facts([(N_("Verdict"), state(checked["verdict"]))])]
    parts += [_finding(each) for each in checked["findings"]]
    for each in checked["decisions"]:
        told = {"id": each["id"], "reason": each["reason"], "day": current().day(datetime.fromisoformat(each["at"]))}
        parts.append(cell(fill(_("Let pass on {day}: {reason} ({id})"), told)))
    if not checked["findings"]:
        parts.append(_("Nothing was found. That is no legal advice: the lists know many names, not all."))
    return Group(*parts)


def _finding(each: FindingTold) -> RenderableType:
    from rich.console import Group

    kind, severity = CLASSES[each["class"]], each["severity"]
    told = {"kind": _(kind), "severity": _(severity), "reason": retell(each["reason"])}
    lines: list[RenderableType] = [cell(fill(_("{severity} ({kind}): {reason}"), told)), below(retell(each["fix"]))]
    if each["as_of"]:
        source = {"source": each["source"], "day": current().date(date.fromisoformat(each["as_of"]))}
        lines.append(below(fill(_("From the list “{source}” of {day}."), source)))
    return Group(*lines)


def batch(lines: list[CheckedLine], unread: Sequence[Mapping[str, str]]) -> RenderableType:
    """A line a text, how many are not fine, and the lines of the file that could not be read."""
    from rich.console import Group

    rows = table(N_("Text"), N_("Verdict"), N_("Found"), wide=2)
    for each in lines:
        kinds = dict.fromkeys(CLASSES[one["class"]] for one in each["findings"])
        rows.add_row(cell(each["id"]), state(each["verdict"]), cell(", ".join(map(_, kinds))))
    bad = sum(each["verdict"] != "ok" for each in lines)
    count = {"bad": bad, "count": len(lines)}
    told = ngettext("{bad} of {count} texts is not fine.", "{bad} of {count} texts are not fine.", bad)
    return Group(rows, fill(told, count), *(cell(retell(each["message"])) for each in unread))


def decisions(page: Page[Decision]) -> RenderableType:
    """What was let pass, or a sentence that nothing was."""
    if not page.items:
        return _("Nothing has been let pass yet.")
    rows = table(N_("Decision"), N_("When"), N_("Text"), N_("Reason"), wide=(2, 3))
    for each in page.items:
        rows.add_row(cell(each.id), cell(current().day(each.at)), cell(each.text), cell(each.reason))
    return rows
