"""Events that are posted to this machine: written down before they are acknowledged, then acted on as all others are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from podpusher_cli.core.stripe_events import Outcome
from podpusher_cli.core.subscriptions import read_sighting
from podpusher_cli.store.billing import BillingBook
from podpusher_cli.workflows.billing.apply import deliver
from podpusher_cli.workflows.billing.desk import BillingDesk

SOURCE = "listen"


@dataclass(frozen=True, slots=True)
class DeskInbox:
    """See core/webhooks.Inbox. `book` has a connection of its own: `keep` and `settle` are called by two threads."""

    book: BillingBook
    desk: BillingDesk

    def keep(self, event: Mapping[str, Any]) -> Outcome | None:
        """Write it down; DUPLICATE for one of which something has become already."""
        seen = read_sighting(event)
        self.book.note([seen], SOURCE, self.desk.clock.now())
        return None if self.book.outcome(seen.id) is None else Outcome.DUPLICATE

    def settle(self, event: Mapping[str, Any]) -> Outcome:
        """Ask Stripe, unless that was done for another event since this one came."""
        done = self.desk.book.outcome(str(event["id"]))
        return done or deliver(self.desk, event, SOURCE).outcome
