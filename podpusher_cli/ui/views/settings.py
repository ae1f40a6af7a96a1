"""Settings and variables, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.settings import Told
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _
from podpusher_cli.ui.theme import cell
from podpusher_cli.ui.theme import table as themed

if TYPE_CHECKING:
    from rich.console import RenderableType


def table(found: list[Told]) -> RenderableType:
    """A line each."""
    rows = themed(N_("Name"), N_("Value"), N_("What it is for"), wide=(1, 2))
    for each in found:
        rows.add_row(cell(each.key), cell(each.value), cell(_(each.help)))
    return rows
