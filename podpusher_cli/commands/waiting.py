"""podpusher designs wait: fetch what is made in batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands.options import command, deps_of, tell_overage
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.core.errors import PodpusherError
    from podpusher_cli.deps import Deps
    from podpusher_cli.workflows.waiting import Ended

RunId = Annotated[
    str | None, typer.Argument(metavar="[RUN]", help=N_("A run id, as in `runs list`; else all that wait."))
]
NoWait = Annotated[bool, typer.Option("--no-wait", help=N_("Look once, and say when to come back."))]
Again = Annotated[
    bool, typer.Option("--again", help=N_("Send what a batch ended without in a new one, which costs money."))
]
HELP = N_("Wait for designs that are made in batches, and fetch them.")


def add(noun: typer.Typer) -> None:
    """Put the verb under its noun."""
    command(noun, "designs wait", wait, help=HELP, result="generating.Waited")


def wait(context: typer.Context, run: RunId = None, no_wait: NoWait = False, again: Again = False) -> None:
    from podpusher_cli.core.batches import NotInTime
    from podpusher_cli.ui.views import generating as views
    from podpusher_cli.workflows import waiting

    deps = deps_of(context)
    runs = waiting.chosen(run, runs=deps.runs, generations=deps.generations, batches=deps.batches)
    error: PodpusherError | None = None
    while True:
        waited, error = _wait(deps, runs, patient=not no_wait, again=again)
        again = isinstance(error, NotInTime) and not again and _agrees(deps)
        if not again:
            break
    deps.out.show(waited, views.waited)
    tell_overage(deps)
    if error is not None:
        raise error


def _wait(deps: Deps, runs: list[str], *, patient: bool, again: bool) -> Ended:
    from podpusher_cli.ui.progress import ProgressBar
    from podpusher_cli.workflows import waiting

    with ProgressBar(deps.out, N_("Making")) as bar:
        return waiting.wait(
            runs,
            studio=lambda wanted: deps.studio(wanted, bar.update),
            generations=deps.generations,
            pause=lambda seconds: bar.count_down(N_("Looking again in {seconds} s."), seconds, deps.clock),
            patient=patient,
            again=again,
        )


def _agrees(deps: Deps) -> bool:
    """Whether to send the rest once more; nobody is asked where there is no terminal."""
    question = N_("Some of it was not made before its batch ended, and cost nothing. Send that in a new batch?")
    return deps.out.interactive and deps.out.confirm(question)
