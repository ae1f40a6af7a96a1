"""Before anything is read: who asks under which name, how often, and with how long a head; and the access log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from podpusher_cli.core.http import is_loopback_host
from podpusher_cli.net.webhooks.rates import Rates

MOST_HEAD = 8 * 1024
_NOTES = "podpusher.notes"


@dataclass(frozen=True, slots=True)
class Visit:
    """One request as the access log tells it. `path` is one of those that there are, or `other`. Never a body."""

    address: str
    method: str
    path: str
    status: int | None
    seconds: float
    notes: Mapping[str, str]


def note(scope: Scope, **told: str) -> None:
    """Something about a request that the access log shall tell."""
    scope[_NOTES].update(told)


class Gate:
    """Lets pass what is meant for this machine, in measure; tells `log` of every request."""

    def __init__(self, inner: ASGIApp, *, paths: frozenset[str], rates: Rates, log: Callable[[Visit], None]) -> None:
        self._inner = inner
        self._paths = paths
        self._rates = rates
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; it is in the log before its answer begins."""
        began, is_logged = perf_counter(), False
        room = self._rates.take(_address(scope))
        scope[_NOTES] = {}

        async def told(message: Message) -> None:
            nonlocal is_logged
            if message["type"] == "http.response.start":
                fixed = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
                message["headers"] = [*message.get("headers", []), *fixed, *self._rates.headers(room)]
                is_logged = True
                self._tell(scope, message["status"], began)
            await send(message)

        try:
            if room.refused:
                await JSONResponse({"error": "Too many requests."}, 429)(scope, receive, told)
            else:
                await (_turned_away(scope) or self._inner)(scope, receive, told)
        finally:
            if not is_logged:
                self._tell(scope, None, began)

    def _tell(self, scope: Scope, status: int | None, began: float) -> None:
        method = scope["method"] if scope["method"] in {"GET", "POST"} else "other"
        path = scope["path"] if scope["path"] in self._paths else "other"
        self._log(Visit(_address(scope), method, path, status, perf_counter() - began, scope[_NOTES]))


def _address(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _turned_away(scope: Scope) -> ASGIApp | None:
    """The answer to what must not come in; None for the rest."""
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    if sum(len(name) + len(value) for name, value in headers) > MOST_HEAD or len(scope["raw_path"]) > MOST_HEAD:
        return JSONResponse({"error": f"The head of a request has {MOST_HEAD} bytes at most."}, 413)
    hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
    if len(hosts) != 1 or not _names_this_machine(hosts[0]):
        return JSONResponse({"error": "Only names of this machine are answered to, such as localhost."}, 421)
    return None


def _names_this_machine(host: str) -> bool:
    try:
        return is_loopback_host(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False


def as_fields(visit: Visit) -> dict[str, Any]:
    """The visit as fields of a line of the log."""
    return {
        "address": visit.address,
        "method": visit.method,
        "path": visit.path,
        "status": visit.status,
        "ms": round(visit.seconds * 1000),
        **visit.notes,
    }
