"""Etsy's categories by demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.outcomes import RouteOutcome
from podpusher_cli.core.related import Category, by_demand
from podpusher_cli.core.results import Page
from podpusher_cli.core.text import N_
from podpusher_cli.workflows.trends import Trends

SOURCE = "etsy"
_LISTINGS, _NAMES = "etsy.api_listings", "etsy.api_taxonomy"


class OnlyEtsy(BadInput):
    code = "trends.category"
    message = N_("Only Etsy tells its categories.")
    hint = "podpusher trends --source etsy --category"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A page of the categories, the most wanted first, and what asking came to."""

    page: Page[Category]
    outcomes: tuple[RouteOutcome, ...]


def categories(
    trends: Trends,
    names: Sequence[str],
    *,
    region: str | None = None,
    tags: Sequence[str] = (),
    refresh: bool = False,
    now: datetime,
    limit: int = 20,
    cursor: str | None = None,
) -> Ranked:
    """The categories that listings for the seller's words are in. Names that Etsy does not tell now are left as numbers.

    A cursor goes on in the list it is of. Raises OnlyEtsy, BadCursor, and what `Trends.ask` comes to when Etsy tells no listings.
    """
    if set(names) - {SOURCE}:
        raise OnlyEtsy
    got, wall = trends.ask(
        [SOURCE], region=region, route=_LISTINGS, tags=tags, refresh=refresh and cursor is None, command="trends"
    )
    if wall is not None:
        raise wall
    known, _ = trends.ask([SOURCE], region=region, route=_NAMES, command="trends")
    ways = {number: each.keyword for each in known.signals if isinstance(number := each.extra.get("taxonomy_id"), int)}
    of = f"categories {region} {sorted(tags)}"
    ranked = by_demand(got.signals, ways, now)
    page = trends.lists.cut(of, ranked, lambda each: each.taxonomy_id, limit=limit, cursor=cursor)
    return Ranked(page, (*got.outcomes, *known.outcomes))
