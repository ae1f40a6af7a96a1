"""Gather trends from their sources, keep them, and rank what is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import PartlyFailed, PodpusherError, as_template
from podpusher_cli.core.keywords import display, printable_idea
from podpusher_cli.core.outcomes import RouteOutcome
from podpusher_cli.core.quota import OverQuota
from podpusher_cli.core.results import Page
from podpusher_cli.core.seasons import Season, too_late_and_next
from podpusher_cli.core.trend_errors import KeyNeeded, NothingToShow, UnknownRegion, UnknownRoute
from podpusher_cli.core.trend_routes import Source
from podpusher_cli.core.trends import Refreshed, RouteState, Signal, Trend
from podpusher_cli.providers import trends as sources
from podpusher_cli.providers.trends.engine import Engine, Wanted
from podpusher_cli.store.quota import QuotaLedger
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.trends import Signals
from podpusher_cli.workflows.consent import Consent
from podpusher_cli.workflows.trend_alerts import Alerts
from podpusher_cli.workflows.trend_lists import Areas, Narrow, TrendLists
from podpusher_cli.workflows.visits import Visit

_BEGINNING = ("tshirt",)  # of a shop that sells nothing yet


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of ranked trends, and what asking came to: walls and ages are told beside the rows.

    `over`: a source was not asked, for the plan has no refresh left; what is shown was stored before. `too_late` and
    `coming`: the nearest selling events that no order reaches any more, and that can still be sold for.
    """

    page: Page[Trend]
    outcomes: tuple[RouteOutcome, ...] = ()
    over: OverQuota | None = None
    too_late: Season | None = None
    coming: Season | None = None


