"""Writing on a terminal, a pipe or a file: what each of them cannot take does no harm, and nothing is written over another."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console

_CLEARED = "\r\x1b[K"  # back to the margin, and the line is empty


class Pen:
    """Writes for all threads. A line that stands on the terminal gives way to what is written; a bar stays below it."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._lock = threading.RLock()
        self._stands = False
        self._bar: Console | None = None

    def write(self, stream: TextIO, text: str) -> None:
        """A text and the end of its line. What nobody reads any more is not said; raises OSError where there is no room."""
        with self._lock, suppress(BrokenPipeError):
            self.lift()
            with guarded(stream):
                if self._bar is not None and stream is self._terminal:
                    self._bar.print(text, soft_wrap=True)
                    return
                _put(stream, text + "\n")

    def stand(self, line: str) -> None:
        """Put this in the place of the line that stands; "" takes it away. Not while a bar is drawn, which tells it itself."""
        with self._lock:
            if self._bar is None:
                if line or self._stands:
                    self._redraw(line)
                self._stands = bool(line)

    def lift(self) -> None:
        """Take away the line that stands, until it is put there again."""
        with self._lock:
            if self._stands:
                self._redraw("")
                self._stands = False

    def lend(self, bar: Console | None) -> None:
        """A bar is drawn on the terminal: what is written goes above it, until None says that it is gone."""
        with self._lock:
            self.lift()
            self._bar = bar

    def _redraw(self, line: str) -> None:
        with suppress(OSError), guarded(self._terminal):
            _put(self._terminal, _CLEARED + line)


def _put(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "replace").decode(encoding))
    stream.flush()


@contextmanager
def guarded(stream: TextIO) -> Iterator[None]:
    """Write to a stream. After an OSError it leads nowhere, so that the exit does not fail on what is left unsaid."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or getattr(stream, "name", None)
        with suppress(OSError):  # a stream of a test has no descriptor
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise


def are_one(stream: TextIO, other: TextIO) -> bool:
    """Whether both lead to the same place, as after `2>&1`."""
    try:
        return os.path.sameopenfile(stream.fileno(), other.fileno())
    except OSError:  # a stream of a test has no descriptor
        return False


def as_json(document: Mapping[str, Any], encoding: str) -> str:
    """The document as JSON; in escapes where the encoding, or any encoding at all, lacks one of its letters."""
    import msgspec

    try:
        text = msgspec.json.encode(document, enc_hook=str).decode()
        text.encode(encoding)
    except UnicodeEncodeError:
        import json

        return json.dumps(msgspec.to_builtins(document, enc_hook=str))
    return text


def in_ascii(line: str) -> str:
    """The same JSON without a letter that an encoding may lack."""
    import json

    return re.sub(r"[^\x00-\x7f]", lambda letter: json.dumps(letter[0])[1:-1], line)
