"""Listen for Stripe's events: each is kept before it is acknowledged, then settled in its turn."""

from __future__ import annotations

import queue
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.stripe_events import Outcome
from podpusher_cli.core.webhooks import Heard, Inbox, Listened

_MOST_WAITING = 200
AGAIN_S, _MOST_AGAIN_S = 30.0, 600.0  # until Stripe is asked again about what it could not be asked about; doubling


class Receiver(Protocol):
    """Where events come in (see net/webhooks/receiver.py)."""

    refused: int

    @property
    def url(self) -> str:
        """Where they are to be posted."""
        ...

    def serve(
        self, keep: Callable[[Mapping[str, Any]], None], fault: Callable[[Exception], None], ready: Callable[[], None]
    ) -> None:
        """Answer until told to stop; `ready` is called at the start."""
        ...


def listen(
    receiver: Receiver,
    inbox: Inbox,
    *,
    clock: Clock,
    ready: Callable[[], None],
    tell: Callable[[Heard], None],
    fault: Callable[[Exception], None],
    winding_down: Callable[[], None],
    interrupt: Callable[[], None],
    again_s: float = AGAIN_S,
) -> Listened:
    """Take in events until told to stop; then settle what has come, which a second Ctrl-C cuts short: it is kept.

    What is kept because Stripe could not be asked is settled once it can: it is asked again after `again_s` and ever longer.

    `ready` is called once it can be told to; `tell` for every event, from any thread; `fault` for what should not have
    happened; `winding_down` where something is left to do at the end; `interrupt` to end all waiting.
    """
    began = clock.now()
    settling = _Settling(inbox, clock, tell, fault, again_s)
    settling.start()
    try:
        receiver.serve(settling.keep, fault, ready)
    finally:
        try:
            if settling.is_busy:
                winding_down()
            settling.finish()
        except KeyboardInterrupt:
            settling.leave()
            interrupt()
            raise
    return Listened(receiver.url, began, clock.now(), dict(settling.heard), receiver.refused)


class _Settling:
    """Settles events, and tells of them, in a thread of its own: no answer waits for Stripe, or for a screen."""

    def __init__(
        self,
        inbox: Inbox,
        clock: Clock,
        tell: Callable[[Heard], None],
        fault: Callable[[Exception], None],
        again_s: float,
    ) -> None:
        self.heard: Counter[str] = Counter()
        self._inbox = inbox
        self._clock = clock
        self._tell = tell
        self._fault = fault
        self._came: queue.SimpleQueue[tuple[Mapping[str, Any], Outcome | None] | None] = queue.SimpleQueue()
        self._waiting: set[str] = set()
        self._kept: dict[str, Mapping[str, Any]] = {}
        self._first_pause = self._pause = again_s
        self._due = 0.0
        self._counting = threading.Lock()
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._settle, name="podpusher-settle", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def keep(self, event: Mapping[str, Any]) -> None:
        """On the disk when this returns."""
        self._came.put((event, self._inbox.keep(event) or self._at_hand(str(event["id"]))))

    def _at_hand(self, number: str) -> Outcome | None:
        """None for an event that is to be settled now; what may be said of it already, for another."""
        with self._counting:
            if number in self._waiting:
                return Outcome.DUPLICATE
            if len(self._waiting) >= _MOST_WAITING:
                return Outcome.KEPT  # whoever asks Stripe next settles it along with those that wait
            self._waiting.add(number)
        return None

    @property
    def is_busy(self) -> bool:
        """Whether something that came is not settled yet."""
        with self._counting:
            return bool(self._waiting)

    def finish(self) -> None:
        """Settle what has come so far; no more will."""
        self._came.put(None)
        self._thread.join()

    def leave(self) -> None:
        """Begin nothing more: what is kept is settled by whoever syncs next."""
        self._left.set()

    def _settle(self) -> None:
        while not self._left.is_set():
            try:
                came = self._came.get(timeout=max(0.0, self._due - time.monotonic()) if self._kept else None)
            except queue.Empty:
                self._settle_kept()
                continue
            if came is None:
                return
            event, known = came
            self._heard(event, known or self._settled(event))

    def _heard(self, event: Mapping[str, Any], outcome: Outcome) -> None:
        """Count it and tell of it. What is kept has its turn again."""
        if self._left.is_set():
            return
        number = str(event["id"])
        if outcome is Outcome.KEPT:
            if not self._kept:
                self._due = time.monotonic() + self._pause
            if len(self._kept) < _MOST_WAITING:
                self._kept[number] = event
        elif self._kept.pop(number, None) is not None:
            self.heard -= Counter({Outcome.KEPT.value: 1})
        self.heard[outcome.value] += 1
        self._tell(Heard(number, str(event["type"]), outcome, self._clock.now()))

    def _settle_kept(self) -> None:
        """Ask about what is kept; those behind one that still cannot be settled wait with it."""
        for event in list(self._kept.values()):
            outcome = self._settled(event)
            if outcome is Outcome.KEPT:
                self._pause = min(2 * self._pause, _MOST_AGAIN_S)
                break
            self._heard(event, outcome)
            self._pause = self._first_pause
        self._due = time.monotonic() + self._pause

    def _settled(self, event: Mapping[str, Any]) -> Outcome:
        try:
            return self._inbox.settle(event)
        except Exception as error:  # noqa: BLE001 - the event is kept; those behind it shall not wait for ever
            if not self._left.is_set():
                self._fault(error)
            return Outcome.KEPT
        finally:
            with self._counting:
                self._waiting.discard(str(event["id"]))
