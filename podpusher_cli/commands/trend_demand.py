"""podpusher trends related, trends --category: what goes with a word, and where it sells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands.options import Cursor, Limit, command, deps_of, tell_overage
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.core.outcomes import RouteOutcome
    from podpusher_cli.deps import Deps

Keyword = Annotated[str, typer.Argument(metavar="KEYWORD", help=N_("A word that buyers search for."))]
Region = Annotated[str | None, typer.Option("--region", help=N_("A country, as the source names it: US, GB, DE …"))]
Refresh = Annotated[bool, typer.Option("--refresh", help=N_("Ask now, however fresh the last answer is."))]


def mount(noun: typer.Typer) -> None:
    """Put the command under the noun `trends`."""
    command(noun, "trends related", related, help=N_("List the words that go with a word."), result="related.Related[]")


def related(
    context: typer.Context,
    keyword: Keyword,
    region: Region = None,
    refresh: Refresh = False,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> None:
    from podpusher_cli.ui.views import related as views
    from podpusher_cli.workflows.related import related as find

    deps = deps_of(context)
    found = find(deps.trends, keyword, region=region, refresh=refresh, limit=limit, cursor=cursor)
    deps.out.meta["outcomes"] = found.outcomes
    deps.out.show(found.page, views.words)
    tell_overage(deps)
    tell_outcomes(deps, found.outcomes)


def show_categories(
    deps: Deps,
    source: Sequence[str],
    *,
    region: str | None,
    tags: Sequence[str],
    refresh: bool,
    limit: int,
    cursor: str | None,
) -> None:
    """What `trends --source etsy --category` shows."""
    from podpusher_cli.ui.views import related as views
    from podpusher_cli.workflows.categories import categories

    now = deps.clock.now()
    found = categories(
        deps.trends, source, region=region, tags=tags, refresh=refresh, now=now, limit=limit, cursor=cursor
    )
    deps.out.meta["outcomes"] = found.outcomes
    deps.out.show(found.page, views.categories)
    tell_overage(deps)
    tell_outcomes(deps, found.outcomes)


def tell_outcomes(deps: Deps, outcomes: Sequence[RouteOutcome]) -> None:
    """Warn of each wall, and note what else there is to know of an answer."""
    from podpusher_cli.core.hints import hint_of

    for outcome in outcomes:
        sentence, fields = hint_of(outcome)
        if not outcome.outcome.is_answer:
            deps.out.warn(sentence, **fields)
        elif sentence:
            deps.out.note(sentence, **fields)
