"""Stripe's webhooks: signed and posted to this machine, by themselves or on demand (reference/stripe.md, sections 3 and 4)."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections import deque
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from podpusher_cli.sandbox.answers import dumps
from podpusher_cli.sandbox.stripe_events import Events
from podpusher_cli.sandbox.stripe_store import Doc, Store
from podpusher_cli.sandbox.world import World

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PATIENCE = 30.0


def signature(payload: bytes, secret: str, at: int) -> str:
    """The Stripe-Signature header."""
    made = hmac.new(secret.encode(), f"{at}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


def check(url: str) -> str:
    """The address. Raises ValueError for one that is not on this machine."""
    place = urlsplit(url)
    if place.scheme != "http" or place.hostname not in _LOOPBACK:
        message = f"the sandbox delivers to http://127.0.0.1 only, not to {url}"
        raise ValueError(message)
    return url


def post(url: str, payload: bytes, headers: Mapping[str, str]) -> Doc:
    """`{status, error}` of one attempt; status None when nobody answered."""
    place = urlsplit(check(url))
    line = HTTPConnection(place.hostname or "", place.port or 80, timeout=_PATIENCE)
    told = {"content-type": "application/json; charset=utf-8", "user-agent": "Stripe/1.0 (sandbox)", **headers}
    try:
        line.request("POST", place._replace(scheme="", netloc="").geturl() or "/", payload, told)
        answer = line.getresponse()
        answer.read()
    except (OSError, HTTPException) as problem:
        return {"status": None, "error": str(problem)}
    else:
        return {"status": answer.status, "error": None}
    finally:
        line.close()


class Hooks:
    """Tells each endpoint that wants it of each event, one after the other, once."""

    def __init__(self, world: World, store: Store, events: Events) -> None:
        self._store = store
        self._events = events
        self._queue: deque[tuple[str, str, Doc]] = deque()
        self._pump: asyncio.Task[None] | None = None
        self.done: list[Doc] = []
        world.furnish(self._clear)

    def _clear(self) -> None:
        self._queue.clear()
        self.done.clear()

    @property
    def pending(self) -> int:
        """How many deliveries are still to come, or under way."""
        return len(self._queue) + (self._pump is not None)

    def take(self, book: str, event: Doc) -> int:
        """Remember whom to tell of the event; how many they are."""
        wanted = [
            endpoint
            for endpoint in self._store.all(book, "webhook_endpoint")
            if endpoint["status"] == "enabled" and {"*", event["type"]} & set(endpoint["enabled_events"])
        ]
        self._queue.extend((book, event["id"], endpoint) for endpoint in wanted)
        return len(wanted)

    def start(self) -> None:
        """Begin to deliver what waits."""
        if self._queue and self._pump is None:
            self._pump = asyncio.get_running_loop().create_task(self._deliver())

    async def _deliver(self) -> None:
        try:
            while self._queue:
                book, number, endpoint = self._queue.popleft()
                event = self._events.shown(book, number, endpoint["api_version"])
                kept = self._store.get(book, "secret", endpoint["id"])
                if event is None or kept is None:
                    continue
                told = await self.send(event, endpoint["url"], [kept["secret"]])
                self._store.put(book, "delivery", number, {"ok": told["status"] in range(200, 300)})
                self.done.append(told | {"endpoint": endpoint["id"]})
        finally:
            self._pump = None

    async def send(
        self,
        event: Doc,
        url: str,
        secrets: list[str],
        *,
        age: int = 0,
        body: bytes | None = None,
        sign: str | None = None,
    ) -> Doc:
        """`{event, type, status, error}` of one attempt, signed with each secret `age` seconds ago.

        `body` is sent in place of the one that is signed, `sign` in place of the header.
        """
        payload = dumps(event).encode()
        at = self._store.now() - age
        parts = [signature(payload, secret, at).partition(",")[2] for secret in secrets]
        header = ",".join([f"t={at}", *parts]) if sign is None else sign
        told = await asyncio.to_thread(post, url, payload if body is None else body, {"stripe-signature": header})
        outcome: dict[str, Any] = {"event": event["id"], "type": event["type"]}
        return outcome | told
