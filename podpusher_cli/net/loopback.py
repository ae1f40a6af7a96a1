"""Listen on this machine for the one redirect that ends an OAuth login."""

from __future__ import annotations

import queue
import selectors
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import LoginTimeout
from podpusher_cli.net.ports import listen_here
from podpusher_cli.net.redirects import Page, answer, judged, redirected

_TICK_S = 0.1  # how often Ctrl-C and a pasted address are looked for
_HEAD_BYTES = 16 * 1024
_HEAD_S = 10.0  # a browser may open a connection long before it asks anything; others are served meanwhile


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
        status, query = judged(bytes(visitor.head), self.path)
        with suppress(OSError):
            visitor.connection.settimeout(1)
            visitor.connection.sendall(answer(status, self._page))
            visitor.connection.shutdown(socket.SHUT_WR)
        return query


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
