"""The pauses that are on: a sentence each as it begins; on a terminal one line that counts its seconds down."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import PROVIDER_NAMES, fill
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _

if TYPE_CHECKING:
    from podpusher_cli.core.traffic import Wait

WORTH_SAYING_S = 1.0
WAIT_SENTENCES = {
    "pace": N_("Waiting {seconds} s, so as not to ask {provider} too often."),
    "plan": N_("Waiting {seconds} s: your plan allows no more calls this minute."),
    "rate_limit": N_("Waiting {seconds} s: {provider} asked us to slow down."),
    "retry": N_("Waiting {seconds} s before asking {provider} again."),
    "unreachable": N_("Waiting {seconds} s: {provider} cannot be reached."),
    "doubt": N_("Waiting {seconds} s: {provider} may have made a product without saying so."),
}


def sentence(wait: Wait, seconds: float) -> str:
    """What is waited for, in the seller's language."""
    name = PROVIDER_NAMES.get(wait.provider, wait.provider)
    return fill(_(WAIT_SENTENCES[wait.reason]), {"provider": name, "seconds": round(seconds)})


class Countdown:
    """Of the waits that are on the one that ends last, once a second, on a thread of its own, until it has ended.

    `draw` is handed the line that takes the place of the one before; "" takes it away. Any thread may add a wait.
    `rest` sleeps for some seconds, or less once nothing is waited for.
    """

    def __init__(
        self,
        draw: Callable[[str], None],
        now: Callable[[], float] = time.monotonic,
        rest: Callable[[float], object] | None = None,
    ) -> None:
        self._draw = draw
        self._now = now
        self._ends: list[tuple[float, Wait]] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._rest = rest or self._ended.wait
        self._thread: threading.Thread | None = None

    def add(self, wait: Wait) -> None:
        """A wait begins now."""
        with self._lock:
            self._ends.append((self._now() + wait.seconds, wait))
            self._ended.clear()
            if self._thread is None:
                self._thread = threading.Thread(target=self._count, daemon=True)
                self._thread.start()

    def line(self) -> str:
        """What is to be seen at this moment."""
        with self._lock:
            return self._line()

    def end(self) -> None:
        """Nothing is waited for any more: the work has ended, well or not."""
        with self._lock:
            self._ends.clear()
        self._ended.set()

    def _line(self) -> str:
        now = self._now()
        self._ends = [each for each in self._ends if each[0] > now]
        if not self._ends:
            return ""
        until, wait = max(self._ends, key=lambda each: each[0])
        return sentence(wait, math.ceil(until - now))

    def _count(self) -> None:
        while line := self._next():
            self._draw(line)
            self._rest(self._until_the_next())
        self._draw("")

    def _next(self) -> str:
        """The line; with none left the thread is given up in the same breath, so that the next wait begins another."""
        with self._lock:
            line = self._line()
            if not line:
                self._thread = None
            return line

    def _until_the_next(self) -> float:
        """Seconds until the number changes."""
        with self._lock:
            left = max((until for until, _wait in self._ends), default=self._now()) - self._now()
        return max(0.0, left - math.ceil(left) + 1)
