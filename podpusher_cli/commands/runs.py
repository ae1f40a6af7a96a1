"""podpusher runs: what was done, and how it ended."""

from __future__ import annotations

from typing import Annotated

import typer

from podpusher_cli.commands.options import Cursor, Limit, command, deps_of, group
from podpusher_cli.core.text import N_

RunId = Annotated[str, typer.Argument(metavar="RUN", help=N_("A run id, as in `runs list`."))]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "runs", help=N_("Runs: list and show them, or take up the rest of one."), bare=list_runs)
    command(noun, "runs list", list_runs, help=N_("List runs, newest first."), result="runs.Run[]")
    command(noun, "runs show", show, help=N_("Show one run and its items."), result="publishing.RunSheet")
    command(
        noun, "runs resume", resume, help=N_("Take up what a run did not finish."), result="publishing.PublishReport"
    )


def list_runs(context: typer.Context, limit: Limit = 20, cursor: Cursor = None) -> None:
    from podpusher_cli.ui.views import publishing as views

    deps = deps_of(context)
    deps.out.show(deps.journal.runs(limit=limit, cursor=cursor), views.runs)


def show(context: typer.Context, run: RunId) -> None:
    from podpusher_cli.core.publishing import RunSheet
    from podpusher_cli.ui.views import publishing as views

    deps = deps_of(context)
    journal = deps.journal
    deps.out.show(RunSheet(journal.run(run), journal.listed(run), journal.troubles(run)), views.run_sheet)


def resume(context: typer.Context, run: RunId) -> None:
    from podpusher_cli.ui.progress import Publishing
    from podpusher_cli.ui.views import publishing as views
    from podpusher_cli.workflows import publishing

    deps = deps_of(context)
    kept = deps.journal.run(run)
    if kept.live and not deps.out.confirm(
        N_("This run publishes live, which costs Etsy's fee for each listing. Go on?")
    ):
        return
    with Publishing(deps.out) as bar:
        report, error = publishing.resume(deps.publish_desk(bar), run)
    deps.out.show(report, views.report)
    if error is not None:
        raise error
