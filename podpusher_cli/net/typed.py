"""Lines that the seller types while something else goes on."""

from __future__ import annotations

import os
import select
import threading
from typing import IO

_TICK_S = 0.1


class TypedLines:
    """Lines that the seller types, one a call, "" at the end or once `close` was called.

    Nothing of a terminal or pipe is read ahead into Python's buffer, and a closed reader takes no line from whoever
    reads next.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._closed = threading.Event()
        self._rest = b""
        try:
            self._handle: int | None = stream.fileno()
        except (OSError, ValueError, AttributeError):
            self._handle = None

    def __call__(self) -> str:
        if self._handle is None:
            return self._stream.readline()
        while b"\n" not in self._rest and not self._closed.is_set():
            try:
                if not select.select([self._handle], [], [], _TICK_S)[0]:
                    continue
                part = os.read(self._handle, 4096)
            except (OSError, ValueError):
                part = b""
            if not part:
                line, self._rest = self._rest, b""
                return line.decode("utf-8", "replace")
            self._rest += part
        line, newline, self._rest = self._rest.partition(b"\n")
        return "" if self._closed.is_set() else (line + newline).decode("utf-8", "replace")

    def close(self) -> None:
        """Stop reading."""
        self._closed.set()
