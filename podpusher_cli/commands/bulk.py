"""podpusher bulk: many products from one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from podpusher_cli.commands.options import command, deps_of, group
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

File = Annotated[Path, typer.Argument(metavar="FILE", help=N_("A CSV file with a line for each product."))]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "bulk", help=WORDS["bulk"].help)
    command(
        noun,
        "bulk import",
        import_file,
        help=N_("Make a product of each line of a CSV file; a line is never taken twice."),
        result="bulk.BulkReport",
    )


def import_file(context: typer.Context, file: File) -> None:
    from podpusher_cli.ui.views import bulk as views
    from podpusher_cli.workflows import bulk

    deps = deps_of(context)
    report, error = bulk.import_file(
        file, products=deps.products, keep=deps.keep_design, settings=deps.settings, quota=deps.quota, clock=deps.clock
    )
    deps.out.show(report, views.report)
    if error is not None:
        raise error
