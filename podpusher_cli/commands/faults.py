"""podpusher sandbox fault: make the sandbox's outside world misbehave."""

from __future__ import annotations

import json
from math import isfinite
from typing import Annotated, Any

import typer

from podpusher_cli.commands.options import deps_of
from podpusher_cli.commands.usage import NotANumber
from podpusher_cli.core.errors import UsageError
from podpusher_cli.core.rehearsal import WITH_SECONDS, WITH_STATUS, FaultKind
from podpusher_cli.core.text import N_

_LONGEST = 86_400.0
_COMMAND = "sandbox fault"
_LIMIT = frozenset({FaultKind.RATE_LIMIT})
# Which kinds an option is for; a body stands in any refusal.
_GOES_WITH = {
    "--status": WITH_STATUS,
    "--seconds": WITH_SECONDS,
    "--retry-after": _LIMIT | WITH_STATUS,
    "--daily": _LIMIT,
    "--body": _LIMIT | WITH_STATUS,
}


class NoRoute(UsageError):
    message = N_("Name the route that the fault falls on.")


class OptionElsewhere(UsageError):
    message = N_("{option} goes with --kind {kinds} only.")


class NoSeconds(UsageError):
    message = N_("{option} needs --seconds.")


def fault(
    context: typer.Context,
    route: Annotated[
        str | None,
        typer.Argument(
            help=N_("Provider, method and path: “printify POST /shops/{shop}/products.json”; * stands for anything.")
        ),
    ] = None,
    kind: Annotated[
        FaultKind | None, typer.Option(metavar="KIND", help=N_("What happens; docs/sandbox.md says what each is."))
    ] = None,
    nth: Annotated[int | None, typer.Option(min=1, help=N_("On which call, counted from now; 1 is the next."))] = None,
    times: Annotated[
        int | None, typer.Option(min=0, help=N_("For how many calls, 1 if not given; 0 for ever."))
    ] = None,
    status: Annotated[
        int | None, typer.Option("--status", min=200, max=599, help=N_("The HTTP status, 500 if not given."))
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(min=0, max=_LONGEST, help=N_("How long, for delay, late and slow_answer."))
    ] = None,
    retry_after: Annotated[
        float | None, typer.Option(min=0, max=_LONGEST, help=N_("Seconds that a Retry-After header says."))
    ] = None,
    daily: Annotated[bool, typer.Option("--daily", help=N_("The limit of a day, where the provider has one."))] = False,
    body: Annotated[str | None, typer.Option(help=N_("The answer's body, JSON or text."))] = None,
    clear: Annotated[bool, typer.Option("--clear", help=N_("Remove all faults, and let go what they hold."))] = False,
    release: Annotated[
        bool, typer.Option("--release", help=N_("Let go what hold faults hold; they stay set."))
    ] = False,
) -> None:
    from podpusher_cli.core.rehearsal import SandboxFault
    from podpusher_cli.ui.views import sandbox as views

    extras = {"--status": status, "--seconds": seconds, "--retry-after": retry_after, "--daily": daily, "--body": body}
    given = {name: value for name, value in extras.items() if value is not None and value is not False}
    if route is None and (given or kind or nth is not None or times is not None):
        raise NoRoute(command=_COMMAND)
    chosen = kind or FaultKind.STATUS
    _check(chosen, given)
    controls = deps_of(context).sandbox
    if clear:
        controls.clear_faults()
    if release:
        controls.release()
    if route is not None:
        told = {"route": route, "kind": chosen.value, "nth": nth or 1, "times": 1 if times is None else times}
        controls.add_fault(told | _details(chosen, given))
    found = [
        SandboxFault(
            each["route"], FaultKind(each["kind"]), each["nth"], each["times"], each["fired"],
            each["status"], each["seconds"], each["retry_after"],
        )
        for each in controls.faults()
    ]  # fmt: skip
    deps_of(context).out.show(found, views.faults)


def _check(kind: FaultKind, given: dict[str, Any]) -> None:
    """Raises UsageError for an option that this kind has no use for, or lacks."""
    for option, value in given.items():
        if kind not in _GOES_WITH[option]:
            kinds = ", ".join(each for each in FaultKind if each in _GOES_WITH[option])
            raise OptionElsewhere(option=option, kinds=kinds, command=_COMMAND)
        if isinstance(value, float) and not isfinite(value):
            raise NotANumber(name=option, command=_COMMAND)
    if kind in WITH_SECONDS and "--seconds" not in given:
        raise NoSeconds(option=f"--kind {kind}", command=_COMMAND)


def _details(kind: FaultKind, given: dict[str, Any]) -> dict[str, Any]:
    """The options as the sandbox takes them."""
    told = {option.removeprefix("--").replace("-", "_"): value for option, value in given.items()}
    if kind in WITH_STATUS:
        told.setdefault("status", 500)
    if "body" in told:
        told["body"] = _body(told["body"])
    return told


def _body(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
