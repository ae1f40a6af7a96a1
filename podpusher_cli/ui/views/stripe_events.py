"""Stripe's events and what a sync brought, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.errors import fill
from podpusher_cli.core.results import Page
from podpusher_cli.core.stripe_events import SeenEvent, Synced
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _, current, ngettext
from podpusher_cli.ui.theme import cell, table
from podpusher_cli.ui.views.billing import TIER_WORDS

if TYPE_CHECKING:
    from rich.console import RenderableType

OUTCOMES = {
    "applied": N_("applied"),
    "duplicate": N_("seen before"),
    "kept": N_("waiting for a sync"),
    "not_used": N_("not needed"),
    "other_mode": N_("of the other mode"),
    "other_account": N_("of another account"),
    "other_customer": N_("of another customer"),
}


def synced(done: Synced) -> RenderableType:
    """What the sync brought."""
    from rich.console import Group

    tier = _(TIER_WORDS.get(done.tier, done.tier))
    said = [
        fill(_("The plan is {tier}."), {"tier": tier}),
        ngettext("{count} new event.", "{count} new events.", done.events).format(count=current().number(done.events)),
    ]
    if done.events_hidden:
        said.append(_("This key may not read events; the plan was asked for all the same."))
    if done.customer is None:
        said.append(_("No customer at Stripe is linked yet: podpusher upgrade buys a plan."))
    if done.metered or done.waiting:
        told = _("Usage to be billed: {sent} told to Stripe, {waiting} waiting.")
        said.append(fill(told, {"sent": current().number(done.metered), "waiting": current().number(done.waiting)}))
    return Group(*(cell(each) for each in said))


def events(page: Page[SeenEvent]) -> RenderableType:
    """A page of events, or a sentence that there are none."""
    if not page.items:
        return _("No events of Stripe were seen yet: podpusher billing sync looks for them.")
    made = table(N_("When"), N_("What"), N_("Outcome"), wide=1)
    for each in page.items:
        outcome = _(OUTCOMES.get(each.outcome, each.outcome))
        made.add_row(cell(current().moment(each.created)), cell(each.type), cell(outcome))
    return made
