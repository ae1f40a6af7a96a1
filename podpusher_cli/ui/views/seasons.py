"""Selling events as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.errors import fill
from podpusher_cli.core.reasons import season_told
from podpusher_cli.core.results import Page
from podpusher_cli.core.seasons import Season, Stage
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current
from podpusher_cli.ui.theme import cell, table

if TYPE_CHECKING:
    from rich.console import RenderableType

_STAGES = {
    Stage.AHEAD: N_("to come"),
    Stage.SELLING: N_("buyers look now"),
    Stage.TOO_LATE: N_("too late"),
}


def notice(season: Season) -> str:
    """How an event stands, in a sentence."""
    sentence, day = season_told(season)
    return fill(_(sentence), {"event": _(season.name), "date": current().date(day)})


def seasons(page: Page[Season]) -> RenderableType:
    """Each event with its day, by when to list for it, and the last day on which an order still arrives."""
    made = table(N_("Event"), N_("Day"), N_("List by"), N_("Order by"), N_("State"), wide=(0, 4))
    for each in page.items:
        days = (current().date(day) for day in (each.day, each.list_by, each.order_by))
        made.add_row(cell(_(each.name)), *map(cell, days), cell(_(_STAGES[each.stage])))
    return made
