"""Stripe's portal, where a customer changes the card, the plan, or ends it."""

from __future__ import annotations

from podpusher_cli.core.upgrades import NoCustomer, PortalLink
from podpusher_cli.workflows.billing.desk import BillingDesk, reconcile, settled_account


def portal(desk: BillingDesk) -> PortalLink:
    """A fresh link; it is good for a short while. Raises NoCustomer or NoPortal."""
    with desk.lock():
        account, known = settled_account(desk), desk.book.known()
        customer = desk.customer or (known.customer if known else "") or reconcile(desk, account).customer
    if not customer:
        raise NoCustomer(profile=desk.profile)
    return PortalLink(desk.source.portal(customer=customer, return_url=desk.return_url))
