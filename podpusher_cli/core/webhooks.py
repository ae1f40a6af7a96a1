"""Events that Stripe posts to this machine: what may be taken for one, and what comes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Protocol

from podpusher_cli.core.errors import BadInput, MachineTrouble
from podpusher_cli.core.stripe_events import USED, Outcome, Sighting
from podpusher_cli.core.subscriptions import LAST_TIME, read_sighting
from podpusher_cli.core.text import N_

PATH = "/webhook"
"""Where events are posted to; everything else that is served is about the receiver itself."""

PORT = 8519
"""The port that is named where none was chosen."""

TOLERANCE_S = 300
"""How far a signature's time may be from ours, either way (reference/stripe.md, section 4)."""

_ID = re.compile(r"[A-Za-z0-9_]{1,100}")
_TYPE = re.compile(r"[a-z0-9_.]{1,100}")
_VERSION = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_SECRET = re.compile(r"whsec_[A-Za-z0-9+/=_-]+")


class ReceiverMissing(MachineTrouble):
    code = "billing.receiver_missing"
    message = N_("What receives Stripe's events is not installed.")
    hint = N_("pip install 'podpusher[billing]'")


class NoWebhookSecret(BadInput):
    code = "billing.secret_missing"
    message = N_("The signing secret of Stripe's events is needed.")
    hint = N_("Set PODPUSHER_STRIPE_WEBHOOK_SECRET, or send it in: podpusher billing listen --secret-stdin < FILE")


class NotAWebhookSecret(BadInput):
    code = "billing.secret_form"
    message = N_("This is no signing secret of Stripe's events: those begin with whsec_.")
    hint = N_("stripe listen --print-secret prints it; for an endpoint of the Dashboard it is on the endpoint's page.")


class Refused(Exception):
    """What was posted is not an event that Stripe signed for us, just now. `reason` is a word for the log."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Inbox(Protocol):
    """Takes events in, in two steps: what is posted must be kept before it is answered; acting on it may take longer."""

    def keep(self, event: Mapping[str, Any]) -> Outcome | None:
        """Keep it; on the disk when this returns. None: it is new. An outcome: nothing more is to be done."""
        ...

    def settle(self, event: Mapping[str, Any]) -> Outcome:
        """Do what follows from a kept event; what came of it."""
        ...


@dataclass(frozen=True, slots=True)
class Heard:
    """One event that came in, and what had come of it `at` that time."""

    id: str
    type: str
    outcome: Outcome
    at: datetime


@dataclass(frozen=True, slots=True)
class Listened:
    """A time of listening. `heard`: events by outcome; `refused`: deliveries that were no event of Stripe's."""

    url: str
    started_at: datetime
    ended_at: datetime
    heard: dict[str, int] = field(default_factory=dict)
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Forwarding:
    """How Stripe's command line is made to post events here: what is typed in one terminal, and what in another.

    `url`: where they go. `events`: the types that podpusher makes use of.
    """

    url: str
    listen: str
    forward: str
    events: tuple[str, ...]


def forwarding(port: int, *, listen: str, mode: str) -> Forwarding:
    """The ways to `port`; `listen` is our own command, `mode` Stripe's."""
    url = f"http://127.0.0.1:{port}{PATH}"
    live = " --live" if mode == "live" else ""
    return Forwarding(
        url,
        f"stripe listen{live} --skip-update --print-secret | {listen} --port {port} --secret-stdin",
        f"stripe listen{live} --events {','.join(USED)} --forward-to {url}",
        USED,
    )


def checked_secret(text: str) -> str:
    """A signing secret. Raises NoWebhookSecret or NotAWebhookSecret."""
    secret = text.strip()
    if not secret:
        raise NoWebhookSecret(provider="stripe")
    if not _SECRET.fullmatch(secret):
        raise NotAWebhookSecret(provider="stripe")
    return secret


def read_event(told: object) -> Mapping[str, Any] | None:
    """An event as it was posted, with the fields that every one has; None for a thin one. Raises Refused or BadAnswer."""
    if not isinstance(told, dict):
        raise Refused("form")
    if told.get("object") == "v2.core.event":
        return None
    data = told.get("data")
    sound = (
        told.get("object") == "event"
        and _is(told.get("id"), _ID)
        and _is(told.get("type"), _TYPE)
        and isinstance(told.get("livemode"), bool)
        and _is_time(told.get("created"))
        and isinstance(data, dict)
        and isinstance(data.get("object"), dict)
        and (told.get("account") is None or _is(told["account"], _ID))
        and (told.get("api_version") is None or _is(told["api_version"], _VERSION))
    )
    if not sound or not _can_be_kept(read_sighting(told)):
        raise Refused("form")
    return told


def _can_be_kept(seen: Sighting) -> bool:
    """Whether its words are whole letters: JSON can name half a one, which no file can hold."""
    try:
        "".join(str(getattr(seen, each.name)) for each in fields(seen)).encode()
    except UnicodeEncodeError:
        return False
    return True


def _is(value: object, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_time(value: object) -> bool:
    """A whole number of seconds; 420.0 is one, too."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 < value <= LAST_TIME and value == int(value)