class Trends:
    """Everything that is asked of trends, for one profile. An empty list of names means every source, which are `names`.

    `sold`: the words that the shop already sells by.
    """

    def __init__(
        self,
        *,
        engine: Engine,
        signals: Signals,
        consent: Consent,
        alerts: Alerts,
        settings: Settings,
        quota: QuotaLedger,
        clock: Clock,
        lists: TrendLists,
        names: Sequence[str] = sources.NAMES,
        sold: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self._engine = engine
        self._signals = signals
        self._consent = consent
        self._alerts = alerts
        self._settings = settings
        self._quota = quota
        self._clock = clock
        self._lists = lists
        self._names = names
        self._sold = sold

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
        wanted = replace(narrow or Narrow(), region=region)
        got, over = Refreshed((), ()), dict[str, OverQuota]()
        if cursor is None and (refresh or wanted.words is None):
            got, over = self._gather(areas, named=bool(names), tags=tags, refresh=refresh, command="trends")
        passing = self._passing(areas, tags)
        page = self._lists.page(areas, limit=limit, cursor=cursor, narrow=wanted, passing=passing)
        if not page.items and (wall := _only_walls(got.outcomes, over)):
            raise wall
        return Listing(
            page, got.outcomes, next(iter(over.values()), None), *too_late_and_next(self._lists.seasons(region))
        )

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
        areas = self._areas(owners, region, named=bool(names or route))
        named = bool(names or route)
        got, over = self._gather(areas, named=named, refresh=refresh, route=route, tags=tags, command=command)
        return got, _only_walls(got.outcomes, over) or _some_over(over, len(owners))

    def top(self, count: int) -> list[Trend]:
        """The best `count` trends that something could be printed of; fewer when there are no more.

        Raises as `listing` does.
        """
        chosen = self._chosen(())
        areas = self._areas(chosen, None, named=False)
        got, over = self._gather(areas, command="generate")
        trends = self._lists.ranked(areas, upto=self._signals.newest(), passing=self._passing(areas, ()))
        if not trends and (wall := _only_walls(got.outcomes, over)):
            raise wall
        return [trend for trend in trends if printable_idea(trend.keyword)][:count]

    def routes(self) -> tuple[RouteState, ...]:
        """How every route of every source stands."""
        seen = self._signals.last_seen()
        now = self._clock.now()
        states = []
        for source in self._chosen(()):
            for route in source.routes:
                rest = self._engine.resting(source, route)
                last = self._alerts.last(route.id)
                states.append(
                    RouteState(
                        source=source.name,
                        route=route.id,
                        tier=route.tier,
                        needs=route.needs,
                        official=route.official,
                        allowed=route.official or self._consent.given(source),
                        opens=self._engine.opens(route),
                        last_outcome=last.outcome if last else None,
                        last_at=last.at if last else None,
                        last_signals_at=seen.get(route.id),
                        resting=rest.kind if rest else None,
                        next_at=now + timedelta(seconds=rest.retry_after or 0) if rest else None,
                    )
                )
        return tuple(states)

    def check(self, names: Sequence[str] = ()) -> tuple[tuple[RouteOutcome, ...], PodpusherError | None]:
        """What one request of each route's comes to, and an error when none answered. Nothing is kept, no refresh is counted.

        Raises UnknownSource, and NotAgreed where none may be asked.
        """
        areas = self._areas(self._chosen(names), None, named=False)
        official = self._permitted(areas, None, named=bool(names))
        outcomes: list[RouteOutcome] = []
        for source, area in areas:
            for route in source.asked(None) if source.name in official else ():
                if route.official or not official[source.name]:
                    wanted = Wanted(area, only=route.id, refresh=True, tags=self._words(())[:1], once=True)
                    outcomes += self._engine.read(source, wanted).outcomes
        self._alerts.heard(outcomes)
        return tuple(outcomes), _only_walls(outcomes, {})

    def _chosen(self, names: Sequence[str]) -> list[Source]:
        return [sources.load(name) for name in dict.fromkeys(names or self._names)]

    def _areas(self, chosen: Sequence[Source], region: str | None, *, named: bool) -> list[tuple[Source, str]]:
        """Each source and its own code for the region. One that knows no countries is read as a whole.

        Raises UnknownRegion when a source that was `named` has no such region, or none has.
        """
        wanted = region or self._settings.get("trends.region")
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

    def _words(self, tags: Sequence[str]) -> tuple[str, ...]:
        """What is measured where a source needs words: the seller's, else what the shop sells by, else a beginning."""
        said = tags or self._settings.get("trends.tags").split(",")
        named = tuple(dict.fromkeys(filter(None, map(display, said))))
        return named or tuple(dict.fromkeys(filter(None, map(display, self._sold())))) or _BEGINNING

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
        """Read every source and keep what came of each before the next is read; and those that the plan kept from being asked."""
        words = self._words(tags)
        official = self._permitted(areas, route, named=named)
        outcomes: list[RouteOutcome] = []
        signals: list[Signal] = []
        over: dict[str, OverQuota] = {}
        for source, area in ((source, area) for source, area in areas if source.name in official):
            visit = Visit(self._quota, source.name, command)
            try:
                wanted = Wanted(area, only=route, refresh=refresh, tags=words, official=official[source.name])
                reading = self._engine.read(source, wanted, leave=visit.leave)
                self._signals.add(
                    _lasting(source, reading.signals), along=visit.settle(reading) if visit.left else None
                )
            except OverQuota as error:
                over[source.name] = error
                continue
            except BaseException:
                visit.give_up()
                raise
            self._alerts.heard(reading.outcomes)
            outcomes += reading.outcomes
            signals += reading.signals
        self._lists.tidy()
        return Refreshed(tuple(outcomes), tuple(signals)), over

    def _permitted(self, areas: Areas, route: str | None, *, named: bool) -> dict[str, bool]:
        """The sources that may be read, and whether only by what they offer to programs.

        Raises NotAgreed where a source that was `named` may not be read at all, or none may. What has neither key nor
        session is left out where others were not named either.
        """
        found: dict[str, bool] = {}
        refused: list[Source] = []
        closed: list[Source] = []
        for source, area in areas:
            usable = [each for each in source.asked(route) if each.serves(area) and self._engine.opens(each)]
            if not usable:
                closed.append(source)
            elif any(each.official for each in usable) and not self._consent.given(source):
                found[source.name] = True
            elif all(each.official for each in usable) or self._consent.wanted(source):
                found[source.name] = False
            else:
                refused.append(source)
        if refused and (named or not found):
            raise self._consent.refusal(refused[0])
        return found | ({source.name: False for source in closed} if named or not found else {})

    def _passing(self, areas: Areas, tags: Sequence[str]) -> list[Signal]:
        """What is fresh of that which sources do not let us keep."""
        words = self._words(tags)
        return [each for source, area in areas for each in self._engine.passing(source, Wanted(area, tags=words))]


def _lasting(source: Source, signals: Sequence[Signal]) -> list[Signal]:
    """Those that the source lets us keep."""
    passing = {route.id for route in source.routes if route.store == "cache_only"}
    return [signal for signal in signals if signal.route not in passing]


def _only_walls(outcomes: Sequence[RouteOutcome], over: Mapping[str, OverQuota]) -> PodpusherError | None:
    """The error for a gathering in which nobody answered, or nobody was asked."""
    if not outcomes and over:
        return next(iter(over.values()))
    if not outcomes or any(each.outcome.is_answer for each in outcomes):
        return None
    if all(each.missing and each.missing != "browser" for each in outcomes):
        return KeyNeeded(outcomes[0])
    return NothingToShow(outcomes)


def _some_over(over: Mapping[str, OverQuota], total: int) -> PodpusherError | None:
    """The error where the plan had no refresh left for some of the sources."""
    if not over:
        return None
    items = [
        {"id": name, "code": each.full_code, "message": each.plain(), "hint": each.plain_hint()}
        for name, each in over.items()
    ]
    hint = as_template(next(iter(over.values())).plain_hint())
    return PartlyFailed(failed=len(over), total=total, hint=hint, details={"items": items})
