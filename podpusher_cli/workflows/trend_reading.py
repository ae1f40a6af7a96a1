"""Read the sources that may be read, keep what each gave before the next is asked, and say what it all came to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from podpusher_cli.core.errors import PartlyFailed, PodpusherError, as_template
from podpusher_cli.core.hints import command_for
from podpusher_cli.core.keywords import display
from podpusher_cli.core.money import Money
from podpusher_cli.core.outcomes import RouteOutcome
from podpusher_cli.core.quota import OverQuota
from podpusher_cli.core.trend_errors import KeyNeeded, NothingToShow
from podpusher_cli.core.trend_routes import Source
from podpusher_cli.core.trends import LeftOut, Refreshed, Signal
from podpusher_cli.providers.trends.engine import Engine
from podpusher_cli.providers.trends.readings import Wanted
from podpusher_cli.store.quota import QuotaLedger
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.trends import Signals
from podpusher_cli.workflows.consent import Consent
from podpusher_cli.workflows.trend_alerts import Alerts
from podpusher_cli.workflows.trend_lists import Areas
from podpusher_cli.workflows.visits import Visit

_BEGINNING = ("tshirt",)  # of a shop that sells nothing yet


def _freely(_source: Source, _price: Money) -> None:
    """Nobody minds."""


@dataclass(frozen=True, slots=True)
class Readings:
    """A profile's. `sold`: the words that the shop already sells by. `paying` hears what a request costs before it is sent."""

    engine: Engine
    signals: Signals
    consent: Consent
    alerts: Alerts
    settings: Settings
    quota: QuotaLedger
    sold: Callable[[], Sequence[str]] = tuple
    paying: Callable[[Source, Money], None] = _freely

    def words(self, tags: Sequence[str]) -> tuple[str, ...]:
        """What is measured where a source needs words: the seller's, else what the shop sells by, else a beginning."""
        said = tags or self.settings.get("trends.tags").split(",")
        named = tuple(dict.fromkeys(filter(None, map(display, said))))
        return named or tuple(dict.fromkeys(filter(None, map(display, self.sold())))) or _BEGINNING

    def gather(
        self,
        areas: Areas,
        *,
        command: str,
        named: bool = False,
        refresh: bool = False,
        route: str | None = None,
        tags: Sequence[str] = (),
    ) -> tuple[Refreshed, dict[str, OverQuota]]:
        """What came of every source that may be read, and those that the plan kept from being asked. Raises NotAgreed."""
        words = self.words(tags)
        official = self.permitted(areas, route, named=named)
        outcomes: list[RouteOutcome] = []
        signals: list[Signal] = []
        over: dict[str, OverQuota] = {}
        for source, area in ((source, area) for source, area in areas if source.name in official):
            visit = Visit(self.quota, source.name, command)
            try:
                wanted = Wanted(area, only=route, refresh=refresh, tags=words, official=official[source.name])
                self.tell_price(source, wanted)
                reading = self.engine.read(source, wanted, leave=visit.leave)
                self.signals.add(_lasting(source, reading.signals), along=visit.settle(reading) if visit.left else None)
            except OverQuota as error:
                over[source.name] = error
                continue
            except BaseException:
                visit.give_up()
                raise
            self.alerts.heard(reading.outcomes)
            outcomes += reading.outcomes
            signals += reading.signals
        return Refreshed(tuple(outcomes), tuple(signals), self._left_out(areas, official, route)), over

    def tell_price(self, source: Source, wanted: Wanted) -> None:
        """Say what a request costs that the seller has called for, before it is sent."""
        price = self.engine.price(source, wanted) if wanted.refresh else None
        if price is not None:
            self.paying(source, price)

    def permitted(self, areas: Areas, route: str | None, *, named: bool) -> dict[str, bool]:
        """The sources that may be read, and whether only by what they offer to programs.

        Raises NotAgreed where a source that was `named` may not be read at all, or none may. What has neither key nor
        session is left out where others were not named either.
        """
        found: dict[str, bool] = {}
        refused: list[Source] = []
        closed: list[Source] = []
        for source, area in areas:
            usable = [each for each in source.asked(route) if each.serves(area) and self.engine.opens(each)]
            if not usable:
                closed.append(source)
            elif any(each.official for each in usable) and not self.consent.given(source):
                found[source.name] = True
            elif all(each.official for each in usable) or self.consent.wanted(source):
                found[source.name] = False
            else:
                refused.append(source)
        if refused and (named or not found):
            raise self.consent.refusal(refused[0])
        return found | ({source.name: False for source in closed} if named or not found else {})

    def _left_out(self, areas: Areas, found: Mapping[str, bool], route: str | None) -> tuple[LeftOut, ...]:
        """What is not in `found`, and why."""
        told = []
        for source, area in ((source, area) for source, area in areas if source.name not in found):
            serving = [each for each in source.asked(route) if each.serves(area)]
            if any(self.engine.opens(each) for each in serving):
                told.append(LeftOut(source.name, self.consent.command([source.name]), consent=True))
            elif serving:
                told.append(LeftOut(source.name, command_for(serving[0].needs)))
        return tuple(told)

    def passing(self, areas: Areas, tags: Sequence[str]) -> list[Signal]:
        """What is fresh of that which sources do not let us keep."""
        words = self.words(tags)
        return [each for source, area in areas for each in self.engine.passing(source, Wanted(area, tags=words))]


def _lasting(source: Source, signals: Sequence[Signal]) -> list[Signal]:
    """Those that the source lets us keep."""
    passing = {route.id for route in source.routes if route.store == "cache_only"}
    return [signal for signal in signals if signal.route not in passing]


def only_walls(outcomes: Sequence[RouteOutcome], over: Mapping[str, OverQuota]) -> PodpusherError | None:
    """The error for a gathering in which nobody answered, or nobody was asked."""
    if not outcomes and over:
        return next(iter(over.values()))
    if not outcomes or any(each.outcome.is_answer for each in outcomes):
        return None
    if all(":" in (each.missing or "") for each in outcomes):
        return KeyNeeded(outcomes[0])
    return NothingToShow(outcomes)


def some_over(over: Mapping[str, OverQuota], total: int) -> PodpusherError | None:
    """The error where the plan had no refresh left for some of the sources."""
    if not over:
        return None
    items = [
        {"id": name, "code": each.full_code, "message": each.plain(), "hint": each.plain_hint()}
        for name, each in over.items()
    ]
    hint = as_template(next(iter(over.values())).plain_hint())
    return PartlyFailed(failed=len(over), total=total, hint=hint, details={"items": items})
