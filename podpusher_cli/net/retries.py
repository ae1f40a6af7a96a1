"""When a failed try is made again: how often, after how long, and what it ends in."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import NoReturn

from tenacity import RetryCallState, Retrying, retry_if_exception_type

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.http import Response
from podpusher_cli.core.traffic import Wait, WaitReason

TRIES: dict[WaitReason, int] = {"rate_limit": 4, "retry": 3, "unreachable": 3}
LONGEST_S = 60.0  # all waits of one request together
_JITTER_S = 0.5


class TryAgainError(Exception):
    """A try failed in a way that may be repeated. `outcome` is what the caller gets when patience ends.

    `after`: seconds the provider asked for, or None. Never leaves this package.
    """

    def __init__(self, reason: WaitReason, outcome: Response | PodpusherError, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.outcome = outcome
        self.after = after


class Retries:
    """The waits of one request after its first failure."""

    def __init__(self, provider: str, *, clock: Clock, dice: random.Random, announce: Callable[[Wait], None]) -> None:
        self._provider = provider
        self._clock = clock
        self._dice = dice
        self._announce = announce
        self._failures: Counter[WaitReason] = Counter()
        self._waited = 0.0
        self._next = 0.0

    def run(self, failed: TryAgainError, once: Callable[[], Response]) -> Response:
        """Call `once` again until it answers or patience ends, then return or raise the last outcome."""
        earlier = [failed]

        def attempt() -> Response:
            if earlier:
                raise earlier.pop()
            return once()

        retrying = Retrying(
            retry=retry_if_exception_type(TryAgainError),
            wait=self._wait,
            stop=self._stop,
            before_sleep=self._tell,
            sleep=self._clock.sleep,
            retry_error_callback=self._end,
        )
        return retrying(attempt)

    def _wait(self, state: RetryCallState) -> float:
        again = _failure(state)
        self._failures[again.reason] += 1
        count = self._failures[again.reason]
        if again.after is not None:
            self._next = again.after + self._dice.uniform(0, _JITTER_S)
        elif again.reason == "rate_limit":
            self._next = 2.0**count * self._dice.uniform(1, 1.25)
        elif again.reason == "retry":
            self._next = self._dice.uniform(0, 2.0 ** (count - 1))
        else:
            self._next = count * self._dice.uniform(0.2, 0.5)
        return self._next

    def _stop(self, state: RetryCallState) -> bool:
        reason = _failure(state).reason
        return self._failures[reason] >= TRIES[reason] or self._waited + self._next > LONGEST_S

    def _tell(self, state: RetryCallState) -> None:
        self._waited += self._next
        self._announce(Wait(self._provider, self._next, _failure(state).reason))

    def _end(self, state: RetryCallState) -> Response:
        again = _failure(state)
        if isinstance(again.outcome, Response):
            return again.outcome
        self._give_up(again, again.outcome)

    def _give_up(self, again: TryAgainError, error: PodpusherError) -> NoReturn:
        if again.reason == "rate_limit":
            error.retry_after = self._next
        raise error from again.__cause__


def _failure(state: RetryCallState) -> TryAgainError:
    """What the last try raised; tenacity asks only after such a failure."""
    failure = state.outcome.exception() if state.outcome else None
    if not isinstance(failure, TryAgainError):
        raise TypeError("tenacity asked about a try that did not fail")
    return failure
