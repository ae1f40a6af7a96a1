"""What the receiver answers: events that are signed are kept before they are acknowledged; all else is turned away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from podpusher_cli.core.webhooks import PATH, Refused
from podpusher_cli.net.webhooks.document import HEALTH_PATH, SELF_PATH, document
from podpusher_cli.net.webhooks.gate import Gate, note

MOST_BODY = 1024 * 1024
ANSWER_S = 9.0  # Stripe waits ten

_SIGNATURE = "stripe-signature"


@dataclass(frozen=True, slots=True)
class Handling:
    """What is done with a delivery.

    `opened` gives the event of a body and its signature, None for one that is to be ignored, and raises Refused. `keep`
    returns when the event is on the disk; it runs in `executor`, and nothing is answered before, but for a 500 after
    `patience` seconds. `fault` is told what it raised.
    """

    opened: Callable[[bytes, str], Mapping[str, Any] | None]
    keep: Callable[[Mapping[str, Any]], None]
    fault: Callable[[Exception], None]
    executor: Executor
    patience: float = ANSWER_S


def application(handling: Handling, gate: Callable[[ASGIApp], Gate], version: str) -> Gate:
    """The ASGI application behind its gate."""
    told = document(version)

    async def receive(request: Request) -> Response:
        return await _received(request, handling)

    async def health(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def description(_request: Request) -> Response:
        return JSONResponse(told)

    routes = [
        Route(PATH, receive, methods=["POST"]),
        Route(HEALTH_PATH, health, methods=["GET"]),
        Route(SELF_PATH, description, methods=["GET"]),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _refusal})
    app.router.redirect_slashes = False
    return gate(app)


def _refusal(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


async def _received(request: Request, handling: Handling) -> Response:
    try:
        body = await _body(request)
        event = handling.opened(body, _signature(request))
    except Refused as error:
        note(request.scope, reason=error.reason)
        return JSONResponse({"error": "This is not an event that Stripe signed for this receiver just now."}, 400)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it
    if event is None:
        note(request.scope, reason="thin")
        return JSONResponse({"received": True})
    note(request.scope, stripe_event=event["id"], type=event["type"])
    return await _kept(event, handling)


def _signature(request: Request) -> str:
    """The header; "" where there is none, or more than one."""
    found = request.headers.getlist(_SIGNATURE)
    return found[0] if len(found) == 1 else ""


async def _body(request: Request) -> bytes:
    """The whole body as it came. Raises HTTPException for one that is too long."""
    told = request.headers.get("content-length", "")
    too_long = HTTPException(413, f"An event has {MOST_BODY} bytes at most.")
    if told.isdecimal() and int(told) > MOST_BODY:
        raise too_long
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BODY:
            raise too_long
    return bytes(body)


async def _kept(event: Mapping[str, Any], handling: Handling) -> Response:
    """200 once the event is kept; 500 when that failed or took too long, so that Stripe sends it again."""
    keeping = asyncio.get_running_loop().run_in_executor(handling.executor, handling.keep, event)

    def done(over: asyncio.Future[None]) -> None:
        error = None if over.cancelled() else over.exception()
        if isinstance(error, Exception):
            handling.fault(error)

    keeping.add_done_callback(done)
    await asyncio.wait({keeping}, timeout=handling.patience)
    if keeping.done() and not keeping.cancelled() and keeping.exception() is None:
        return JSONResponse({"received": True})
    return JSONResponse({"error": "The event could not be kept. Send it again."}, 500)
