"""Stripe in one account per mode: plans, checkout, subscriptions, invoices, events (reference/stripe.md, section 8).

What a seller does in the Dashboard or on a hosted page has its own pages and controls; time is the sandbox's clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from podpusher_cli.sandbox import accounts, stripe_catalog, stripe_docs, stripe_forms, stripe_keys
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, Handler, Refuse, answer_json, dumps, loads
from podpusher_cli.sandbox.faults import Fault
from podpusher_cli.sandbox.stripe_billing import Billing
from podpusher_cli.sandbox.stripe_bills import Bills
from podpusher_cli.sandbox.stripe_checkout import Checkout
from podpusher_cli.sandbox.stripe_clock import Clock
from podpusher_cli.sandbox.stripe_errors import invalid, missing, with_status
from podpusher_cli.sandbox.stripe_events import Events
from podpusher_cli.sandbox.stripe_feeds import Feeds
from podpusher_cli.sandbox.stripe_hooks import Hooks
from podpusher_cli.sandbox.stripe_keyring import Keyring
from podpusher_cli.sandbox.stripe_oauth import OAuth
from podpusher_cli.sandbox.stripe_objects import Objects
from podpusher_cli.sandbox.stripe_portal import Portal
from podpusher_cli.sandbox.stripe_replays import Replays
from podpusher_cli.sandbox.stripe_routes import Route, Visit, expanded
from podpusher_cli.sandbox.stripe_sales import Sales
from podpusher_cli.sandbox.stripe_shapes import is_version, shown
from podpusher_cli.sandbox.stripe_store import Doc, Store, is_live, new_id
from podpusher_cli.sandbox.world import World


class Stripe:
    """A seller's account in test mode, another in live mode, and a platform that may be connected to them."""

    name = "stripe"
    prefix = "/stripe"

    def __init__(self, world: World) -> None:
        self._world = world
        self.store = Store(world)
        self.events = Events(self.store)
        self.billing = Billing(self.store, self.events)
        self.clock = Clock(self.store, self.billing)
        self.oauth = OAuth(world, self.store, self.events)
        self.keyring = Keyring(self.store, self.oauth)
        self.checkout = Checkout(self.store, self.billing, self.clock)
        self.portal = Portal(self.store, self.billing)
        self._replays = Replays(self.store)
        self.hooks = Hooks(world, self.store, self.events)
        self.events.listeners.append(self.hooks.take)
        world.furnish(self.store.follow)
        self.store.furnish(partial(stripe_catalog.furnish, self.store))

    def routes(self) -> list[Route]:
        """The API."""
        parts = [part(self.store, self.billing) for part in (Objects, Sales, Bills, Feeds)]
        return [
            Route("GET", "/v1/account", {}, _account),
            Route("GET", "/v1/accounts/{id}", {}, _account_of),
            Route("GET", "/v1/balance", {}, _balance),
            *self.checkout.routes(),
            *self.portal.routes(),
            *(route for part in parts for route in part.routes()),
        ]

    def endpoints(self) -> Sequence[Endpoint]:
        """The API, the pages, and Connect's OAuth."""
        api = [Endpoint(route.method, route.template, partial(self._run, route)) for route in self.routes()]
        return [*self.oauth.endpoints(), *self.checkout.pages(), *self.portal.pages(), *api]

    def respond(self, call: Call, handler: Handler | None) -> Answer:
        """What time has done first; then the key and what it may do, then the route. All of it is done, or nothing."""
        call.request_id = new_id("req_", 14)
        with self._world.together():
            self.clock.settle()
            try:
                answer = self._answer(call, handler)
            except Refuse as refusal:
                answer = refusal.answer
            self.clock.settle()
        self.hooks.start()
        return self._stamped(call, answer)

    def _answer(self, call: Call, handler: Handler | None) -> Answer:
        """Pages and Connect's routes need no key. Raises Refuse."""
        if handler and not call.path.startswith("/v1/"):
            return handler(call)
        key = self.keyring.of(call)
        if handler is None:
            raise invalid(f"Unrecognized request URL ({call.method}: {call.path}).", status=404)
        return stripe_keys.lacking(key, call.method, call.path) or self._replays.answer(call) or handler(call)

    def error(self, call: Call, status: int, fault: Fault) -> Answer:
        """An error a fault asked for, in Stripe's shape."""
        call.request_id = new_id("req_", 14)
        answer = with_status(status) if fault.body is None else answer_json(status, fault.body)
        answer.headers |= fault.headers
        if fault.retry_after is not None:
            answer.headers["retry-after"] = f"{fault.retry_after:g}"
        return self._stamped(call, answer)

    def _run(self, route: Route, call: Call) -> Answer:
        """Read what was sent, do it, show it in the version that was asked for; remember it under its key."""
        version = call.headers.get("stripe-version") or self.events.version(call.scope)
        if not is_version(version):
            raise invalid(f"Invalid Stripe API version: {version}")
        fields = stripe_forms.read(call.fields(), route.takes | ({"expand": [str]} if route.expands else {}))
        paths = fields.pop("expand", [])
        visit = Visit(call.scope, self.store.now(), fields, call.params.get("id", ""))
        self.events.cause = {"id": call.request_id, "idempotency_key": call.headers.get("idempotency-key")}
        self._world.run("savepoint call")
        try:
            doc = route.do(visit)
            answer = answer_json(200, shown(expanded(self.store, call.scope, doc, paths), version))
        except Refuse as refusal:
            answer = refusal.answer
            if answer.status != 402:  # a card that was declined was tried
                self._world.run("rollback to call")
        finally:
            self._world.run("release call")
            self.events.cause = {"id": None, "idempotency_key": None}
        self._replays.keep(call, answer)
        return answer

    def _stamped(self, call: Call, answer: Answer) -> Answer:
        version = call.headers.get("stripe-version", stripe_docs.VERSION)
        answer.headers |= {"request-id": call.request_id, "stripe-version": version}
        if call.scope and answer.status >= 400 and answer.body.startswith(b'{"error":{'):
            told = loads(answer.body)
            place = "https://dashboard.stripe.com/" + ("" if is_live(call.scope) else "test/")
            told["error"]["request_log_url"] = f"{place}logs/{call.request_id}"
            answer = Answer(answer.status, dumps(told).encode(), answer.headers)
        return answer


def _account(visit: Visit) -> Doc:
    return stripe_docs.account(visit.book.partition("/")[0], accounts.SHOP_NAME, created=stripe_catalog.CREATED)


def _account_of(visit: Visit) -> Doc:
    if visit.number != visit.book.partition("/")[0]:
        raise missing("account", visit.number)
    return _account(visit)


def _balance(visit: Visit) -> Doc:
    nothing = [{"amount": 0, "currency": "usd", "source_types": {"card": 0}}]
    return {"object": "balance", "available": nothing, "livemode": visit.live, "pending": nothing}
