"""Our turn to send: the provider's limits and the plan's, waited for before a request and learned from its answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress

from podpusher_cli.core.accounts import PROVIDERS
from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import MachineTrouble, PaceFull
from podpusher_cli.core.http import Limit, PlanMinuteFull, Response, Service
from podpusher_cli.core.traffic import Pace, Wait, WaitReason

_MOMENT_S = 1.0  # between a forecast and what it is about
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


class Limits:
    """The budgets of this machine, from any number of threads. `ceiling` gives the limit over all providers together.

    `account` starts with the provider's name and tells budgets apart. `announce` hears of every wait before it begins.
    """

    def __init__(
        self, *, clock: Clock, pace: Pace, announce: Callable[[Wait], None], ceiling: Callable[[], Limit | None]
    ) -> None:
        self._clock = clock
        self._pace = pace
        self._announce = announce
        self._ceiling = ceiling
        self._learned: dict[tuple[str, str], int] = {}

    def wait(self, service: Service, account: str, limits: Sequence[Limit], *, patience: float) -> float:
        """Wait for our turn; the seconds that took. A pause that began meanwhile sends us to the end of the queue.

        Raises PaceFull or PlanMinuteFull where that would be longer than `patience`, in seconds.
        """
        waited = 0.0
        ceiling = self._ceiling() if service.name in PROVIDERS else None
        all_of_them = (ceiling, *limits) if ceiling else limits
        while all_of_them:
            seconds, reason = self._reserved(service, account, limits, ceiling, at_most=patience - waited)
            if seconds <= 0:
                break
            self._announce(Wait(service.name, seconds, reason))
            self._clock.sleep(seconds)
            waited += seconds
            if not self._pace.held(account, all_of_them):
                break
        return waited

    def _reserved(
        self, service: Service, account: str, limits: Sequence[Limit], ceiling: Limit | None, *, at_most: float
    ) -> tuple[float, WaitReason]:
        """Take the next slot: the seconds until it, and whose they are."""
        if ceiling is None:
            return self._pace.reserve(account, limits, at_most=at_most), "pace"
        own = self._pace.forecast(account, limits, 1)
        try:
            seconds = self._pace.reserve(account, (ceiling, *limits), at_most=at_most)
        except PaceFull as error:
            if own > at_most:
                raise
            after = error.retry_after
            raise PlanMinuteFull(provider=service.name, retry_after=after, calls=ceiling.calls) from error
        return seconds, "plan" if seconds > own + _MOMENT_S else "pace"

    def learn(self, service: Service, account: str, limits: Sequence[Limit], response: Response) -> None:
        """Take over the limits that the answer states. Raises DiskTrouble."""
        for header, name in service.header_limits.items():
            stated = _whole_number(response.headers.get(header))
            # The header may speak of any limit that this request counted against.
            if not name and (not limits or any(limit.calls == stated for limit in limits[:-1])):
                continue
            limit = name or limits[-1].name
            if stated and self._learned.get((account, limit)) != stated:
                self._pace.learn(account, limit, stated)
                self._learned[account, limit] = stated

    def pause(
        self, service: Service, account: str, limits: Sequence[Limit], response: Response, seconds: float | None
    ) -> None:
        """After a 429 nobody sends for so long what counts against the limit that it is about, if it is known for how long."""
        if seconds and limits:
            with suppress(MachineTrouble):  # a full disk must not cost us the answer
                self._pace.pause(account, _blamed(limits, service, response), seconds)


def _blamed(limits: Sequence[Limit], service: Service, response: Response) -> list[str]:
    """Which limits a 429 is about: the one whose number its header states, else all."""
    stated = {
        number
        for header, name in service.header_limits.items()
        if not name
        if (number := _whole_number(response.headers.get(header)))
    }
    return [limit.name for limit in limits if limit.calls in stated] or [limit.name for limit in limits]


def _whole_number(text: str | None) -> int | None:
    return int(text) if text and _NUMBER.fullmatch(text) else None
