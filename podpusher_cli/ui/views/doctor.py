"""What the doctor found, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.doctor import Check, Health, Report
from podpusher_cli.core.errors import fill
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current, retell
from podpusher_cli.ui.theme import cell, state

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

_SIZES = {"free", "megabytes"}
HEALTHS = (N_("ok"), N_("note"), N_("warn"), N_("bad"))


def report(found: Report) -> RenderableType:
    """A line a check, with what mends it below."""
    from rich.console import Group
    from rich.table import Table

    rows = Table.grid(padding=(0, 2))
    rows.add_column(no_wrap=True)
    rows.add_column(overflow="fold")
    for check in found.checks:
        rows.add_row(state(check.health), _lines(check))
    head = cell(f"podpusher {found.version}, Python {found.python}, {found.platform}")
    parts: list[RenderableType] = [head, rows]
    if found.bundle:
        parts.append(fill(_("The report for support is in {path}"), {"path": found.bundle}))
    return Group(*parts)


def _lines(check: Check) -> Text:
    from rich.text import Text

    values = {name: _shown(name, value) for name, value in check.values.items()}
    told = cell(fill(_(check.message), values))
    if check.hint and check.health is not Health.OK:
        told = Text.assemble(told, "\n", cell(retell(fill(_(check.hint), values))))
    return told


def _shown(name: str, value: object) -> object:
    """A size as the language writes it, what was kept in English as it says it."""
    if name in _SIZES:
        return current().number(float(str(value)))
    return retell(value) if isinstance(value, str) else value
