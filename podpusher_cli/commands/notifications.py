"""podpusher notifications: what happened while nobody was looking."""

from __future__ import annotations

from typing import Annotated

import typer

from podpusher_cli.commands.options import Cursor, Limit, command, deps_of, group
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

Every = Annotated[bool, typer.Option("--all", help=N_("Those that were read, too."))]
ReadAll = Annotated[bool, typer.Option("--all", help=N_("All of them, as when none is named."))]
NoticeId = Annotated[
    str | None, typer.Argument(metavar="[NOTICE]", help=N_("A notice, as in `notifications`; none means all."))
]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "notifications", help=WORDS["notifications"].help, bare=list_notices)
    command(
        noun,
        "notifications list",
        list_notices,
        help=N_("List notices, newest first."),
        result="notifications.Notice[]",
    )
    command(noun, "notifications read", read, help=N_("Mark notices as read."), result="notifications.MarkedRead")


def list_notices(context: typer.Context, every: Every = False, limit: Limit = 20, cursor: Cursor = None) -> None:
    from podpusher_cli.ui.views import notifications as views

    deps = deps_of(context)
    deps.out.show(deps.notices.page(limit=limit, cursor=cursor, unread=not every), views.listing)


def read(context: typer.Context, notice: NoticeId = None, everything: ReadAll = False) -> None:
    from podpusher_cli.core.notifications import OneOrAll
    from podpusher_cli.ui.views import notifications as views

    deps = deps_of(context)
    if notice is not None and everything:
        raise OneOrAll(command="notifications read")
    deps.out.show(deps.notices.mark_read(notice, deps.clock.now()), views.marked)
