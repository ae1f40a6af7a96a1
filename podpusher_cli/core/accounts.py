"""Connections to providers: what each is made of, how it stands, and when it must be made again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from podpusher_cli.core.products import Trouble
from podpusher_cli.core.tokens import EVERYTHING, TokenSet, is_full_key
from podpusher_cli.core.trend_access import TREND_ENTRIES

PROVIDERS = ("etsy", "printify", "stripe", "openai")

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

# What a Stripe key is probed for (reference/stripe.md, section 2).
STRIPE_PERMISSIONS = (
    "account_read",
    "checkout_sessions_write",
    "customer_portal_write",
    "customers_write",
    "subscriptions_read",
    "invoices_read",
    "prices_read",
    "products_read",
    "events_read",
    "entitlements_read",
)

SCOPES_OF = {"etsy": ETSY_SCOPES, "printify": PRINTIFY_SCOPES, "stripe": STRIPE_PERMISSIONS, "openai": ()}
ENTRIES_OF = {
    "etsy": ("etsy", "etsy-login", "etsy-app"),
    "printify": ("printify", "printify-login", "printify-app"),
    "stripe": ("stripe", "stripe-login", "stripe-app", "stripe-webhook"),
    "openai": ("openai",),
}
"""What a profile may have in its token store for each provider: tokens, a login under way, keys of the app and of its events."""
ENTRIES = (*(entry for entries in ENTRIES_OF.values() for entry in entries), *TREND_ENTRIES)

GIVEN_BY = {
    "printify": "PODPUSHER_PRINTIFY_TOKEN",
    "stripe": "PODPUSHER_STRIPE_API_KEY",
    "openai": "OPENAI_API_KEY",
}
"""Variables that hold a whole connection, which goes before a kept one."""

IDENTITY_OF = {
    "etsy": "etsy.shop",
    "printify": "printify.shop",
    "stripe": "stripe.account",
    "openai": "openai.server",
}
"""The setting that remembers which shop, account or server a connection is to; a name is in the setting with `_title`."""


DAY = 86_400.0
_WARN_DAYS = 14


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
    that is. `mode`: `test` or `live`, where the provider has such. `server`: the host, where the seller chose one.
    `checked`: whether the provider was asked just now. `warnings` are words that never change.
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
    mode: str | None = None
    server: str | None = None
    checked: bool = False
    warnings: tuple[str, ...] = ()
    problem: Trouble | None = None

    @property
    def ending(self) -> tuple[str, ...]:
        """The warnings of an end that no use of the connection puts off."""
        return () if self.renews_itself else tuple(word for word in self.warnings if word.startswith("login_ends"))

    @property
    def again(self) -> str:
        """What `podpusher connect` takes to make it anew: what came through an app of the seller's own needs `--oauth`."""
        by_app = {"printify": self.renews_itself, "stripe": EVERYTHING in self.scopes_held}
        return f"{self.provider} --oauth" if by_app.get(self.provider) else self.provider

    def warned(self, word: str) -> Connection:
        """The same with a warning more."""
        return replace(self, warnings=(*self.warnings, word))


@dataclass(frozen=True, slots=True)
class Forgotten:
    """All that was forgotten at once: in which profiles, and how many connections; `not_revoked`: at whom that failed."""

    profiles: tuple[str, ...]
    connections: int
    not_revoked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PendingLogin:
    """A login begun with --no-wait: the page to open, and the command that takes the address it ends on."""

    authorize_url: str
    resume: str


def missing_scopes(provider: str, held: Sequence[str]) -> tuple[str, ...]:
    """What podpusher uses and the connection does not allow; nothing where nobody knows what it allows."""
    if not held or EVERYTHING in held:
        return ()
    return tuple(scope for scope in SCOPES_OF[provider] if scope not in held)


def days_until(end: datetime | None, now: datetime) -> int | None:
    """Full days until then, 0 when it is past; None where nobody knows."""
    return None if end is None else max(0, math.floor((end - now).total_seconds() / DAY))


def warnings_of(tokens: TokenSet, *, seconds_left: float | None, scopes_missing: Sequence[str]) -> tuple[str, ...]:
    """What the seller should do something about soon, as words.

    `login_ends_today`: under a day, and it cannot renew itself. `login_ends_soon`: under 14 days until only a new login
    helps; what renews itself does so when it is used. `scopes_missing`, `full_key`.
    """
    found = []
    if seconds_left is not None and seconds_left < _WARN_DAYS * DAY:
        found.append("login_ends_today" if seconds_left < DAY and not tokens.refresh_token else "login_ends_soon")
    if scopes_missing:
        found.append("scopes_missing")
    if is_full_key(tokens):
        found.append("full_key")
    return tuple(found)
