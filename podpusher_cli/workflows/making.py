"""The items of a run become designs, listings and products, several at once; each step is kept before the next begins."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from podpusher_cli.core.blanks import Facts
from podpusher_cli.core.caps import CapReached, RunCap, Unpriced
from podpusher_cli.core.copywriting import Copy
from podpusher_cli.core.designs import Artwork, Design, DesignSpec
from podpusher_cli.core.errors import OutcomeUnknown, PodpusherError, TryLater
from podpusher_cli.core.generating import Planned, Progress, Wanted
from podpusher_cli.core.inking import Cloth
from podpusher_cli.core.making import Attempt, CopyBrief, Order
from podpusher_cli.core.products import Content, Origin
from podpusher_cli.core.quota import OverQuota, Taker
from podpusher_cli.core.spending import Estimate, Purpose, SpendState, total
from podpusher_cli.store.products import NewProduct
from podpusher_cli.workflows.crew import Crew, RelayedAttempt
from podpusher_cli.workflows.inspecting import Measured
from podpusher_cli.workflows.orders import briefs_of, prices, spec_of, units
from podpusher_cli.workflows.studio import Studio

COMMAND = "generate"


@dataclass(slots=True)
class Tally:
    """How it went: what failed, what was left because the plan or a limit has nothing for it, and what stopped it all."""

    failed: dict[str, PodpusherError] = field(default_factory=dict)
    short: dict[str, OverQuota | CapReached] = field(default_factory=dict)
    cause: PodpusherError | None = None


class Maker:
    """Makes `items`, and tells `tally` how it went. For one use, from the main thread; the models are asked in threads."""

    def __init__(
        self, studio: Studio, wanted: Wanted, run: str, items: Iterable[Planned], facts: Facts, *, cap: RunCap | None, tally: Tally,
        done: int, goal: int,
    ) -> None:  # fmt: skip
        self._studio, self._wanted, self._run, self._facts, self._cap = studio, wanted, run, facts, cap
        self._left = deque(items)
        self._done, self._goal = done, goal
        self._in_order = studio.images.name == "local"
        self._order: deque[str] = deque()
        self._arrived: dict[str, Callable[[], None]] = {}
        self._held: dict[str, dict[Purpose, int]] = {}  # what the items under way have still to spend
        self._crew = Crew(studio.parallel, interrupt=studio.interrupt, winding_down=studio.winding_down)
        self.tally = tally

    def go(self) -> None:
        """Work until nothing is left that can be made now. Ctrl-C ends it early, and what is under way is still kept."""
        self._watch()
        self._crew.run(self._begin_some, self._stop)

    # Beginning

    def _begin_some(self) -> None:
        while self._left and len(self._held) < self._crew.hands and self.tally.cause is None:
            item = self._left.popleft()
            try:
                self._begin(item)
            except (OverQuota, CapReached) as error:
                self.tally.short[item.design_id] = error
                self._end(item)
            except PodpusherError as error:
                self._trouble(item, error)

    def _begin(self, item: Planned) -> None:
        """What it will cost is held and what it counts is reserved; then its picture is asked for, or its text."""
        prices = self._prices(item)
        held = sum(sum(each.values()) for each in self._held.values())
        self._studio.ledger.check(list(prices.values()), self._cap, held=held)
        self._studio.quota.take(
            units(self._studio, self._wanted, self._run, item), Taker(self._run, COMMAND), queued=True
        )
        self._held[item.design_id] = {purpose: each.micros or 0 for purpose, each in prices.items()}
        design = self._studio.designs.find(item.design_id)
        if design is None:
            self._draw(item)
        else:
            self._line_up(item)
            self._turn(item, lambda: self._try(item, lambda: self._write(item, design)))

    def _prices(self, item: Planned) -> dict[Purpose, Estimate]:
        """What is still to be asked for, and what that costs."""
        known = {
            each.purpose for each in self._studio.ledger.spends(item.design_id) if each.state is not SpendState.FREE
        }
        told = prices(self._studio, self._wanted)
        if self._studio.designs.find(item.design_id) is not None:
            known.add("image")
        return {purpose: each for purpose, each in told.items() if purpose not in known}

    @cached_property
    def _cloths(self) -> tuple[Cloth, ...]:
        """The colours that the run's products are sold in: the same for every item."""
        return self._studio.cloths(self._wanted)

    # One step after the other

    def _draw(self, item: Planned) -> None:
        spec = spec_of(self._wanted, item, self._cloths)
        attempt = self._attempt(item)
        self._line_up(item)
        self._crew.begin(
            lambda: self._pictured(spec, attempt),
            lambda made: self._turn(item, lambda: self._try(item, lambda: self._drawn(item, *made))),
            lambda error: self._turn(item, lambda: self._trouble(item, error)),
        )

    def _line_up(self, item: Planned) -> None:
        if self._in_order:
            self._order.append(item.design_id)

    def _turn(self, item: Planned, act: Callable[[], None]) -> None:
        """What comes after a picture: at once, or in the order of asking where all is made on this machine."""
        if not self._in_order:
            act()
            return
        self._arrived[item.design_id] = act
        while self._order and (turn := self._arrived.pop(self._order[0], None)):
            self._order.popleft()
            turn()

    def _pictured(self, spec: DesignSpec, attempt: RelayedAttempt) -> tuple[Artwork, Measured]:
        """In a thread: the print file, and what is measured of it."""
        drawn = self._studio.images.draw(spec, attempt)
        return drawn, self._studio.inspector.measure(drawn.png)

    def _drawn(self, item: Planned, drawn: Artwork, measured: Measured) -> None:
        studio = self._studio
        design = Design(
            id=item.design_id, idea=item.idea, file="", sha256="", width=drawn.width, height=drawn.height, dpi=drawn.dpi,
            source=studio.images.name, model=drawn.model, layout=drawn.layout, palette=drawn.palette, fonts=drawn.fonts,
            seed=drawn.seed, cost=total(studio.ledger.spends(item.design_id)), garment=self._wanted.garment,
            created_at=studio.clock.now(), trend=item.trend,
        )  # fmt: skip
        kept = studio.designs.keep(design, drawn.png)
        studio.inspector.keep(kept, measured)
        if self.tally.cause is None or _lets_finish(self.tally.cause):
            self._write(item, kept)
        else:
            self._end(item)

    def _write(self, item: Planned, design: Design) -> None:
        briefs = briefs_of(self._wanted, item, self._facts, design.source, design.layout)
        if self._in_order:
            attempt = self._studio.ledger.attempt(item.design_id, self._cap)
            self._written(item, design, *self._texts(briefs, attempt))
            return
        relayed = self._attempt(item)
        self._crew.begin(
            lambda: self._texts(briefs, relayed),
            lambda copies: self._try(item, lambda: self._written(item, design, *copies)),
            lambda error: self._trouble(item, error),
        )

    def _texts(self, briefs: Sequence[CopyBrief], attempt: Attempt) -> list[Copy]:
        """From any thread: the listing in every language."""
        studio = self._studio
        return [studio.guard.cleaned(studio.texts.write(brief, attempt), brief) for brief in briefs]

    def _written(self, item: Planned, design: Design, copy: Copy, *translations: Copy) -> None:
        studio, base = self._studio, self._wanted.base
        content = Content(
            copy.title, copy.description, copy.tags, design.id, base.blueprint_id, base.print_provider_id, base.variants, base.price,
            copy.alt,
        )  # fmt: skip
        new = NewProduct(content, Origin(run=self._run), f"{self._run}:{item.place}")
        product = studio.products.add_once(new, studio.clock.now())
        for each in translations:
            studio.translations.keep(product, each, studio.clock.now())
        studio.generations.made(self._run, item.place, product, studio.quota)
        studio.ledger.close(item.design_id)
        self._end(item)

    def _attempt(self, item: Planned) -> RelayedAttempt:
        def noted(order: Order) -> None:
            self._held.get(item.design_id, {}).pop(order.purpose, None)

        return self._crew.attempt(self._studio.ledger.attempt(item.design_id, self._cap), noted)

    # Ends

    def _try(self, item: Planned, step: Callable[[], None]) -> None:
        try:
            step()
        except PodpusherError as error:
            self._trouble(item, error)

    def _trouble(self, item: Planned, error: PodpusherError) -> None:
        """An item cannot go on: for want of money or quota it waits, what concerns all stops the run, else it is given up."""
        if isinstance(error, CapReached):
            self.tally.short[item.design_id] = error
        elif concerns_all(error):
            self._stop(error)
        else:
            give_up(self._studio, self._run, item, error, self.tally)
        self._end(item)

    def _stop(self, cause: PodpusherError) -> None:
        """Nothing new begins; the first cause counts."""
        if self.tally.cause is None:
            self.tally.cause = cause

    def _end(self, item: Planned) -> None:
        self._held.pop(item.design_id, None)
        self._done += 1
        self._watch()

    def _watch(self) -> None:
        self._studio.watch(Progress(self._goal, self._done))


def give_up(studio: Studio, run: str, item: Planned, error: PodpusherError, tally: Tally) -> None:
    """The item is not made: why is kept, and it costs the plan nothing."""
    tally.failed[item.design_id] = error
    doubtful = isinstance(error, OutcomeUnknown)
    studio.generations.failed(run, item.place, error, studio.quota, perhaps_billed=doubtful)


def concerns_all(error: PodpusherError) -> bool:
    """Whether no other item would fare better: no account, no money, no price, no network, no disk, or Ctrl-C."""
    passing = isinstance(error, TryLater) and not isinstance(error, OutcomeUnknown)
    return passing or isinstance(error, Unpriced) or error.exit_status in {3, 6, 9, 130}


def _lets_finish(cause: PodpusherError) -> bool:
    """Whether what is under way is finished all the same: an outage or an empty wallet may have hit another item only."""
    return isinstance(cause, TryLater)
