"""The controls of the sandbox server: its accounts, faults, settings and state. No other provider knows that it exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.http import BadAnswer, Request
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http


class SandboxRefused(BadInput):
    code = "sandbox.refused"
    message = N_("The sandbox does not take that: {problem}")
    hint = "podpusher sandbox fault --help"


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
        """Set a fault. Raises SandboxRefused."""
        self._ask("POST", "faults", dict(fault))

    def clear_faults(self) -> None:
        """No faults any more; held requests go on."""
        self._ask("DELETE", "faults")

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        route = f"{method} /_sandbox/{path}"
        response = self._http.send(
            Request(method, f"{self._url}/_sandbox/{path}", route, json=body), provider="sandbox"
        )
        answer = response.json()
        if not isinstance(answer, dict):
            raise BadAnswer(provider="sandbox")
        if response.status >= 400:
            raise SandboxRefused(problem=answer.get("error", response.status))
        return answer
