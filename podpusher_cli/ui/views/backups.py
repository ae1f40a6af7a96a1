"""Backups, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.backups import Backup, Exported, Restored
from podpusher_cli.core.errors import fill
from podpusher_cli.i18n import _, current, ngettext

if TYPE_CHECKING:
    from rich.console import RenderableType


def backup(done: Backup) -> RenderableType:
    """Where the copy is."""
    told = {"path": done.path, "megabytes": current().number(round(done.bytes / 1e6, 1))}
    return fill(_("The backup is in {path} ({megabytes} MB)."), told)


def restored(done: Restored) -> RenderableType:
    """What was put in place, and where the old one is."""
    told = fill(_("{source} is in place."), {"source": done.source})
    if done.kept is None:
        return told
    return told + "\n" + fill(_("What was there before is in {path}"), {"path": done.kept})


def exported(done: Exported) -> RenderableType:
    """How many rows there are."""
    sentence = ngettext("{count} row is in {path}", "{count} rows are in {path}", done.rows)
    return fill(sentence, {"count": done.rows, "path": done.path})
