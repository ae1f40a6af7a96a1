"""What came of a file, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.bulk import BulkReport
from podpusher_cli.core.errors import fill
from podpusher_cli.i18n import _, ngettext, retell
from podpusher_cli.ui.theme import cell

if TYPE_CHECKING:
    from rich.console import RenderableType


def report(done: BulkReport) -> RenderableType:
    """Counts, and every row that was refused with its reasons."""
    from rich.console import Group

    parts: list[RenderableType] = []
    for row in done.refused:
        for trouble in row.troubles:
            where = fill(_("Row {row}: {problem}"), {"row": row.row, "problem": retell(trouble.message)})
            parts.append(cell(where))
    counts = {"rows": done.rows, "added": done.added, "known": done.known, "refused": len(done.refused)}
    parts.append(fill(_("Rows: {rows}. Added: {added}, known already: {known}, refused: {refused}."), counts))
    if done.drafts:
        parts.append(
            fill(
                ngettext(
                    "{count} product lacks something and is a draft: podpusher products list --state draft",
                    "{count} products lack something and are drafts: podpusher products list --state draft",
                    done.drafts,
                ),
                {"count": done.drafts},
            )
        )
    elif done.added:
        parts.append(_("Next: podpusher publish --dry-run"))
    return Group(*parts)
