"""Tokens and keys as they are kept, and what they say of themselves."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from podpusher_cli.core.clock import from_seconds

EVERYTHING = "read_write"
"""The one scope of a Stripe account that a seller's platform may do all in."""
NO_KEY = "none"
"""What is sent to a server of the seller's own that asks for no key (reference/openai.md, section 7)."""
_STRIPE_KEY = re.compile(r"(?P<kind>rk|sk)_(?P<mode>test|live)_[A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True, repr=False)
class TokenSet:
    """The tokens of one connection. Times are epoch seconds, None where nobody knows.

    `expires_at`: end of the access token. `login_ends_at`: when nothing but a new login helps. `server`: the only address
    that the token may be sent to, where the seller chose one.
    """

    access_token: str
    refresh_token: str | None = None
    expires_at: float | None = None
    scopes: tuple[str, ...] = ()
    account: str | None = None
    login_ends_at: float | None = None
    server: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As the token store keeps it."""
        return {
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "expires_at": self.expires_at,
            "scopes": list(self.scopes),
            "account": self.account,
            "login_ends_at": self.login_ends_at,
            "server": self.server,
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
            server=kept.get("server"),
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


@dataclass(frozen=True, slots=True, repr=False)
class Platform:
    """A Stripe platform of the seller's own: its client id, and the secret key that redeems and revokes."""

    client_id: str
    key: str


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


def stripe_mode(key: str) -> str | None:
    """`test` or `live`, as a restricted or secret key says itself; None for anything else (reference/stripe.md, section 2)."""
    found = _STRIPE_KEY.fullmatch(key)
    return found["mode"] if found else None


def is_full_key(tokens: TokenSet) -> bool:
    """Whether a Stripe key was pasted that may do everything, where a restricted one would do."""
    return tokens.access_token.startswith("sk_") and EVERYTHING not in tokens.scopes
