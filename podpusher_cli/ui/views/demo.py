"""The end of the demo, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.demo import DemoReport
from podpusher_cli.core.errors import fill
from podpusher_cli.i18n import _
from podpusher_cli.ui.views.publishing import listings

if TYPE_CHECKING:
    from rich.console import RenderableType


def report(done: DemoReport) -> RenderableType:
    """The listings, the files, and what to try next."""
    from rich.console import Group

    lines = [fill(_("Contact sheet: {path}"), {"path": done.contact_sheet}), _("Designs:"), *(f"  {path}" for path in done.designs)]
    if done.kept:
        lines += [_("Try next:"), "  podpusher --sandbox products", "  podpusher --sandbox runs", "  podpusher sandbox status"]
    else:
        lines += [_("Try next:"), "  podpusher demo --keep", "  podpusher connect etsy", "  podpusher connect printify"]
    return Group(listings(done.listings), "", *lines)
