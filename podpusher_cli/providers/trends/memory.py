"""What the engine remembers between requests: answers for a while, and which route rests. Shared by all processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import RateLimited
from podpusher_cli.core.http import Request
from podpusher_cli.core.outcomes import BY_KIND, Outcome, OutcomeKind, TooMany
from podpusher_cli.core.rests import Rests
from podpusher_cli.core.traffic import Cache, Pace
from podpusher_cli.core.trends import Answer, Credential, Params, Route

_WALLS = {OutcomeKind.BLOCKED, OutcomeKind.CAPTCHA, OutcomeKind.CHALLENGE}
_WAIT_S, _LONGEST_WAIT_S = 60.0, 3600.0  # after too many requests, where the server does not say; doubling
_FAULTS, _FAULT_REST_S, _LONGEST_FAULT_REST_S = (
    3,
    300.0,
    3600.0,
)  # faults in a row that open, and for how long; doubling


@dataclass(frozen=True, slots=True)
class Kept:
    """A parsed answer and when it came."""

    answer: Answer
    at: datetime


@dataclass(frozen=True)
class Asked:
    """One question to a source: the request that is sent first, and all that the answer depends on."""

    route: Route
    request: Request
    params: Params
    credential: Credential | None = None

    @cached_property
    def key(self) -> str:
        """The same for the same question by the same account."""
        import msgspec

        request, params = self.request, self.params
        told = [
            request.url, dict(request.params), request.json, params.region, dict(params.options), params.tag,
            params.category, params.limit, params.page, self.credential.account if self.credential else "",
        ]  # fmt: skip
        return f"trends:{self.route.id}:{msgspec.json.encode(told, order='sorted').decode()}"

    @property
    def rest_key(self) -> str:
        """The route at its host, and whose session it is: a new one has met no wall yet."""
        account = f"#{self.credential.account}" if self.credential else ""
        return f"{self.route.id}@{host_of(self.request)}{account}"


class Memory:
    """Kept answers are parsed ones: what was dropped in parsing is nowhere on this machine."""

    def __init__(self, *, cache: Cache, rests: Rests, pace: Pace, clock: Clock) -> None:
        self._cache = cache
        self._rests = rests
        self._pace = pace
        self._clock = clock

    def recall(self, asked: Asked) -> Kept | None:
        """The answer to this question, if it came within the route's time."""
        import msgspec

        found = self._cache.get(asked.key)
        try:
            return msgspec.json.decode(found.value, type=Kept) if found else None
        except msgspec.DecodeError:
            return None  # another version wrote it

    def keep(self, asked: Asked, answer: Answer) -> Kept:
        """Remember the answer that has just come."""
        import msgspec

        kept = Kept(answer, self._clock.now())
        self._cache.put(asked.key, msgspec.json.encode(kept), asked.route.cache_ttl_s)
        return kept

    def resting(self, asked: Asked) -> Outcome | None:
        """The outcome that the route still rests after, with the seconds that are left."""
        rest = self._rests.get(asked.rest_key)
        return self._told(rest.outcome, rest.until) if rest and rest.until > self._now() else None

    @contextmanager
    def turn(self, asked: Asked) -> Iterator[None]:
        """Ask inside, unless the route rests: raises that outcome then. What the block comes to is remembered."""
        rest = self._rests.enter(asked.rest_key)
        if rest:
            raise self._told(rest.outcome, rest.until)
        try:
            self._leave_room(asked)
            self._count_tag(asked)
            yield
        except Outcome as outcome:
            self._remember(asked, outcome)
            raise
        except BaseException:
            self._rests.release(asked.rest_key)
            raise
        self._rests.answered(asked.rest_key)

    def _told(self, outcome: OutcomeKind, until: float) -> Outcome:
        return BY_KIND[outcome](retry_after=max(0.0, until - self._now()))

    def _remember(self, asked: Asked, outcome: Outcome) -> None:
        """Leave the route alone if the outcome asks for it; the outcome then says for how long."""
        kind = outcome.kind
        before = self._rests.get(asked.rest_key)
        times = before.failures if before and before.outcome is kind else 0
        seconds = asked.route.rests.get(kind)
        if seconds is None and kind in _WALLS:
            seconds = asked.route.rest_s
        if kind is OutcomeKind.RATE_LIMITED:
            seconds = outcome.retry_after or min(_LONGEST_WAIT_S, (seconds or _WAIT_S) * 2**times)
        if kind is OutcomeKind.UPSTREAM_ERROR:
            longer = max(0, times + 1 - _FAULTS)
            rest = min(_LONGEST_FAULT_REST_S, (seconds or _FAULT_REST_S) * 2**longer)
            seconds = rest if times + 1 >= _FAULTS else 0.0
        if seconds is None:
            self._rests.answered(asked.rest_key)
            return
        outcome.retry_after = seconds or outcome.retry_after
        self._rests.failed(asked.rest_key, kind, until=self._now() + seconds if seconds else 0.0)

    def _leave_room(self, asked: Asked) -> None:
        """Raises TooMany where what is left of a shared budget is for others."""
        route, limits = asked.route, asked.request.limits
        if not route.spare or not limits or route.service is None or asked.credential is None:
            return
        account = f"{route.service.name}:{asked.credential.account}"
        used, calls = self._pace.count(account, limits[-1])
        kept = int(calls * route.spare)
        if calls - used <= kept:
            wait = self._pace.forecast(account, limits[-1:], kept + 1)
            raise TooMany(f"{used} of {calls} calls", retry_after=max(_WAIT_S, wait))

    def _count_tag(self, asked: Asked) -> None:
        """Count a tag that was not asked for lately. Raises TooMany before one more than the source allows is sent."""
        limit, tag = asked.route.tags, asked.params.tag
        if limit is None or tag is None:
            return
        account = f"{asked.route.id}:{asked.rest_key}"
        key = f"trends.tag:{account}:{tag.casefold()}"
        if self._cache.get(key):
            return
        try:
            self._pace.reserve(account, [limit], at_most=0)
        except RateLimited as error:
            raise TooMany(f"{limit.calls} tags", retry_after=error.retry_after) from error
        self._cache.put(key, b"1", limit.seconds)

    def _now(self) -> float:
        return self._clock.now().timestamp()


def host_of(request: Request) -> str:
    """Where the request goes: host and port."""
    return urlsplit(request.url).netloc
