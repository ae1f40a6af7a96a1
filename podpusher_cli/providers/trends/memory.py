"""What the engine remembers between requests: answers for a while, and which route rests. Shared by all processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.http import Request
from podpusher_cli.core.outcomes import BY_KIND, Outcome, OutcomeKind
from podpusher_cli.core.traffic import Cache
from podpusher_cli.core.trends import Answer, Route

_RESTING = {OutcomeKind.BLOCKED, OutcomeKind.CAPTCHA, OutcomeKind.CHALLENGE}
_WAIT_S = 60.0  # after too many requests, where the server does not say


@dataclass(frozen=True, slots=True)
class Kept:
    """A parsed answer and when it came."""

    answer: Answer
    at: datetime


class Memory:
    """Kept answers are parsed ones: what was dropped in parsing is nowhere on this machine."""

    def __init__(self, cache: Cache, clock: Clock) -> None:
        self._cache = cache
        self._clock = clock

    def recall(self, route: Route, request: Request) -> Kept | None:
        """The answer to this request, if it came within the route's time."""
        import msgspec

        found = self._cache.get(_key(route, request))
        try:
            return msgspec.json.decode(found.value, type=Kept) if found else None
        except msgspec.DecodeError:
            return None  # another version wrote it

    def keep(self, route: Route, request: Request, answer: Answer) -> Kept:
        """Remember the answer that has just come."""
        import msgspec

        kept = Kept(answer, self._clock.now())
        self._cache.put(_key(route, request), msgspec.json.encode(kept), route.cache_ttl_s)
        return kept

    def rest(self, route: Route, host: str, outcome: Outcome) -> None:
        """Leave the route alone at this host if the outcome asks for it; the outcome then says for how long."""
        if outcome.kind in _RESTING:
            outcome.retry_after = route.rest_s
        elif outcome.kind is OutcomeKind.RATE_LIMITED:
            outcome.retry_after = outcome.retry_after or _WAIT_S
        else:
            return
        until = self._clock.now() + timedelta(seconds=outcome.retry_after)
        told = f"{outcome.kind} {until.timestamp()}"
        self._cache.put(_rest_key(route, host), told.encode(), outcome.retry_after)

    def resting(self, route: Route, host: str) -> Outcome | None:
        """The outcome that the route still rests after, with the seconds that are left."""
        found = self._cache.get(_rest_key(route, host))
        if found is None:
            return None
        word, _, until = found.value.decode().partition(" ")
        return BY_KIND[OutcomeKind(word)](retry_after=max(0.0, float(until) - self._clock.now().timestamp()))


def host_of(request: Request) -> str:
    """Where the request goes: host and port."""
    return urlsplit(request.url).netloc


def _key(route: Route, request: Request) -> str:
    import msgspec

    asked = msgspec.json.encode([request.url, dict(request.params), request.json], order="sorted").decode()
    return f"trends:{route.id}:{asked}"


def _rest_key(route: Route, host: str) -> str:
    return f"trends.rest:{route.id}@{host}"
