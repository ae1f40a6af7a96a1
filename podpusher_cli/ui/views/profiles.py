"""Profiles as a table, and a sentence for each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.profiles import Profile
from podpusher_cli.core.results import Page
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _
from podpusher_cli.ui.theme import cell, table

if TYPE_CHECKING:
    from rich.console import RenderableType


def listing(page: Page[Profile]) -> RenderableType:
    """A page of profiles; the chosen one is marked."""
    made = table("", N_("Profile"), N_("Folder"), wide=2)
    for each in page.items:
        made.add_row(cell("*" if each.current else ""), cell(each.name), cell(each.folder))
    return made


def added(profile: Profile) -> str:
    """The next step."""
    return _("Made profile {name}. podpusher profile use {name} chooses it.").format(name=profile.name)


def chosen(profile: Profile) -> str:
    """What is in use now."""
    return _("Commands use profile {name} from now on.").format(name=profile.name)


def renamed(profile: Profile) -> str:
    """The new name."""
    return _("The profile is called {name} now.").format(name=profile.name)


def removed(profile: Profile) -> str:
    """What is gone."""
    return _("Removed profile {name}.").format(name=profile.name)
