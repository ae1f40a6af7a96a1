"""Listen on this machine for the one redirect that ends an OAuth login."""

from __future__ import annotations

import html
import queue
import selectors
import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import LoginTimeout
from podpusher_cli.core.http import is_loopback_host
from podpusher_cli.core.text import bare
from podpusher_cli.net.ports import listen_here

_TICK_S = 0.1  # how often Ctrl-C and a pasted address are looked for
_HEAD_BYTES = 16 * 1024
_HEAD_S = 10.0  # a browser may open a connection long before it asks anything; others are served meanwhile
_REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 421: "Misdirected Request"}

_PAGE = """<!doctype html>
<html lang="{lang}" dir="{direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>podpusher</title>
<link rel="icon" href="data:,">
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1.25rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1.5rem }}
</style></head>
<body><main><h1>podpusher</h1><p>{sentence}</p></main></body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Page:
    """What the browser shows at the end: a sentence in the seller's language, `direction` `ltr` or `rtl`."""

    sentence: str = "podpusher has the answer. You can close this window."
    lang: str = "en"
    direction: str = "ltr"


@dataclass(slots=True)
class _Visitor:
    """One connection and what has come over it."""

    connection: socket.socket
    deadline: float
    head: bytearray = field(default_factory=bytearray)


class Callback:
    """Listens on 127.0.0.1 and ::1 at `port` from the moment it is made (0: any free one, then in `port`).

    Only `GET` on exactly `path`, asked for by a loopback name, ends the wait, and only once. Raises PortTaken.
    """

    def __init__(self, port: int, path: str = "/callback", *, clock: Clock, page: Page | None = None) -> None:
        self.path = path
        self._clock = clock
        self._page = page or Page()
        self._listeners = listen_here(port)
        self.port: int = self._listeners[0].getsockname()[1]
        self._visitors: dict[socket.socket, _Visitor] = {}

    @property
    def url(self) -> str:
        """The address to register and to be redirected to."""
        return f"http://localhost:{self.port}{self.path}"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the port back."""
        for listener in self._listeners:
            listener.close()
        for visitor in self._visitors.values():
            visitor.connection.close()
        self._visitors.clear()

    def wait(self, timeout: float, *, pasted: Callable[[], str] | None = None) -> str:
        """The query of the redirected address, then the port is free again.

        `pasted` is called in a thread of its own for line after line of what the seller types, until it returns "": a
        line with a redirected address ends the wait too. Raises LoginTimeout after `timeout` seconds, and whatever the
        clock's sleep raises when the seller stops it.
        """
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        over = threading.Event()
        if pasted is not None:
            threading.Thread(target=_forward, args=(pasted, lines, over), daemon=True).start()
        deadline = time.monotonic() + timeout
        try:
            with selectors.DefaultSelector() as selector:
                for listener in self._listeners:
                    selector.register(listener, selectors.EVENT_READ)
                while (left := deadline - time.monotonic()) > 0:
                    self._clock.sleep(0)  # raises when the seller has pressed Ctrl-C
                    query = self._served(selector, min(_TICK_S, left)) or _pasted_query(lines)
                    if query:
                        return query
        finally:
            over.set()
            self.close()
        raise LoginTimeout(seconds=round(timeout), callback=self.url)

    def _served(self, selector: selectors.BaseSelector, seconds: float) -> str | None:
        """Serve whoever is there within `seconds`; the query, once the redirect is among them: it is the last served."""
        for key, _ in selector.select(seconds):
            connection = key.fileobj
            if not isinstance(connection, socket.socket):
                continue
            if connection in self._listeners:
                self._accept(selector, connection)
            elif (visitor := self._visitors.get(connection)) and self._has_asked(visitor):
                query = self._answer(visitor)
                self._drop(selector, visitor)
                if query:
                    return query
        for visitor in [each for each in self._visitors.values() if each.deadline < time.monotonic()]:
            self._drop(selector, visitor)
        return None

    def _accept(self, selector: selectors.BaseSelector, listener: socket.socket) -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            connection.setblocking(False)
            self._visitors[connection] = _Visitor(connection, time.monotonic() + _HEAD_S)
            selector.register(connection, selectors.EVENT_READ)

    def _drop(self, selector: selectors.BaseSelector, visitor: _Visitor) -> None:
        selector.unregister(visitor.connection)
        del self._visitors[visitor.connection]
        visitor.connection.close()

    @staticmethod
    def _has_asked(visitor: _Visitor) -> bool:
        """Take in what has come; whether that is the whole head of a request, or the end."""
        try:
            part = visitor.connection.recv(_HEAD_BYTES)
        except BlockingIOError:
            return False
        except OSError:
            part = b""
        visitor.head += part
        return not part or b"\r\n\r\n" in visitor.head or len(visitor.head) > _HEAD_BYTES

    def _answer(self, visitor: _Visitor) -> str | None:
        """Answer one request; its query, if it is the redirect."""
        status, query = _judge(bytes(visitor.head), self.path)
        body = b""
        if status == 200:
            sentence = html.escape(self._page.sentence)
            body = _PAGE.format(lang=self._page.lang, direction=self._page.direction, sentence=sentence).encode()
        head = (
            f"HTTP/1.1 {status} {_REASONS[status]}\r\nContent-Type: text/html; charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\nCache-Control: no-store\r\n"
            "Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
            "Content-Security-Policy: default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none';"
            " form-action 'none'; frame-ancestors 'none'\r\n" + ("Allow: GET\r\n\r\n" if status == 405 else "\r\n")
        )
        with suppress(OSError):
            visitor.connection.settimeout(1)
            visitor.connection.sendall(head.encode() + body)
            visitor.connection.shutdown(socket.SHUT_WR)
        return query


def _judge(head: bytes, path: str) -> tuple[int, str | None]:
    """The status that a request gets, and its query where it is the redirect."""
    first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    words = first.split(" ")
    hosts = _values(lines, "host")
    if len(words) != 3 or b"\r\n\r\n" not in head or len(hosts) != 1:
        return 400, None
    if not _names_this_machine(hosts[0]):
        return 421, None
    target, _, query = words[1].partition("?")
    if target != path:
        return 404, None
    if words[0] != "GET":
        return 405, None
    # A page that the seller is not looking at may fetch this address as a picture, in a frame or ahead of time.
    looked_at = set(_values(lines, "sec-fetch-dest")) <= {"document"} and not _values(lines, "sec-purpose")
    return (200, query) if looked_at and _is_redirect(query) else (400, None)


def _values(lines: Sequence[str], name: str) -> list[str]:
    return [value.strip() for key, _, value in (line.partition(":") for line in lines) if key.lower() == name]


def _names_this_machine(host: str) -> bool:
    try:
        return is_loopback_host(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False


def _is_redirect(query: str) -> bool:
    try:
        told = parse_qs(query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return False
    return "code" in told or "error" in told


def _forward(pasted: Callable[[], str], lines: queue.SimpleQueue[str], over: threading.Event) -> None:
    with suppress(OSError, ValueError):
        while not over.is_set() and (line := pasted()):
            lines.put(line)


def _pasted_query(lines: queue.SimpleQueue[str]) -> str | None:
    """The query of the first redirected address among the lines that have come."""
    while True:
        try:
            if query := redirected(lines.get_nowait()):
                return query
        except queue.Empty:
            return None


def redirected(line: str) -> str | None:
    """The query of a redirected address, as somebody pasted it; None for any other line."""
    address = bare(line)
    try:
        query = urlsplit(address).query if "?" in address else address
    except ValueError:
        return None
    return query if _is_redirect(query) else None
