"""The receiver of events on a real socket, over a real database, and deliveries as Stripe makes them or as nobody should."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from podpusher_cli.deps.machine import SystemClock
from podpusher_cli.net.webhooks.gate import Visit
from podpusher_cli.net.webhooks.receiver import Measure, Receiver
from podpusher_cli.providers.stripe_signatures import Signatures
from podpusher_cli.store.db import connect

SECRET = "whsec_a1B2c3D4e5F6g7H8"


def event(number: str = "evt_1", kind: str = "invoice.paid", **changes: Any) -> dict[str, Any]:
    """A snapshot event, whole."""
    return {
        "id": number,
        "object": "event",
        "type": kind,
        "api_version": "2026-10-28.endive",
        "created": int(time.time()),
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "data": {"object": {"id": "in_1", "object": "invoice"}},
    } | changes


def mac(body: bytes, at: int, secret: str = SECRET) -> str:
    """The hex of a v1 signature."""
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def signed(body: bytes, secret: str = SECRET, *, age: int = 0) -> str:
    """The Stripe-Signature header as Stripe makes it."""
    at = int(time.time()) - age
    return f"t={at},v1={mac(body, at, secret)}"


class Table:
    """Keeps events in the table that the program keeps them in."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self.new: list[str] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def keep(self, told: Mapping[str, Any]) -> None:
        """Once each, by id."""
        self.meanwhile()
        done = self._db.execute(
            "insert or ignore into stripe_events (id, type, created, livemode, account, api_version, source, seen_at)"
            " values (?, ?, ?, ?, ?, ?, 'listen', ?)",
            (
                told["id"],
                told["type"],
                told["created"],
                told["livemode"],
                told.get("account"),
                told.get("api_version"),
                datetime.now(UTC).timestamp(),
            ),
        )
        if done.rowcount:
            self.new.append(told["id"])

    def rows(self) -> set[tuple[str, str]]:
        return {(row["id"], row["type"]) for row in self._db.execute("select id, type from stripe_events")}

    def clear(self) -> None:
        self._db.execute("delete from stripe_events")
        self.new.clear()


@dataclass
class Running:
    """A receiver under way. `visits` and `faults` are what it told of."""

    receiver: Receiver
    table: Table
    visits: list[Visit] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.receiver.port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        source: str = "127.0.0.1",
    ) -> HTTPResponse:
        """One request on a connection of its own; the answer, read."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=(source, 0))
        try:
            line.request(method, path, body, dict(headers or {}))
            answer = line.getresponse()
            answer.body = answer.read()  # type: ignore[attr-defined]
            return answer
        finally:
            line.close()

    def post(self, body: bytes, header: str | None, **headers: str) -> int:
        """Deliver this body under this signature; the status."""
        told = {"content-type": "application/json"} | headers
        return self.ask(
            "POST", "/webhook", body, told | ({} if header is None else {"stripe-signature": header})
        ).status

    def deliver(self, told: Mapping[str, Any]) -> int:
        """Deliver an event as Stripe does; the status."""
        body = json.dumps(told).encode()
        return self.post(body, signed(body))

    def raw(self, sent: bytes, *, end: bool = False) -> bytes:
        """Everything that comes back for these bytes, until the receiver hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
            with suppress(ConnectionError):  # it may hang up before it has read all
                line.sendall(sent)
            if end:
                line.shutdown(socket.SHUT_WR)
            got = b""
            while part := line.recv(65_536):
                got += part
            return got


@contextmanager
def receiving(folder: Path, **measure: Any) -> Iterator[Running]:
    """A receiver in a thread of this process, without a limit of calls unless it is told one."""
    connection = connect(folder / "state.db")
    table = Table(connection)
    visits: list[Visit] = []
    faults: list[Exception] = []
    opened = Signatures(SECRET, SystemClock()).opened
    receiver = Receiver(
        0, opened=opened, log=visits.append, version="1.0.0", measure=Measure(**{"calls": 1_000_000, **measure})
    )
    ready = threading.Event()
    serving = threading.Thread(target=receiver.serve, args=(table.keep, faults.append, ready.set))
    serving.start()
    try:
        assert ready.wait(30)
        yield Running(receiver, table, visits, faults)
    finally:
        receiver.stop()
        serving.join(30)
        connection.close()
    assert not serving.is_alive()
