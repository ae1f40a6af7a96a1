"""A server on a real socket that answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support import record


@dataclass(frozen=True)
class Asked:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """`cut`: close the connection after that many bytes of the answer. `silent`: read the request, never answer.

    `drips`: so many bytes at once, from there on one by one, each before anybody has lost patience.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    cut: int | None = None
    silent: bool = False
    drips: int | None = None

    def encoded(self) -> bytes:
        head = {"content-length": str(len(self.body))} | self.headers
        lines = [f"HTTP/1.1 {self.status} Whatever", *(f"{name}: {value}" for name, value in head.items()), "", ""]
        return "\r\n".join(lines).encode() + self.body


CUT = Answer(cut=0)
SILENT = Answer(silent=True)


class Server:
    """Gives the `answers` in order, the last one for ever; or whatever `answer`, called with the request, returns."""

    def __init__(self, *answers: Answer, answer: Callable[[Asked], Answer] | None = None) -> None:
        self.answers = list(answers) or [Answer()]
        self.answer = answer
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._over.set()
        self._listener.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError), connection.makefile("rb") as stream:
            while asked := _read(stream):
                record.asked(asked.method, asked.target, asked.headers, asked.body)
                with self._lock:
                    self.asked.append(asked)
                    answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                if self.answer:
                    answer = self.answer(asked)
                if answer.silent:
                    self._over.wait(30)
                    return
                data = answer.encoded()
                if answer.drips is not None:
                    self._drip(connection, data, answer.drips)
                    return
                connection.sendall(data if answer.cut is None else data[: answer.cut])
                if answer.cut is not None:
                    return

    def _drip(self, connection: socket.socket, data: bytes, at_once: int) -> None:
        connection.sendall(data[:at_once])
        for byte in data[at_once:]:
            if self._over.wait(0.01):
                return
            connection.sendall(bytes([byte]))


def _read(stream: Any) -> Asked | None:
    first = stream.readline().decode().split()
    if not first:
        return None
    headers: dict[str, str] = {}
    while line := stream.readline().decode("latin-1").rstrip("\r\n"):
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return Asked(first[0], first[1], headers, stream.read(int(headers.get("content-length", 0))))
