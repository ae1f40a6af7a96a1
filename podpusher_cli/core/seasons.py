"""Which selling events come next, by when a listing must stand, and which are too late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from podpusher_cli.core.events import EVENTS, Event
from podpusher_cli.core.keywords import searchable

_SATURDAY = 5


class Stage(StrEnum):
    """How an event stands for a seller today."""

    AHEAD = "ahead"
    SELLING = "selling"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Lead:
    """Business days from an order to its arrival: the print provider's production, then the way to the buyer."""

    production: int = 5
    shipping: int = 7


@dataclass(frozen=True, slots=True)
class Season:
    """An event on its next date.

    `list_by`: from then on buyers look for it, so the listing should stand. `order_by`: the last day on which an order
    still arrives. `name` is English.
    """

    code: str
    name: str
    day: date
    list_by: date
    order_by: date
    stage: Stage


def seasons(region: str, today: date, lead: Lead) -> tuple[Season, ...]:
    """Every event of a region within the year to come, the nearest first."""
    countries = region.upper().split("+")
    found = [
        season_of(event, today, lead)
        for event in EVENTS
        if not event.regions or any(country in event.regions for country in countries)
    ]
    return tuple(sorted(found, key=lambda each: (each.day, each.code)))


def season_of(event: Event, today: date, lead: Lead) -> Season:
    """An event's next date, today's included, and what must be done by when."""
    day = next(day for year in (today.year, today.year + 1) if (day := event.rule(year)) >= today)
    order_by = _business_days_before(day, lead.production + lead.shipping)
    list_by = min(order_by, day - timedelta(days=event.looking_days))
    stage = Stage.AHEAD if today < list_by else Stage.SELLING if today <= order_by else Stage.TOO_LATE
    return Season(event.code, event.name, day, list_by, order_by, stage)


def _business_days_before(day: date, count: int) -> date:
    while count > 0:
        day -= timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def season_about(keyword: str, found: Iterable[Season]) -> Season | None:
    """The event that a keyword is about, or None."""
    text = f" {searchable(keyword)} "
    text += "".join(char for char in text if char.isalnum())
    about = {event.code for event in EVENTS if any(word in text for word in event.words)}
    return next((season for season in found if season.code in about), None)


def too_late_and_next(found: Iterable[Season]) -> tuple[Season | None, Season | None]:
    """The nearest event that no order reaches any more, and the nearest that can still be sold for."""
    late = open_ = None
    for season in found:
        if season.stage is Stage.TOO_LATE:
            late = late or season
        else:
            open_ = open_ or season
    return late, open_
