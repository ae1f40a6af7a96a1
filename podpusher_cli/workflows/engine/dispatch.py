"""Calls in a few threads, the journal in the main one: what is about to be sent is on the disk before it leaves."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import OutcomeUnknown, PodpusherError
from podpusher_cli.core.publishing import ItemTrouble, Job, Outcome, Step
from podpusher_cli.core.quota import OverQuota, Unit
from podpusher_cli.store.claims import CLAIM_SECONDS
from podpusher_cli.store.publishing import Ended, Intent, Journal
from podpusher_cli.store.quota import QuotaLedger
from podpusher_cli.workflows.engine.parts import Item

T = TypeVar("T")


@dataclass(slots=True)
class _Batch:
    """What one turn decided: one transaction."""

    intents: list[tuple[Intent, Callable[[int], None], Callable[[OverQuota], None]]] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    saved: list[Job] = field(default_factory=list)
    endings: list[tuple[Job, Outcome, ItemTrouble | None]] = field(default_factory=list)
    images: list[tuple[str, str, str | None]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.intents or self.ended or self.saved or self.endings)


class Dispatch:
    """`writes` and `reads` are on the wire. Answers are handled in the main thread, by `take`.

    The threads are daemons, which those of an executor are not: a second Ctrl-C does not wait for an answer.
    """

    def __init__(self, run: str, *, journal: Journal, quota: QuotaLedger, clock: Clock, workers: int) -> None:
        self._run, self._journal, self._quota, self._clock = run, journal, quota, clock
        self._answers: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._serve, name="publish", daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()
        self._batch = _Batch()
        self._stayed = clock.now()
        self.writes = 0
        self.reads = 0

    @property
    def intended(self) -> int:
        """Writes that are decided and not yet sent."""
        return len(self._batch.intents)

    def write(
        self, item: Item, step: Step, told: Mapping[str, object], send: Callable[[], T], done: Callable[[T], None],
        failed: Callable[[Item, PodpusherError], None], takes: Unit | None = None,
    ) -> None:  # fmt: skip
        """Record a write, send it once that is on the disk, and record its answer. One that `takes` a unit may be refused it."""

        def start(entry: int) -> None:
            self.writes += 1
            self._calls.put(lambda: self._call(send, lambda answer: finish(entry, answer)))

        def finish(entry: int, answer: T | PodpusherError) -> None:
            self.writes -= 1
            if isinstance(answer, PodpusherError):
                state = "unknown" if isinstance(answer, OutcomeUnknown) else "refused"
                failed(item, answer)
                self._batch.ended.append(Ended(entry, state, {"code": answer.full_code}))
            else:
                done(answer)
                self._batch.ended.append(Ended(entry, "done", {}))

        self._batch.intents.append((Intent(step, item.job, told, takes), start, partial(failed, item)))

    def ask(self, send: Callable[[], T], done: Callable[[T], None], failed: Callable[[PodpusherError], None]) -> None:
        """A read: nothing to record."""
        self.reads += 1

        def finish(answer: T | PodpusherError) -> None:
            self.reads -= 1
            if isinstance(answer, PodpusherError):
                failed(answer)
            else:
                done(answer)

        self._calls.put(lambda: self._call(send, finish))

    def save(self, job: Job) -> None:
        """Keep how a job stands."""
        self._batch.saved.append(job)

    def keep_image(self, account: str, sha256: str, image: str | None) -> None:
        """Keep, or forget, the image id that artwork has at Printify."""
        self._batch.images.append((account, sha256, image))

    def end(self, job: Job, outcome: Outcome, trouble: ItemTrouble | None) -> None:
        """Keep how a job ended."""
        self._batch.endings.append((job, outcome, trouble))

    def commit(self) -> bool:
        """Everything that was decided, in one transaction on the disk; only then are the writes sent. False: nothing was.

        What comes of a write that the quota has refused is decided and committed as well. Raises TakenOver.
        """
        if self._batch.empty:
            self._stay()
            return False
        while not self._batch.empty:
            batch, self._batch = self._batch, _Batch()
            entries = self._journal.write(
                self._run,
                intents=[intent for intent, _, _ in batch.intents],
                ended=batch.ended,
                jobs=batch.saved,
                endings=batch.endings,
                images=batch.images,
                quota=self._quota,
                now=self._clock.now(),
            )
            for entry, (_, send, refuse) in zip(entries, batch.intents, strict=True):
                if isinstance(entry, OverQuota):
                    refuse(entry)
                else:
                    send(entry)
        return True

    def _stay(self) -> None:
        """What the run holds is not to lapse while it waits."""
        now = self._clock.now()
        if abs((now - self._stayed).total_seconds()) >= CLAIM_SECONDS / 4:
            self._stayed = now
            self._journal.stay(self._run, now)

    def post(self, act: Callable[[], None]) -> None:
        """Have this done by the main thread, as if it were an answer; from any thread or signal."""
        self._answers.put(act)

    def take(self, seconds: float) -> None:
        """Wait so long for an answer, then handle every one that is there."""
        try:
            act = self._answers.get(timeout=seconds) if seconds > 0 else self._answers.get_nowait()
            while True:
                act()
                act = self._answers.get_nowait()
        except queue.Empty:
            return

    def close(self) -> None:
        """Let the threads end; what has not been sent is not sent."""
        with suppress(queue.Empty):
            while True:
                self._calls.get_nowait()
        for _ in self._threads:
            self._calls.put(None)

    def _serve(self) -> None:
        while call := self._calls.get():
            call()

    def _call(self, send: Callable[[], T], finish: Callable[[T | PodpusherError], None]) -> None:
        """In a thread: make the call and hand its answer to the main thread."""
        try:
            answer: T | PodpusherError = send()
        except PodpusherError as error:
            answer = error
        except Exception as error:  # noqa: BLE001 - carried to the main thread, where it is raised
            self._answers.put(partial(_raise, error))
            return
        self._answers.put(lambda: finish(answer))


def _raise(error: Exception) -> None:
    raise error
