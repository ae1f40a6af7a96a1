"""What all billing works with, and the one way to the plan: ask Stripe what it holds, and keep that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from podpusher_cli.core.billing import UNPAID, Known, plan_of
from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import ProviderRefused
from podpusher_cli.core.plans import Plan
from podpusher_cli.core.stripe_events import USED, Outcome, Sighting
from podpusher_cli.core.upgrades import Checkout, CheckoutState, OtherAccountKnown, OtherModeKnown, Session
from podpusher_cli.providers.base import BillingSource
from podpusher_cli.store.billing import BillingBook
from podpusher_cli.store.meters import MeterOutbox
from podpusher_cli.store.notices import Notices


@dataclass(frozen=True, slots=True)
class BillingDesk:
    """What billing works with.

    `account`: whose key it is, "" where it may not say. `chosen_account`: whether the seller connected this key himself,
    so that another account than before is meant. `customer`: the one that the settings name, or "". `lock`: held by
    whoever asks Stripe and keeps the answer, so that an older answer never follows a newer one.
    """

    profile: str
    source: BillingSource
    book: BillingBook
    outbox: MeterOutbox
    notices: Notices
    clock: Clock
    lock: Callable[[], AbstractContextManager[None]]
    account: Callable[[], str]
    chosen_account: Callable[[], bool]
    customer: str
    return_url: str
    grace: timedelta

    def plan(self) -> Plan | None:
        """The plan in force as far as is known; None where Stripe was never asked."""
        known = self.book.known()
        return plan_of(known, self.clock.now(), self.grace) if known else None


def settled_account(desk: BillingDesk) -> str:
    """Whose key it is, once it is sure that what is known is of the same account and mode.

    Raises OtherModeKnown or OtherAccountKnown.
    """
    account, known = desk.account(), desk.book.known()
    if known is None:
        return account
    same_mode = known.livemode is desk.source.livemode
    same_account = not account or not known.account or account == known.account
    if same_mode and same_account:
        return account or known.account
    if not desk.chosen_account():
        told: dict[str, Any] = {"provider": "stripe", "name": "stripe", "profile": desk.profile}
        if not same_mode:
            raise OtherModeKnown(
                kept=_mode(livemode=known.livemode), given=_mode(livemode=desk.source.livemode), **told
            )
        raise OtherAccountKnown(kept=known.account, given=account, **told)
    desk.book.forget()
    return account


def verdict_of(event: Sighting, desk: BillingDesk, account: str) -> Outcome | None:
    """Why an event changes nothing, if that can be told from here; None for one that says to look."""
    if event.livemode is not desk.source.livemode:
        return Outcome.OTHER_MODE
    if event.account and account and event.account != account:
        return Outcome.OTHER_ACCOUNT
    return None if event.type in USED else Outcome.NOT_USED


def reconcile(desk: BillingDesk, account: str) -> Known:
    """Keep what Stripe holds now, and settle every event that waits. The lock must be held."""
    waiting = desk.book.waiting()
    before = desk.book.known()
    bought = _bought(desk)
    last = next(reversed(bought.values()), "")
    customer = desk.customer or last or (before.customer if before else "")
    known = desk.source.fetch_state(customer, account, desk.clock.now())
    _tell_of_unpaid(desk, known, before)
    desk.book.settle(known, _outcomes(desk, account, waiting, customer), bought, desk.clock.now())
    return known


def _bought(desk: BillingDesk) -> dict[str, str]:
    """The checkouts of ours that were paid since, oldest first, each with its customer."""
    found = {each.intent: session_of(desk, each) for each in desk.book.open_checkouts()}
    return {
        intent: session.customer
        for intent, session in found.items()
        if session and session.state is CheckoutState.COMPLETE and session.intent == intent and session.customer
    }


def session_of(desk: BillingDesk, checkout: Checkout) -> Session | None:
    """Its page as Stripe has it; None where none was shown, or it can no longer be paid, which closes the checkout."""
    if checkout.session is None:
        return None
    try:
        session = desk.source.session(checkout.session)
    except ProviderRefused as error:
        if error.details.get("status") != 404:
            raise
        session = None
    if session is None or session.state is CheckoutState.EXPIRED:
        desk.book.keep_checkout(replace(checkout, state=CheckoutState.EXPIRED))
        return None
    return session


def _outcomes(desk: BillingDesk, account: str, waiting: list[Sighting], customer: str) -> Mapping[str, Outcome]:
    def outcome(event: Sighting) -> Outcome:
        other = event.customer is not None and event.customer != customer
        return verdict_of(event, desk, account) or (Outcome.OTHER_CUSTOMER if other else Outcome.APPLIED)

    return {event.id: outcome(event) for event in waiting}


def _tell_of_unpaid(desk: BillingDesk, known: Known, before: Known | None) -> None:
    """Leave a notice of a payment that failed, once."""
    new, old = known.subscription, before.subscription if before else None
    if new is None or new.status not in UNPAID:
        return
    bill = new.unpaid
    if bill and bill.url:
        if old is None or old.unpaid is None or old.unpaid.id != bill.id:
            amount = str(bill.amount)
            desk.notices.add("billing.payment_failed", {"amount": amount, "url": bill.url}, desk.clock.now())
    elif old is None or old.status not in UNPAID:
        desk.notices.add("billing.not_paid", {"subscription": new.id}, desk.clock.now())


def _mode(*, livemode: bool) -> str:
    return "live" if livemode else "test"
