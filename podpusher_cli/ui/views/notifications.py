"""Notices, for people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import fill
from podpusher_cli.core.notifications import SENTENCES, MarkedRead, Notice
from podpusher_cli.core.results import Page
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current, ngettext
from podpusher_cli.ui.theme import cell, table

if TYPE_CHECKING:
    from rich.console import RenderableType


def listing(page: Page[Notice]) -> RenderableType:
    """A page of notices in the seller's language, or a sentence that there are none."""
    if not page.items:
        return _("No notices.")
    rows = table(N_("Notice"), N_("When"), N_("What"), wide=2)
    for each in page.items:
        rows.add_row(cell(each.id), cell(current().moment(each.created_at)), cell(_sentence(each)))
    return rows


def _sentence(notice: Notice) -> str:
    try:
        return fill(_(SENTENCES[notice.kind]), {name: _shown(name, value) for name, value in notice.fields.items()})
    except KeyError:  # a kind that is gone, or that needed less when this was kept
        return notice.text


def _shown(name: str, value: str) -> str:
    """A field as the language writes it: times, numbers, words."""
    if name.endswith("_at"):
        return current().moment(datetime.fromisoformat(value))
    return current().number(int(value)) if value.isascii() and value.isdecimal() and len(value) < 10 else _(value)


def waiting(count: int) -> str:
    """That there are some which nobody has read."""
    sentence = ngettext(
        "{count} notice is unread: podpusher notifications",
        "{count} notices are unread: podpusher notifications",
        count,
    )
    return fill(sentence, {"count": count})


def marked(done: MarkedRead) -> RenderableType:
    """How many were marked."""
    return fill(ngettext("{count} notice read.", "{count} notices read.", done.marked), {"count": done.marked})
