"""Notices: what happened while nobody was looking, kept until it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from podpusher_cli.core.errors import NotFound, UsageError
from podpusher_cli.core.text import N_, NN_

# Each kind has one sentence; its placeholders are the notice's fields. Kinds and placeholders never change.
SENTENCES = {
    "publish.partial": N_(
        "Publishing run {run}: {failed} failed, {waiting} waiting. podpusher runs show {run} tells why."
    ),
    "publish.no_partner": NN_(
        "Publishing run {run}: {count} listing names no production partner, so Etsy shows it as made by you. Add a partner"
        " named Printify in your Etsy shop's settings, and to this listing.",
        "Publishing run {run}: {count} listings name no production partner, so Etsy shows them as made by you. Add a partner"
        " named Printify in your Etsy shop's settings, and to these listings.",
    ),
    "login.ends": N_("The connection to {provider} ends on {day}. Connect it again before: podpusher connect {name}"),
    "billing.not_paid": N_("The subscription {subscription} is not paid. podpusher billing portal shows what is due."),
    "billing.payment_failed": N_("The payment of {amount} for the plan failed. Pay the invoice at {url}"),
    "publish.stopped": N_("Publishing run {run} stopped: {problem} podpusher runs resume {run} goes on."),
    "trends.route_failed": N_(
        "{source}: the route {route} gave no trends on {day} ({outcome}). podpusher trends sources shows how it stands."
    ),
    "trends.layout_changed": N_(
        "{source} has changed what it sends, so podpusher needs an update. What route {route} sent on {day} is kept in {kept}"
    ),
    "trends.recovered": N_("{source}: the route {route} gives trends again since {day}."),
    "quota.publishes.80": N_("{used} of the plan's {limit} publishes are used; they start anew at {resets_at}."),
    "quota.publishes.100": NN_(
        "The plan's {limit} publish is used; it starts anew at {resets_at}.",
        "All of the plan's {limit} publishes are used; they start anew at {resets_at}.",
        by="limit",
    ),
    "quota.images.80": N_("{used} of the plan's {limit} images are used; they start anew at {resets_at}."),
    "quota.images.100": NN_(
        "The plan's {limit} image is used; it starts anew at {resets_at}.",
        "All of the plan's {limit} images are used; they start anew at {resets_at}.",
        by="limit",
    ),
    "quota.texts.80": N_("{used} of the plan's {limit} texts are used; they start anew at {resets_at}."),
    "quota.texts.100": NN_(
        "The plan's {limit} text is used; it starts anew at {resets_at}.",
        "All of the plan's {limit} texts are used; they start anew at {resets_at}.",
        by="limit",
    ),
    "quota.trend_refreshes.80": N_(
        "{used} of the plan's {limit} trend refreshes are used; they start anew at {resets_at}."
    ),
    "quota.trend_refreshes.100": NN_(
        "The plan's {limit} trend refresh is used; it starts anew at {resets_at}.",
        "All of the plan's {limit} trend refreshes are used; they start anew at {resets_at}.",
        by="limit",
    ),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. `text` is the sentence in English, filled."""

    id: str
    kind: str
    text: str
    created_at: datetime
    read_at: datetime | None = None
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarkedRead:
    """How many were marked, and how many are unread still."""

    marked: int
    unread: int


class NoSuchNotice(NotFound):
    message = N_("There is no notice “{name}”.")
    hint = "podpusher notifications"


class OneOrAll(UsageError):
    message = N_("Name one notice, or say --all.")
