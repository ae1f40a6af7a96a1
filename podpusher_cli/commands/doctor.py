"""podpusher doctor: whether everything is well."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from podpusher_cli.commands.options import command, deps_of
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

Check = Annotated[bool, typer.Option("--check", help=N_("Ask each provider whether the connection works."))]
Bundle = Annotated[
    Path | None,
    typer.Option("--bundle", metavar="FILE", help=N_("Write a report for support, with every secret taken out.")),
]


def mount(app: typer.Typer) -> None:
    """Put the verb on the root."""
    command(
        app,
        "doctor",
        doctor,
        help=WORDS["doctor"].help,
        result="doctor.Report",
    )


def doctor(context: typer.Context, check: Check = False, bundle: Bundle = None) -> None:
    from podpusher_cli.core.doctor import verdict
    from podpusher_cli.ui.views import doctor as views
    from podpusher_cli.workflows import bundle as bundles
    from podpusher_cli.workflows import doctor as workflow

    deps = deps_of(context)
    report = workflow.examine(deps.patient(ask=check))
    if bundle is not None:
        report = bundles.write(
            report,
            bundle,
            log=deps.log.path,
            database=lambda: deps.database_path,
            settings=lambda: deps.settings.all(),  # noqa: PLW0108 - not opened yet
            environment=deps.outer_environment,
            confirm=deps.out.confirm,
        )
    deps.out.show(report, views.report)
    ended = verdict(report)
    if ended:
        raise ended
