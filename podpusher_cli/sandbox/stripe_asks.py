"""What the sandbox's controls of Stripe are asked, a record each; a field that it does not have is refused."""

from __future__ import annotations

from typing import Any

import msgspec

from podpusher_cli.sandbox import stripe_cards
from podpusher_cli.sandbox.stripe_store import BOOKS


class Ask(msgspec.Struct, forbid_unknown_fields=True):
    """Every control works in the seller's account in test mode, or in the one in live mode."""

    live: bool = False

    @property
    def book(self) -> str:
        """The account and its mode."""
        return BOOKS[1 if self.live else 0]


class Advance(Ask):
    seconds: float = 0


class Version(Ask):
    version: str = ""


class Dunning(Ask):
    ending: str = "canceled"


class Subscribe(Ask):
    """A customer with a subscription, as if they had gone through the checkout."""

    plan: str = "pro"
    email: str = "buyer@sandbox.example"
    card: str = stripe_cards.GOOD
    quantity: int = 1
    trial_days: int = 0


class Key(Ask):
    """A key by its text. `may`: permissions such as `event_read`; writing includes reading."""

    key: str = ""
    may: list[str] = []


class Force(Ask):
    """Any object's fields, as no API changes them; `event`: the type of the event that tells of it."""

    kind: str = "subscription"
    id: str = ""
    fields: dict[str, Any] = {}
    event: str | None = None


class Listen(Ask):
    url: str = ""
    secret: str | None = None
    events: list[str] = msgspec.field(default_factory=lambda: ["*"])
    version: str | None = None


class Deliver(Ask):
    """`events`: ids, or all there are, oldest first; `fields` stand in place of the event's own."""

    url: str = ""
    secrets: list[str] = []
    events: list[str] | None = None
    times: int = 1
    order: str = "given"
    seed: int = 0
    age: int = 0
    version: str | None = None
    fields: dict[str, Any] = {}
    body: str | None = None
    signature: str | None = None
    together: bool = False
