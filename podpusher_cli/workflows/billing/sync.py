"""Bring here what Stripe holds (reference/stripe.md, section 3.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from podpusher_cli.core.errors import ProviderRefused, TryLater
from podpusher_cli.core.metering import TELLABLE
from podpusher_cli.core.plans import LOCAL
from podpusher_cli.core.stripe_events import KEPT_DAYS, OVERLAP_SECONDS, Sighting, Synced
from podpusher_cli.workflows.billing.desk import BillingDesk, reconcile, settled_account

_TOGETHER = 100  # events that are written down in one transaction
_METERED = 500  # how much usage one sync tells


def sync(desk: BillingDesk) -> Synced:
    """Read the events since the last time, then keep what Stripe holds, whatever they said; then tell it the usage.

    Raises OtherModeKnown, OtherAccountKnown, LockHeld, ConnectionExpired, ProviderRefused or TryLater; then nothing that
    was known is lost.
    """
    with desk.lock():
        account = settled_account(desk)
        before = desk.plan()
        new = _read_events(desk, account)
        known = reconcile(desk, account)
        metered = _tell_usage(desk, known.customer)
    after = desk.plan()
    return Synced(
        tier=after.tier if after else LOCAL,
        before=before.tier if before else LOCAL,
        customer=known.customer or None,
        events=new or 0,
        metered=metered,
        waiting=desk.outbox.waiting(),
        events_hidden=new is None,
    )


def _read_events(desk: BillingDesk, account: str) -> int | None:
    """How many events were new; None where the key may not read them, which the reconcile makes up for."""
    cursor = desk.book.cursor(account, livemode=desk.source.livemode)
    everything = desk.clock.now() - timedelta(days=KEPT_DAYS)
    try:
        if cursor is None:
            return _write_down(desk, account, desk.source.events(after=None, since=everything))
        try:
            return _since(desk, account, *cursor)
        except ProviderRefused as error:
            if error.details.get("provider_code") != "resource_missing":
                raise
        desk.book.drop_cursor(account, livemode=desk.source.livemode)
        return _write_down(desk, account, desk.source.events(after=None, since=everything))
    except ProviderRefused as error:
        if error.details.get("status") == 403:
            return None
        raise


def _since(desk: BillingDesk, account: str, event: str, created: datetime) -> int:
    """What came after that event, and what shares its time or was not to be seen yet when it was read."""
    after = desk.source.events(after=event, since=created)
    new = _write_down(desk, account, after)
    late = desk.source.events(after=None, since=created - timedelta(seconds=OVERLAP_SECONDS))
    return new + sum(len(desk.book.note(part, "poll", desk.clock.now())) for part in _parts(late))


def _write_down(desk: BillingDesk, account: str, events: Iterable[Sighting]) -> int:
    place = (account, desk.source.livemode)
    return sum(len(desk.book.note(part, "poll", desk.clock.now(), cursor=place)) for part in _parts(events))


def _parts(events: Iterable[Sighting]) -> Iterator[list[Sighting]]:
    """In parts, each read whole before it is written: no transaction waits for the network."""
    left = iter(events)
    while part := list(islice(left, _TOGETHER)):
        yield part


def _tell_usage(desk: BillingDesk, customer: str) -> int:
    """How much usage Stripe took. What it does not take now is told again, until it is too old for Stripe."""
    told = 0
    for usage in desk.outbox.unsent(limit=_METERED):
        now = desk.clock.now()
        if now - usage.at > TELLABLE:
            desk.outbox.refuse(usage.identifier, "too_old")
            continue
        if not customer:
            continue
        try:
            desk.source.meter(usage, customer)
        except TryLater:
            break
        except ProviderRefused as error:
            if error.details.get("status") == 403:
                break
            continue
        desk.outbox.sent(usage.identifier, now)
        told += 1
    return told
