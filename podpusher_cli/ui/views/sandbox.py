"""The sandbox, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.errors import fill
from podpusher_cli.core.rehearsal import SandboxFault, SandboxStatus
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current
from podpusher_cli.ui.theme import cell, table

if TYPE_CHECKING:
    from rich.console import RenderableType


def status(found: SandboxStatus) -> RenderableType:
    """Whether it runs, and what it holds."""
    if not found.running:
        return _("The sandbox is not running. podpusher sandbox start starts it.")
    fees = current().money(found.fees)
    return "\n".join(
        (
            fill(_("The sandbox runs at {url}."), {"url": found.url}),
            fill(
                _(
                    "In its shops: products {products}, listings {listings}, duplicates {duplicates}, fees charged {fees}."
                ),
                {"products": found.products, "listings": found.listings, "duplicates": found.duplicates, "fees": fees},
            ),
        )
    )


def faults(found: list[SandboxFault]) -> RenderableType:
    """The faults that are set."""
    if not found:
        return _("No faults are set.")
    rows = table(N_("Route"), N_("Kind"), N_("On call"), N_("Times"), N_("Happened"), wide=0)
    for each in found:
        rows.add_row(cell(each.route), cell(_kind(each)), cell(each.nth), cell(each.times), cell(each.fired))
    return rows


def _kind(fault: SandboxFault) -> str:
    """The kind with the number that belongs to it: `status 503`, `late 7`."""
    number = next((each for each in (fault.status, fault.seconds, fault.retry_after) if each is not None), None)
    return fault.kind if number is None else f"{fault.kind} {number:g}"
