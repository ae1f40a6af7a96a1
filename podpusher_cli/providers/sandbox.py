"""The controls of the sandbox server: its accounts, faults, settings and state. No other provider knows that it exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from podpusher_cli.core.errors import BadInput, OutcomeUnknown, TryLater, Unreachable
from podpusher_cli.core.http import BadAnswer, Request
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http


_TIMEOUT_S = 5.0  # it is on this machine


class SandboxRefused(BadInput):
    code = "sandbox.refused"
    message = N_("The sandbox does not take that: {problem}")
    hint = "podpusher sandbox fault --help"


class SandboxSilent(TryLater):
    code = "sandbox.silent"
    message = N_("The sandbox does not answer.")
    hint = N_("podpusher sandbox stop, then run the same command again.")


class NoSuchRoute(SandboxRefused):
    code = "sandbox.no_such_route"
    message = N_("The sandbox has no route “{route}”.")


class NearRoute(NoSuchRoute):
    hint = N_("Did you mean “{near}”?")


class FaultElsewhere(SandboxRefused):
    code = "sandbox.fault_elsewhere"
    message = N_("{option} cannot fall on “{route}”.")
    hint = N_("It can fall on “{near}”.")


class SandboxControls:
    """What lies below /_sandbox of the server at `url`."""

    def __init__(self, http: Http, url: str) -> None:
        self._http = http
        self._url = url

    def accounts(self) -> Mapping[str, Any]:
        """The made-up credentials of every provider."""
        return self._ask("GET", "accounts")

    def state(self) -> Mapping[str, Any]:
        """Products, listings, duplicates, orphans and fees, as the outside world has them."""
        return self._ask("GET", "state")

    def reset(self) -> None:
        """An empty world."""
        self._ask("POST", "reset", {})

    def configure(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Change settings; all of them come back. Raises SandboxRefused."""
        return self._ask("POST", "config", dict(values))

    def faults(self) -> tuple[Mapping[str, Any], ...]:
        """The faults that are set, and how often each has fired."""
        return tuple(self._ask("GET", "faults")["faults"])

    def add_fault(self, fault: Mapping[str, Any]) -> None:
        """Set a fault. Raises NoSuchRoute, FaultElsewhere or SandboxRefused."""
        self._ask("POST", "faults", dict(fault))

    def clear_faults(self) -> None:
        """No faults any more; held requests go on."""
        self._ask("DELETE", "faults")

    def release(self) -> None:
        """Held requests go on."""
        self._ask("POST", "release", {})

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        route = f"{method} /_sandbox/{path}"
        request = Request(method, f"{self._url}/_sandbox/{path}", route, json=body, timeout=_TIMEOUT_S)
        try:
            response = self._http.send(request, provider="sandbox")
        except Unreachable:
            raise
        except (TryLater, OutcomeUnknown) as error:  # a process that stands still, say
            raise SandboxSilent(provider="sandbox", details=error.details) from error
        answer = response.json()
        if not isinstance(answer, dict):
            raise BadAnswer(provider="sandbox")
        if response.status >= 400:
            raise _refusal(answer, response.status)
        return answer


def _refusal(answer: Mapping[str, Any], status: int) -> SandboxRefused:
    """What the sandbox will not do, and what it would."""
    near = [str(each) for each in answer.get("near") or ()]
    told: dict[str, Any] = {
        "route": answer.get("route"),
        "option": f"--kind {answer.get('kind')}",
        "details": {"near": near},
    }
    if answer.get("reason") == "elsewhere":
        return FaultElsewhere(near=near[0], **told)
    if answer.get("reason") == "no_such_route":
        return NearRoute(near=near[0], **told) if near else NoSuchRoute(**told)
    return SandboxRefused(problem=answer.get("error", status))
