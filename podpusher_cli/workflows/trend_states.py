"""How the routes of the sources stand, and how each answers when it is asked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.outcomes import RouteOutcome
from podpusher_cli.core.trend_routes import Route, Source
from podpusher_cli.core.trends import RouteState
from podpusher_cli.providers.trends.readings import Wanted
from podpusher_cli.workflows.trend_lists import Areas
from podpusher_cli.workflows.trend_reading import Readings


@dataclass(frozen=True, slots=True)
class RouteStates:
    """The routes as a profile sees them."""

    readings: Readings
    clock: Clock

    def routes(self, chosen: Sequence[Source]) -> tuple[RouteState, ...]:
        """How every route of these sources stands; nobody is asked."""
        seen = self.readings.signals.last_seen()
        return tuple(self._state(source, route, seen) for source in chosen for route in source.routes)

    def check(self, areas: Areas, *, named: bool) -> tuple[RouteOutcome, ...]:
        """What one request of each route's comes to. Nothing is kept, no refresh is counted. Raises NotAgreed."""
        readings = self.readings
        official = readings.permitted(areas, None, named=named)
        outcomes: list[RouteOutcome] = []
        for source, area in areas:
            for route in source.asked(None) if source.name in official else ():
                if route.official or not official[source.name]:
                    tags = readings.words(())[:1]
                    wanted = Wanted(_served(source, route, area), only=route.id, refresh=True, tags=tags, once=True)
                    readings.tell_price(source, wanted)
                    outcomes += readings.engine.read(source, wanted).outcomes
        readings.alerts.heard(outcomes)
        return tuple(outcomes)

    def _state(self, source: Source, route: Route, seen: dict[str, datetime]) -> RouteState:
        engine = self.readings.engine
        rest = engine.resting(source, route)
        last = self.readings.alerts.last(route.id)
        return RouteState(
            source=source.name,
            route=route.id,
            tier=route.tier,
            needs=route.needs,
            official=route.official,
            allowed=route.official or self.readings.consent.given(source),
            opens=engine.opens(route),
            dead_end=route.dead_end,
            last_outcome=last.outcome if last else None,
            last_at=last.at if last else None,
            last_signals_at=seen.get(route.id),
            resting=rest.kind if rest else None,
            next_at=self.clock.now() + timedelta(seconds=rest.retry_after or 0) if rest else None,
        )


def _served(source: Source, route: Route, area: str) -> str:
    """The region, or another where the route has no list of that one."""
    return area if route.serves(area) else next(filter(route.serves, source.regions), area)
