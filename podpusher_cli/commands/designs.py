"""podpusher designs: the print files, and how each was made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from podpusher_cli.commands import reviewing, waiting
from podpusher_cli.commands.options import Cursor, Limit, command, deps_of, group
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.designs import DesignState
from podpusher_cli.core.previews import Garment
from podpusher_cli.core.text import N_

State = Annotated[
    DesignState | None, typer.Option("--state", metavar="STATE", help=N_("Only new, kept or dropped ones."))
]
Tag = Annotated[str | None, typer.Option("--tag", help=N_("Only those with this tag."))]
ShowPreview = Annotated[
    bool, typer.Option("--preview", help=N_("Draw it on what it is sold on, in each colour chosen; files are written."))
]
On = Annotated[Garment | None, typer.Option("--on", help=N_("What to draw it on; else what its product is."))]
Colours = Annotated[
    list[str] | None, typer.Option("--colour", metavar="COLOUR", help=N_("A colour as Printify names it; repeatable."))
]
Into = Annotated[
    Path | None,
    typer.Option("--into", metavar="FOLDER", help=N_("Where the previews are written; else in the profile.")),
]
DesignId = Annotated[str, typer.Argument(metavar="DESIGN", help=N_("A design id, as in `designs list`."))]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "designs", help=WORDS["designs"].help, bare=list_designs)
    command(noun, "designs list", list_designs, help=N_("List designs, newest first."), result="designs.Design[]")
    command(
        noun,
        "designs show",
        show,
        help=N_("Show a design, how it was made and how it prints."),
        result="designs.DesignSheet",
    )
    reviewing.add(noun)
    waiting.add(noun)


def list_designs(
    context: typer.Context, limit: Limit = 20, cursor: Cursor = None, state: State = None, tag: Tag = None
) -> None:
    from podpusher_cli.core.designs import tag_of
    from podpusher_cli.ui.views import designs as views

    deps = deps_of(context)
    word = tag_of(tag or "") or None
    page = deps.designs.page(limit=limit, cursor=cursor, state=state, tag=word)
    deps.out.show(page, lambda found: views.listing(found, chosen=bool(state or word)))


def show(
    context: typer.Context,
    design: DesignId,
    preview: ShowPreview = False,
    on: On = None,
    colour: Colours = None,
    into: Into = None,
) -> None:
    from podpusher_cli.ui.views import designs as views
    from podpusher_cli.workflows import designs

    deps = deps_of(context)
    sheet = designs.sheet(
        design, designs=deps.designs, products=deps.products, ledger=deps.ledger, inspector=deps.inspector
    )
    if preview or on or colour or into:
        from podpusher_cli.providers.mockups import preview as paint

        sheet = designs.previews(
            sheet,
            products=deps.products,
            paint=paint,
            kind=on,
            colours=tuple(colour or ()),
            folder=into or deps.profile_folder() / "mockups",
            kind_of=deps.kind_of_blueprint,
        )
    deps.out.show(sheet, views.sheet)
