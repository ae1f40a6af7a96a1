"""Connections to providers: tokens as they are kept, how each connection stands, and when it must be made again."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.errors import NotConnected, PodpusherError
from podpusher_cli.core.products import Trouble
from podpusher_cli.core.text import N_

PROVIDERS = ("etsy", "printify")

# What a connection to Etsy asks for (reference/etsy.md, section 2.6).
ETSY_SCOPES = ("listings_r", "listings_w", "shops_r", "transactions_r")

ENTRIES = ("etsy", "etsy-app", "etsy-login", "printify")
"""Everything that a profile may have in its token store."""

_WARN_DAYS = 14


@dataclass(frozen=True, slots=True, repr=False)
class TokenSet:
    """The tokens of one connection. Times are epoch seconds, None where nobody knows.

    `expires_at`: end of the access token. `login_ends_at`: when nothing but a new login helps.
    """

    access_token: str
    refresh_token: str | None = None
    expires_at: float | None = None
    scopes: tuple[str, ...] = ()
    account: str | None = None
    login_ends_at: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """As the token store keeps it."""
        return {
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "expires_at": self.expires_at,
            "scopes": list(self.scopes),
            "account": self.account,
            "login_ends_at": self.login_ends_at,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> TokenSet:
        """What `to_dict` gave; fields that are not there are None."""
        return cls(
            access_token=str(kept.get("access_token") or ""),
            refresh_token=kept.get("refresh_token"),
            expires_at=kept.get("expires_at"),
            scopes=tuple(kept.get("scopes") or ()),
            account=kept.get("account"),
            login_ends_at=kept.get("login_ends_at"),
        )


@dataclass(frozen=True, slots=True, repr=False)
class AppKeys:
    """The key pair of the seller's own Etsy app."""

    keystring: str
    shared_secret: str

    @property
    def header(self) -> str:
        """The value of `x-api-key` (reference/etsy.md, section 2.1)."""
        return f"{self.keystring}:{self.shared_secret}"


class ConnectionState(StrEnum):
    """How a connection stands, as far as is known. `unknown`: the token store cannot be read."""

    CONNECTED = "connected"
    NOT_CONNECTED = "not_connected"
    EXPIRED = "expired"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ShopRef:
    """A shop at a provider."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Connection:
    """How a connection stands.

    `access_expires_at`: when the token must be renewed; `renews_itself`: whether podpusher does that. `days_left`: whole
    days until only a new login helps, None where nobody knows. `store`: which store holds the tokens, and `place` where
    that is. `checked`: whether the provider was asked just now. `warnings` are words that never change.
    """

    provider: str
    state: ConnectionState
    account: str | None = None
    shop: ShopRef | None = None
    scopes_held: tuple[str, ...] = ()
    scopes_missing: tuple[str, ...] = ()
    access_expires_at: datetime | None = None
    renews_itself: bool = False
    login_ends_at: datetime | None = None
    days_left: int | None = None
    store: str | None = None
    place: str | None = None
    checked: bool = False
    warnings: tuple[str, ...] = ()
    problem: Trouble | None = None


@dataclass(frozen=True, slots=True)
class PendingLogin:
    """A login begun with --no-wait: the page to open, and the command that takes the address it ends on."""

    authorize_url: str
    resume: str


class NoneConnected(NotConnected):
    message = N_("Not connected in profile “{profile}”: {providers}.")
    hint = "{commands}"


class ConnectionsBad(PodpusherError):
    """Of `status`: something that is connected does not work. `details.providers` names them."""

    code = "account.bad"
    exit_status = 3
    message = N_("A connection no longer works: {providers}.")
    hint = "{commands}"


def warnings_of(days_left: int | None, scopes_missing: tuple[str, ...]) -> tuple[str, ...]:
    """What the seller should do something about soon."""
    soon = ("login_ends_soon",) if days_left is not None and days_left < _WARN_DAYS else ()
    return (*soon, "scopes_missing") if scopes_missing else soon


def jwt_expiry(token: str) -> datetime | None:
    """When a JWT says it ends; None when it does not say, or is no JWT. Nothing is verified."""
    parts = token.split(".")
    if len(parts) < 2:  # noqa: PLR2004 - head, claims, signature
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return from_seconds(float(claims["exp"]))
    except (ValueError, binascii.Error, KeyError, TypeError, OverflowError, OSError):
        return None
