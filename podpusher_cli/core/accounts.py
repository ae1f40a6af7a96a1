"""Connections to providers: tokens as they are kept, how each connection stands, and when it must be made again."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.errors import BadInput, ConnectionExpired, NotConnected
from podpusher_cli.core.products import Trouble
from podpusher_cli.core.text import N_

PROVIDERS = ("etsy", "printify")

# What a connection to Etsy asks for (reference/etsy.md, section 2.6).
ETSY_SCOPES = ("listings_r", "listings_w", "shops_r", "transactions_r")

# What a Printify token must be ticked for (reference/printify.md, section 2.1).
PRINTIFY_SCOPES = (
    "shops.read",
    "catalog.read",
    "print_providers.read",
    "products.read",
    "products.write",
    "uploads.read",
    "uploads.write",
)

ENTRIES_OF = {"etsy": ("etsy", "etsy-login", "etsy-app"), "printify": ("printify",)}
"""What a profile may have in its token store for each provider: tokens, a login under way, the app's keys."""

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

    `access_expires_at`: when the token must be renewed; `renews_itself`: whether podpusher does that. `days_left`: full
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


@dataclass(frozen=True, slots=True)
class Claims:
    """What a JWT says of itself, nothing verified: when it ends, what it may do, whose it is. None: it does not say."""

    ends_at: datetime | None = None
    scopes: tuple[str, ...] | None = None
    subject: str | None = None


def jwt_claims(token: str) -> Claims:
    """The claims of a JWT; empty ones for anything else."""
    try:
        part = token.split(".")[1]
        told = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        ends_at = from_seconds(float(told["exp"])) if told.get("exp") else None
        scopes, subject = told.get("scopes"), told.get("sub")
        held = tuple(str(each) for each in scopes) if isinstance(scopes, list) else None
        return Claims(ends_at, held, str(subject) if isinstance(subject, str | int) and subject else None)
    except (ValueError, IndexError, AttributeError, TypeError, OverflowError, OSError):
        return Claims()


def warnings_of(days_left: int | None, scopes_missing: tuple[str, ...]) -> tuple[str, ...]:
    """What the seller should do something about soon: `login_ends_soon`, `scopes_missing`."""
    soon = ("login_ends_soon",) if days_left is not None and days_left < _WARN_DAYS else ()
    return (*soon, "scopes_missing") if scopes_missing else soon


# What can go wrong


class NoneConnected(NotConnected):
    message = N_("Not connected in profile “{profile}”: {providers}.")
    hint = "{commands}"


class BadConnections(ConnectionExpired):
    """Of `status`: something that is connected does not work. `details.providers` names them."""

    code = "account.bad"
    message = N_("No longer accepted: {providers}.")
    hint = "{commands}"


class NoEtsyKeys(BadInput):
    code = "account.keys_missing"
    message = N_("Etsy needs the keys of your own Etsy app.")
    hint = N_("Set PODPUSHER_ETSY_KEYSTRING and PODPUSHER_ETSY_SHARED_SECRET, or run this on a terminal to be asked.")


class NoPendingLogin(ConnectionExpired):
    code = "account.no_login"
    message = N_("No login to {provider} is waiting for this address.")
    hint = N_("podpusher connect etsy --no-wait begins one; it can be finished once, within ten minutes.")


class NoEtsyShop(ConnectionExpired):
    code = "account.no_shop"
    message = N_("The Etsy account that agreed has no shop.")
    hint = N_("Log in to Etsy in the browser as the shop's owner, then run podpusher connect etsy again.")


class NoToken(BadInput):
    code = "account.token_missing"
    message = N_("Printify needs a personal access token.")
    hint = N_("Set PODPUSHER_PRINTIFY_TOKEN, or send it in: podpusher connect printify --token-stdin < FILE")


class TokenRefused(ConnectionExpired):
    """`ended`: when it ended, as it says itself, or None."""

    code = "account.token_refused"
    message = N_("Printify does not accept this token.")
    hint = N_("Make a new one in Printify under My Profile, Connections, and copy it whole.")


class TokenEnded(TokenRefused):
    code = "account.token_ended"
    message = N_("This Printify token ended on {day}.")


class NoPrintifyShop(ConnectionExpired):
    code = "account.no_shop"
    message = N_("The Printify account has no shop.")
    hint = N_("Add your Etsy shop in Printify under My Stores, then run podpusher connect printify again.")


class ShopNotChosen(BadInput):
    code = "account.shop_not_chosen"
    message = N_("The Printify account has several shops: {shops}.")
    hint = N_("podpusher connect printify --shop ID says which.")


class UnknownShop(BadInput):
    code = "account.shop_unknown"
    message = N_("The Printify account has no shop {shop}. It has: {shops}.")
    hint = N_("podpusher connect printify --shop ID says which.")


class NotAProvider(BadInput):
    code = "account.provider"
    message = N_("There is no provider “{word}”.")
    hint = "podpusher status"


class NoOpenAIKey(NotConnected):
    code = "openai.no_key"
    message = N_("There is no key for OpenAI.")
    hint = N_("Set OPENAI_API_KEY, or leave out --model openai: the local models cost nothing.")
