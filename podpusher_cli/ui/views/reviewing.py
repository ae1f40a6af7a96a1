"""A review at the terminal, and what came of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from podpusher_cli.core.designs import Design
from podpusher_cli.core.errors import fill
from podpusher_cli.core.feedback import REASON_WORDS
from podpusher_cli.core.printing import PrintFinding
from podpusher_cli.core.reviewing import ReviewReport, Standing
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current, ngettext
from podpusher_cli.ui.theme import facts, state
from podpusher_cli.ui.views.feedback import stars

if TYPE_CHECKING:
    from rich.console import RenderableType

KEYS = N_(
    "k keeps, x drops, 1 to 5 rates, 0 takes the rating back, t WORD tags, r opens again, u undoes, b goes back, q ends. Each is saved"
    " at once."
)
REASONS = N_(
    "Why? 1 hard to read, 2 ugly, 3 off topic, 4 rights, 5 duplicate, or in your own words; Enter for no reason:"
)


def warning(found: PrintFinding) -> str:
    """What is amiss with a print, and what to do about it."""
    return f"{fill(_(found.message), found.values)} {fill(_(found.fix), found.values)}".strip()


def sheet(design: Design, path: str, standing: Standing, warnings: Sequence[str]) -> RenderableType:
    """One design with where its file is, how it stands, and what is amiss with its print."""
    why = standing.because or (_(REASON_WORDS[standing.reason]) if standing.reason else None)
    return facts(
        [
            (N_("Design"), design.id),
            (N_("Idea"), design.idea),
            (N_("File"), path),
            (N_("Trend"), design.trend),
            (N_("Layout"), design.layout),
            (N_("Made by"), design.model),
            (N_("Cost"), current().money(design.cost) if design.cost else None),
            (N_("State"), state(standing.state)),
            (N_("Why"), why),
            (N_("Rating"), stars(standing.rating)),
            (N_("Tags"), ", ".join(standing.tags)),
            *((N_("Print"), each) for each in warnings),
        ]
    )


def report(done: ReviewReport) -> RenderableType:
    """How the designs stand, and how many wait still."""
    if not done.designs:
        return _("There is no design to decide on. podpusher designs review --all shows those that were decided.")
    counts = {"kept": done.kept, "dropped": done.dropped, "undecided": done.undecided}
    said = fill(_("Kept: {kept}. Dropped: {dropped}. Not decided: {undecided}."), counts)
    if not done.left:
        return said
    more = ngettext(
        "{count} more design is new: podpusher designs review",
        "{count} more designs are new: podpusher designs review",
        done.left,
    )
    return f"{said}\n{fill(more, {'count': done.left})}"
