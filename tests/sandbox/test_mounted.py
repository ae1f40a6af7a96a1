"""A provider written as Starlette routes stands behind the same faults, limits of shape and log."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from podpusher_cli.sandbox.calls import Entry
from podpusher_cli.sandbox.exchange import Exchange
from podpusher_cli.sandbox.faults import Fault
from podpusher_cli.sandbox.mounted import Mounted
from podpusher_cli.sandbox.world import World


async def echo(request: Request) -> Response:
    body = await request.json()
    return JSONResponse(
        {"path": request.url.path, "id": request.path_params["id"], "body": body}, headers={"x-request-id": "r1"}
    )


async def stream(_request: Request) -> Response:
    async def pieces():
        yield b"one "
        yield b"two"

    return StreamingResponse(pieces(), media_type="text/plain")


@pytest.fixture
def exchange(tmp_path: Path):
    world = World(tmp_path / "world.db")
    routes = [Route("/v1/echo/{id}", echo, methods=["POST"]), Route("/v1/stream", stream)]
    yield Exchange(world, [Mounted("openai", "/openai", routes)])
    world.close()


def call(exchange: Exchange, method: str, path: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
    sent: list[dict] = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(dict(message))

    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": [(b"host", b"localhost")]}
    asyncio.run(exchange(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, sent[1]["body"]


def last(exchange: Exchange) -> Entry:
    return exchange.calls.entries[-1]


def test_a_route_answers_with_its_own_headers(exchange):
    status, headers, body = call(exchange, "POST", "/openai/v1/echo/7", b'{"a":1}')
    assert (status, headers["x-request-id"], headers["content-type"]) == (200, "r1", "application/json")
    assert json.loads(body) == {"path": "/openai/v1/echo/7", "id": "7", "body": {"a": 1}}
    assert (last(exchange).route, last(exchange).request_id) == ("openai POST /v1/echo/{id}", "r1")


def test_a_stream_is_gathered(exchange):
    assert call(exchange, "GET", "/openai/v1/stream")[2] == b"one two"


def test_unknown_routes_are_404(exchange):
    status, _, body = call(exchange, "GET", "/openai/v1/echo/7")
    assert (status, json.loads(body)["error"]["code"]) == (404, "unknown_url")


@pytest.mark.parametrize(
    ("fault", "status", "applied"),
    [
        (Fault("openai POST /v1/echo/{x}", "rate_limit", retry_after=3), 429, False),
        (Fault("openai POST /v1/echo/{x}", "status", status=503), 503, False),
        (
            Fault("openai POST /v1/echo/{x}", "status", status=400, body={"error": {"code": "moderation_blocked"}}),
            400,
            False,
        ),
        (Fault("openai POST /v1/echo/{x}", "applied_status", status=500), 500, True),
    ],
)
def test_faults_fall_on_it_too(exchange, fault, status, applied):
    exchange.faults.add(fault)
    found, headers, body = call(exchange, "POST", "/openai/v1/echo/7", b"{}")
    assert found == status
    assert json.loads(body)["error"]
    assert headers["x-request-id"].startswith("req_")
    assert headers.get("retry-after") == ("3" if fault.retry_after else None)
    assert last(exchange).applied is applied
