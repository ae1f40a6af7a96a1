"""podpusher sandbox: a shop to rehearse in."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands.options import command, deps_of, group
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.core.rehearsal import SandboxStatus
    from podpusher_cli.deps import Deps


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(
        app,
        "sandbox",
        help=N_("The sandbox: Etsy, Printify and the trend sites on this machine, to rehearse in."),
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
        help=N_("Show where it listens, for a browser or a script."),
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


def fault(
    context: typer.Context,
    route: Annotated[
        str | None,
        typer.Argument(
            help=N_("Provider, method and path: “printify POST /shops/{shop}/products.json”; * stands for anything.")
        ),
    ] = None,
    kind: Annotated[
        str, typer.Option(help=N_("What happens, such as status, lost_answer, cut, late, rate_limit, silent_failure."))
    ] = "status",
    nth: Annotated[int, typer.Option(min=1, help=N_("On which call, counted from now."))] = 1,
    times: Annotated[int, typer.Option(min=0, help=N_("For how many calls; 0 for ever."))] = 1,
    status_code: Annotated[int, typer.Option("--status", help=N_("The HTTP status of a status fault."))] = 500,
    seconds: Annotated[float | None, typer.Option(help=N_("How long, for late and delay."))] = None,
    clear: Annotated[bool, typer.Option("--clear", help=N_("Remove all faults."))] = False,
) -> None:
    from podpusher_cli.core.rehearsal import SandboxFault
    from podpusher_cli.ui.views import sandbox as views

    deps = deps_of(context)
    controls = deps.sandbox
    if clear:
        controls.clear_faults()
    if route:
        told: dict[str, object] = {"route": route, "kind": kind, "nth": nth, "times": times}
        if kind in {"status", "applied_status"}:
            told["status"] = status_code
        if seconds is not None:
            told["seconds"] = seconds
        controls.add_fault(told)
    found = [
        SandboxFault(each["route"], each["kind"], each["nth"], each["times"], each["fired"])
        for each in controls.faults()
    ]
    deps.out.show(found, views.faults)


def _status(deps: Deps) -> SandboxStatus:
    from podpusher_cli.core.rehearsal import SandboxStatus

    server, state = deps.sandbox_server, deps.sandbox.state()
    there = [each for each in state["products"] if not each.get("deleted")]
    counts = {name: len(state[name]) for name in ("listings", "duplicates", "orphans")}
    return SandboxStatus(
        running=True, url=server.url, pid=server.pid, products=len(there), fees_cents=int(state["fees_cents"]), **counts
    )


def _show(deps: Deps, found: SandboxStatus) -> None:
    from podpusher_cli.ui.views import sandbox as views

    deps.out.show(found, views.status)
