"""Designs as tables and sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.designs import Design, DesignSheet
from podpusher_cli.core.results import Page
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current
from podpusher_cli.ui.theme import below, cell, facts, state, table
from podpusher_cli.ui.views.feedback import stars
from podpusher_cli.ui.views.prints import finding_lines

if TYPE_CHECKING:
    from rich.console import RenderableType

STATES = (N_("new"), N_("kept"), N_("dropped"))


def listing(page: Page[Design], *, chosen: bool = False) -> RenderableType:
    """A page of designs, or a sentence that there are none; `chosen`: options left some out."""
    if not page.items and chosen:
        return _("There is none that fits the options given.")
    if not page.items:
        return _("No designs yet. podpusher generate 'Plant dad' makes one.")
    rows = table(N_("Design"), N_("Idea"), N_("State"), N_("Made by"), N_("Layout"), N_("Made"), wide=1)
    for each in page.items:
        rows.add_row(
            cell(each.id), cell(each.idea), state(each.state), cell(each.model), cell(each.layout or ""),
            cell(current().moment(each.created_at)),
        )  # fmt: skip
    return rows


def sheet(shown: DesignSheet) -> RenderableType:
    """One design, a line a fact; then what is amiss with its print, and its previews."""
    from rich.console import Group

    parts: list[RenderableType] = [_facts(shown)]
    if shown.findings:
        parts += ["", _("In print:"), *finding_lines(shown.findings, 2)]
    if shown.previews:
        parts += ["", _("Previews:"), *(below(each.path, 2) for each in shown.previews)]
    return Group(*parts)


def _facts(shown: DesignSheet) -> RenderableType:
    design = shown.design
    return facts(
        [
            (N_("Design"), design.id),
            (N_("Idea"), design.idea),
            (N_("State"), state(design.state)),
            (N_("Rating"), stars(design.rating)),
            (N_("Tags"), ", ".join(design.tags)),
            (N_("Trend"), design.trend),
            (N_("File"), shown.path),
            (N_("Made from"), shown.original),
            (N_("Size"), f"{design.width} x {design.height}, {design.dpi} DPI"),
            (N_("Made by"), design.model),
            (N_("Layout"), design.layout),
            (N_("Palette"), design.palette),
            (N_("Fonts"), ", ".join(design.fonts)),
            (N_("Seed"), design.seed),
            (N_("Cost"), current().money(design.cost) if design.cost else None),
            (N_("Made"), current().moment(design.created_at)),
            (N_("Products"), ", ".join(shown.products)),
        ]
    )
