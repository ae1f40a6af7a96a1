"""podpusher runs: what was done, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands.options import Cursor, Limit, command, deps_of, group, tell_overage
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.core.errors import PodpusherError
    from podpusher_cli.core.generating import Wanted
    from podpusher_cli.core.runs import Run
    from podpusher_cli.deps import Deps

RunId = Annotated[str, typer.Argument(metavar="RUN", help=N_("A run id, as in `runs list`."))]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "runs", help=WORDS["runs"].help, bare=list_runs)
    command(noun, "runs list", list_runs, help=N_("List runs, newest first."), result="runs.Run[]")
    command(noun, "runs show", show, help=N_("Show one run and its items."), result="publishing.RunSheet")
    command(
        noun,
        "runs resume",
        resume,
        help=N_("Take up what a run did not finish."),
        result="publishing.PublishReport|generating.Generation",
    )


def list_runs(context: typer.Context, limit: Limit = 20, cursor: Cursor = None) -> None:
    from podpusher_cli.ui.views import publishing as views

    deps = deps_of(context)
    deps.out.show(deps.runs.page(limit=limit, cursor=cursor), views.runs)


def show(context: typer.Context, run: RunId) -> None:
    from podpusher_cli.ui.views import publishing as views
    from podpusher_cli.workflows import runs

    deps = deps_of(context)
    found = runs.sheet(run, runs=deps.runs, journal=deps.journal, generations=deps.generations, products=deps.products)
    deps.out.show(found, views.run_sheet)


def resume(context: typer.Context, run: RunId) -> None:
    deps = deps_of(context)
    kept = deps.runs.get(run)
    wanted = deps.generations.wanted(run)
    error = _publish_rest(deps, kept) if wanted is None else _make_rest(deps, kept, wanted)
    tell_overage(deps)
    if error is not None:
        raise error


def _publish_rest(deps: Deps, run: Run) -> PodpusherError | None:
    from podpusher_cli.ui.progress import ProgressBar
    from podpusher_cli.ui.views import publishing as views
    from podpusher_cli.workflows import publishing

    question = N_("This run publishes live, which costs Etsy's fee for each listing. Go on?")
    if run.live and not deps.out.confirm(question):
        return None
    with ProgressBar(deps.out, N_("Publishing")) as bar:
        report, error = publishing.resume(deps.publish_desk(bar.update), run)
    deps.out.show(report, views.report)
    return error


def _make_rest(deps: Deps, run: Run, wanted: Wanted) -> PodpusherError | None:
    from podpusher_cli.ui.progress import ProgressBar
    from podpusher_cli.ui.views import generating as views
    from podpusher_cli.workflows import generating

    with ProgressBar(deps.out, N_("Making")) as bar:
        result, error = generating.resume(deps.studio(wanted, bar.update), run.id, wanted)
    deps.out.show(result, lambda done: views.result(done, error))
    return error
