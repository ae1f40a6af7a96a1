"""Words that go together, and categories by demand, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.errors import PROVIDER_NAMES, fill
from podpusher_cli.core.related import Category, Related
from podpusher_cli.core.results import Page
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current
from podpusher_cli.ui.theme import cell, table

if TYPE_CHECKING:
    from rich.console import RenderableType


def words(page: Page[Related]) -> RenderableType:
    """Each word, how many listings have it too, and who says so."""
    if not page.items:
        return _("Nothing is known to go with it.")
    made = table(N_("No."), N_("Word"), N_("Listings"), N_("Source"), wide=1)
    for each in page.items:
        counted = fill(_("{number} of {total}"), {"number": each.listings, "total": each.of}) if each.of else ""
        names = ", ".join(PROVIDER_NAMES.get(name, name) for name in each.sources)
        made.add_row(cell(each.rank), cell(each.keyword), cell(counted), cell(names))
    return made


def categories(page: Page[Category]) -> RenderableType:
    """Each category, its listings, what they gather in favourites a month, and what they cost on the average."""
    if not page.items:
        return _("No listing ranks for these words.")
    made = table(N_("No."), N_("Category"), N_("Listings"), N_("Favourites a month"), N_("Price"), wide=1)
    for each in page.items:
        monthly = "" if each.favorites_month is None else current().number(round(each.favorites_month))
        price = "" if each.price is None else current().money(each.price)
        made.add_row(cell(each.rank), cell(each.category), cell(each.listings), cell(monthly), cell(price))
    return made
