"""Change the plan: buy one in a checkout or, where one is running, change that one in the portal. Only Stripe says when it is done."""

from __future__ import annotations

from dataclasses import dataclass, replace

from podpusher_cli.core.billing import Subscription
from podpusher_cli.core.errors import ProviderRefused, TryLater
from podpusher_cli.core.ids import token
from podpusher_cli.core.upgrades import (
    FOR_SALE,
    Checkout,
    CheckoutEnded,
    CheckoutState,
    NoPrice,
    NotForSale,
    NoTierNamed,
    NotPaidYet,
    Offer,
    Way,
)
from podpusher_cli.workflows.billing.desk import BillingDesk, reconcile, session_of, settled_account

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 5.0
_RUNNING = frozenset({"trialing", "active"})
_NOT_OVER = _RUNNING | {"past_due", "unpaid", "paused"}  # what has to be settled where it is, not bought anew


@dataclass(frozen=True, slots=True)
class Begun:
    """An upgrade under way. `url`: the page to go on at; `session`: of a checkout; `before`: the subscription that is changed."""

    way: Way
    tier: str | None
    url: str | None = None
    session: str | None = None
    before: Subscription | None = None


def checked_tier(word: str | None) -> str | None:
    """The tier as it is. Raises NotForSale."""
    if word is not None and word not in FOR_SALE:
        raise NotForSale(tier=word, tiers=", ".join(FOR_SALE))
    return word


def offers(desk: BillingDesk) -> tuple[Offer, ...]:
    """What is for sale."""
    return tuple(desk.source.offers(FOR_SALE))


def running(desk: BillingDesk) -> Subscription | None:
    """The subscription that an upgrade changes, as Stripe holds it now; None where one is to be bought."""
    with desk.lock():
        sub = reconcile(desk, settled_account(desk)).subscription
    return sub if sub and sub.status in _NOT_OVER else None


def begin(desk: BillingDesk, tier: str | None) -> Begun:
    """The page to go on at. The same wish, while its page is open, is the same page; a plan that runs is never sold again.

    Raises NoTierNamed, NoPrice or NoPortal.
    """
    with desk.lock():
        begun = _begun(desk, tier) or _begun(desk, tier)  # paid between two looks: the second one finds that
    if begun is None:
        raise TryLater(provider="stripe")
    return begun


def _begun(desk: BillingDesk, tier: str | None) -> Begun | None:
    """The page, as things stand now; None where another page was paid meanwhile."""
    known = reconcile(desk, settled_account(desk))
    sub = known.subscription
    if sub and sub.status in _NOT_OVER:
        return _change(desk, sub, tier)
    if tier is None:
        raise NoTierNamed(tiers=", ".join(FOR_SALE))
    offer = next(iter(desk.source.offers((tier,))), None)
    if offer is None:
        raise NoPrice(name=tier, tier=tier)
    if not all(_closed(desk, each) for each in desk.book.open_checkouts() if each.price_id != offer.price_id):
        return None
    made = _page(desk, offer, known.customer)
    return Begun(Way.CHECKOUT, tier, made.url, made.session)


def _change(desk: BillingDesk, sub: Subscription, tier: str | None) -> Begun:
    """A plan that runs is changed in the portal; one that is not paid, or is to end, is settled there first."""
    runs = sub.status in _RUNNING and sub.ends_at is None
    if runs and tier is not None and sub.tier == tier:
        return Begun(Way.NONE, tier)
    flow = sub.id if sub.is_live and (sub.tier != tier or tier is None) else None
    url = desk.source.portal(customer=sub.customer, return_url=desk.return_url, subscription=flow)
    return Begun(Way.PORTAL, tier, url, before=sub)


def _page(desk: BillingDesk, offer: Offer, customer: str) -> Checkout:
    """The checkout's page: the one that is open, or a new one."""
    for each in desk.book.open_checkouts():
        if each.session is None:
            again = _asked_again(desk, each, customer)
            if again:
                return again
        elif (session := session_of(desk, each)) and session.state is CheckoutState.OPEN:
            return replace(each, url=session.url)
    new = Checkout(f"upgrade-{token(20)}", offer.price_id, CheckoutState.OPEN, desk.clock.now())
    desk.book.keep_checkout(new)
    return _opened(desk, new, customer)


def _opened(desk: BillingDesk, checkout: Checkout, customer: str) -> Checkout:
    session = desk.source.checkout(
        intent=checkout.intent, price_id=checkout.price_id, customer=customer, return_url=desk.return_url
    )
    kept = replace(checkout, session=session.id, url=session.url)
    desk.book.keep_checkout(kept)
    return kept


def _asked_again(desk: BillingDesk, checkout: Checkout, customer: str) -> Checkout | None:
    """One whose answer never came here: the same key gives the same page. None where Stripe does not have it so."""
    try:
        return _opened(desk, checkout, customer)
    except ProviderRefused:
        desk.book.keep_checkout(replace(checkout, state=CheckoutState.EXPIRED))
        return None


def _closed(desk: BillingDesk, checkout: Checkout) -> bool:
    """Let nobody pay for what is not wanted any more; whether it was in time."""
    if checkout.session is not None:
        try:
            desk.source.expire(checkout.session)
        except ProviderRefused:
            return session_of(desk, checkout) is None  # it had expired, or was paid
    desk.book.keep_checkout(replace(checkout, state=CheckoutState.EXPIRED))
    return True


def wait(desk: BillingDesk, begun: Begun, seconds: float) -> None:
    """Look at Stripe until it is done there. Raises NotPaidYet or CheckoutEnded."""
    start, pause = desk.clock.now(), _FIRST_PAUSE_S
    while not _is_done(desk, begun):
        if (desk.clock.now() - start).total_seconds() + pause > seconds:
            raise NotPaidYet(provider="stripe", retry_after=60, seconds=round(seconds))
        desk.clock.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE_S)


def _is_done(desk: BillingDesk, begun: Begun) -> bool:
    try:
        if begun.session is not None:
            state = desk.source.session(begun.session).state
            if state is CheckoutState.EXPIRED:
                raise CheckoutEnded(tier=begun.tier)
            return state is CheckoutState.COMPLETE
        before, now = begun.before, running(desk)
    except TryLater:
        return False  # an outage does not end the wait; its end does
    if begun.tier is not None:
        return now is not None and now.tier == begun.tier and now.status in _RUNNING and now.ends_at is None
    return (
        now is None
        or before is None
        or (now.price_id, now.status, now.ends_at) != (before.price_id, before.status, before.ends_at)
    )
