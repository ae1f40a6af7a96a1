"""When a failed try is made again: how often, after how long, and what it ends in."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.http import Response
from podpusher_cli.core.traffic import Wait, WaitReason
from podpusher_cli.net.failures import TryAgainError

if TYPE_CHECKING:
    from tenacity import RetryCallState

TRIES: dict[WaitReason, int] = {"rate_limit": 4, "retry": 3, "unreachable": 3}
LONGEST_S = 60.0  # all waits of one request together
_JITTER_S = 0.5
_SECOND_S = 1.0  # the shortest limit there is counts by the second, also where an answer asks for no wait at all
_A_WEEK_S = 7 * 86_400.0


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
        from tenacity import Retrying, retry_if_exception_type

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
            least = _SECOND_S if again.reason == "rate_limit" else 0.0
            self._next = max(again.after, least) + self._dice.uniform(0, _JITTER_S)
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
        if again.reason == "rate_limit":
            again.outcome.retry_after = self._next
        raise again.outcome from again.__cause__


def _failure(state: RetryCallState) -> TryAgainError:
    """What the last try raised; tenacity asks only after such a failure."""
    failure = state.outcome.exception() if state.outcome else None
    if not isinstance(failure, TryAgainError):
        raise TypeError("tenacity asked about a try that did not fail")
    return failure


def retry_after(response: Response, now: datetime) -> float | None:
    """The seconds that the answer asks us to wait (a number or a date in its header), or None."""
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.replace(".", "", 1).isdigit():
        return min(_A_WEEK_S, float(text))
    try:
        return min(_A_WEEK_S, max(0.0, (parsedate_to_datetime(text) - now).total_seconds()))
    except (TypeError, ValueError):
        return None
