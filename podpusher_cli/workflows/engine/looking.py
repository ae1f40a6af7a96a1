"""Looks at the shop: at what is being published, and for what a create without an answer may have made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.printify import PlacedProduct, ProductPage
from podpusher_cli.core.publishing import (
    MOST_PUBLISHES,
    CreateInDoubt,
    Outcome,
    PublishFailed,
    PublishInDoubt,
    PublishPending,
    SeveralMatches,
    Stage,
    Verdict,
    judge,
    matches,
)
from podpusher_cli.workflows.engine.confirming import Confirmer
from podpusher_cli.workflows.engine.dispatch import Dispatch
from podpusher_cli.workflows.engine.hands import Hands
from podpusher_cli.workflows.engine.parts import LONGEST_PAUSE, Item, Printer, Waits

MOST_PAGES = 6  # on the wire at once
MOST_WALKS = 5  # how often a walk that other writers disturbed is made again


@dataclass(slots=True)
class _Walk:
    """A look at all pages of the shop's products. `whole`: nobody wrote while we read, so what was not seen is not there.

    Of a large shop only the `found` are kept that somebody here asks about, and the `ids` of all.
    """

    ids: set[str] = field(default_factory=set)
    found: dict[str, PlacedProduct] = field(default_factory=dict)
    totals: set[int] = field(default_factory=set)
    pages: int = 1
    asked: int = 0
    read: int = 0
    started: float = 0.0
    quiet: bool = False
    failed: PodpusherError | None = None

    @property
    def whole(self) -> bool:
        return self.failed is None and self.quiet and self.totals == {len(self.ids)}


class Lookout:
    """`watched` have been asked to be published; `doubts` were sent to be made, and nobody said whether they were.

    `taken`: the Printify products that jobs have already. `adopt` takes a product that was found; `creates`: how many
    creates are on the wire; `drained`: whether nothing else is left to send.
    """

    def __init__(
        self, hands: Hands, dispatch: Dispatch, confirmer: Confirmer, *, printer: Printer, shop_id: str, waits: Waits,
        taken: Callable[[], frozenset[str]], adopt: Callable[[Item, PlacedProduct], None], creates: Callable[[], int],
        drained: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._hands, self._dispatch, self._confirmer = hands, dispatch, confirmer
        self._printer, self._shop_id, self._waits = printer, shop_id, waits
        self._taken, self._adopt, self._creates, self._drained = taken, adopt, creates, drained
        self.watched: dict[str, Item] = {}
        self.doubts: dict[str, Item] = {}
        self._walk: _Walk | None = None
        self._disturbed = 0
        self._due = 0.0
        self._pause = waits.poll
        self._was_drained = False
        self._pages = 1

    def watch(self, item: Item) -> None:
        """Its publish was asked for."""
        if not self.watched and self._walk is None:
            self._pause = self._waits.poll
            self._due = self._hands.now() + self._pause
        self.watched[item.product] = item

    def watch_at_once(self, item: Item) -> None:
        """Its publish was asked for by an earlier run: the first look is due now."""
        self.watched[item.product] = item
        self._due = self._hands.now()

    def doubt(self, item: Item, due: float) -> None:
        """Its create may have been carried out; a look for it is due then."""
        item.due = due
        self.doubts[item.product] = item

    @property
    def must_be_quiet(self) -> bool:
        """Whether a look for doubtful ones is due, for which no create may be under way."""
        now = self._hands.now()
        return any(item.due <= now for item in self.doubts.values())

    def next_due(self) -> list[float]:
        """When the next looks are due."""
        if self._walk is not None:
            return []
        moments = [] if self._creates() else [item.due for item in self.doubts.values()]
        return [*moments, self._due] if self.watched else moments

    def look(self) -> None:
        """Begin a look, if one is due. Once nothing is left to send, the pauses start over: every look may be the last."""
        if not self._was_drained and self.watched and self._drained():
            self._was_drained = True
            self._pause = self._waits.poll
            self._due = min(self._due, self._hands.now() + self._pause)
        quiet = self.must_be_quiet
        if self._walk is not None or not (quiet or (self.watched and self._hands.now() >= self._due)):
            return
        if quiet and self._creates():
            return  # a page may shift while something is made: wait until all creates have been answered
        if not quiet and len(self.watched) < self._pages:
            self._look_singly()
            return
        self._walk = walk = _Walk(started=self._hands.now(), quiet=quiet)
        self._ask_pages(walk)

    def _look_singly(self) -> None:
        """Few products are watched in a large shop: fewer calls than all pages."""
        self._due = self._hands.now() + self._grown_pause()
        for item in list(self.watched.values()):
            ask = partial(self._printer.product, self._shop_id, item.job.printify_id or "")
            self._dispatch.ask(ask, partial(self._seen, item, self._hands.now()), partial(self._unseen, item))

    def _ask_pages(self, walk: _Walk) -> None:
        """Ask for the next pages, a few at a time: their answers take memory until they are read."""
        while walk.asked < walk.pages and walk.asked - walk.read < MOST_PAGES:
            walk.asked += 1
            self._ask_page(walk, walk.asked)

    def _ask_page(self, walk: _Walk, number: int) -> None:
        def seen(page: ProductPage) -> None:
            walk.ids.update(each.id for each in page.products)
            walk.found.update({each.id: each for each in self._asked_about(page.products)})
            walk.totals.add(page.total)
            if number == 1:
                self._pages = walk.pages = max(1, page.last_page)
            read()

        def failed(error: PodpusherError) -> None:
            walk.failed = error
            read()

        def read() -> None:
            walk.read += 1
            self._ask_pages(walk)
            if walk.read == walk.pages:
                self._walked(walk)

        self._dispatch.ask(lambda: self._printer.page(self._shop_id, number), seen, failed)

    def _asked_about(self, products: Iterable[PlacedProduct]) -> list[PlacedProduct]:
        """Those that are watched, or that a doubtful create may have made."""
        watched = {item.job.printify_id for item in self.watched.values()}
        return [
            each for each in products if each.id in watched or any(matches(item.job, [each]).products for item in self.doubts.values())
        ]  # fmt: skip

    def _walked(self, walk: _Walk) -> None:
        """All pages are read: see what they say of the watched and the doubtful."""
        self._walk = None
        if walk.failed is not None:
            self._hands.stop_or_note(walk.failed)
        for item in list(self.watched.values()):
            there = walk.found.get(item.job.printify_id or "")
            if there is not None:
                self._seen(item, walk.started, there)
            elif walk.failed is None and walk.started - item.since >= self._waits.wait:
                del self.watched[item.product]
                self._hands.end(item, Outcome.WAITING, PublishPending(retry_after=self._waits.wait))
        self._settle_doubts(walk)
        self._due = self._hands.now() + self._grown_pause()

    def _grown_pause(self) -> float:
        """The pause doubles."""
        pause = self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        return pause

    # What a look says

    def _seen(self, item: Item, looked_at: float, there: PlacedProduct) -> None:
        """A look, begun at `looked_at`, at a product whose publish was asked for."""
        if item.product not in self.watched:
            return
        verdict = judge(there, seen_locked=item.job.seen_locked)
        if verdict is Verdict.PUBLISHED:
            del self.watched[item.product]
            self._confirmer.listed(item, there)
        elif verdict is Verdict.FAILED:
            del self.watched[item.product]
            item.change(stage=Stage.CREATED, sent_at=None)
            self._hands.trouble(item, PublishFailed(product=item.product))
        elif looked_at - item.since >= self._waits.wait:
            del self.watched[item.product]
            self._patience_ended(item, verdict)
        elif verdict is Verdict.RUNNING and not item.job.seen_locked:
            self._hands.save(item, seen_locked=True)

    def _patience_ended(self, item: Item, verdict: Verdict) -> None:
        hands = self._hands
        if verdict is Verdict.RUNNING:
            hands.end(item, Outcome.WAITING, PublishPending(retry_after=self._waits.wait))
            return
        item.change(stage=Stage.CREATED, sent_at=None)
        if item.job.live:  # a live publish costs money: never sent twice
            hands.end(item, Outcome.FAILED, PublishInDoubt(product=item.product))
        elif item.publishes < MOST_PUBLISHES:
            item.fresh = True
            hands.ready.append(item)
        else:
            item.change(attempt=0)
            hands.trouble(item, PublishFailed(product=item.product))

    def _unseen(self, item: Item, error: PodpusherError) -> None:
        if error.full_code == "printify.gone" and self.watched.pop(item.product, None) is not None:
            self._hands.trouble(item, error)
        else:
            self._hands.stop_or_note(error)

    def _settle_doubts(self, walk: _Walk) -> None:
        if not self.doubts:
            return
        taken = self._taken()
        if walk.quiet:  # an ordinary look was never meant to prove that something is not there
            self._disturbed = 0 if walk.whole else self._disturbed + 1
        for item in list(self.doubts.values()):
            self._settle(item, walk, taken)

    def _settle(self, item: Item, walk: _Walk, taken: frozenset[str]) -> None:
        hands = self._hands
        found = matches(item.job, walk.found.values(), taken).products
        patient_until = item.since + self._waits.wait
        if len(found) == 1:
            del self.doubts[item.product]
            self._adopt(item, found[0])
        elif found:
            del self.doubts[item.product]
            hands.trouble(item, SeveralMatches(found=", ".join(each.id for each in found), product=item.product))
        elif walk.started >= patient_until and walk.whole:
            del self.doubts[item.product]
            hands.save(item, stage=Stage.NEW, sent_at=None)
            hands.ready.append(item)
        elif self._disturbed >= MOST_WALKS:
            del self.doubts[item.product]
            hands.end(item, Outcome.WAITING, CreateInDoubt(retry_after=self._waits.wait))
        else:
            item.due = patient_until if hands.now() < patient_until else hands.now() + self._waits.poll
