"""Gather trends from their sources, keep them, and rank what is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.keywords import display, printable_idea
from podpusher_cli.core.outcomes import RouteOutcome
from podpusher_cli.core.quota import OverQuota
from podpusher_cli.core.ranking import is_ranked
from podpusher_cli.core.results import Page
from podpusher_cli.core.seasons import Season, too_late_and_next
from podpusher_cli.core.trend_errors import UnknownRegion, UnknownRoute
from podpusher_cli.core.trend_routes import Source
from podpusher_cli.core.trends import LeftOut, Refreshed, RouteState, Trend
from podpusher_cli.providers import trends as sources
from podpusher_cli.workflows.trend_lists import Areas, Narrow, TrendLists
from podpusher_cli.workflows.trend_reading import Readings, only_walls, some_over
from podpusher_cli.workflows.trend_states import RouteStates


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of ranked trends, and what asking came to: walls and ages are told beside the rows.

    `over`: a source was not asked, for the plan has no refresh left; what is shown was stored before. `too_late` and
    `coming`: the nearest selling events that no order reaches any more, and that can still be sold for. `unranked`: sources
    that were named and gave nothing that is ranked. `left_out`: those that were not asked.
    """

    page: Page[Trend]
    outcomes: tuple[RouteOutcome, ...] = ()
    over: OverQuota | None = None
    too_late: Season | None = None
    coming: Season | None = None
    unranked: tuple[Source, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Trends:
    """Everything that is asked of trends, for one profile. An empty list of names means every source, which are `names`."""

    readings: Readings
    states: RouteStates
    lists: TrendLists
    names: Sequence[str] = sources.NAMES

    def listing(
        self,
        names: Sequence[str] = (),
        *,
        region: str | None = None,
        tags: Sequence[str] = (),
        refresh: bool = False,
        limit: int = 20,
        cursor: str | None = None,
        narrow: Narrow | None = None,
    ) -> Listing:
        """Ranked trends: fresh where they may be had, else what is stored. A cursor goes on in the list it is of.

        A search looks through what is stored, and asks nobody without `refresh`. Raises NothingToShow or OverQuota when no
        source could be asked and nothing is stored, UnknownSource, UnknownRegion, BadCursor and NotAgreed.
        """
        chosen = self._chosen(names)
        areas = self._areas(chosen, region, named=bool(names))
        wanted = replace(narrow or Narrow(), region=region, tags=tuple(filter(None, map(display, tags))))
        got, over = Refreshed((), ()), dict[str, OverQuota]()
        if cursor is None and (refresh or wanted.words is None):
            got, over = self._gather(areas, named=bool(names), tags=tags, refresh=refresh, command="trends")
        passing = self.readings.passing(areas, tags)
        page = self.lists.page(areas, limit=limit, cursor=cursor, narrow=wanted, passing=passing)
        if not page.items and (wall := only_walls(got.outcomes, over)):
            raise wall
        ranked = {each.source for each in got.signals if is_ranked(each)}
        gave = {each.source for each in got.signals} - ranked if names else set()
        unranked = tuple(source for source in chosen if source.name in gave)
        seasons = too_late_and_next(self.lists.seasons(region))
        return Listing(page, got.outcomes, next(iter(over.values()), None), *seasons, unranked, got.left_out)

    def refresh(
        self,
        names: Sequence[str] = (),
        *,
        region: str | None = None,
        route: str | None = None,
        tags: Sequence[str] = (),
    ) -> tuple[Refreshed, PodpusherError | None]:
        """Fetch now; what came, and an error when nothing but walls did, or the plan allowed no more. `route`: this one alone."""
        return self.ask(names, region=region, route=route, tags=tags, refresh=True, command="trends refresh")

    def ask(
        self,
        names: Sequence[str] = (),
        *,
        command: str,
        region: str | None = None,
        route: str | None = None,
        tags: Sequence[str] = (),
        refresh: bool = False,
    ) -> tuple[Refreshed, PodpusherError | None]:
        """As `refresh`, on behalf of a command, and from the cache where that is fresh unless `refresh` says otherwise."""
        chosen = self._chosen(names)
        owners = [source for source in chosen if source.asked(route)]
        if route is not None and not owners:
            names_of_all = [each.id for source in chosen for each in source.routes]
            raise UnknownRoute(name=route, names=", ".join(names_of_all))
        named = bool(names or route)
        areas = self._areas(owners, region, named=named)
        got, over = self._gather(areas, named=named, refresh=refresh, route=route, tags=tags, command=command)
        return got, only_walls(got.outcomes, over) or some_over(over, len(owners))

    def top(self, count: int) -> list[Trend]:
        """The best `count` trends that something could be printed of; fewer when there are no more.

        Raises as `listing` does.
        """
        chosen = self._chosen(())
        areas = self._areas(chosen, None, named=False)
        got, over = self._gather(areas, command="generate")
        passing = self.readings.passing(areas, ())
        trends = self.lists.ranked(areas, upto=self.readings.signals.newest(), passing=passing)
        if not trends and (wall := only_walls(got.outcomes, over)):
            raise wall
        return [trend for trend in trends if printable_idea(trend.keyword)][:count]

    def routes(self) -> tuple[RouteState, ...]:
        """How every route of every source stands."""
        return self.states.routes(self._chosen(()))

    def check(self, names: Sequence[str] = ()) -> tuple[tuple[RouteOutcome, ...], PodpusherError | None]:
        """What one request of each route's comes to, and an error when none answered.

        Raises UnknownSource, and NotAgreed where none may be asked.
        """
        areas = self._areas(self._chosen(names), None, named=False)
        outcomes = self.states.check(areas, named=bool(names))
        return outcomes, only_walls(outcomes, {})

    def _chosen(self, names: Sequence[str]) -> list[Source]:
        return [sources.load(name) for name in dict.fromkeys(names or self.names)]

    def _areas(self, chosen: Sequence[Source], region: str | None, *, named: bool) -> list[tuple[Source, str]]:
        """Each source and its own code for the region. One that knows no countries is read as a whole.

        Raises UnknownRegion when a source that was `named` has no such region, or none has.
        """
        wanted = region or self.readings.settings.get("trends.region")
        areas = [
            (source, area)
            for source in chosen
            if (
                area := source.region(wanted)
                or (source.regions[0] if len(source.regions) == 1 and not region else None)
            )
        ]
        if len(areas) < len(chosen) and (named or not areas):
            lacking = next(source for source in chosen if source.region(wanted) is None)
            raise UnknownRegion(source=lacking.title, region=wanted, regions=", ".join(lacking.regions))
        return areas

    def _gather(
        self,
        areas: Areas,
        *,
        command: str,
        named: bool = False,
        refresh: bool = False,
        route: str | None = None,
        tags: Sequence[str] = (),
    ) -> tuple[Refreshed, dict[str, OverQuota]]:
        gathered = self.readings.gather(areas, command=command, named=named, refresh=refresh, route=route, tags=tags)
        self.lists.tidy()
        return gathered
