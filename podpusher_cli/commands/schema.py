"""podpusher schema: the shape of what --json prints."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from podpusher_cli.commands.options import RESULTS, command, deps_of
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

Words = Annotated[list[str] | None, typer.Argument(metavar="[COMMAND]…", help=N_("A command, such as: products list."))]


def mount(app: typer.Typer) -> None:
    """Put the verb on the root."""
    command(
        app,
        "schema",
        schema,
        help=WORDS["schema"].help,
        result="settings.Schema",
    )


def schema(context: typer.Context, words: Words = None) -> None:
    from podpusher_cli.core.settings import NoSchema, Schema
    from podpusher_cli.workflows.schemas import envelope

    deps = deps_of(context)
    path = " ".join(words or ())
    if not path:
        deps.out.text(Schema("", {}, tuple(sorted(RESULTS))), "\n".join(sorted(RESULTS)))
        return
    result = RESULTS.get(path) or RESULTS.get(f"{path} list")
    if result is None:
        raise NoSchema(name=path)
    made = envelope(result)
    deps.out.text(Schema(path, made, ()), json.dumps(made, indent=2, ensure_ascii=False))
