"""podpusher sandbox: a shop to rehearse in."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from podpusher_cli.commands.faults import fault
from podpusher_cli.commands.options import command, deps_of, group
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.core.rehearsal import SandboxStatus
    from podpusher_cli.deps import Deps


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(
        app,
        "sandbox",
        help=WORDS["sandbox"].help,
        bare=status,
    )
    command(noun, "sandbox start", start, help=N_("Start the sandbox server."), result="rehearsal.SandboxStatus")
    command(noun, "sandbox stop", stop, help=N_("Stop it; what is in it stays."), result="rehearsal.SandboxStatus")
    command(
        noun,
        "sandbox status",
        status,
        help=N_("Say whether it runs and what is in its shops."),
        result="rehearsal.SandboxStatus",
    )
    command(
        noun,
        "sandbox reset",
        reset,
        help=N_("Empty its shops and forget the sandbox's own profile."),
        result="rehearsal.SandboxStatus",
    )
    command(
        noun,
        "sandbox open",
        open_page,
        help=N_("Look into its shops with the browser; also says where it listens."),
        result="rehearsal.SandboxStatus",
    )
    command(
        noun,
        "sandbox fault",
        fault,
        help=N_("Make the outside world misbehave, to see what happens."),
        result="rehearsal.SandboxFault[]",
    )


def start(context: typer.Context) -> None:
    deps = deps_of(context)
    _ = deps.sandbox_server
    _show(deps, _status(deps))


def stop(context: typer.Context) -> None:
    from podpusher_cli.core.rehearsal import SandboxStatus
    from podpusher_cli.workflows import sandbox

    deps = deps_of(context)
    sandbox.stop(deps.sandbox_folder, clock=deps.clock)
    _show(deps, SandboxStatus(running=False))


def status(context: typer.Context) -> None:
    from podpusher_cli.core.errors import Unreachable
    from podpusher_cli.core.rehearsal import SandboxStatus
    from podpusher_cli.workflows import sandbox

    deps = deps_of(context)
    found = SandboxStatus(running=False)
    if sandbox.listening(deps.sandbox_folder):
        with suppress(Unreachable):  # it ended between the look and the question
            found = _status(deps)
    _show(deps, found)


def reset(context: typer.Context) -> None:
    from podpusher_cli.workflows import sandbox

    deps = deps_of(context)
    if deps.out.confirm(N_("Empty the sandbox and its profile? Your real shops are not touched.")):
        deps.sandbox.reset()
        sandbox.forget(deps.sandbox_folder.parent)
        _show(deps, _status(deps))


def open_page(context: typer.Context) -> None:
    from podpusher_cli.core.rehearsal import SandboxStatus

    deps = deps_of(context)
    server = deps.sandbox_server
    deps.out.text(SandboxStatus(running=True, url=server.url, pid=server.pid), server.url)
    if deps.out.watched:
        deps.open_page(f"{server.url}/")


def _status(deps: Deps) -> SandboxStatus:
    from podpusher_cli.core.money import Money
    from podpusher_cli.core.rehearsal import SandboxStatus

    server, state = deps.sandbox_server, deps.sandbox.state()
    there = [each for each in state["products"] if not each.get("deleted")]
    counts = {name: len(state[name]) for name in ("listings", "duplicates", "orphans")}
    return SandboxStatus(
        running=True,
        url=server.url,
        pid=server.pid,
        products=len(there),
        fees=Money(int(state["fees_cents"])),
        **counts,
    )


def _show(deps: Deps, found: SandboxStatus) -> None:
    from podpusher_cli.ui.views import sandbox as views

    deps.out.show(found, views.status)
