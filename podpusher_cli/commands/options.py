"""What several commands share: how a command is added, the options of every list, and what each command returns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from podpusher_cli.core.text import N_
from podpusher_cli.deps import Deps

Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help=N_("How many to show."))]
Cursor = Annotated[
    str | None, typer.Option("--cursor", help=N_("Where the list goes on, as the last page printed it."))
]

RESULTS: dict[str, str] = {}
"""Command path to the type of its `data`: `products.Product[]` is a list of core/products.py's Product."""


def deps_of(context: typer.Context) -> Deps:
    """The Deps that this invocation was given."""
    found = context.obj
    if not isinstance(found, Deps):
        raise TypeError(found)
    return found


def command(app: typer.Typer, path: str, function: Callable[..., Any], *, help: str, result: str) -> None:  # noqa: A002 - Typer's own word
    """Add `function` as the command `path` (`publish`, `products list`) that returns `result`."""
    RESULTS[path] = result
    app.command(path.rsplit(maxsplit=1)[-1], help=help)(function)


def group(
    app: typer.Typer,
    name: str,
    *,
    help: str,  # noqa: A002 - Typer's own word
    bare: Callable[[typer.Context], None] | None = None,
) -> typer.Typer:
    """A noun with verbs under it. `bare` runs when the noun stands alone: bare nouns list."""
    made = typer.Typer(help=help, no_args_is_help=bare is None, rich_markup_mode="rich")

    def root(context: typer.Context) -> None:
        if bare is not None and context.invoked_subcommand is None:
            bare(context)

    made.callback(invoke_without_command=bare is not None)(root)
    app.add_typer(made, name=name)
    return made
