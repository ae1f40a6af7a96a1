"""Events as they come in, the sum of them, and how they are made to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from podpusher_cli.core.errors import fill
from podpusher_cli.core.text import N_
from podpusher_cli.core.webhooks import Forwarding, Heard, Listened
from podpusher_cli.i18n import _, current
from podpusher_cli.ui.theme import cell, facts
from podpusher_cli.ui.views.stripe_events import OUTCOMES

if TYPE_CHECKING:
    from rich.console import RenderableType


def heard(event: Heard) -> str:
    """A line an event."""
    told = {
        "when": current().moment(event.at),
        "type": event.type,
        "id": event.id,
        "outcome": _(OUTCOMES[event.outcome]),
    }
    return fill("{when}  {type}  {id}  {outcome}", told)


def listened(done: Listened) -> RenderableType:
    """How many events came, by what became of them."""
    from rich.console import Group

    counts = [(OUTCOMES[word], current().number(count)) for word, count in sorted(done.heard.items())]
    if done.refused:
        counts.append((N_("refused"), current().number(done.refused)))
    if not counts:
        return cell(_("No event came."))
    return Group(cell(_("Events that came:")), facts(counts))


def forwarding(ways: Forwarding) -> str:
    """What to type in two terminals; commands on lines of their own, however long."""
    said = [
        _("In one terminal, which tells podpusher the secret that events are signed with, and listens:"),
        f"  {ways.listen}",
        _("In another, which posts the events of your Stripe account here for as long as it runs:"),
        f"  {ways.forward}",
        _("What happens while neither runs is not lost: podpusher billing sync finds it."),
    ]
    return "\n".join(said)
