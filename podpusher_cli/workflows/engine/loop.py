"""The engine's loop: take the answers that have come, decide what is next, commit both in one transaction, send."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import Interrupted
from podpusher_cli.core.publishing import Outcome, Progress, Stage
from podpusher_cli.core.runs import Run
from podpusher_cli.core.traffic import Wait
from podpusher_cli.store.publishing import Journal
from podpusher_cli.store.quota import QuotaLedger
from podpusher_cli.workflows.engine.confirming import Confirmer
from podpusher_cli.workflows.engine.dispatch import Dispatch
from podpusher_cli.workflows.engine.doubts import Doubts
from podpusher_cli.workflows.engine.hands import Hands
from podpusher_cli.workflows.engine.looking import Lookout
from podpusher_cli.workflows.engine.parts import LONGEST_PAUSE, Printer, Shop, Tally, Waits
from podpusher_cli.workflows.engine.steps import Steps
from podpusher_cli.workflows.preparing import Preparer

MOST_ACTIVE = 256  # jobs in memory at once
READERS = 3


class Engine:
    """Takes the claimed jobs of one run to their end. Made for one use."""

    def __init__(
        self, *, run: Run, shop_id: str, total: int, journal: Journal, quota: QuotaLedger, printer: Printer, shop: Shop,
        preparer: Preparer, clock: Clock, waits: Waits, parallel: int, watch: Callable[[Progress], None],
        announce: Callable[[Wait], None], interrupt: Callable[[], None], winding_down: Callable[[], None],
    ) -> None:  # fmt: skip
        self._run, self._total, self._journal, self._clock = run, total, journal, clock
        self._parallel, self._watch, self._interrupt, self._winding_down = parallel, watch, interrupt, winding_down
        self._dispatch = dispatch = Dispatch(run.id, journal=journal, quota=quota, clock=clock, workers=parallel + READERS)
        self._hands = hands = Hands(dispatch, clock=clock, waits=waits, announce=announce)
        self._confirmer = confirmer = Confirmer(hands, dispatch, shop, waits, busy=self._busy)
        self._doubts = doubts = Doubts(
            hands, waits, taken=journal.taken, adopt=lambda item, made: self._steps.adopt(item, made),  # noqa: PLW0108 - not made yet
        )  # fmt: skip
        self._lookout = lookout = Lookout(
            hands, dispatch, confirmer, doubts, printer=printer, shop_id=shop_id, waits=waits, creates=lambda: self._steps.creates,
            drained=self._drained,
        )  # fmt: skip
        self._steps = Steps(
            hands, dispatch, lookout, doubts, confirmer, printer=printer, shop_id=shop_id, waits=waits, journal=journal, preparer=preparer,
            clock=clock,
        )  # fmt: skip
        self._doubtful: frozenset[str] = frozenset()
        self._after = 0
        self._exhausted = False

    def go(self) -> Tally:
        """Work until nothing is left that this run can do. Ctrl-C ends it early, with `Interrupted` as the cause; a second one at once."""
        in_main = threading.current_thread() is threading.main_thread()
        old = signal.signal(signal.SIGINT, self._on_interrupt) if in_main else None
        try:
            self._settle()
            while self._turn():
                pass
        finally:
            self._dispatch.close()
            if old is not None:
                signal.signal(signal.SIGINT, old)
        return self._hands.tally

    def _on_interrupt(self, _number: int, _frame: FrameType | None) -> None:
        """The calls under way end and are recorded; nothing new begins. The next Ctrl-C is obeyed at once."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._interrupt()
        self._dispatch.post(self._wind_down)

    def _wind_down(self) -> None:
        self._hands.stop(Interrupted())
        if self._dispatch.writes or self._dispatch.reads:
            self._winding_down()

    def _settle(self) -> None:
        """Before anything is sent: everything that an earlier run left in doubt is looked for, in one walk for all."""
        now = self._hands.now()
        jobs = self._journal.doubtful(self._run.id)
        self._doubtful = frozenset(job.product for job in jobs)
        for job in jobs:
            item = self._hands.take_in(job, since=min(job.sent_at or now, now))  # a clock may have been set back
            if job.stage is Stage.CREATE_SENT:
                self._doubts.add(item, due=now)
            else:
                item.publishes = job.attempt
                self._lookout.watch_at_once(item)

    def _turn(self) -> bool:
        self._admit()
        self._choose()
        self._commit()
        if not self._under_way():
            return False
        self._receive()
        return True

    def _admit(self) -> None:
        """Bring claimed jobs in while there is room; what was in doubt is in hand already, however it stands by now."""
        hands = self._hands
        while self._has_room() and hands.tally.cause is None and len(hands.ready) < 4 * self._parallel:
            jobs, self._after = self._journal.jobs(self._run.id, after=self._after, most=2 * self._parallel)
            self._exhausted = not jobs
            hands.ready.extend(hands.take_in(job) for job in jobs if job.product not in self._doubtful)

    def _has_room(self) -> bool:
        """Whether more of the claimed jobs can be taken in."""
        return not self._exhausted and self._hands.active < MOST_ACTIVE

    def _choose(self) -> None:
        """Start what can be started."""
        hands = self._hands
        if hands.tally.cause is not None:
            return
        hands.wake(hands.now())
        must_be_quiet = self._doubts.due
        self._lookout.look()
        for _ in range(len(hands.ready)):
            if self._dispatch.writes + self._dispatch.intended >= self._parallel or hands.tally.cause is not None:
                break
            item = hands.ready.popleft()
            if must_be_quiet and item.job.stage is Stage.NEW:
                hands.ready.append(item)  # creates wait until the doubtful ones are settled
            else:
                self._steps.begin(item)
        self._confirmer.ask(hands.now())

    def _commit(self) -> None:
        if self._dispatch.commit():
            tally = self._hands.tally
            done = tally.published + tally.failed + tally.waiting
            self._watch(Progress(self._total, done, tally.failed, self._hands.active))

    def _under_way(self) -> bool:
        """Whether anything is on the wire or waits for its time; where the run has been stopped, only the wire counts."""
        if self._dispatch.writes or self._dispatch.reads:
            return True
        if self._hands.tally.cause is not None:
            self._put_back()
            return False
        return bool(self._busy() or self._hands.timed or self._confirmer.waiting or not self._exhausted)

    def _busy(self) -> bool:
        """Whether anything is still on its way to Etsy."""
        dispatch, waiting = self._dispatch, self._doubts.waiting
        return bool(
            self._hands.ready or dispatch.writes or dispatch.intended or self._lookout.watched or waiting or self._steps.uploads
        )  # fmt: skip

    def _drained(self) -> bool:
        """Whether nothing is left to send."""
        return self._exhausted and not (self._hands.ready or self._dispatch.writes or self._hands.timed)

    def _receive(self) -> None:
        """Wait for an answer, or for the next thing that is due; then take every answer that is there."""
        hands = self._hands
        pause = LONGEST_PAUSE if hands.tally.cause else max(0.0, min(self._next_due() - hands.now(), LONGEST_PAUSE))
        if self._dispatch.writes or self._dispatch.reads:
            self._dispatch.take(pause)
            return
        goes_on = hands.ready or self._has_room()  # as where those before could not be sent
        try:
            if pause > 0 and not goes_on:
                self._clock.sleep(pause)
        except Interrupted as interrupted:
            hands.stop(interrupted)
        self._dispatch.take(0)

    def _next_due(self) -> float:
        moments = [item.due for item in self._hands.timed] + self._lookout.next_due()
        if self._confirmer.waiting:
            moments.append(self._confirmer.due)
        return min(moments, default=self._hands.now() + LONGEST_PAUSE)

    def _put_back(self) -> None:
        """After a stop: everything in hand goes back as it stands."""
        hands, watched, doubts, unconfirmed = (
            self._hands,
            self._lookout.watched,
            self._doubts.waiting,
            self._confirmer.waiting,
        )
        queued = [item for waiting in self._steps.uploads.values() for item in waiting]
        for item in [*hands.ready, *hands.timed, *doubts.values(), *watched.values(), *unconfirmed.values(), *queued]:
            hands.end(item, Outcome.LEFT)
        for kept in (hands.ready, hands.timed, doubts, watched, unconfirmed, self._steps.uploads):
            kept.clear()
        self._commit()
