"""What the engine remembers between requests: answers for a while, and which route rests. Shared by all processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import RateLimited
from podpusher_cli.core.http import Response
from podpusher_cli.core.outcomes import BY_KIND, Outcome, OutcomeKind, TooMany
from podpusher_cli.core.rests import Rests
from podpusher_cli.core.traffic import Cache, Pace
from podpusher_cli.core.trend_routes import Answer
from podpusher_cli.providers.trends.asking import Asked
from podpusher_cli.providers.trends.shares import Shares

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


class Memory:
    """Kept answers are parsed ones: what was dropped in parsing is nowhere on this machine."""

    def __init__(self, *, cache: Cache, rests: Rests, pace: Pace, clock: Clock) -> None:
        self._cache = cache
        self._rests = rests
        self._pace = pace
        self._clock = clock
        self._shares = Shares(cache, pace)

    def recall(self, asked: Asked) -> Kept | None:
        """The answer to this question, if it came within the route's time."""
        import msgspec

        found = self._cache.get(asked.key)
        try:
            return msgspec.json.decode(found.value, type=Kept) if found else None
        except msgspec.DecodeError:
            return None  # another version wrote it

    def heard(self, asked: Asked, response: Response) -> None:
        """Take in what an answer says of the budget that it counts against."""
        self._shares.heard(asked, response)

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
            self._shares.leave_room(asked)
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
        if not outcome.counts:
            self._rests.release(asked.rest_key)
            return
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
            outcome = TooMany(f"{limit.calls} tags", retry_after=error.retry_after)
            outcome.counts = False  # those that were asked for before are free
            raise outcome from error
        self._cache.put(key, b"1", limit.seconds)

    def _now(self) -> float:
        return self._clock.now().timestamp()
