"""One request from socket to socket: matched, damaged where a fault says so, carried out, delayed, answered, counted."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Sequence

from starlette.routing import compile_path

from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, Refuse, Service
from podpusher_cli.sandbox.calls import Calls, Entry
from podpusher_cli.sandbox.fault_routes import Routes
from podpusher_cli.sandbox.faults import Fault, Faults, Holds
from podpusher_cli.sandbox.wire import Gone, Receive, Scope, Send, Wire, read_body, send_answer
from podpusher_cli.sandbox.world import World

_ERRORS = frozenset({"status", "rate_limit"})


class Matcher:
    """Finds a service's endpoint for a method and a path."""

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        self._by_shape: dict[tuple[str, int], list[tuple[re.Pattern[str], Endpoint]]] = {}
        for endpoint in endpoints:
            pattern = compile_path(endpoint.template)[0]
            shape = (endpoint.method, endpoint.template.count("/"))
            self._by_shape.setdefault(shape, []).append((pattern, endpoint))

    def find(self, method: str, path: str) -> tuple[Endpoint | None, dict[str, str]]:
        """The endpoint and what stands in its places; (None, {}) where there is none."""
        for pattern, endpoint in self._by_shape.get((method, path.count("/")), ()):
            match = pattern.match(path)
            if match:
                return endpoint, match.groupdict()
        return None, {}


class Exchange:
    """The ASGI application of all provider services."""

    def __init__(self, world: World, services: Sequence[Service]) -> None:
        self.world = world
        self.faults = Faults()
        self.routes = Routes(services)
        self.holds = Holds()
        self.calls = Calls()
        self._services = [(service, Matcher(service.endpoints())) for service in services]

    def knows(self, path: str) -> bool:
        """Whether a service owns the path."""
        return any(path.startswith(service.prefix + "/") for service, _ in self._services)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request to the end, whatever becomes of its client."""
        try:
            body = await read_body(receive)
        except Gone:
            return
        service, endpoint, call = self._match(scope, body)
        route = f"{service.name} {call.method} {call.template}"
        call.fault = self.faults.take(route)
        self.calls.total += 1
        self.calls.in_flight += 1
        number, started, clock = self.calls.total, time.time(), time.perf_counter()
        status: int | None = None
        done: Answer | None = None
        try:
            answer, done = await self._play(service, endpoint, call, Wire(scope, receive))
            pause = self.world.settings.latency_ms / 1000 - (time.perf_counter() - clock)
            if pause > 0:
                await asyncio.sleep(pause)
            status = answer.status
            await send_answer(answer, send)
        except Gone as gone:
            done = gone.done
        finally:
            self.calls.in_flight -= 1
            entry = Entry(
                n=number,
                at=started,
                route=route,
                path=call.path,
                status=status,
                applied=done is not None and done.status < 400,
                account=call.account,
                request_id=call.request_id,
                fault=call.fault.kind if call.fault else None,
                spec_violation=call.violations or None,
                ms=round((time.perf_counter() - clock) * 1000, 2),
            )
            self.calls.add(entry, keep=self.world.settings.request_log)

    def _match(self, scope: Scope, body: bytes) -> tuple[Service, Endpoint | None, Call]:
        whole: str = scope["path"]
        service, matcher = next(pair for pair in self._services if whole.startswith(pair[0].prefix + "/"))
        path = whole[len(service.prefix) :]
        endpoint, params = matcher.find(scope["method"], path)
        call = Call(
            service=service.name,
            method=scope["method"],
            path=path,
            template=endpoint.template if endpoint else "(none)",
            params=params,
            query=scope["query_string"].decode("ascii", "replace"),
            headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
            body=body,
            request_id=secrets.token_hex(12),
        )
        return service, endpoint, call

    async def _play(
        self, service: Service, endpoint: Endpoint | None, call: Call, wire: Wire
    ) -> tuple[Answer, Answer | None]:
        """The answer to send, and what carrying the call out gave (None: it was not carried out)."""
        fault, world = call.fault, self.holds.world
        if fault is None:
            done = await self._carry_out(service, endpoint, call)
            return done, done
        if fault.kind in _ERRORS:
            return service.error(call, 429 if fault.kind == "rate_limit" else fault.status or 500, fault), None
        if fault.kind == "cut" or not await self._wait_before(fault, wire) or world != self.holds.world:
            await wire.cut()
            raise Gone
        done = await self._carry_out(service, endpoint, call)
        return await self._damage(service, call, fault, done, wire), done

    async def _carry_out(self, service: Service, endpoint: Endpoint | None, call: Call) -> Answer:
        try:
            made = service.respond(call, endpoint.handler if endpoint else None)
            return made if isinstance(made, Answer) else await made
        except Refuse as refusal:
            return refusal.answer

    async def _wait_before(self, fault: Fault, wire: Wire) -> bool:
        """Wait as the fault says; whether the call is to be carried out after it."""
        if fault.kind in {"late", "hold_late"}:
            await self._pause(fault)
            return True
        return fault.kind not in {"delay", "hold"} or await wire.outlasts(self._pause(fault))

    async def _pause(self, fault: Fault) -> None:
        """As long as the fault says: some seconds, or until a release."""
        await (self.holds.wait() if fault.kind.startswith("hold") else self.holds.sleep(fault.seconds or 0))

    async def _damage(self, service: Service, call: Call, fault: Fault, done: Answer, wire: Wire) -> Answer:
        """What is answered after the call was carried out. Raises Gone, with what was done, when there is no answer."""
        if fault.kind == "lost_answer":
            await wire.cut()
            raise Gone(done)
        if fault.kind in {"slow_answer", "hold_applied"} and not await wire.outlasts(self._pause(fault)):
            raise Gone(done)
        if fault.kind == "applied_status":
            return service.error(call, fault.status or 500, fault)
        if fault.kind == "bad_json":
            return Answer(done.status, done.body[: len(done.body) // 2], done.headers, done.kind)
        return done
