"""One event, however it came here: it says to look, and Stripe is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from podpusher_cli.core.errors import ConnectionExpired, LockHeld, NotConnected, ProviderRefused, TryLater
from podpusher_cli.core.stripe_events import CHECKED_OUT, Delivered, Outcome, Sighting
from podpusher_cli.core.subscriptions import read_sighting
from podpusher_cli.workflows.billing.desk import BillingDesk, reconcile, settled_account, verdict_of


def deliver(desk: BillingDesk, event: Mapping[str, Any], source: str) -> Delivered:
    """Write an event down and do what it asks for, once however often it comes. `source`: how it came, for the log.

    What cannot be done now is kept for the next sync. Raises BadAnswer for what is no event.
    """
    seen = read_sighting(event)
    desk.book.note([seen], source, desk.clock.now())
    if desk.book.outcome(seen.id) is not None:
        return Delivered(seen.id, seen.type, Outcome.DUPLICATE)
    try:
        return Delivered(seen.id, seen.type, _applied(desk, seen))
    except (TryLater, NotConnected, ConnectionExpired, ProviderRefused, LockHeld):
        return Delivered(seen.id, seen.type, Outcome.KEPT)


def _applied(desk: BillingDesk, seen: Sighting) -> Outcome:
    known = desk.book.known()
    verdict = verdict_of(seen, desk, known.account if known else "") or _elsewhere(desk, seen)
    if verdict:
        return _marked(desk, seen, verdict)
    with desk.lock():
        account = settled_account(desk)
        if desk.book.outcome(seen.id) is not None:
            return Outcome.DUPLICATE  # another process was quicker
        verdict = verdict_of(seen, desk, account)
        if verdict:
            return _marked(desk, seen, verdict)
        reconcile(desk, account)
    return desk.book.outcome(seen.id) or Outcome.KEPT


def _elsewhere(desk: BillingDesk, seen: Sighting) -> Outcome | None:
    """Whether it is about another customer of the same account, of which there may be thousands."""
    known = desk.book.known()
    ours = desk.customer or (known.customer if known else "")
    about_other = ours and seen.customer is not None and seen.customer != ours
    return Outcome.OTHER_CUSTOMER if about_other and seen.type != CHECKED_OUT else None


def _marked(desk: BillingDesk, seen: Sighting, outcome: Outcome) -> Outcome:
    desk.book.mark({seen.id: outcome}, desk.clock.now())
    return outcome
