"""uvicorn, on this machine only, which waits for nobody for long and ends what it has begun."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from podpusher_cli.net.ports import listen_here

REQUEST_S = 10.0  # a request that has not come whole by then is given up
_HEAD_BYTES = 16 * 1024  # what is kept of a head that does not end
_CONNECTIONS = 256
_WIND_DOWN_S = 15
_LINGER_S = 1.0  # whoever is still sending shall read why nobody listens, which a closed connection would not let them

_TOO_LONG = b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_MALFORMED = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class _Line(H11Protocol):
    """One connection. A request has `patience` seconds to come, however it is dripped."""

    def __init__(self, patience: float, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._patience = patience
        self._late: asyncio.TimerHandle | None = None
        self._is_over = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        # An answer goes out in two parts; the second must not wait until the first was acknowledged.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_over:
            return
        if self._late is None:
            self._expect()
        super().data_received(data)

    def on_response_complete(self) -> None:
        self._expect_no_more()
        super().on_response_complete()
        if self._late is None and self.conn.their_state is not h11.IDLE:  # the next one has begun to come already
            self._expect()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's word, which says no more than the status
        """In place of uvicorn's own, which fails where an answer is under way."""
        error = sys.exception()
        too_long = isinstance(error, h11.RemoteProtocolError) and error.error_status_hint == 431
        self._hang_up(_TOO_LONG if too_long else _MALFORMED)

    def _expect(self) -> None:
        self._late = self.loop.call_later(self._patience, self._give_up)

    def _expect_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._late = None
        came_whole = self.cycle is not None and not self.cycle.more_body and not self.cycle.response_complete
        if not came_whole:
            self._hang_up(_TOO_SLOW)

    def _hang_up(self, last_words: bytes) -> None:
        if self._is_over or self.transport.is_closing():
            return
        self._is_over = True
        self._expect_no_more()
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            self.transport.write(last_words)
            self.transport.write_eof()
        self.flow.resume_reading()
        self.loop.call_later(_LINGER_S, self.transport.close)


class _Server(uvicorn.Server):
    """Says when it answers. Told to end, it has done its work: the signal is not raised once more, as uvicorn does."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class Listening:
    """Listens on 127.0.0.1 and ::1 at `port` from the moment it is made (0: any free one). Raises PortTaken."""

    def __init__(self, port: int) -> None:
        self._sockets = listen_here(port)
        self.port: int = self._sockets[0].getsockname()[1]
        self._server: _Server | None = None

    def serve(self, app: ASGIApp, ready: Callable[[], None], *, patience: float = REQUEST_S) -> None:
        """Answer until SIGINT, SIGTERM or `stop`; what is under way then is answered still. `ready` is called at the start."""
        config = uvicorn.Config(
            app,
            http=partial(_Line, patience),  # type: ignore[arg-type] # called like the class it makes
            ws="none",
            loop="asyncio",
            lifespan="off",
            proxy_headers=False,  # whoever asks is who connects, whatever a header says
            server_header=False,
            access_log=False,
            log_config=None,
            log_level="critical",
            limit_concurrency=_CONNECTIONS,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=_WIND_DOWN_S,
            h11_max_incomplete_event_size=_HEAD_BYTES,
        )
        self._server = _Server(config, ready)
        try:
            self._server.run(sockets=self._sockets)
        finally:
            self.close()

    def stop(self) -> None:
        """Have `serve` end; from any thread."""
        if self._server is not None:
            self._server.should_exit = True

    def close(self) -> None:
        """Give the port back."""
        for listener in self._sockets:
            listener.close()
