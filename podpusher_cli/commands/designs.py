"""podpusher designs: the print files, and how each was made."""

from __future__ import annotations

from typing import Annotated

import typer

from podpusher_cli.commands import reviewing, waiting
from podpusher_cli.commands.options import Cursor, Limit, command, deps_of, group
from podpusher_cli.core.designs import DesignState
from podpusher_cli.core.text import N_

State = Annotated[
    DesignState | None, typer.Option("--state", metavar="STATE", help=N_("Only new, kept or dropped ones."))
]
Tag = Annotated[str | None, typer.Option("--tag", help=N_("Only those with this tag."))]
DesignId = Annotated[str, typer.Argument(metavar="DESIGN", help=N_("A design id, as in `designs list`."))]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "designs", help=N_("Designs: list, show and review them."), bare=list_designs)
    command(noun, "designs list", list_designs, help=N_("List designs, newest first."), result="designs.Design[]")
    command(noun, "designs show", show, help=N_("Show a design and how it was made."), result="designs.DesignSheet")
    reviewing.add(noun)
    waiting.add(noun)


def list_designs(
    context: typer.Context, limit: Limit = 20, cursor: Cursor = None, state: State = None, tag: Tag = None
) -> None:
    from podpusher_cli.core.designs import tag_of
    from podpusher_cli.ui.views import designs as views

    deps = deps_of(context)
    word = tag_of(tag or "") or None
    deps.out.show(deps.designs.page(limit=limit, cursor=cursor, state=state, tag=word), views.listing)


def show(context: typer.Context, design: DesignId) -> None:
    from podpusher_cli.core.designs import DesignSheet
    from podpusher_cli.ui.views import designs as views

    deps = deps_of(context)
    found = deps.designs.get(design)
    sheet = DesignSheet(
        found, str(deps.designs.path(found)), deps.designs.products(found.id), deps.ledger.spends(found.id)
    )
    deps.out.show(sheet, views.sheet)
