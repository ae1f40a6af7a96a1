"""Notices of routes that stop giving trends, and that give them again; and how each route's last try went."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from podpusher_cli.core.clock import Clock, from_seconds
from podpusher_cli.core.errors import PROVIDER_NAMES, MachineTrouble
from podpusher_cli.core.hints import WORDS
from podpusher_cli.core.outcomes import OutcomeKind, RouteOutcome
from podpusher_cli.core.traffic import Cache
from podpusher_cli.store.notices import Notices

_KEPT_S = 90 * 86_400.0


@dataclass(frozen=True, slots=True)
class LastTry:
    """What a route came to when it was last asked."""

    outcome: OutcomeKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Alerts:
    """A profile's. Alerts that find no room on the disk hold nothing up."""

    profile: str
    notices: Notices
    cache: Cache
    clock: Clock

    def heard(self, outcomes: Iterable[RouteOutcome]) -> None:
        """Leave a notice of the first failure of a kind for each route and day, and one when it gives trends again."""
        for each in outcomes:
            if each.tried:
                with suppress(sqlite3.Error, MachineTrouble):
                    self._heard(each)

    def last(self, route: str) -> LastTry | None:
        """How the last try went; None where there was none lately."""
        kept = self.cache.get(self._key(route))
        if kept is None:
            return None
        outcome, at = json.loads(kept.value)
        return LastTry(OutcomeKind(outcome), from_seconds(at))

    def _heard(self, outcome: RouteOutcome) -> None:
        now = self.clock.now()
        before = self.last(outcome.route)
        told = {
            "source": PROVIDER_NAMES.get(outcome.source, outcome.source),
            "route": outcome.route,
            "day": now.date().isoformat(),
        }
        if outcome.kept:
            self.notices.add("trends.layout_changed", told | {"kept": outcome.kept}, now, once=True)
        elif not outcome.outcome.is_answer:
            self.notices.add("trends.route_failed", told | {"outcome": WORDS[outcome.outcome]}, now, once=True)
        elif before and not before.outcome.is_answer:
            self.notices.add("trends.recovered", told, now)
        value = json.dumps([outcome.outcome, now.timestamp()])
        self.cache.put(self._key(outcome.route), value.encode(), _KEPT_S)

    def _key(self, route: str) -> str:
        return f"trends.last:{self.profile}:{route}"
