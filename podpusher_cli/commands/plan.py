"""podpusher plan, upgrade: the plan in force, and another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands.options import command, deps_of
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_, one_line

if TYPE_CHECKING:
    from podpusher_cli.deps import Deps
    from podpusher_cli.workflows.billing.upgrade import Begun

Tier = Annotated[
    str | None, typer.Argument(metavar="[TIER]", help=N_("starter, pro or business; asked for if left out."))
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help=N_("Open no browser; print the address only."))]
NoWait = Annotated[bool, typer.Option("--no-wait", help=N_("Print the address and end; billing sync finishes it."))]
Timeout = Annotated[float, typer.Option("--timeout", min=1, max=86_400, help=N_("How many seconds to wait for you."))]


def mount(app: typer.Typer) -> None:
    """Put the verbs on the root."""
    command(app, "plan", plan, help=WORDS["plan"].help, result="billing.PlanSheet")
    command(
        app,
        "upgrade",
        upgrade,
        help=WORDS["upgrade"].help,
        result="upgrades.Upgrade",
    )


def plan(context: typer.Context) -> None:
    from podpusher_cli.ui.views import billing as views

    deps = deps_of(context)
    deps.out.show(deps.plan_sheet, views.sheet)


def upgrade(
    context: typer.Context,
    *,
    tier: Tier = None,
    no_browser: NoBrowser = False,
    no_wait: NoWait = False,
    timeout: Timeout = 600,
) -> None:
    from podpusher_cli.core.upgrades import Way
    from podpusher_cli.workflows.billing import upgrade as upgrading
    from podpusher_cli.workflows.billing.sync import sync

    deps = deps_of(context)
    wanted = upgrading.checked_tier(tier)
    if wanted is None and deps.out.interactive and upgrading.running(deps.billing) is None:
        wanted = upgrading.checked_tier(_asked(deps))
    begun = upgrading.begin(deps.billing, wanted)
    if begun.way is Way.NONE:
        _shown(deps, begun, done=True)
        return
    if no_wait:
        _shown(deps, begun, done=False)
        return
    _show_page(deps, begun, no_browser=no_browser)
    upgrading.wait(deps.billing, begun, timeout)
    sync(deps.billing)
    _shown(deps, begun, done=True)


def _asked(deps: Deps) -> str:
    """The tier, chosen from what is for sale."""
    from podpusher_cli.ui.views import billing as views
    from podpusher_cli.workflows.billing import upgrade as upgrading

    deps.out.preview(views.offers(upgrading.offers(deps.billing)))
    return deps.out.ask(N_("Which tier? Its name:"))


def _show_page(deps: Deps, begun: Begun, *, no_browser: bool) -> None:
    """Print the page's address, for people and for scripts, and open it where there is a browser."""
    url = begun.url or ""
    opened = deps.out.interactive and not no_browser and deps.open_page(url)
    if deps.out.json:
        deps.out.event({"url": url})
        return
    deps.out.note(N_("Your browser opens this page of Stripe:") if opened else N_("Open this page of Stripe:"))
    deps.out.tell(one_line(url))
    deps.out.note(
        N_("Waiting until Stripe says that it is done. Press Ctrl-C to leave; podpusher billing sync looks again.")
    )


def _shown(deps: Deps, begun: Begun, *, done: bool) -> None:
    from podpusher_cli.core.upgrades import Upgrade
    from podpusher_cli.ui.views import billing as views

    if done:
        deps.out.show(Upgrade(begun.way, begun.tier, None, True, deps.plan_sheet), views.upgraded)
    else:
        deps.out.text(Upgrade(begun.way, begun.tier, begun.url, False, deps.plan_sheet), one_line(begun.url or ""))
