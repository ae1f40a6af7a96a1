"""podpusher profile: one shop's state and tokens each."""

from __future__ import annotations

from typing import Annotated

import typer

from podpusher_cli.commands.options import Cursor, Limit, command, deps_of, group
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("A profile's name, as in `profile list`."))]
NewName = Annotated[str, typer.Argument(metavar="NAME", help=N_("Small letters, digits, points and dashes."))]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "profile", help=WORDS["profile"].help, bare=list_profiles)
    command(noun, "profile list", list_profiles, help=N_("List the profiles."), result="profiles.Profile[]")
    command(noun, "profile add", add, help=N_("Make an empty profile."), result="profiles.Profile")
    command(noun, "profile use", use, help=N_("Choose the profile that commands use."), result="profiles.Profile")
    command(noun, "profile rename", rename, help=N_("Give a profile another name."), result="profiles.Profile")
    command(noun, "profile remove", remove, help=N_("Wipe a profile from this computer."), result="profiles.Profile")


def list_profiles(context: typer.Context, limit: Limit = 100, cursor: Cursor = None) -> None:
    from podpusher_cli.ui.views import profiles as views

    deps = deps_of(context)
    page = deps.profiles.page(lambda: deps.cursors("profiles"), limit=limit, cursor=cursor)
    deps.out.show(page, views.listing)


def add(context: typer.Context, name: NewName) -> None:
    from podpusher_cli.ui.views import profiles as views
    from podpusher_cli.workflows import profiles

    deps = deps_of(context)
    done = profiles.add(name, profiles=deps.profiles, tokens_of=deps.token_store_of, places=deps.token_places)
    deps.out.show(done, views.added)


def use(context: typer.Context, name: Name) -> None:
    from podpusher_cli.ui.views import profiles as views

    deps = deps_of(context)
    deps.out.show(deps.profiles.use(name), views.chosen)


def rename(context: typer.Context, name: Name, new_name: NewName) -> None:
    from podpusher_cli.ui.views import profiles as views
    from podpusher_cli.workflows import profiles

    deps = deps_of(context)
    done = profiles.rename(
        name, new_name, profiles=deps.profiles, tokens_of=deps.token_store_of, places=deps.token_places
    )
    deps.out.show(done, views.renamed)


def remove(context: typer.Context, name: Name) -> None:
    from podpusher_cli.ui.views import profiles as views
    from podpusher_cli.workflows import profiles

    deps = deps_of(context)
    gone = profiles.remove(
        name,
        profiles=deps.profiles,
        tokens_of=deps.token_store_of,
        places=deps.token_places,
        confirm=deps.out.confirm,
    )
    if gone:
        deps.out.show(gone, views.removed)
    else:
        deps.out.note(N_("Nothing was changed."))
