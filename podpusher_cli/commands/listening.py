"""podpusher billing listen: Stripe's events, as they happen."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from podpusher_cli.commands.options import command, deps_of
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from podpusher_cli.core.webhooks import Heard
    from podpusher_cli.deps import Deps
    from podpusher_cli.net.webhooks.gate import Visit

Port = Annotated[int, typer.Option("--port", min=0, max=65_535, help=N_("The port to listen on; 0 takes a free one."))]
SecretStdin = Annotated[
    bool, typer.Option("--secret-stdin", help=N_("Read the signing secret from stdin, and keep it."))
]
ForwardHelp = Annotated[
    bool, typer.Option("--forward-help", help=N_("Say how Stripe's command line posts events here, and end."))
]
HELP = N_("Receive Stripe's events as they happen, until it is stopped.")


def add(noun: typer.Typer) -> None:
    """Put the verb under its noun."""
    command(noun, "billing listen", listen, help=HELP, result="webhooks.Listened|webhooks.Forwarding")


def listen(
    context: typer.Context, *, port: Port = 0, secret_stdin: SecretStdin = False, forward_help: ForwardHelp = False
) -> None:
    from podpusher_cli.ui.views import webhooks as views
    from podpusher_cli.workflows.billing import listen as workflow

    deps = deps_of(context)
    if forward_help:
        _show_ways(deps, port)
        return
    deps.prove_receiver()
    secret = _secret(deps, from_stdin=secret_stdin)
    inbox = deps.webhook_inbox
    with closing(deps.webhook_receiver(port, secret, _refusals_told(deps))) as receiver:
        _catch_up(deps)
        done = workflow.listen(
            receiver,
            inbox,
            clock=deps.clock,
            ready=lambda: _announce(deps, receiver.url),
            tell=lambda event: _tell(deps, event),
            fault=lambda error: _fault(deps, error),
            winding_down=lambda: deps.out.note(
                N_("Finishing what has come. Press Ctrl-C again to stop at once; it is kept for the next sync.")
            ),
            interrupt=deps.clock.interrupt,
        )
    deps.out.show(done, views.listened)


def _show_ways(deps: Deps, port: int) -> None:
    from podpusher_cli.core.webhooks import PORT, forwarding
    from podpusher_cli.ui.views import webhooks as views

    ways = forwarding(
        port or PORT, listen=deps.command_line("billing", "listen"), mode=deps.settings.get("stripe.mode")
    )
    deps.out.text(ways, views.forwarding(ways))


def _secret(deps: Deps, *, from_stdin: bool) -> str:
    if from_stdin:
        return deps.keep_webhook_secret(deps.typed_lines()())

    def ask() -> str:
        return deps.out.secret(N_("Signing secret of the events (not shown):")) if deps.out.interactive else ""

    return deps.webhook_secret(ask)


def _catch_up(deps: Deps) -> None:
    """What happened while nobody listened, which Stripe's command line does not tell. What cannot be asked now waits for a sync."""
    from podpusher_cli.core.errors import LockHeld, ProviderRefused, TryLater
    from podpusher_cli.workflows.billing.sync import sync

    try:
        sync(deps.billing)
    except (TryLater, ProviderRefused, LockHeld) as error:
        deps.out.warn(N_("What happened before now is not known yet: {problem}"), problem=error.plain())


def _announce(deps: Deps, url: str) -> None:
    if deps.out.json:
        deps.out.event({"listening": url})
        return
    deps.out.note(N_("Listening for Stripe's events at {url} until Ctrl-C."), url=url)
    deps.out.note(N_("podpusher billing listen --forward-help says how they come here."))


def _tell(deps: Deps, event: Heard) -> None:
    from podpusher_cli.core.clock import rfc3339
    from podpusher_cli.core.errors import as_template
    from podpusher_cli.ui.views import webhooks as views

    if deps.out.json:
        told = {"event": event.id, "type": event.type, "outcome": event.outcome.value, "at": rfc3339(event.at)}
        deps.out.event(told)
    else:
        deps.out.note(as_template(views.heard(event)))


def _refusals_told(deps: Deps) -> Callable[[Visit], None]:
    """Say once that deliveries are refused for their signature: a wrong secret would look like silence."""
    from podpusher_cli.core.webhooks import PATH

    said = False

    def watch(visit: Visit) -> None:
        nonlocal said
        if said or visit.path != PATH or visit.notes.get("reason") not in {"signature", "future"}:
            return
        said = True
        if deps.out.json:
            deps.out.event({"refused": visit.notes["reason"]})
        deps.out.warn(
            N_(
                "A delivery was refused: it is not signed with the secret that podpusher has, or by a clock far from this"
                " machine's. stripe listen --print-secret prints the secret; --secret-stdin takes it in."
            )
        )

    return watch


def _fault(deps: Deps, error: Exception) -> None:
    from podpusher_cli.core.errors import PodpusherError

    if isinstance(error, PodpusherError):
        deps.out.warn(N_("An event could not be taken in: {problem}"), problem=error.plain())
    else:
        deps.log.fault(error)
        deps.out.warn(N_("An event could not be taken in; the details are in the log."))
