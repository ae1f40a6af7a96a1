"""The client's connection: the whole request in, one answer out, or a cut."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any

from podpusher_cli.sandbox.answers import Answer

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Gone(Exception):
    """The client left, or was cut off; `done` is what had been done by then."""

    def __init__(self, done: Answer | None = None) -> None:
        self.done = done
        super().__init__()


async def read_body(receive: Receive) -> bytes:
    """The whole body. Raises Gone when the client leaves before it is there."""
    message = await receive()
    parts = []
    while message["type"] == "http.request":
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return parts[0] if len(parts) == 1 else b"".join(parts)
        message = await receive()
    raise Gone


class Wire:
    """The client's connection."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._transport = scope.get("podpusher.transport")
        self._receive = receive

    async def left(self) -> None:
        """Return when the client has gone."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def cut(self) -> None:
        """Close the connection here and now, without a word."""
        if self._transport:
            self._transport.abort()
            await self.left()

    async def outlasts(self, pause: Coroutine[Any, Any, None]) -> bool:
        """Whether the client is still there when the pause is over; its leaving ends the pause."""
        waiting, leaving = asyncio.ensure_future(pause), asyncio.ensure_future(self.left())
        await asyncio.wait({waiting, leaving}, return_when=asyncio.FIRST_COMPLETED)
        stayed = not leaving.done()
        waiting.cancel()
        leaving.cancel()
        return stayed


async def send_answer(answer: Answer, send: Send) -> None:
    """Put the answer on the wire."""
    headers = [(b"content-type", answer.kind.encode()), (b"content-length", str(len(answer.body)).encode())]
    headers += [(name.encode(), value.encode("latin-1")) for name, value in answer.headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
