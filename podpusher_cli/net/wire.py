"""One request out, one answer in, over httpx: what can go wrong is told in three words.

The transport is used without httpx's client: no cookies, no redirects, no environment, and less work a request.
"""

from __future__ import annotations

import json
import ssl
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from urllib.parse import urlencode

from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.http import Request, Response
from podpusher_cli.net.failures import AnswerLostError, AnswerSlowError, NothingSentError, UnfitError


def _no_main() -> None:
    """Stand in for httpx's own command line, which its package imports, and with it click and rich."""


_no_command_line = ModuleType("httpx._main")
vars(_no_command_line)["main"] = _no_main
sys.modules.setdefault("httpx._main", _no_command_line)

import httpx  # noqa: E402 - after the line above

from podpusher_cli.net.slowness import BoundedBackend, TooSlow  # noqa: E402 - likewise

TransportWrap = Callable[[httpx.BaseTransport], httpx.BaseTransport]

LARGEST_BODY = 64 * 1024 * 1024
LARGEST_FILE = 16 * 1024 * 1024 * 1024
_OK = 200
CONNECT_TIMEOUT_S = 5.0
# Servers close a quiet connection after 5 s or more. A write on one that is just being closed would be in doubt.
KEEPALIVE_S = 4.0
_ID_HEADERS = ("x-etsy-request-uuid", "x-request-id", "request-id")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request in httpx's terms, ready to be sent several times."""

    method: str
    url: httpx.URL
    headers: Mapping[str, str]
    body: bytes
    timeout: float
    into: Path | None = None


def _body(request: Request) -> tuple[bytes, str]:
    if request.json is not None:
        return json.dumps(request.json, ensure_ascii=False, separators=(",", ":")).encode(), "application/json"
    if request.files is not None:
        draft = httpx.Request("POST", "http://localhost", data=dict(request.form or {}), files=dict(request.files))
        return draft.read(), draft.headers["content-type"]
    if request.form is not None:
        return urlencode(request.form).encode(), "application/x-www-form-urlencoded"
    return b"", ""


class Wire:
    """A pool of at most `pool` connections, HTTP/1.1, certificates checked, through `proxy` and no other one."""

    def __init__(self, *, pool: int, wrap: TransportWrap | None = None, proxy: str | None = None) -> None:
        limits = httpx.Limits(max_connections=pool, max_keepalive_connections=pool, keepalive_expiry=KEEPALIVE_S)
        transport = httpx.HTTPTransport(trust_env=False, limits=limits, proxy=proxy)
        pool_of = transport._pool  # noqa: SLF001 - httpx passes no backend on
        pool_of._network_backend = BoundedBackend(pool_of._network_backend)  # noqa: SLF001
        self._transport: httpx.BaseTransport = wrap(transport) if wrap else transport

    def prepare(self, request: Request, headers: Mapping[str, str]) -> Prepared:
        """Work out address, headers and body. Raises UnfitError for an address that is none."""
        try:
            url = httpx.URL(request.url)
            if request.params:
                url = url.copy_merge_params(dict(request.params))
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise UnfitError(str(error)) from error
        body, content_type = _body(request)
        merged = dict(headers)
        if content_type:
            merged["content-type"] = content_type
        merged.update({name.lower(): value for name, value in request.headers.items()})
        return Prepared(request.method, url, merged, body, request.timeout, request.into)

    def send(self, prepared: Prepared, headers: Mapping[str, str]) -> Response:
        """Send it once, with `headers` on top. Raises NothingSentError, AnswerLostError, AnswerSlowError or UnfitError."""
        timeout = prepared.timeout
        try:
            request = httpx.Request(
                prepared.method,
                prepared.url,
                headers={**prepared.headers, **headers},
                content=prepared.body or None,
                extensions={
                    "timeout": {"connect": CONNECT_TIMEOUT_S, "read": timeout, "write": timeout, "pool": timeout}
                },
            )
            answer = self._transport.handle_request(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            raise NothingSentError(_plain(error)) from error
        except (httpx.LocalProtocolError, httpx.UnsupportedProtocol, UnicodeError) as error:
            raise UnfitError(_plain(error)) from error
        except httpx.HTTPError as error:
            raise _lost(error) from error
        try:
            return _read(answer, str(prepared.url), prepared.into)
        except httpx.HTTPError as error:
            raise _lost(error) from error
        finally:
            answer.close()

    def close(self) -> None:
        """Close every connection."""
        self._transport.close()


def _read(answer: httpx.Response, url: str, into: Path | None) -> Response:
    """Take the answer in, unpacked, as long as it is not too large; one with success goes `into` a file where one is named."""
    if into is not None and answer.status_code == _OK:
        _write(answer, into)
        body = b""
    else:
        body = _taken(answer)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers.raw}
    return Response(answer.status_code, headers, body, url, _request_id(answer.status_code, headers, body))


def _taken(answer: httpx.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > LARGEST_BODY:
            raise AnswerLostError("the answer is too large")
    return b"".join(parts)


def _write(answer: httpx.Response, path: Path) -> None:
    """Write what comes to a file, unpacked. Raises DiskTrouble."""
    try:
        with path.open("wb") as file:
            for part in answer.iter_bytes():
                file.write(part)
                if file.tell() > LARGEST_FILE:
                    raise AnswerLostError("the answer is too large")
    except OSError as error:
        raise DiskTrouble(path=path, problem=error.strerror or error) from error


def _request_id(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """The provider's own id of this exchange: from a header, else from the body of an error."""
    for name in _ID_HEADERS:
        if found := headers.get(name):
            return found
    if status < 400 or b'"request_id"' not in body:
        return None
    try:
        stated = json.loads(body)
    except (ValueError, RecursionError):
        return None
    found = stated.get("request_id") if isinstance(stated, dict) else None
    return found if isinstance(found, str) else None


def _lost(error: httpx.HTTPError) -> AnswerLostError:
    kind = AnswerSlowError if isinstance(error.__cause__, TooSlow) else AnswerLostError
    return kind(_plain(error))


def _plain(error: Exception) -> str:
    """What happened, without httpx's words where the system's are better."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"certificate not accepted: {cause.verify_message}"
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        cause = cause.__cause__ or cause.__context__
    return str(error) or type(error).__name__
