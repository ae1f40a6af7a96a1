"""podpusher blueprints: the blanks that Printify prints on."""

from __future__ import annotations

from typing import Annotated

import typer

from podpusher_cli.commands.options import Cursor, Limit, command, deps_of, group
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

Query = Annotated[str | None, typer.Option("--search", metavar="WORDS", help=N_("Only those with all of these words."))]
BlueprintId = Annotated[int, typer.Argument(metavar="BLUEPRINT", help=N_("A blueprint's number."))]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "blueprints", help=WORDS["blueprints"].help, bare=list_blueprints)
    command(
        noun,
        "blueprints list",
        list_blueprints,
        help=N_("List Printify's blueprints."),
        result="printify.Blueprint[]",
    )
    command(
        noun,
        "blueprints show",
        show,
        help=N_("Show a blueprint: who prints it, in how many variants."),
        result="blanks.Blank",
    )


def list_blueprints(context: typer.Context, search: Query = None, limit: Limit = 20, cursor: Cursor = None) -> None:
    from podpusher_cli.ui.views import blanks as views
    from podpusher_cli.workflows import blanks

    deps = deps_of(context)
    cursors = deps.cursors(f"blueprints {search}")
    deps.out.show(blanks.listing(deps.catalogue, search, limit=limit, cursor=cursor, cursors=cursors), views.listing)


def show(context: typer.Context, blueprint: BlueprintId) -> None:
    from podpusher_cli.ui.views import blanks as views
    from podpusher_cli.workflows import blanks

    deps = deps_of(context)
    deps.out.show(blanks.sheet(deps.catalogue, blueprint), views.sheet)
