"""podpusher trends: what is rising, and how podpusher knows."""

from __future__ import annotations

from typing import Annotated

import typer

from podpusher_cli.commands import trend_history
from podpusher_cli.commands.options import RESULTS, Cursor, Limit, command, deps_of, group, tell_overage
from podpusher_cli.core.text import N_
from podpusher_cli.providers.trends import NAMES

Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar=f"[{'|'.join(NAMES)}]", help=N_("Where to look; may be given several times.")),
]
Region = Annotated[str | None, typer.Option("--region", help=N_("A country, as the source names it: US, GB, DE …"))]
Refresh = Annotated[bool, typer.Option("--refresh", help=N_("Ask now, however fresh the last answer is."))]
Route = Annotated[str | None, typer.Option("--route", help=N_("Only this route, as in `trends sources`."))]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root. Standing alone, it lists."""
    help_text = N_("Trends: what rises now, ranked, and where each was seen.")
    noun = group(app, "trends", help=help_text, bare=list_trends)
    RESULTS["trends"] = "trends.Trend[]"
    command(noun, "trends refresh", refresh, help=N_("Ask the sources now."), result="trends.Refreshed")
    command(noun, "trends sources", sources, help=N_("Show how each route stands."), result="trends.RouteState[]")
    trend_history.mount(noun)


def list_trends(
    context: typer.Context,
    source: Sources = None,
    region: Region = None,
    refresh: Refresh = False,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> None:
    from podpusher_cli.core.outcomes import hint_of
    from podpusher_cli.ui.views import trends as views

    deps = deps_of(context)
    found = deps.trends.listing(source or (), region=region, refresh=refresh, limit=limit, cursor=cursor)
    deps.out.meta["outcomes"] = found.outcomes
    deps.out.show(found.page, views.listing)
    if found.over is not None:
        deps.out.warn(found.over.message, **found.over.fields)
    tell_overage(deps)
    for outcome in found.outcomes:
        sentence, fields = hint_of(outcome)
        if not outcome.outcome.is_answer:
            deps.out.warn(sentence, **fields)
        elif sentence:
            deps.out.note(sentence, **fields)


def refresh(context: typer.Context, source: Sources = None, region: Region = None, route: Route = None) -> None:
    from podpusher_cli.ui.views import trends as views

    deps = deps_of(context)
    got, error = deps.trends.refresh(source or (), region=region, route=route)
    deps.out.show(got, views.refreshed)
    tell_overage(deps)
    if error is not None:
        raise error


def sources(context: typer.Context) -> None:
    from podpusher_cli.core.results import Page
    from podpusher_cli.ui.views import trends as views

    deps = deps_of(context)
    deps.out.show(Page(deps.trends.routes()), views.routes)
