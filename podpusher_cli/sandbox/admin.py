"""The sandbox's own controls below /_sandbox: settings, faults, the log of calls, the state of the world."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from podpusher_cli.sandbox import accounts, census, etsy_sales, front, printify_shops
from podpusher_cli.sandbox.answers import Answer, answer_json
from podpusher_cli.sandbox.exchange import Exchange
from podpusher_cli.sandbox.faults import Fault
from podpusher_cli.sandbox.settings import changed
from podpusher_cli.sandbox.stripe_control import StripeControl
from podpusher_cli.sandbox.world import World

_LONGEST_WAIT = 120.0


class _Sale(msgspec.Struct, forbid_unknown_fields=True):
    listing_id: int
    quantity: int = 1
    at: float | None = None


class Admin:
    """Answers `(method, path)` below /_sandbox."""

    def __init__(self, world: World, exchange: Exchange, settle: Callable[[], None], stripe: StripeControl) -> None:
        self.world = world
        self._stripe = stripe
        self.exchange = exchange
        self._settle = settle
        self._routes: dict[tuple[str, str], Callable[[dict[str, str], bytes], Answer]] = {
            ("GET", "/status"): self._status,
            ("GET", "/accounts"): self._accounts,
            ("POST", "/reset"): self._reset,
            ("GET", "/config"): self._config,
            ("POST", "/config"): self._configure,
            ("GET", "/faults"): self._list_faults,
            ("POST", "/faults"): self._add_faults,
            ("DELETE", "/faults"): self._clear_faults,
            ("GET", "/calls"): self._list_calls,
            ("DELETE", "/calls"): self._clear_calls,
            ("GET", "/state"): self._state,
            ("POST", "/release"): self._release,
            ("POST", "/etsy/expire"): self._expire,
            ("POST", "/etsy/revoke"): self._revoke,
            ("POST", "/printify/expire"): self._expire_app,
            ("POST", "/printify/revoke"): self._revoke_app,
            ("POST", "/printify/reconnect"): self._reconnect,
            ("POST", "/etsy/sales"): self._sell,
        }

    async def respond(self, method: str, path: str, query: str, body: bytes) -> Answer:
        """Run one of the controls."""
        asked = dict(parse_qsl(query))
        try:
            if (method, path) == ("GET", "/wait"):
                return await self._wait(asked)
            if path.startswith("/stripe/"):
                return await self._stripe.respond(method, path.removeprefix("/stripe"), body)
            handler = self._routes.get((method, path))
            return handler(asked, body) if handler else answer_json(404, {"error": f"no control {method} {path}"})
        except (msgspec.MsgspecError, ValueError) as problem:
            return answer_json(400, {"error": str(problem)})

    def front(self) -> Answer:
        """The page for people, at the sandbox's own address."""
        self._settle()
        return front.front(self.world, self.exchange.faults.all)

    def _status(self, _asked: dict[str, str], _body: bytes) -> Answer:
        held = self.exchange.holds.waiting
        report = {"pid": os.getpid(), "now": self.world.now(), "held": held, "calls": self.exchange.calls.total}
        return answer_json(200, report | {"in_flight": self.exchange.calls.in_flight})

    def _accounts(self, _asked: dict[str, str], _body: bytes) -> Answer:
        return answer_json(200, accounts.report(self.world.printify_token, self.world.printify_limited_token))

    def _reset(self, _asked: dict[str, str], _body: bytes) -> Answer:
        self.exchange.faults.clear()
        self.exchange.holds.end_world()
        self.exchange.calls.clear()
        self.world.reset()
        return answer_json(200, {})

    def _config(self, _asked: dict[str, str], _body: bytes) -> Answer:
        return answer_json(200, self.world.settings)

    def _configure(self, _asked: dict[str, str], body: bytes) -> Answer:
        self.world.set_settings(changed(self.world.settings, body))
        return answer_json(200, self.world.settings)

    def _list_faults(self, _asked: dict[str, str], _body: bytes) -> Answer:
        return answer_json(200, {"faults": self.exchange.faults.all, "held": self.exchange.holds.waiting})

    def _add_faults(self, _asked: dict[str, str], body: bytes) -> Answer:
        asked = msgspec.json.decode(body, type=Fault | list[Fault])
        faults = asked if isinstance(asked, list) else [asked]
        for fault in faults:
            wrong = fault.problem()
            problem = {"error": wrong} if wrong else self.exchange.routes.problem(fault)
            if problem:
                return answer_json(400, problem)
        for fault in faults:
            self.exchange.faults.add(fault)
        return answer_json(200, {"faults": faults})

    def _clear_faults(self, _asked: dict[str, str], _body: bytes) -> Answer:
        self.exchange.faults.clear()
        return answer_json(200, {"released": self.exchange.holds.release()})

    def _list_calls(self, asked: dict[str, str], _body: bytes) -> Answer:
        report = self.exchange.calls.report(
            route=asked.get("route", "*"),
            since=int(asked.get("since", 0)),
            limit=int(asked.get("limit", 1_000)),
            violations=bool(asked.get("spec_violation")),
        )
        return answer_json(200, report)

    def _clear_calls(self, _asked: dict[str, str], _body: bytes) -> Answer:
        self.exchange.calls.clear()
        return answer_json(200, {})

    def _state(self, _asked: dict[str, str], _body: bytes) -> Answer:
        self._settle()
        return answer_json(200, census.census(self.world))

    def _release(self, _asked: dict[str, str], _body: bytes) -> Answer:
        return answer_json(200, {"released": self.exchange.holds.release()})

    def _expire(self, _asked: dict[str, str], _body: bytes) -> Answer:
        self.world.run("update tokens set expires = 0 where kind = 'access'")
        return answer_json(200, {})

    def _revoke(self, _asked: dict[str, str], _body: bytes) -> Answer:
        """What a changed password does: every token is dead."""
        self.world.run("update tokens set state = 'revoked'")
        return answer_json(200, {})

    def _expire_app(self, _asked: dict[str, str], _body: bytes) -> Answer:
        self.world.run("update app_tokens set expires = 0 where kind = 'access'")
        return answer_json(200, {})

    def _revoke_app(self, _asked: dict[str, str], _body: bytes) -> Answer:
        """What a merchant who removes the app does: every token of it is dead, the personal one is not."""
        self.world.run("update app_tokens set state = 'revoked'")
        return answer_json(200, {})

    def _reconnect(self, _asked: dict[str, str], _body: bytes) -> Answer:
        """What a seller who connects Etsy anew in Printify does: the shop's number is another one."""
        return answer_json(200, {"shop_id": printify_shops.reconnect(self.world)})

    def _sell(self, _asked: dict[str, str], body: bytes) -> Answer:
        """`{listing_id, quantity?, at?}`: a sale of an active listing, `at` in epoch seconds."""
        self._settle()
        sale = msgspec.json.decode(body, type=_Sale)
        return answer_json(
            200, etsy_sales.sell(self.world, sale.listing_id, sale.quantity, sale.at or self.world.now())
        )

    async def _wait(self, asked: dict[str, str]) -> Answer:
        """Answer when at least `held` requests are held, `calls` have come and, with `idle`, none is under way."""
        until = time.monotonic() + min(float(asked.get("timeout", 10)), _LONGEST_WAIT)
        wanted: dict[str, Any] = {"held": int(asked.get("held", 0)), "calls": int(asked.get("calls", 0))}
        exchange = self.exchange
        while True:
            idle = not exchange.calls.in_flight if asked.get("idle") else True
            if idle and exchange.holds.waiting >= wanted["held"] and exchange.calls.total >= wanted["calls"]:
                return self._status({}, b"")
            if time.monotonic() > until:
                return answer_json(408, {"error": "it did not come to that in time"})
            await asyncio.sleep(0.002)
