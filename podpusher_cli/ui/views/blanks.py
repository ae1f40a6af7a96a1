"""Blueprints as tables and sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.blanks import Blank
from podpusher_cli.core.errors import fill
from podpusher_cli.core.printify import Blueprint
from podpusher_cli.core.results import Page
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _
from podpusher_cli.ui.theme import cell, table

if TYPE_CHECKING:
    from rich.console import RenderableType


def listing(page: Page[Blueprint]) -> RenderableType:
    """A page of blueprints, or a sentence that there are none."""
    if not page.items:
        return _("No blueprint has all of these words.")
    rows = table(N_("Blueprint"), N_("Title"), N_("Brand"), N_("Model"), wide=(1, 2))
    for each in page.items:
        rows.add_row(cell(each.id), cell(each.title), cell(each.brand), cell(each.model))
    return rows


def sheet(blank: Blank) -> RenderableType:
    """One blueprint with who prints it."""
    from rich.console import Group

    rows = table(N_("Print provider"), N_("Name"), N_("Variants"), N_("Print area"), N_("Such as"), wide=(1, 4))
    for each in blank.print_providers:
        area = f"{each.width} x {each.height}" if each.width else ""
        rows.add_row(cell(each.id), cell(each.title), cell(each.variants), cell(area), cell("; ".join(each.examples)))
    head = cell(f"{blank.id}  {blank.title}, {blank.brand} {blank.model}")
    first = blank.print_providers[0].id if blank.print_providers else "…"
    told = {"blueprint": blank.id, "print_provider": first}
    return Group(
        head,
        rows,
        fill(_("To make new products of it: podpusher connect printify --blueprint {blueprint} --print-provider {print_provider}"), told),
    )  # fmt: skip
