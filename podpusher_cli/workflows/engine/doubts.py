"""Creates that were sent and never answered: adopted when a walk finds what they made, repeated only when it cannot be there."""

from __future__ import annotations

from collections.abc import Callable

from podpusher_cli.core.printify import PlacedProduct
from podpusher_cli.core.publishing import Outcome, Stage, matches
from podpusher_cli.core.unpublished import CreateInDoubt, SeveralMatches
from podpusher_cli.workflows.engine.hands import Hands
from podpusher_cli.workflows.engine.parts import Item, Waits
from podpusher_cli.workflows.engine.walks import Walk

MOST_WALKS = 5  # how often a walk that other writers disturbed is made again


class Doubts:
    """`waiting` were sent to be made, and nobody said whether they were.

    `taken`: the Printify products that jobs have already. `adopt` takes a product that was found.
    """

    def __init__(
        self, hands: Hands, waits: Waits, *, taken: Callable[[], frozenset[str]], adopt: Callable[[Item, PlacedProduct], None]
    ) -> None:  # fmt: skip
        self._hands, self._waits, self._taken, self._adopt = hands, waits, taken, adopt
        self.waiting: dict[str, Item] = {}
        self._disturbed = 0

    def add(self, item: Item, due: float) -> None:
        """Its create may have been carried out; a look for it is due then."""
        item.due = due
        self.waiting[item.product] = item

    @property
    def due(self) -> bool:
        """Whether a look for them is due, for which no create may be under way."""
        now = self._hands.now()
        return any(item.due <= now for item in self.waiting.values())

    def may_have_made(self, product: PlacedProduct) -> bool:
        """Whether a create in doubt may have made this product."""
        return any(matches(item.job, [product]).products for item in self.waiting.values())

    def settle(self, walk: Walk) -> None:
        """Take what a walk says of them."""
        if not self.waiting:
            return
        taken = self._taken()
        if walk.quiet:  # an ordinary look was never meant to prove that something is not there
            self._disturbed = 0 if walk.whole else self._disturbed + 1
        for item in list(self.waiting.values()):
            taken |= self._settle(item, walk, taken)
        until = max((item.since + self._waits.wait for item in self.waiting.values()), default=0.0)
        self._hands.tell_wait("doubt", until)

    def _settle(self, item: Item, walk: Walk, taken: frozenset[str]) -> frozenset[str]:
        """What it was found to have made is taken from now on."""
        hands = self._hands
        found = matches(item.job, walk.found.values(), taken).products
        patient_until = item.since + self._waits.wait
        if len(found) == 1:
            del self.waiting[item.product]
            self._adopt(item, found[0])
            return frozenset({found[0].id})
        if found:
            del self.waiting[item.product]
            hands.trouble(item, SeveralMatches(found=", ".join(each.id for each in found), product=item.product))
        elif walk.started >= patient_until and walk.whole:
            del self.waiting[item.product]
            hands.save(item, stage=Stage.NEW, sent_at=None)
            hands.ready.append(item)
        elif self._disturbed >= MOST_WALKS:
            del self.waiting[item.product]
            hands.end(item, Outcome.WAITING, CreateInDoubt(retry_after=self._waits.wait))
        else:
            item.due = patient_until if hands.now() < patient_until else hands.now() + self._waits.poll
        return frozenset()
