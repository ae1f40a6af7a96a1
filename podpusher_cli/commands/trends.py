"""podpusher trends: what is rising, and how podpusher knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands import trend_demand, trend_history
from podpusher_cli.commands.options import RESULTS, Cursor, Limit, command, deps_of, group, tell_overage
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_
from podpusher_cli.providers.trends import NAMES

if TYPE_CHECKING:
    from podpusher_cli.core.trends import LeftOut
    from podpusher_cli.deps import Deps

Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar=f"[{'|'.join(NAMES)}]", help=N_("Where to look; may be given several times.")),
]
Region = Annotated[str | None, typer.Option("--region", help=N_("A country, as the source names it: US, GB, DE …"))]
Refresh = Annotated[bool, typer.Option("--refresh", help=N_("Ask now, however fresh the last answer is."))]
Tags = Annotated[
    list[str] | None,
    typer.Option(
        "--tag", metavar="WORD", help=N_("Measure this word where a source needs one; may be given several times.")
    ),
]
Categories = Annotated[bool, typer.Option("--category", help=N_("Rank Etsy's categories by demand instead."))]
Within = Annotated[
    str | None, typer.Option("--in", metavar="CATEGORY", help=N_("Only this category, as the source names it."))
]
Days = Annotated[int, typer.Option("--days", min=1, max=90, help=N_("How many days back counts as now."))]
Search = Annotated[
    str | None,
    typer.Option("--search", metavar="WORDS", help=N_("Only keywords with these words, in all that is kept.")),
]
Route = Annotated[str | None, typer.Option("--route", help=N_("Only this route, as in `trends sources`."))]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root. Standing alone, it lists."""
    noun = group(app, "trends", help=WORDS["trends"].help, bare=list_trends)
    RESULTS["trends"] = "trends.Trend[]|related.Category[]"
    command(noun, "trends refresh", refresh, help=N_("Ask the sources now."), result="trends.Refreshed")
    command(noun, "trends sources", sources, help=N_("Show how each route stands."), result="trends.RouteState[]")
    help_check = N_("Ask each route once, to see how it answers.")
    command(noun, "trends check", check, help=help_check, result="outcomes.RouteOutcome[]")
    trend_history.mount(noun)
    trend_demand.mount(noun)


def list_trends(
    context: typer.Context,
    source: Sources = None,
    region: Region = None,
    tag: Tags = None,
    category: Categories = False,
    search: Search = None,
    within: Within = None,
    days: Days = 1,
    refresh: Refresh = False,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> None:
    from podpusher_cli.ui.views import trends as views
    from podpusher_cli.workflows.trend_lists import Narrow

    deps, words = deps_of(context), tag or ()
    if category:
        trend_demand.show_categories(
            deps, source or (), region=region, tags=words, refresh=refresh, limit=limit, cursor=cursor
        )
        return
    found = deps.trends.listing(
        source or (),
        region=region,
        tags=words,
        refresh=refresh,
        limit=limit,
        cursor=cursor,
        narrow=Narrow(search, within, days),
    )
    deps.out.meta["outcomes"] = found.outcomes
    deps.out.meta["left_out"] = found.left_out
    deps.out.show(found.page, views.listing if search is None else views.found)
    if found.over is not None:
        deps.out.warn(found.over.message, **found.over.fields)
    tell_overage(deps)
    trend_demand.tell_outcomes(deps, found.outcomes)
    _tell_left_out(deps, found.left_out)
    for each in found.unranked:
        sentence = N_("{source} gives posts, which are kept but not ranked. To list them: {command}")
        deps.out.note(sentence, source=each.title, command=f"podpusher trends signals --source {each.name}")
    trend_history.tell_seasons(deps, found.too_late, found.coming)


def refresh(
    context: typer.Context, source: Sources = None, region: Region = None, route: Route = None, tag: Tags = None
) -> None:
    from podpusher_cli.ui.views import trends as views

    deps = deps_of(context)
    got, error = deps.trends.refresh(source or (), region=region, route=route, tags=tag or ())
    deps.out.show(got, views.refreshed)
    tell_overage(deps)
    _tell_left_out(deps, got.left_out)
    if error is not None:
        raise error


def _tell_left_out(deps: Deps, left_out: Sequence[LeftOut]) -> None:
    """Say which sources wait for a yes that nobody can be asked for here."""
    from podpusher_cli.core.errors import PROVIDER_NAMES

    waiting = [each for each in left_out if each.consent]
    if waiting and not deps.out.interactive:
        names = ", ".join(PROVIDER_NAMES.get(each.source, each.source) for each in waiting)
        command = deps.trends.readings.consent.command([each.source for each in waiting])
        deps.out.note(
            N_("Without your consent these were not asked: {names}. This agrees to it: {command}"),
            names=names,
            command=command,
        )


def sources(context: typer.Context) -> None:
    from podpusher_cli.core.results import Page
    from podpusher_cli.ui.views import trends as views

    deps = deps_of(context)
    proxies = deps.proxies.states() if deps.proxies else ()
    if proxies:
        deps.out.meta["proxies"] = proxies
    deps.out.show(Page(deps.trends.routes()), lambda page: views.routes(page, proxies))


def check(context: typer.Context, source: Sources = None) -> None:
    from podpusher_cli.ui.views import trends as views

    deps = deps_of(context)
    outcomes, error = deps.trends.check(source or ())
    deps.out.show(list(outcomes), views.checked)
    if error is not None:
        raise error
