"""podpusher connect tiktok, connect tiktok-session, …: the seller's own keys and sessions at sources of trends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands import asking
from podpusher_cli.commands.options import command, deps_of
from podpusher_cli.core.text import N_
from podpusher_cli.core.trend_access import KEY_PARTS, SESSION_SITES

if TYPE_CHECKING:
    from podpusher_cli.core.accounts import Connection
    from podpusher_cli.deps import Deps

CookieFile = Annotated[
    Path,
    typer.Argument(metavar="FILE", help=N_("A cookie file in Netscape form that your browser exported.")),
]
KeyStdin = Annotated[bool, typer.Option("--key-stdin", help=N_("Read the key from stdin."))]
KEY_HELP = {
    "twitter": N_("Read X's trends with a key of your own; each request costs money there."),
    "pinterest": N_("Read Pinterest's trends with a token of your own."),
    "reddit": N_("Read Reddit with a token of your own."),
    "tiktok": N_("Read TikTok's trends with a key of your own, as ADVERTISER_ID:TOKEN."),
    "instagram": N_("Measure hashtags at Instagram with a key of your own, as USER_ID:TOKEN."),
}
SESSION_HELP = {
    "tiktok": N_("Read TikTok's whole lists with the cookies of your own login there."),
    "instagram": N_("Measure hashtags at Instagram with the cookies of your own login there."),
    "pinterest": N_("Read Pinterest's trends with the cookies of your own login there."),
}


def add(noun: typer.Typer) -> None:
    """Put the words on `connect`."""
    for source in KEY_PARTS:
        function = asking.stoppable(_key(source))
        command(noun, f"connect {source}", function, help=KEY_HELP[source], result="accounts.Connection")
    for source in SESSION_SITES:
        function = asking.stoppable(_session(source))
        command(noun, f"connect {source}-session", function, help=SESSION_HELP[source], result="accounts.Connection")


def _key(source: str) -> Callable[..., None]:
    def connect(context: typer.Context, key_stdin: KeyStdin = False) -> None:
        deps = _ready(context)
        _done(deps, deps.trend_access.connect_key(source, asking.source_key(deps, source, from_stdin=key_stdin)))

    return connect


def _session(source: str) -> Callable[..., None]:
    def connect(context: typer.Context, file: CookieFile) -> None:
        deps = _ready(context)
        _done(deps, deps.trend_access.connect_session(source, file))
        deps.out.note(N_("podpusher keeps that site's cookies only. The file opens your account: delete it now."))

    return connect


def _ready(context: typer.Context) -> Deps:
    deps = deps_of(context)
    deps.prove_token_store()
    return deps


def _done(deps: Deps, connection: Connection) -> None:
    from podpusher_cli.ui.views import accounts as views

    deps.out.show(connection, views.connected)
    deps.require_tokens_kept()
