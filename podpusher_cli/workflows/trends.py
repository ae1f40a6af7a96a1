"""Gather trends from their sources, keep them, and rank what is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import PartlyFailed, PodpusherError, as_template
from podpusher_cli.core.keywords import display, printable_idea
from podpusher_cli.core.outcomes import RouteOutcome
from podpusher_cli.core.quota import OverQuota
from podpusher_cli.core.ranking import trends_of
from podpusher_cli.core.results import BadCursor, Page, from_cursor, to_cursor
from podpusher_cli.core.text import N_
from podpusher_cli.core.trends import (
    NotAgreed,
    NothingToShow,
    Refreshed,
    RouteState,
    Signal,
    Source,
    Trend,
    UnknownRegion,
    UnknownRoute,
)
from podpusher_cli.providers import trends as sources
from podpusher_cli.providers.trends.engine import Engine, Wanted
from podpusher_cli.store.quota import QuotaLedger
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.trends import Signals
from podpusher_cli.workflows.visits import Visit

_PLACES = 20  # a cursor is the newest signal of its list, and a place in it that fits these bits
_LARGEST_CURSOR = 2**63
_AGREEMENT = "trends.allow_unofficial"
_BEGINNING = ("tshirt",)  # of a shop that sells nothing yet


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of ranked trends, and what asking came to: walls and ages are told beside the rows.

    `over`: a source was not asked, for the plan has no refresh left; what is shown was stored before.
    """

    page: Page[Trend]
    outcomes: tuple[RouteOutcome, ...] = ()
    over: OverQuota | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether routes may be read that a source does not offer to programs.

    `said` is the environment's word, None without one; then the setting counts. `ask` puts a question to the seller;
    None where nobody may be asked.
    """

    said: bool | None
    settings: Settings
    ask: Callable[..., bool] | None = None

    @property
    def given(self) -> bool:
        """Whether it has been said."""
        return self.settings.get(_AGREEMENT) == "1" if self.said is None else self.said

    def require(self, source: Source) -> None:
        """Ask, once, where it has not been said; a yes is remembered. Raises NotAgreed."""
        if self.given:
            return
        question = N_("{source} offers no way for programs here. {terms} Read its public list all the same?")
        if self.said is not None or not (self.ask and self.ask(question, source=source.title, terms=source.terms)):
            raise NotAgreed(provider=source.name, source=source.title, terms=source.terms)
        self.settings.set({_AGREEMENT: "1"})


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
        settings: Settings,
        quota: QuotaLedger,
        clock: Clock,
        names: Sequence[str] = sources.NAMES,
        sold: Callable[[], Sequence[str]] = tuple,
    ) -> None:
        self._engine = engine
        self._signals = signals
        self._consent = consent
        self._settings = settings
        self._quota = quota
        self._clock = clock
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
    ) -> Listing:
        """Ranked trends: fresh where they may be had, else what is stored. A cursor goes on in the list it is of.

        Raises NothingToShow or OverQuota when no source could be asked and nothing is stored, UnknownSource,
        UnknownRegion, BadCursor and NotAgreed.
        """
        chosen = self._chosen(names)
        areas = self._areas(chosen, region, named=bool(names))
        if cursor is not None:
            upto, start = _opened(cursor)
            return Listing(self._page(self._ranked(areas, upto), upto, start, limit))
        got, over = self._gather(areas, tags=tags, refresh=refresh, command="trends")
        upto = self._signals.newest()
        trends = self._ranked(areas, upto)
        if not trends and (wall := _only_walls(got.outcomes, over)):
            raise wall
        return Listing(self._page(trends, upto, 0, limit), got.outcomes, next(iter(over.values()), None))

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
        got, over = self._gather(areas, refresh=refresh, route=route, tags=tags, command=command)
        return got, _only_walls(got.outcomes, over) or _some_over(over, len(owners))

    def top(self, count: int) -> list[Trend]:
        """The best `count` trends that something could be printed of; fewer when there are no more.

        Raises as `listing` does.
        """
        chosen = self._chosen(())
        areas = self._areas(chosen, None, named=False)
        got, over = self._gather(areas, command="generate")
        trends = self._ranked(areas, self._signals.newest())
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
                states.append(
                    RouteState(
                        source=source.name,
                        route=route.id,
                        tier=route.tier,
                        needs=route.needs,
                        official=route.official,
                        allowed=route.official or self._consent.given,
                        last_signals_at=seen.get(route.id),
                        resting=rest.kind if rest else None,
                        next_at=now + timedelta(seconds=rest.retry_after or 0) if rest else None,
                    )
                )
        return tuple(states)

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
        areas: Sequence[tuple[Source, str]],
        *,
        command: str,
        refresh: bool = False,
        route: str | None = None,
        tags: Sequence[str] = (),
    ) -> tuple[Refreshed, dict[str, OverQuota]]:
        """Read every source and keep what came of each before the next is read; and those that the plan kept from being asked."""
        words = self._words(tags)
        for source, _ in areas:
            if not all(each.official for each in source.asked(route)):
                self._consent.require(source)
        outcomes: list[RouteOutcome] = []
        signals: list[Signal] = []
        over: dict[str, OverQuota] = {}
        for source, area in areas:
            visit = Visit(self._quota, source.name, command)
            try:
                wanted = Wanted(area, only=route, refresh=refresh, tags=words)
                reading = self._engine.read(source, wanted, leave=visit.leave)
                self._signals.add(reading.signals, along=visit.settle(reading) if visit.left else None)
            except OverQuota as error:
                over[source.name] = error
                continue
            except BaseException:
                visit.give_up()
                raise
            outcomes += reading.outcomes
            signals += reading.signals
        return Refreshed(tuple(outcomes), tuple(signals)), over

    def _ranked(self, areas: Sequence[tuple[Source, str]], upto: int) -> tuple[Trend, ...]:
        by_area: dict[str, list[str]] = {}
        for source, area in areas:
            by_area.setdefault(area, []).append(source.name)
        found = (self._signals.present(names, area, upto=upto) for area, names in by_area.items())
        return trends_of(chain.from_iterable(found), self._clock.now())

    @staticmethod
    def _page(trends: tuple[Trend, ...], upto: int, start: int, limit: int) -> Page[Trend]:
        end = start + limit
        return Page(trends[start:end], to_cursor(upto << _PLACES | end) if end < len(trends) else None)


def _opened(cursor: str) -> tuple[int, int]:
    """The newest signal of the list that a cursor goes on in, and the place. Raises BadCursor."""
    place = from_cursor(cursor) or 0
    if not 0 <= place < _LARGEST_CURSOR:
        raise BadCursor(cursor=cursor)
    return place >> _PLACES, place & ((1 << _PLACES) - 1)


def _only_walls(outcomes: Sequence[RouteOutcome], over: Mapping[str, OverQuota]) -> PodpusherError | None:
    """The error for a gathering in which nobody answered, or nobody was asked."""
    if not outcomes and over:
        return next(iter(over.values()))
    if not outcomes or any(each.outcome.is_answer for each in outcomes):
        return None
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
