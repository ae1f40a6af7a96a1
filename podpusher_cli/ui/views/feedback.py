"""Feedback as tables and sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.errors import fill
from podpusher_cli.core.feedback import REASON_WORDS, STARS, Feedback, Reason
from podpusher_cli.core.results import Page
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current
from podpusher_cli.ui.theme import cell, facts, state, table

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

VERDICTS = (N_("kept"), N_("dropped"))
SUBJECTS = {"idea": N_("idea"), "design": N_("design"), "copy": N_("copy")}


def listing(page: Page[Feedback]) -> RenderableType:
    """A page of what was said, or a sentence that nothing was."""
    if not page.items:
        return _("Nothing was said yet. podpusher designs review shows the designs one after the other.")
    rows = table(N_("About"), N_("Text"), N_("Verdict"), N_("Rating"), N_("Why"), wide=(1, 4))
    for each in page.items:
        rows.add_row(cell(each.id), cell(each.text), _verdict(each), cell(stars(each.rating)), cell(why(each)))
    return rows


def sheet(said: Feedback) -> RenderableType:
    """What stands about one thing, a line a fact."""
    return facts(
        [
            (N_("About"), said.id),
            (N_("Kind"), _(SUBJECTS[said.about])),
            (N_("Text"), said.text),
            (N_("Verdict"), _verdict(said) if said.verdict else None),
            (N_("Why"), why(said)),
            (N_("Rating"), stars(said.rating)),
            (N_("Note"), said.note),
            (N_("Said"), current().moment(said.at)),
        ]
    )


def taken_back(gone: Feedback) -> RenderableType:
    """That nothing is said about it any more."""
    return fill(_("What was said about “{name}” is taken back."), {"name": gone.id})


def why(said: Feedback) -> str:
    """The reason in the seller's language, and any words of their own; "" where there is none."""
    if said.reason in {None, Reason.OTHER}:
        return said.because or ("" if said.reason is None else _(REASON_WORDS[Reason.OTHER]))
    known = _(REASON_WORDS[said.reason]) if said.reason else ""
    return fill(_("{reason}: {words}"), {"reason": known, "words": said.because}) if said.because else known


def stars(rating: int | None) -> str:
    """`★★★☆☆`, or "" where there is no rating."""
    return "" if rating is None else "★" * rating + "☆" * (len(STARS) - rating)


def _verdict(said: Feedback) -> Text:
    return state(said.verdict or "", "idea" if said.about == "idea" else "")
