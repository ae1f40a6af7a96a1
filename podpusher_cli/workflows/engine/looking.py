"""Looks at the shop: when the next one is due, and what it says of the products that are being published."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.printify import PlacedProduct
from podpusher_cli.core.products import AtEtsy
from podpusher_cli.core.publishing import MOST_PUBLISHES, Outcome, Stage, Verdict, judge
from podpusher_cli.core.unpublished import Deleted, OtherShop, PublishFailed, PublishInDoubt, PublishPending
from podpusher_cli.workflows.engine.confirming import Confirmer
from podpusher_cli.workflows.engine.dispatch import Dispatch
from podpusher_cli.workflows.engine.doubts import Doubts
from podpusher_cli.workflows.engine.hands import Hands
from podpusher_cli.workflows.engine.parts import LONGEST_PAUSE, Item, Printer, Waits
from podpusher_cli.workflows.engine.walks import Walk


class Lookout:
    """`watched` have been asked to be published. `creates`: how many are on the wire; `drained`: whether nothing else is left to send.

    One walk looks for the watched and for the doubtful ones.
    """

    def __init__(
        self, hands: Hands, dispatch: Dispatch, confirmer: Confirmer, doubts: Doubts, *, printer: Printer, shop_id: str, waits: Waits,
        creates: Callable[[], int], drained: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._hands, self._dispatch, self._confirmer, self._doubts = hands, dispatch, confirmer, doubts
        self._printer, self._shop_id, self._waits = printer, shop_id, waits
        self._creates, self._drained = creates, drained
        self.watched: dict[str, Item] = {}
        self._walk: Walk | None = None
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

    def next_due(self) -> list[float]:
        """When the next looks are due; none while it takes an answer before one can begin."""
        if self._walk is not None or (self._doubts.due and self._creates()):
            return []
        moments = [] if self._creates() else [item.due for item in self._doubts.waiting.values()]
        return [*moments, self._due] if self.watched else moments

    def look(self) -> None:
        """Begin a look, if one is due. Once nothing is left to send, the pauses start over: every look may be the last."""
        if not self._was_drained and self.watched and self._drained():
            self._was_drained = True
            self._pause = self._waits.poll
            self._due = min(self._due, self._hands.now() + self._pause)
        quiet = self._doubts.due
        if self._walk is not None or not (quiet or (self.watched and self._hands.now() >= self._due)):
            return
        if quiet and self._creates():
            return  # a page may shift while something is made: wait until all creates have been answered
        if not quiet and len(self.watched) < self._pages:
            self._look_singly()
            return
        self._walk = Walk(
            self._dispatch, page=partial(self._printer.page, self._shop_id), keep=self._asked_about, done=self._walked,
            started=self._hands.now(), quiet=quiet, most=None if quiet else len(self.watched),
        )  # fmt: skip
        self._walk.go_on()

    def _look_singly(self) -> None:
        """Few products are watched in a large shop: fewer calls than all pages."""
        self._due = self._hands.now() + self._grown_pause()
        for item in list(self.watched.values()):
            self._look_at(item)

    def _look_at(self, item: Item) -> None:
        now = self._hands.now()
        ask = partial(self._printer.product, self._shop_id, item.job.printify_id or "")
        self._dispatch.ask(ask, partial(self._seen, item, now), partial(self._unseen, item, now))

    def _asked_about(self, products: Iterable[PlacedProduct]) -> list[PlacedProduct]:
        """Those that are watched, or that a doubtful create may have made."""
        watched = {item.job.printify_id for item in self.watched.values()}
        return [each for each in products if each.id in watched or self._doubts.may_have_made(each)]

    def _walked(self, walk: Walk) -> None:
        """All pages are read: see what they say of the watched and the doubtful."""
        self._walk = None
        if walk.failed is None:
            self._pages = walk.pages
        else:
            self._hands.stop_or_note(walk.failed)
        for item in list(self.watched.values()):
            there = walk.found.get(item.job.printify_id or "")
            if there is not None:
                self._seen(item, walk.started, there)
            elif walk.failed is not None:
                self._give_up(item, walk.started, walk.failed)
            elif walk.cut or self._drained() or self._is_over(item, walk.started):
                self._look_at(item)  # before that what we make moves others from page to page: the next look finds them
        self._doubts.settle(walk)
        self._due = self._hands.now() + self._grown_pause()

    def _grown_pause(self) -> float:
        """The pause doubles."""
        pause = self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        return pause

    # What a look says

    def _seen(self, item: Item, looked_at: float, there: PlacedProduct) -> None:
        """A look at a product whose publish was asked for; one begun before, at `looked_at`, shows what was listed earlier."""
        if item.product not in self.watched or looked_at < item.since:
            return
        verdict = judge(there, seen_locked=item.job.seen_locked)
        if verdict is Verdict.PUBLISHED:
            del self.watched[item.product]
            self.listed(item, there)
        elif verdict is Verdict.FAILED:
            del self.watched[item.product]
            item.change(stage=Stage.CREATED, sent_at=None)
            self._hands.trouble(item, PublishFailed(product=item.product))
        elif self._is_over(item, looked_at):
            del self.watched[item.product]
            self._patience_ended(item, verdict)
        elif verdict is Verdict.RUNNING and not item.job.seen_locked:
            self._hands.save(item, seen_locked=True)

    def listed(self, item: Item, there: PlacedProduct) -> None:
        """It is in the shop: as it is here, or as it was before it was changed."""
        if item.job.body_hash is not None:
            self._confirmer.listed(item, there)
            return
        listed = AtEtsy(there.listing, None, there.handle)
        self._hands.save(item, stage=Stage.CREATED, sent_at=None, attempt=0, seen_locked=False, etsy=listed)
        item.fresh, item.publishes = True, 0
        self._hands.go_on(item)

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

    def _unseen(self, item: Item, looked_at: float, error: PodpusherError) -> None:
        """A look, begun at `looked_at`, that came to nothing."""
        if error.full_code != "printify.gone":
            self._hands.stop_or_note(error)
            self._give_up(item, looked_at, error)
        elif self.watched.pop(item.product, None) is not None:
            item.change(stage=Stage.CREATED, sent_at=None, attempt=0)
            if item.job.shop == self._shop_id:
                self._hands.trouble(item, Deleted(product=item.product))
            else:  # nor is this sent twice without being asked for twice
                self._hands.end(item, Outcome.FAILED, OtherShop(shop=item.job.shop, product=item.product))

    def _give_up(self, item: Item, looked_at: float, error: PodpusherError) -> None:
        """Looks come to nothing: once its patience has ended, it waits for another run."""
        if self._is_over(item, looked_at) and self.watched.pop(item.product, None) is not None:
            self._hands.end(item, Outcome.WAITING, error)

    def _is_over(self, item: Item, looked_at: float) -> bool:
        """Whether the patience with it had ended when a look began."""
        return looked_at - item.since >= self._waits.wait
