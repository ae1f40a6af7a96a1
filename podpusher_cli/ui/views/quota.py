"""What is used of the plan, for people: bars that are read without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.errors import fill
from podpusher_cli.core.quota import Ceiling, QuotaSheet, Share, Usage
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current
from podpusher_cli.ui.theme import cell, table

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

RESOURCES = {
    "publishes": N_("Publishes"),
    "images": N_("Designs"),
    "texts": N_("Listings"),
    "trend_refreshes": N_("Trend refreshes"),
    "queue": N_("Waiting"),
    "shops": N_("Shops"),
}
_CEILINGS = {
    "etsy": N_("Etsy itself: {used} of {limit} calls in the last 24 hours."),
    "printify": N_("Printify itself: {used} of {limit} publishes in the last 30 minutes."),
}
_BY = {"command": N_("Command"), "run": N_("Run"), "profile": N_("Profile")}
_WIDTH = 10
_USED, _RESERVED, _FREE = "#", "+", "."


def sheet(told: QuotaSheet) -> RenderableType:
    """A line a limit; then the breakdown, what the providers allow, and the way to more."""
    from rich.console import Group

    parts: list[RenderableType] = [_usages(told.usages)]
    if told.by is not None:
        parts += ["", _shares(told.by, told.shares) if told.shares else _("Nothing is used yet.")]
    parts += ["", *(_ceiling(each) for each in told.ceilings)] if told.ceilings else []
    if told.openai_spent is not None:
        parts.append(fill(_("OpenAI: {spent} spent this month."), {"spent": current().money(told.openai_spent)}))
    if told.way is not None:
        parts += ["", fill(_("A limit is near. For more: {way}"), {"way": told.way})]
    return Group(*parts)


def _usages(usages: tuple[Usage, ...]) -> RenderableType:
    rows = table(N_("What"), "", N_("Used"), N_("Reserved"), N_("Limit"), N_("Starts anew"), wide=(0, 5))
    for column in (2, 3, 4):
        rows.columns[column].justify = "right"
    for each in usages:
        rows.add_row(
            cell(_(RESOURCES[each.resource])),
            _bar(each.used, each.reserved, each.limit),
            cell(current().number(each.used)),
            cell(current().number(each.reserved)),
            cell(_("no limit") if each.limit is None else current().number(each.limit)),
            cell(current().moment(each.resets_at) if each.resets_at else ""),
        )
    return rows


def _bar(used: int, reserved: int, limit: int | None) -> Text:
    """`[####+.....]`: used, reserved, free; what is not nothing shows as something. Without a limit there is none."""
    from rich.text import Text

    if limit is None:
        return Text("")
    full = min(_WIDTH, -(-used * _WIDTH // limit)) if limit else _WIDTH
    both = min(_WIDTH, max(full + bool(reserved), -(-(used + reserved) * _WIDTH // limit))) if limit else _WIDTH
    text = Text(f"[{_USED * full}{_RESERVED * (both - full)}{_FREE * (_WIDTH - both)}]")
    share = (used + reserved) * 100
    text.stylize("red" if share >= 100 * limit else "yellow" if share >= 80 * limit else "green")
    return text


def _ceiling(each: Ceiling) -> Text:
    told = {"used": current().number(each.used), "limit": current().number(each.limit)}
    return _bar(each.used, 0, each.limit) + " " + cell(fill(_(_CEILINGS[each.provider]), told))


def _shares(by: str, shares: tuple[Share, ...]) -> RenderableType:
    rows = table(_BY[by], N_("What"), N_("Used"), N_("Reserved"), wide=0)
    for column in (2, 3):
        rows.columns[column].justify = "right"
    for each in shares:
        rows.add_row(
            cell(each.key),
            cell(_(RESOURCES[each.resource])),
            cell(current().number(each.used)),
            cell(current().number(each.reserved)),
        )
    return rows
