"""How much of a budget that others share is left for trends (reference/trend-sources.md, section 7, rate policy)."""

from __future__ import annotations

import json

from podpusher_cli.core.http import Limit, Response
from podpusher_cli.core.outcomes import TooMany
from podpusher_cli.core.traffic import Cache, Pace
from podpusher_cli.providers.trends.asking import Asked

_TOLD_S = 3600.0  # that what a service said of its day is good for; then one question shows how it is now
_LEAST_WAIT_S = 60.0


class Shares:
    """The last limit of a request is the shared one. What is counted here and what the service says: the lower holds."""

    def __init__(self, cache: Cache, pace: Pace) -> None:
        self._cache = cache
        self._pace = pace

    def leave_room(self, asked: Asked) -> None:
        """Raises TooMany where what is left of the budget is for others."""
        shared = _shared(asked)
        if shared is None or not asked.route.spare:
            return
        account, limit = shared
        used, calls = self._pace.count(account, limit)
        kept = int(calls * asked.route.spare)
        if calls - used <= kept:
            wait = self._pace.forecast(account, [limit], kept + 1)
            raise TooMany(f"{used} of {calls} calls", retry_after=max(_LEAST_WAIT_S, wait))
        told = self._cache.get(_key(account))
        if told is None:
            return
        left, used_then = json.loads(told.value)
        left -= max(0, used - used_then)
        if left <= kept:
            raise TooMany(f"{left} of {calls} calls left", retry_after=max(_LEAST_WAIT_S, _TOLD_S - told.age))

    def heard(self, asked: Asked, response: Response) -> None:
        """Take in how many calls the service says are left, whoever made the others."""
        shared, service = _shared(asked), asked.route.service
        told = response.headers.get(service.left_header, "").strip() if service else ""
        if shared is None or not (told.isascii() and told.isdigit() and len(told) <= 9):
            return
        account, limit = shared
        used, _calls = self._pace.count(account, limit)
        self._cache.put(_key(account), json.dumps([int(told), used]).encode(), _TOLD_S)


def _shared(asked: Asked) -> tuple[str, Limit] | None:
    """The account and the limit that others count against, too."""
    service, limits = asked.route.service, asked.request.limits
    if service is None or not limits or asked.credential is None:
        return None
    return f"{service.name}:{asked.credential.account}", limits[-1]


def _key(account: str) -> str:
    return f"trends.left:{account}"
