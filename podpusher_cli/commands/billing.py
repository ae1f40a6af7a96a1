"""podpusher billing: what Stripe knows of the plan."""

from __future__ import annotations

from typing import Annotated

import typer

from podpusher_cli.commands import listening
from podpusher_cli.commands.options import Cursor, Limit, command, deps_of, group
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_, one_line

NoBrowser = Annotated[bool, typer.Option("--no-browser", help=N_("Open no browser; print the address only."))]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "billing", help=WORDS["billing"].help)
    command(
        noun,
        "billing portal",
        portal,
        help=N_("Open Stripe's portal: card, invoices, plan, cancelling."),
        result="upgrades.PortalLink",
    )
    command(
        noun,
        "billing sync",
        sync,
        help=N_("Bring here what Stripe holds; for cron."),
        result="stripe_events.Synced",
    )
    command(
        noun,
        "billing events",
        list_events,
        help=N_("List the events of Stripe that were seen, newest first."),
        result="stripe_events.SeenEvent[]",
    )
    listening.add(noun)


def portal(context: typer.Context, *, no_browser: NoBrowser = False) -> None:
    from podpusher_cli.workflows.billing import portal as workflow

    deps = deps_of(context)
    link = workflow.portal(deps.billing)
    if deps.out.interactive and not no_browser:
        deps.open_page(link.url)
    deps.out.text(link, one_line(link.url))


def sync(context: typer.Context) -> None:
    from podpusher_cli.ui.views import stripe_events as views
    from podpusher_cli.workflows.billing import sync as workflow

    deps = deps_of(context)
    deps.out.show(workflow.sync(deps.billing), views.synced)


def list_events(context: typer.Context, limit: Limit = 20, cursor: Cursor = None) -> None:
    from podpusher_cli.ui.views import stripe_events as views

    deps = deps_of(context)
    deps.out.show(deps.billing_book.page(limit=limit, cursor=cursor), views.events)
