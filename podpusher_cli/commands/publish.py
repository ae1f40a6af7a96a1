"""podpusher publish: put products on the shop, each exactly once."""

from __future__ import annotations

from typing import Annotated

import typer

from podpusher_cli.commands.options import command, deps_of, tell_overage
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

Products = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PRODUCT]…", help=N_("Product ids; none means every product that is ready.")),
]
Everything = Annotated[bool, typer.Option("--all", help=N_("Every product that is ready, as when none is named."))]
Live = Annotated[
    bool, typer.Option("--live/--draft", help=N_("Live: on sale at once, for Etsy's fee. Draft is the default."))
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Only show the plan."))]


def mount(app: typer.Typer) -> None:
    """Put the verb on the root."""
    command(app, "publish", publish, help=WORDS["publish"].help, result="publishing.PublishReport")


def publish(
    context: typer.Context,
    product: Products = None,
    everything: Everything = False,
    live: Live = False,
    dry_run: DryRun = False,
) -> None:
    from podpusher_cli.core.publishing import PublishReport
    from podpusher_cli.i18n import current
    from podpusher_cli.ui.progress import ProgressBar
    from podpusher_cli.ui.views import publishing as views
    from podpusher_cli.workflows import planning, publishing

    deps = deps_of(context)
    del everything  # said aloud, it changes nothing
    names = tuple(dict.fromkeys(product)) if product else None
    with ProgressBar(deps.out, N_("Publishing")) as bar:
        desk = deps.publish_desk(bar.update)
        if dry_run or live or deps.out.interactive:
            planned = planning.plan(desk, products=names, live=live)
            if dry_run:
                deps.out.show(PublishReport(None, planned, 0, 0, 0, 0, (), ()), views.report)
                return
            if planned.total and (deps.out.interactive or live):
                deps.out.preview(views.plan(planned))
                question = N_("Publish {count} live, for {fees} in all?") if live else N_("Publish {count} as drafts?")
                if not deps.out.confirm(question, count=planned.total, fees=current().money(planned.fees)):
                    return
        report, error = publishing.publish(desk, products=names, live=live, command="publish")
    deps.out.show(report, views.report)
    tell_overage(deps)
    if error is not None:
        raise error
