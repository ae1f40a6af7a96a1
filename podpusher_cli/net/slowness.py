"""Answers that come byte by byte end some time: no server holds us for ever by sending just enough."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

_TIMES = (
    4  # what one read may take: as long may all of them together, from the first line of an answer to its last byte
)


class TooSlow(httpcore.ReadTimeout):
    """All of the time is over, and not only that of one read."""


class BoundedBackend(httpcore.NetworkBackend):
    """Makes connections as `backend` does; see BoundedStream."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._backend = backend

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection."""
        made = self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        return BoundedStream(made)

    def sleep(self, seconds: float) -> None:
        """See httpcore."""
        self._backend.sleep(seconds)


class BoundedStream(httpcore.NetworkStream):
    """A connection on which all that is read after something was written must be there in four times a read's timeout."""

    def __init__(self, stream: httpcore.NetworkStream, now: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._now = now
        self._since: float | None = None

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes. Raises httpcore.ReadTimeout, or TooSlow."""
        if timeout is None:
            return self._stream.read(max_bytes)
        now = self._now()
        self._since = now if self._since is None else self._since
        left = self._since + _TIMES * timeout - now
        if left <= 0:
            raise TooSlow("the answer comes too slowly")
        try:
            return self._stream.read(max_bytes, min(timeout, left))
        except httpcore.ReadTimeout as error:
            if left < timeout:
                raise TooSlow("the answer comes too slowly") from error
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send it; what is read from now on is another answer."""
        self._since = None
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        """See httpcore."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """See httpcore."""
        return BoundedStream(self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """See httpcore."""
        return self._stream.get_extra_info(info)
