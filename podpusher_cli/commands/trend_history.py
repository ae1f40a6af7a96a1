"""podpusher trends history, signals, seasons: what was kept, and what it is for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands.options import Cursor, Limit, command, deps_of
from podpusher_cli.core.history import Span
from podpusher_cli.core.text import N_
from podpusher_cli.providers.trends import NAMES

if TYPE_CHECKING:
    from podpusher_cli.core.seasons import Season
    from podpusher_cli.deps import Deps

_MOST_DAYS = 36_500

Keyword = Annotated[str, typer.Argument(metavar="KEYWORD", help=N_("A keyword, as `trends` shows it."))]
Sources = Annotated[
    list[str] | None,
    typer.Option("--source", metavar=f"[{'|'.join(NAMES)}]", help=N_("Only this source; may be given several times.")),
]
Source = Annotated[str, typer.Option("--source", metavar=f"[{'|'.join(NAMES)}]", help=N_("The source."))]
Region = Annotated[str | None, typer.Option("--region", help=N_("Only this region: US, GB, DE …"))]
Buckets = Annotated[Span, typer.Option("--by", help=N_("How long each point of the curve is."))]
Days = Annotated[int, typer.Option("--days", min=1, max=_MOST_DAYS, help=N_("How far back to look."))]
Html = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help=N_("Write a chart to this file, for a browser."))
]


def mount(noun: typer.Typer) -> None:
    """Put the commands under the noun `trends`."""
    command(noun, "trends history", history, help=N_("Show a keyword's curve."), result="history.History")
    command(noun, "trends signals", signals, help=N_("List every observation of a source."), result="trends.Signal[]")
    command(noun, "trends seasons", seasons, help=N_("List the selling events to come."), result="seasons.Season[]")


def tell_seasons(deps: Deps, too_late: Season | None, coming: Season | None) -> None:
    """Say which selling event it is too late for, and which is next."""
    from podpusher_cli.ui.views.seasons import notice

    deps.out.meta["seasons"] = {"too_late": too_late, "next": coming}
    for season in filter(None, (too_late, coming)):
        deps.out.note("{line}", line=notice(season))


def history(
    context: typer.Context,
    keyword: Keyword,
    source: Sources = None,
    region: Region = None,
    by: Buckets = Span.DAY,
    days: Days = 90,
    html: Html = None,
) -> None:
    from podpusher_cli.ui.views import history as views

    deps = deps_of(context)
    found = deps.histories.history(keyword, names=source or (), region=region, span=by, days=days)
    if html is not None:
        from podpusher_cli.ui.charts import page
        from podpusher_cli.workflows.history import write_chart

        write_chart(html, page(found), deps.out.confirm)
    deps.out.show(found, views.history)
    if html is not None:
        deps.out.note(N_("The chart is in {file}."), file=html)


def signals(
    context: typer.Context, source: Source, region: Region = None, limit: Limit = 20, cursor: Cursor = None
) -> None:
    from podpusher_cli.ui.views import history as views

    deps = deps_of(context)
    deps.out.show(deps.histories.signals(source, region=region, limit=limit, cursor=cursor), views.signals)


def seasons(context: typer.Context, region: Region = None, limit: Limit = 20, cursor: Cursor = None) -> None:
    from podpusher_cli.ui.views import seasons as views

    deps = deps_of(context)
    deps.out.show(deps.histories.seasons(region=region, limit=limit, cursor=cursor), views.seasons)
