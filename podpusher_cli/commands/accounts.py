"""podpusher status, disconnect: the accounts at the providers."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands.options import command, deps_of
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_
from podpusher_cli.core.trend_access import ACCESS_SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from podpusher_cli.deps import Deps
    from podpusher_cli.workflows.accounts import Accounts
    from podpusher_cli.workflows.disconnecting import Revocations
    from podpusher_cli.workflows.trend_access import TrendAccess

Check = Annotated[bool, typer.Option("--check", help=N_("Ask each provider whether the connection works."))]
Provider = Annotated[
    str | None, typer.Argument(metavar="PROVIDER", help=N_("etsy, printify, stripe or openai."), show_default=False)
]
Everything = Annotated[
    bool, typer.Option("--all", help=N_("Every provider of every profile, as before podpusher is removed."))
]


def mount(app: typer.Typer) -> None:
    """Put the verbs on the root."""
    command(app, "status", status, help=WORDS["status"].help, result="accounts.Connection[]")
    command(
        app,
        "disconnect",
        disconnect,
        help=WORDS["disconnect"].help,
        result="accounts.Connection|accounts.Forgotten",
    )


def status(context: typer.Context, check: Check = False) -> None:
    from podpusher_cli.ui.views import accounts as views
    from podpusher_cli.ui.views import notifications
    from podpusher_cli.workflows import standing

    deps = deps_of(context)
    if check:
        deps.insist()
    found = standing.status(deps.accounts, deps.account_checks if check else {})
    standing.tell_of_ends(found, deps.notices, deps.clock)
    table = partial(views.table_of, here=deps.out.here)
    deps.out.show([*found, *deps.trend_access.connections()], views.sheets if deps.options.verbose else table)
    if unread := deps.notices.unread():
        deps.out.note(notifications.waiting(unread))
    ended = standing.verdict(found)
    if ended:
        raise ended


def disconnect(context: typer.Context, provider: Provider = None, everything: Everything = False) -> None:
    from podpusher_cli.core.connecting import NoProviderNamed
    from podpusher_cli.ui.views import accounts as views
    from podpusher_cli.workflows import disconnecting

    deps = deps_of(context)
    if everything is (provider is not None):
        raise NoProviderNamed
    if provider is None:
        _forget_all(deps)
        return
    if provider in ACCESS_SOURCES:
        deps.out.show(deps.trend_access.forget(provider, _asking(deps, provider)), views.disconnected)
        return
    disconnecting.checked_provider(provider)
    revoke = deps.revocations.get(provider)
    done = disconnecting.disconnect(deps.accounts, provider, confirm=deps.out.confirm, revoke=revoke)
    deps.out.show(done, views.disconnected)


def _asking(deps: Deps, provider: str) -> Callable[[str], bool]:
    """A question about a provider."""
    from podpusher_cli.core.errors import PROVIDER_NAMES

    return lambda question: deps.out.confirm(question, provider=PROVIDER_NAMES[provider])


def _forget_all(deps: Deps) -> None:
    from podpusher_cli.ui.views import accounts as views
    from podpusher_cli.workflows import disconnecting, profiles

    @contextmanager
    def opened(name: str) -> Iterator[tuple[Accounts, Revocations, TrendAccess]]:
        with deps.of_profile(name) as other:
            yield other.accounts, other.revocations, other.trend_access

    names = [profile.name for profile in deps.profiles.all()]
    done = disconnecting.forget_all(names, confirm=deps.out.confirm, opened=opened)
    if done:
        profiles.wipe_left(profiles=deps.profiles, tokens_of=deps.token_store_of, places=deps.token_places)
        deps.out.show(done, views.forgotten)
    else:
        deps.out.note(N_("Nothing was changed."))
