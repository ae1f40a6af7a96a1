"""The last word is Etsy's: what Printify says is listed is read there, a hundred at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.printify import PlacedProduct
from podpusher_cli.core.products import AtEtsy
from podpusher_cli.core.publishing import Outcome, Stage
from podpusher_cli.core.unpublished import ListingUnseen
from podpusher_cli.workflows.engine.dispatch import Dispatch
from podpusher_cli.workflows.engine.hands import Hands
from podpusher_cli.workflows.engine.parts import LONGEST_PAUSE, Item, Shop, Waits

if TYPE_CHECKING:
    from podpusher_cli.providers.etsy import EtsyListing

MOST_CONFIRMED = 100  # listings in one question to Etsy


class Confirmer:
    """`waiting` are listed at Printify and not yet seen at Etsy. `busy`: whether more may come soon."""

    def __init__(self, hands: Hands, dispatch: Dispatch, shop: Shop, waits: Waits, *, busy: Callable[[], bool]) -> None:
        self._hands, self._dispatch, self._shop, self._waits, self._busy = hands, dispatch, shop, waits, busy
        self.waiting: dict[str, Item] = {}
        self.due = 0.0

    def listed(self, item: Item, there: PlacedProduct) -> None:
        """Printify has put it on Etsy: so it says."""
        etsy = AtEtsy(there.listing, None, there.handle)
        self._hands.save(item, stage=Stage.PUBLISHED, sent_at=None, attempt=0, seen_locked=False, etsy=etsy)
        self.add(item)

    def add(self, item: Item) -> None:
        """Its listing is to be read."""
        item.since = self._hands.now()
        item.due = 0.0
        self.waiting[item.product] = item

    def look(self, listing: str, seen: Callable[[bool], None], failed: Callable[[PodpusherError], None]) -> None:
        """Whether one listing is at Etsy, whatever Printify says of it."""
        self._dispatch.ask(lambda: self._shop.listings([listing]), lambda found: seen(listing in found), failed)

    def ask(self, now: float) -> None:
        """Ask for a hundred listings, or for what there is when nothing else is on its way."""
        waiting = [item for item in self.waiting.values() if item.due <= now]
        busy = self._busy()
        if not waiting or (len(waiting) < MOST_CONFIRMED and busy):
            soonest = min((item.due for item in self.waiting.values()), default=now)
            self.due = now + LONGEST_PAUSE if busy else soonest
            return
        asked = waiting[:MOST_CONFIRMED]
        for item in asked:
            del self.waiting[item.product]
        ids = [item.job.etsy.listing_id or "" for item in asked]

        def seen(found: Mapping[str, EtsyListing]) -> None:
            for item in asked:
                self._confirmed(item, found.get(item.job.etsy.listing_id or ""))

        def failed(error: PodpusherError) -> None:
            for item in asked:
                self._hands.trouble(item, error)

        self._dispatch.ask(lambda: self._shop.listings(ids), seen, failed)

    def _confirmed(self, item: Item, listing: EtsyListing | None) -> None:
        hands = self._hands
        if listing is not None:
            url = listing.url or item.job.etsy.url
            item.change(stage=Stage.CONFIRMED, etsy=AtEtsy(listing.id, listing.state, url), attempt=0)
            hands.tally.unpartnered += listing.partnered is False
            hands.end(item, Outcome.PUBLISHED)
        elif hands.now() - item.since >= self._waits.wait:
            unseen = ListingUnseen(listing=item.job.etsy.listing_id, retry_after=self._waits.wait)
            hands.end(item, Outcome.WAITING, unseen)
        else:
            item.retries += 1
            item.due = hands.now() + self._waits.after(item.retries)
            self.waiting[item.product] = item
