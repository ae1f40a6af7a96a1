"""Prompts, and two of them side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import fill
from podpusher_cli.core.prompts import Comparison, Measured, PromptSheet
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current, ngettext
from podpusher_cli.ui.theme import below, cell, facts, table

if TYPE_CHECKING:
    from rich.console import RenderableType

NOTES = (
    N_("The first wording."),
    N_("Phrases that buyers type, one search a tag, and what this seller liked before."),
)
_KINDS = {"listing": N_("listings"), "design": N_("designs"), "ideas": N_("ideas")}


def listing(prompts: tuple[PromptSheet, ...]) -> RenderableType:
    """A line a prompt."""
    rows = table(N_("Prompt"), N_("For"), N_("Used"), N_("Note"), wide=3)
    for each in prompts:
        rows.add_row(
            cell(each.name), cell(_(_KINDS[each.kind])), cell(_("yes") if each.used else ""), cell(_note(each))
        )  # fmt: skip
    return rows


def _note(prompt: PromptSheet) -> str:
    """A seller's own note as it is, one of ours in the language."""
    return prompt.note if prompt.own else _(prompt.note)


def sheet(prompt: PromptSheet) -> RenderableType:
    """One prompt with its texts, as they are in its file."""
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = [
        facts(
            [
                (N_("Prompt"), prompt.name),
                (N_("For"), _(_KINDS[prompt.kind])),
                (N_("Used"), _("yes") if prompt.used else _("no")),
                (N_("Note"), _note(prompt)),
            ]
        )
    ]
    for name, text in prompt.texts.items():
        parts += ["", Text(name, style="bold"), *(below(line, 2) for line in text.splitlines())]
    return Group(*parts)


def comparison(told: Comparison) -> RenderableType:
    """What it would cost; or both prompts side by side."""
    from rich.console import Group

    if told.measured:
        return _side_by_side(told.measured)
    lines: list[RenderableType] = [
        fill(
            ngettext("{count} listing to ask of {model}.", "{count} listings to ask of {model}.", told.listings),
            {"count": told.listings, "model": told.model},
        )
    ]  # fmt: skip
    if told.estimate is None:
        lines.append(fill(_("The price of {models} is not known."), {"models": told.model}))
    else:
        lines.append(fill(_("Cost: about {cost}."), {"cost": current().money(told.estimate)}))
    return Group(*lines)


def _side_by_side(measured: tuple[Measured, ...]) -> RenderableType:
    rows = table("", *(each.prompt for each in measured), wide=0)
    for column in range(1, len(measured) + 1):
        rows.columns[column].justify = "right"

    def row(name: str, values: Iterable[str]) -> None:
        rows.add_row(cell(_(name)), *(cell(value) for value in values))

    number = current().number
    row(N_("Listings"), (number(each.listings) for each in measured))
    row(N_("Kept every rule at once"), (number(each.valid_at_once) for each in measured))
    row(N_("Can be published"), (number(each.valid) for each in measured))
    row(N_("Not written"), (number(each.refused) for each in measured))
    if any(each.unknown for each in measured):
        row(N_("No answer, perhaps billed"), (number(each.unknown) for each in measured))
    for found in sorted({name for each in measured for name in each.hits}):
        rows.add_row(
            cell(fill(_("Found: {what}"), {"what": found})),
            *(cell(number(each.hits.get(found, 0))) for each in measured),
        )
    row(N_("Different words"), (f"{round(100 * each.diversity)} %" for each in measured))
    row(N_("Average score"), (number(each.seo) for each in measured))
    row(N_("Cost"), (current().money(each.cost) if each.cost else "" for each in measured))
    return rows
