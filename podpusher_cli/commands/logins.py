"""What every `connect` shares: before anybody is asked, while the browser is open, and once it is done."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import typer

from podpusher_cli.commands.options import deps_of
from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from podpusher_cli.core.accounts import Connection, PendingLogin
    from podpusher_cli.deps import Deps
    from podpusher_cli.workflows.connecting.login import Meeting

COMES_BACK = N_("Waiting for the browser to come back. From another computer: paste the address it ended on here.")
GOES_ELSEWHERE = N_(
    "In live mode Stripe sends the browser to the https address that you registered. Paste that address here."
)


def ready(context: typer.Context, token_store: str | None) -> Deps:
    """Deps whose token store is chosen and proved, before anybody is asked anything."""
    deps = deps_of(context)
    deps.insist()
    if token_store is not None:
        deps.choose_token_store(token_store)
    deps.prove_token_store()
    return deps


def learn_plan(deps: Deps) -> None:
    """Let what Stripe holds be in force from the first moment; where it cannot be asked, that is no fault of the connection."""
    from podpusher_cli.workflows.billing.sync import sync

    try:
        known = sync(deps.billing)
    except PodpusherError as error:
        deps.out.warn(N_("The plan is not known yet: {problem} podpusher billing sync asks for it."), problem=error)
    else:
        deps.out.note(N_("The plan is {tier}. podpusher plan says what it includes."), tier=known.tier)


def refuse_more_shops(deps: Deps) -> None:
    """Raise ShopsUsedUp where this would be a shop more than the plan allows."""
    from podpusher_cli.workflows.quota import require_room_for_shop

    require_room_for_shop(deps.plan, deps.profile, deps.shops_of_plan)


def check_login_options(name: str, *, oauth: bool, told: bool) -> None:
    """Raise NothingToResume where options of a login in the browser were `told` without one."""
    from podpusher_cli.core.connecting import NothingToResume

    if told and not oauth:
        raise NothingToResume(name=name)


def finish(deps: Deps, connection: Connection) -> None:
    """Show the connection that was made. Raises TokensAside where its tokens are in a file aside."""
    from podpusher_cli.ui.views import accounts as views

    deps.out.show(connection, views.connected)
    deps.require_tokens_kept()


def tell_next(deps: Deps) -> None:
    """The way on from a shop that was just connected, until there is a product."""
    from podpusher_cli.core.accounts import ConnectionState
    from podpusher_cli.ui.views.accounts import NEEDED

    stands = {each: deps.accounts.connection(each).state for each in NEEDED}
    missing = [each for each, state in stands.items() if state is ConnectionState.NOT_CONNECTED]
    if missing:
        deps.out.note(N_("Next: {command}"), command=f"podpusher connect {missing[0]}")
    elif not deps.products.counts():
        deps.out.note(N_("Next: {command}"), command="podpusher generate 'Plant dad'")


def show_pending(deps: Deps, pending: PendingLogin) -> None:
    """Show the page to open, and the command that takes the address it ends on."""
    from podpusher_cli.ui.views import accounts as views

    deps.out.note(
        N_("Open the first line in a browser and allow the access; the second, with the address that it ended on:")
    )
    deps.out.text(pending, views.pending(pending))


def meet(
    deps: Deps,
    provider: str,
    timeout: float,
    no_browser: bool,
    sign_in: Callable[[Meeting], Connection],
    wait: str = COMES_BACK,
) -> None:
    """Let the seller agree in the browser, or paste the address that it ended on."""
    with closing(deps.typed_lines()) as line:
        met = deps.meeting(
            timeout=timeout,
            show=lambda url: _show_address(deps, provider, url, wait, no_browser=no_browser),
            pasted=lambda: _pasted(deps, line),
        )
        connection = sign_in(met)
    finish(deps, connection)


def _pasted(deps: Deps, line: Callable[[], str]) -> str:
    """The next line; what cannot be the address is answered, and the wait goes on."""
    from podpusher_cli.net.redirects import redirected

    text = line()
    if text.strip() and not redirected(text) and deps.out.interactive:
        deps.out.warn(
            N_("This is not the address that the browser ended on. That one has “code=” in it; copy all of it.")
        )
    return text


def _show_address(deps: Deps, provider: str, url: str, wait: str, *, no_browser: bool) -> None:
    """Print the consent page's address, for people and for scripts, and open it where there is a browser."""
    opened = not no_browser and deps.open_page(url)
    if deps.out.json:
        deps.out.event({"authorize_url": url})
        return
    if opened:
        deps.out.note(
            N_("Your browser opens this page. Log in to {name} as the shop's owner, and allow the access:"),
            name=provider,
        )
    else:
        deps.out.note(N_("Open this page, log in to {name} as the shop's owner, and allow the access:"), name=provider)
    deps.out.tell(url)
    deps.out.note(wait)
