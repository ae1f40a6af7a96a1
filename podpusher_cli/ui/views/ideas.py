"""Ideas as tables and sheets, with the reasons of their scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import PROVIDER_NAMES, fill
from podpusher_cli.core.ideabook import Draft, Evidence, IdeaEntry, IdeaSheet, IdeaSource, Ideation, Reason
from podpusher_cli.core.results import Page
from podpusher_cli.core.spending import total
from podpusher_cli.core.text import N_, NP_
from podpusher_cli.i18n import _, current
from podpusher_cli.ui.theme import cell, facts, state, table
from podpusher_cli.ui.views.trends import metric

if TYPE_CHECKING:
    from rich.console import RenderableType

STATES = (NP_("idea", "new"), NP_("idea", "kept"), NP_("idea", "dropped"), NP_("idea", "made"))
SOURCES = {IdeaSource.TREND: N_("trend"), IdeaSource.WORDS: N_("words"), IdeaSource.SEASON: N_("event")}
_KINDS = {
    "idea": N_("Left out, for there is the idea “{text}”: {id}"),
    "design": N_("Left out, for there is the design “{text}”: {id}"),
    "product": N_("Left out, for there is the product “{text}”: {id}"),
}
_MOST_LEFT_OUT = 5  # that are shown with their reasons


def listing(page: Page[IdeaEntry], *, chosen: bool = False) -> RenderableType:
    """A page of ideas, the best first, or a sentence that there are none; `chosen`: options left some out."""
    if not page.items and chosen:
        return _("There is none that fits the options given.")
    if not page.items:
        return _("No ideas yet. podpusher ideas make finds some.")
    return _table(page.items)


def decided(found: Sequence[IdeaEntry]) -> RenderableType:
    """The ideas that were kept or dropped."""
    return _table(found)


def _table(found: Sequence[IdeaEntry]) -> RenderableType:
    rows = table(N_("Idea"), N_("Text"), N_("Score"), N_("From"), N_("State"), wide=(1, 3))
    for each in found:
        rows.add_row(cell(each.id), cell(each.text), cell(each.score), cell(_origin(each)), state(each.state, "idea"))
    return rows


def _origin(idea: Draft) -> str:
    if idea.occasion is not None:
        return _(idea.occasion.name)
    return idea.trend or _(SOURCES[idea.source])


def made(result: Ideation) -> RenderableType:
    """What is kept, or would be; then what is left out, and why."""
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = []
    if result.made:
        parts += [_table(result.made), fill(_("Next: podpusher generate {id}"), {"id": result.made[0].id})]
    if result.drafts:
        rows = table(N_("Text"), N_("Score"), N_("From"), wide=(0, 2))
        for each in result.drafts:
            rows.add_row(cell(each.text), cell(each.score), cell(_origin(each)))
        parts.append(rows)
    if result.estimate is not None:
        parts.append(fill(_("It would cost about {amount}."), {"amount": current().money(result.estimate)}))
    parts += [fill(_("The price of {model} is not known."), {"model": model}) for model in result.unpriced]
    if result.blocked:
        left_out = table(N_("Left out"), N_("Why"), wide=(0, 1))
        for bad in result.blocked[:_MOST_LEFT_OUT]:
            left_out.add_row(cell(bad.text), cell(fill(_(bad.reason), bad.values)))
        parts.append(left_out)
    if len(result.blocked) > _MOST_LEFT_OUT:
        parts.append(fill(_("Left out likewise: {count}"), {"count": len(result.blocked) - _MOST_LEFT_OUT}))
    for near in result.alike[:_MOST_LEFT_OUT]:
        parts.append(Text(fill(_(_KINDS[near.kind]), {"text": near.like, "id": near.id})))
    if result.cost is not None:
        parts.append(fill(_("Cost: {amount}"), {"amount": current().money(result.cost)}))
    return Group(*parts)


def sheet(shown: IdeaSheet) -> RenderableType:
    """One idea, a line a fact; then its score's reasons and the observations behind it."""
    from rich.console import Group

    idea = shown.idea
    cost = total(shown.spent)
    told = facts(
        [
            (N_("Idea"), idea.id),
            (N_("Text"), idea.text),
            (N_("State"), state(idea.state, "idea")),
            (N_("Why"), idea.because),
            (N_("From"), _(SOURCES[idea.source])),
            (N_("Trend"), idea.trend),
            (N_("Event"), _(idea.occasion.name) if idea.occasion else None),
            (N_("Day"), current().date(idea.occasion.day) if idea.occasion else None),
            (N_("List by"), current().date(idea.occasion.list_by) if idea.occasion else None),
            (N_("Niche"), idea.niche),
            (N_("Pattern"), idea.pattern if idea.pattern != idea.text else None),
            (N_("Score"), idea.score),
            (N_("Made by"), idea.model),
            (N_("Prompt"), idea.prompt),
            (N_("Seed"), idea.seed),
            (N_("Language"), idea.language),
            (N_("Cost"), current().money(cost) if cost else None),
            (N_("Made"), current().moment(idea.created_at)),
            (N_("Designs"), ", ".join(shown.designs)),
        ]
    )
    parts: list[RenderableType] = [told, "", _reasons(idea.reasons)]
    if idea.evidence:
        parts += ["", _evidence(idea.evidence)]
    return Group(*parts)


def _reasons(reasons: Sequence[Reason]) -> RenderableType:
    rows = table(N_("Points"), N_("Reason"), wide=1)
    for each in reasons:
        rows.add_row(cell(f"{each.points:+}"), cell(_reason(each)))
    return rows


def _reason(reason: Reason) -> str:
    """The sentence, its event and day as the language writes them."""
    from datetime import date

    values = dict(reason.values)
    if "event" in values:
        event = str(values["event"])
        values |= {"event": _(event), "date": current().date(date.fromisoformat(str(values["date"])))}
    return fill(_(reason.message), values)


def _evidence(evidence: Sequence[Evidence]) -> RenderableType:
    rows = table(N_("Seen at"), N_("Metric"), N_("Rank"), N_("Region"), N_("Time"), wide=1)
    for each in evidence:
        value = "" if each.value is None else f"{current().number(each.value)} {metric(each.metric)}"
        rows.add_row(
            cell(PROVIDER_NAMES.get(each.source, each.source)), cell(value), cell(each.rank), cell(each.region),
            cell(current().moment(each.observed_at)),
        )  # fmt: skip
    return rows
