"""Several models asked at once: threads wait for their answers, and whatever is kept is kept by the main thread."""

from __future__ import annotations

import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import partial
from types import FrameType
from typing import Any, TypeVar

from podpusher_cli.core.errors import Interrupted, PodpusherError
from podpusher_cli.core.making import Attempt, Order, Receipt
from podpusher_cli.core.spending import Purpose

T = TypeVar("T")


class Crew:
    """`hands` threads. They are daemons, so that a second Ctrl-C does not wait for an answer.

    At the first Ctrl-C `interrupt` ends their waits, and `winding_down` hears that calls are still under way.
    """

    def __init__(self, hands: int, *, interrupt: Callable[[], None], winding_down: Callable[[], None]) -> None:
        self.hands = hands
        self._interrupt, self._winding_down = interrupt, winding_down
        self._mail: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._asked: set[Future[Any]] = set()
        self._closed = False
        self.busy = 0
        for _ in range(hands):
            threading.Thread(target=self._serve, name="make", daemon=True).start()

    def begin(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[PodpusherError], None]) -> None:
        """Have a thread do it; the main thread hears how it ended."""

        def call() -> None:
            try:
                answer = work()
            except PodpusherError as error:
                self._mail.put(partial(finish, failed, error))
            except BaseException as error:  # noqa: BLE001 - carried to the main thread, where it is raised
                self._mail.put(partial(_raise, error))
            else:
                self._mail.put(partial(finish, done, answer))

        def finish(hear: Callable[..., None], told: object) -> None:
            self.busy -= 1
            hear(told)

        self.busy += 1
        self._work.put(call)

    def ask(self, act: Callable[[], T]) -> T:
        """In a thread: have the main thread do it, and wait for what comes of it. Raises Interrupted where that is gone."""
        answer: Future[T] = Future()
        self._asked.add(answer)
        if self._closed:
            raise Interrupted

        def do() -> None:
            try:
                answer.set_result(act())
            except PodpusherError as error:
                answer.set_exception(error)

        self._mail.put(do)
        try:
            return answer.result()
        except CancelledError:
            raise Interrupted from None
        finally:
            self._asked.discard(answer)

    def run(self, fill: Callable[[], None], stop: Callable[[PodpusherError], None]) -> None:
        """`fill` begins what can be begun, then answers are heard until nothing is under way. Ctrl-C `stop`s it."""
        in_main = threading.current_thread() is threading.main_thread()

        def on_interrupt(_number: int, _frame: FrameType | None) -> None:
            signal.signal(signal.SIGINT, signal.default_int_handler)
            self._interrupt()
            self._mail.put(wind_down)

        def wind_down() -> None:
            stop(Interrupted())
            if self.busy:
                self._winding_down()

        old = signal.signal(signal.SIGINT, on_interrupt) if in_main else None
        try:
            fill()
            while self.busy:
                self._mail.get()()
                fill()
        finally:
            self._close()
            if old is not None:
                signal.signal(signal.SIGINT, old)

    def attempt(self, attempt: Attempt, noted: Callable[[Order], None]) -> RelayedAttempt:
        """The same attempt for a thread; `noted` hears of each order that has been noted, in the main thread."""
        return RelayedAttempt(attempt, self, noted)

    def _serve(self) -> None:
        while call := self._work.get():
            call()

    def _close(self) -> None:
        """Let the threads end; whoever still asks hears that nobody is there."""
        self._closed = True
        for answer in tuple(self._asked):
            answer.cancel()
        for _ in range(self.hands):
            self._work.put(None)


class RelayedAttempt:
    """An Attempt (core/making.py) for a thread: what it asks the main thread does."""

    def __init__(self, attempt: Attempt, crew: Crew, noted: Callable[[Order], None]) -> None:
        self._attempt, self._crew, self._noted = attempt, crew, noted

    def kept(self, purpose: Purpose) -> bytes | None:
        """See Attempt."""
        return self._crew.ask(lambda: self._attempt.kept(purpose))

    def sending(self, order: Order) -> None:
        """See Attempt."""

        def note() -> None:
            self._attempt.sending(order)
            self._noted(order)

        self._crew.ask(note)

    def paid(self, purpose: Purpose, receipt: Receipt, answer: bytes) -> None:
        """See Attempt."""
        self._crew.ask(lambda: self._attempt.paid(purpose, receipt, answer))

    def free(self, purpose: Purpose, request_id: str | None, charged: Receipt | None = None) -> None:
        """See Attempt."""
        self._crew.ask(lambda: self._attempt.free(purpose, request_id, charged))

    def perhaps(self, purpose: Purpose) -> None:
        """See Attempt."""
        self._crew.ask(lambda: self._attempt.perhaps(purpose))


def _raise(error: BaseException) -> None:
    raise error
