"""A provider written as Starlette routes, put behind the same faults, latency and log as the others."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, MutableMapping, Sequence
from typing import Any

from starlette.routing import BaseRoute, Match, Route

from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, Handler, answer_json
from podpusher_cli.sandbox.faults import Fault


def _never(_call: Call) -> Answer:
    """The route itself answers, in `respond`."""
    raise NotImplementedError


class Mounted:
    """`routes` as their author wrote them, without the prefix."""

    def __init__(self, name: str, prefix: str, routes: Sequence[BaseRoute]) -> None:
        self.name = name
        self.prefix = prefix
        self._routes = [route for route in routes if isinstance(route, Route)]

    def endpoints(self) -> Sequence[Endpoint]:
        """One for every path and method."""
        return [
            Endpoint(method, route.path, _never)
            for route in self._routes
            for method in sorted(route.methods or {"GET"})
            if method != "HEAD"
        ]

    def respond(self, call: Call, handler: Handler | None) -> Answer | Awaitable[Answer]:
        """Run the Starlette route and take up its whole answer."""
        if handler is None:
            text = f"Unknown request URL: {call.method} {call.path}"
            return answer_json(404, _body(text, "invalid_request_error", "unknown_url"))
        return self._run(call)

    def error(self, call: Call, status: int, fault: Fault) -> Answer:
        """An error a fault asked for, in OpenAI's shape."""
        if fault.body is not None:
            answer = answer_json(status, fault.body)
        elif status == 429:
            answer = answer_json(429, _body("Rate limit reached", "requests", "rate_limit_exceeded"))
        else:
            answer = answer_json(status, _body("The server had an error", "server_error", None))
        answer.headers |= fault.headers | {"x-request-id": f"req_{call.request_id}"}
        if fault.retry_after is not None:
            answer.headers["retry-after"] = f"{fault.retry_after:g}"
        return answer

    async def _run(self, call: Call) -> Answer:
        scope: MutableMapping[str, Any] = {
            "type": "http",
            "http_version": "1.1",
            "method": call.method,
            "scheme": "http",
            "path": self.prefix + call.path,
            "root_path": self.prefix,
            "query_string": call.query.encode(),
            "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in call.headers.items()],
        }
        answer = Answer(500)
        pieces: list[bytes] = []

        whole = [{"type": "http.request", "body": call.body, "more_body": False}]

        async def receive() -> MutableMapping[str, Any]:
            if not whole:
                await asyncio.Event().wait()  # the client never leaves a route: it runs to its end
            return whole.pop()

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in message["headers"]}
            else:
                pieces.append(message.get("body", b""))

        for route in self._routes:
            match, found = route.matches(scope)
            if match is Match.FULL:
                scope.update(found)
                await route.handle(scope, receive, send)
                break
        answer.body = b"".join(pieces)
        answer.kind = answer.headers.pop("content-type", "application/octet-stream")
        answer.headers.pop("content-length", None)
        call.request_id = answer.headers.get("x-request-id", call.request_id)
        return answer


def _body(message: str, kind: str, code: str | None) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}
