"""The sandbox's own controls of Stripe, below /_sandbox/stripe: time, deliveries, and what nobody can do through the API."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

import msgspec

from podpusher_cli.sandbox import accounts, stripe_hooks, stripe_keys
from podpusher_cli.sandbox import stripe_asks as asks
from podpusher_cli.sandbox.answers import Answer, answer_json
from podpusher_cli.sandbox.stripe import Stripe
from podpusher_cli.sandbox.stripe_docs import customer, webhook_endpoint
from podpusher_cli.sandbox.stripe_shapes import is_version
from podpusher_cli.sandbox.stripe_store import Doc, new_id
from podpusher_cli.sandbox.world import World


class StripeControl:
    """Answers `(method, path)` below /_sandbox/stripe."""

    def __init__(self, world: World, stripe: Stripe) -> None:
        self._world = world
        self._stripe = stripe
        self.routes: dict[tuple[str, str], Callable[[bytes], Doc | Awaitable[Doc]]] = {
            ("POST", "/advance"): self._advance,
            ("POST", "/version"): self._version,
            ("POST", "/dunning"): self._dunning,
            ("POST", "/subscribe"): self._subscribe,
            ("POST", "/force"): self._force,
            ("POST", "/listen"): self._listen,
            ("POST", "/deliver"): self._deliver,
            ("POST", "/disconnect"): self._disconnect,
            ("POST", "/roll"): self._roll,
            ("POST", "/permit"): self._permit,
            ("GET", "/deliveries"): self._deliveries,
        }

    async def respond(self, method: str, path: str, body: bytes) -> Answer:
        """Run one of the controls. Raises ValueError or msgspec's errors for what was asked wrongly."""
        handler = self.routes.get((method, path))
        if handler is None:
            return answer_json(404, {"error": f"no control {method} /stripe{path}"})
        with self._world.together():
            self._stripe.clock.settle()
            told = handler(body or b"{}")
            self._stripe.clock.settle()
        self._stripe.hooks.start()
        return answer_json(200, told if isinstance(told, dict) else await told)

    def _advance(self, body: bytes) -> Doc:
        """Move the clock on; all that comes due on the way happens, at its own time."""
        asked = msgspec.json.decode(body, type=asks.Advance)
        settings = self._world.settings
        self._world.set_settings(
            msgspec.structs.replace(settings, clock_offset_s=settings.clock_offset_s + asked.seconds)
        )
        return {"now": self._world.now()}

    def _version(self, body: bytes) -> Doc:
        """The account's default version: the shape of every event from now on."""
        asked = msgspec.json.decode(body, type=asks.Version)
        if not is_version(asked.version):
            raise ValueError("version: such as 2024-06-20 or 2025-03-31.basil")
        self._stripe.events.set_version(asked.book, asked.version)
        return {}

    def _dunning(self, body: bytes) -> Doc:
        """What becomes of a subscription when the last try to collect has failed."""
        asked = msgspec.json.decode(body, type=asks.Dunning)
        if asked.ending not in {"canceled", "unpaid", "past_due"}:
            raise ValueError("ending: canceled, unpaid or past_due")
        self._stripe.store.put(asked.book, "settings", "dunning", {"ending": asked.ending})
        return {}

    def _subscribe(self, body: bytes) -> Doc:
        asked = msgspec.json.decode(body, type=asks.Subscribe)
        store, now = self._stripe.store, self._stripe.store.now()
        price = next((p for p in store.all(asked.book, "price") if p["lookup_key"] == asked.plan), None)
        if price is None:
            raise ValueError(f"plan: no price has the lookup key {asked.plan}")
        buyer = customer(new_id("cus_", 14), live=asked.live, now=now) | {"email": asked.email}
        self._stripe.events.emit(asked.book, "customer.created", store.save(asked.book, buyer))
        wanted: Doc = {"quantity": asked.quantity, "default_payment_method": asked.card, "paid_now": True}
        if asked.trial_days:
            wanted["trial_end"] = now + asked.trial_days * 86_400
        return self._stripe.billing.start(asked.book, buyer, price, wanted, at=now)

    def _force(self, body: bytes) -> Doc:
        asked = msgspec.json.decode(body, type=asks.Force)
        before = self._stripe.store.get(asked.book, asked.kind, asked.id)
        if before is None:
            raise ValueError(f"id: no {asked.kind} {asked.id}")
        after = self._stripe.store.save(asked.book, before | asked.fields)
        if asked.event:
            self._stripe.events.emit(asked.book, asked.event, after, before)
        return after

    def _listen(self, body: bytes) -> Doc:
        """Tell this address of every event from now on; the signing secret."""
        asked = msgspec.json.decode(body, type=asks.Listen)
        secret = asked.secret or accounts.new_secret("whsec_")
        url, now = stripe_hooks.check(asked.url), self._stripe.store.now()
        endpoint = webhook_endpoint(url, asked.events, live=asked.live, now=now) | {"api_version": asked.version}
        self._stripe.store.save(asked.book, endpoint)
        self._stripe.store.put(asked.book, "secret", endpoint["id"], {"secret": secret})
        return {"id": endpoint["id"], "secret": secret}

    def _deliveries(self, _body: bytes) -> Doc:
        return {"pending": self._stripe.hooks.pending, "deliveries": self._stripe.hooks.done}

    def _disconnect(self, body: bytes) -> Doc:
        """What a seller who removes the platform in the Dashboard does."""
        asked = msgspec.json.decode(body, type=asks.Ask)
        return {"was_connected": self._stripe.oauth.disconnect(asked.book.partition("/")[0], live=asked.live)}

    def _roll(self, body: bytes) -> Doc:
        self._stripe.keyring.roll(msgspec.json.decode(body, type=asks.Key).key)
        return {}

    def _permit(self, body: bytes) -> Doc:
        asked = msgspec.json.decode(body, type=asks.Key)
        unknown = set(asked.may) - stripe_keys.PERMISSIONS
        if unknown:
            raise ValueError(f"may: no permission {min(unknown)}")
        self._stripe.keyring.permit(asked.key, asked.may)
        return {}

    async def _deliver(self, body: bytes) -> Doc:
        """Post events again, as they should be or as they should not."""
        asked = msgspec.json.decode(body, type=asks.Deliver)
        events, hooks = self._stripe.events, self._stripe.hooks
        stripe_hooks.check(asked.url)
        numbers = asked.events
        if numbers is None:
            numbers = [event["id"] for event in reversed(events.all(asked.book))]
        numbers = [number for number in numbers for _ in range(asked.times)]
        if asked.order not in {"given", "reversed", "shuffled"}:
            raise ValueError("order: given, reversed or shuffled")
        if asked.order == "reversed":
            numbers.reverse()
        elif asked.order == "shuffled":
            random.Random(asked.seed).shuffle(numbers)  # noqa: S311 - an order, not a secret
        chosen = {number: events.shown(asked.book, number, asked.version) for number in numbers}
        unknown = [number for number, event in chosen.items() if event is None]
        if unknown:
            raise ValueError(f"events: no event {unknown[0]}")
        other = None if asked.body is None else asked.body.encode()
        sending = [
            hooks.send(
                (chosen[number] or {}) | asked.fields,
                asked.url,
                asked.secrets,
                age=asked.age,
                body=other,
                sign=asked.signature,
            )
            for number in numbers
        ]
        done = await asyncio.gather(*sending) if asked.together else [await one for one in sending]
        return {"deliveries": list(done)}
