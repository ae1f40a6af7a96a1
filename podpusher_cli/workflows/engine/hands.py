"""The items in work: which can go on, which wait for their time, and how each ends."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import (
    CircuitOpen,
    ForbiddenHost,
    Interrupted,
    MachineTrouble,
    PodpusherError,
    RateLimited,
    TryLater,
    Unreachable,
    Unsendable,
)
from podpusher_cli.core.publishing import ItemTrouble, Job, Outcome
from podpusher_cli.core.quota import OverQuota
from podpusher_cli.core.traffic import Wait, WaitReason
from podpusher_cli.workflows.engine.dispatch import Dispatch
from podpusher_cli.workflows.engine.parts import Item, Tally, Waits

# Refusals that name a product and mean the shop or the account: sent again for each, they would be an error share of 100 %.
_OF_THE_SHOP = frozenset({"printify.shop_not_connected", "printify.plan"})
_SAME_S = 60.0  # waits that end so close together are told as one


class Hands:
    """`ready` can go on, `timed` wait; `active` counts all that have been taken in and not ended. `announce` hears of long waits."""

    def __init__(self, dispatch: Dispatch, *, clock: Clock, waits: Waits, announce: Callable[[Wait], None]) -> None:
        self._dispatch, self._clock, self._waits, self._announce = dispatch, clock, waits, announce
        self.ready: deque[Item] = deque()
        self.timed: list[Item] = []
        self.active = 0
        self.tally = Tally()
        self._told = self._set_back = 0.0
        self._announced: dict[WaitReason, float] = {}

    def now(self) -> float:
        """Epoch seconds; where the machine's clock is set back they go on from there, so that no wait is longer for it."""
        told = self._clock.now().timestamp()
        self._set_back += max(0.0, self._told - told)
        self._told = told
        return told + self._set_back

    def take_in(self, job: Job, *, since: float = 0.0) -> Item:
        """Another job is in work."""
        self.active += 1
        return Item(job, since=since)

    def save(self, item: Item, **changes: object) -> None:
        """Change the job and keep it."""
        item.change(**changes)
        self._dispatch.save(item.job)

    def go_on(self, item: Item) -> None:
        """Its next step comes before those of others."""
        self.ready.appendleft(item)

    def again(self, item: Item) -> None:
        """The same step, after a pause that doubles."""
        item.retries += 1
        item.due = self.now() + self._waits.after(item.retries)
        self.timed.append(item)

    def at_its_turn(self, item: Item, seconds: float) -> None:
        """The same step, once our pace allows it."""
        item.due = self.now() + seconds
        self.timed.append(item)
        self.tell_wait("pace", item.due)

    def tell_wait(self, reason: WaitReason, until: float) -> None:
        """Say that something waits, once for all that wait so long."""
        if until > max(self.now(), self._announced.get(reason, 0.0) + _SAME_S):
            self._announced[reason] = until
            self._announce(Wait("printify", until - self.now(), reason))

    def wake(self, now: float) -> None:
        """Those whose time has come can go on."""
        self.ready.extend(item for item in self.timed if item.due <= now)
        self.timed = [item for item in self.timed if item.due > now]

    # Endings

    def trouble(self, item: Item, error: PodpusherError) -> None:
        """An item cannot go on. What concerns all of them stops the run; this one is put back, as is one without quota."""
        if _concerns_all(error):
            self.stop(error)
            self.end(item, Outcome.LEFT, None)
        elif isinstance(error, OverQuota):
            self.tally.over = error
            self.end(item, Outcome.LEFT, error)
        else:
            later = isinstance(error, TryLater) or error.exit_status == 7
            self.end(item, Outcome.WAITING if later else Outcome.FAILED, error)

    def end(self, item: Item, outcome: Outcome, error: PodpusherError | None = None) -> None:
        """The run is done with it."""
        self.active -= 1
        job = item.job
        trouble = None
        if error is not None:
            self.tally.errors.setdefault(error.full_code, error)
            trouble = ItemTrouble(
                job.product, job.content.title, error.full_code, error.plain(), error.plain_hint(), outcome, error.retry_after
            )  # fmt: skip
        self._dispatch.end(job, outcome, trouble)
        setattr(self.tally, outcome.value, getattr(self.tally, outcome.value) + 1)

    def stop(self, cause: PodpusherError) -> None:
        """Nothing new begins; the first cause counts."""
        if self.tally.cause is None:
            self.tally.cause = cause

    def stop_or_note(self, error: PodpusherError) -> None:
        """A look that failed: only what concerns everything stops the run; otherwise the next look comes."""
        if _concerns_all(error):
            self.stop(error)


def _concerns_all(error: PodpusherError) -> bool:
    """Whether no other item would fare better: the provider is away, the login or a plan is used up, the seller pressed Ctrl-C.

    Nor where this machine has no room, a variable names a host that gets no token, or a token cannot be sent at all.
    """
    everywhere = (CircuitOpen, RateLimited, Unreachable, Interrupted, ForbiddenHost, Unsendable, MachineTrouble)
    return isinstance(error, everywhere) or error.exit_status == 3 or error.full_code in _OF_THE_SHOP
