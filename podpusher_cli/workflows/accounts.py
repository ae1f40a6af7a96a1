"""What is known of a profile's connections: their tokens, and how each stands. standing.py says what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from podpusher_cli.core.accounts import (
    IDENTITY_OF,
    Connection,
    ConnectionState,
    ShopRef,
    days_until,
    missing_scopes,
    warnings_of,
)
from podpusher_cli.core.clock import Clock, from_seconds
from podpusher_cli.core.connecting import NoShopChosen, OtherMode, OtherServer
from podpusher_cli.core.errors import MachineTrouble, NotConnected, PodpusherError
from podpusher_cli.core.products import Trouble
from podpusher_cli.core.tokens import TokenSet, jwt_claims, stripe_mode
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.tokens import TokenStore


@dataclass(frozen=True, slots=True)
class Accounts:
    """What is known of a profile's connections.

    `given` are tokens of the environment, which go before kept ones. `servers`: an address that the environment names
    for a provider; a kept token of another one is not sent there.
    """

    profile: str
    tokens: TokenStore
    settings: Settings
    clock: Clock
    given: Mapping[str, TokenSet] = field(default_factory=dict)
    servers: Mapping[str, str] = field(default_factory=dict)

    def token(self, provider: str) -> TokenSet | None:
        """The connection's tokens, or None. Raises MachineTrouble when the store cannot be read."""
        return self._from_environment(provider) or self.kept(provider)

    def _from_environment(self, provider: str) -> TokenSet | None:
        found = self.given.get(provider)
        return None if found and provider == "stripe" and self._is_platforms(found.access_token) else found

    def _is_platforms(self, key: str) -> bool:
        """Whether it is the key of the platform by which an account was connected with --oauth: that account has its own."""
        try:
            platform = self.tokens.get("stripe-app")
        except MachineTrouble:
            return False
        return platform is not None and platform["key"] == key

    def kept(self, provider: str) -> TokenSet | None:
        """What the store has, whatever the environment gives. Raises MachineTrouble."""
        kept = self.tokens.get(provider)
        found = TokenSet.from_dict(kept) if kept else None
        return found if found and found.access_token else None

    def obstacle(self, provider: str, tokens: TokenSet) -> NotConnected | None:
        """Why the tokens that are there open nothing here, if they do not."""
        named: dict[str, Any] = {"provider": provider, "name": provider, "profile": self.profile}
        wanted = self.servers.get(provider)
        if wanted and tokens.server and wanted != tokens.server:
            return OtherServer(kept=tokens.server, wanted=wanted, **named)
        if provider == "printify" and not self.settings.get("printify.shop"):
            return NoShopChosen(**named)  # nothing at Printify can be done without a shop's number
        kept, given = self.settings.get("stripe.mode"), stripe_mode(tokens.access_token)
        if provider == "stripe" and kept and given and kept != given:
            return OtherMode(kept=kept, given=given, **named)
        return None

    def usable(self, provider: str) -> TokenSet:
        """The tokens to work with. Raises NotConnected, also where what is kept opens nothing here."""
        tokens = self.token(provider)
        if tokens is None:
            raise NotConnected(provider=provider, name=provider, profile=self.profile)
        if obstacle := self.obstacle(provider, tokens):
            raise obstacle
        return tokens

    def connection(self, provider: str) -> Connection:
        """How it stands as far as is known here; nobody is asked."""
        known, shop = self._identity(provider)
        blank = Connection(provider, ConnectionState.NOT_CONNECTED, store=self.tokens.name, place=self.tokens.where)
        try:
            given = self._from_environment(provider)
            if given:
                blank = replace(blank, store="env", place=None)
            tokens = given or self.kept(provider)
        except MachineTrouble as error:
            # A store that cannot be read matters only if something was ever put there.
            return replace(blank, state=ConnectionState.UNKNOWN, problem=trouble_of(error)) if known else blank
        if tokens is None:
            return blank
        if obstacle := self.obstacle(provider, tokens):
            return replace(blank, problem=trouble_of(obstacle))
        return replace(blank, **_facts(provider, tokens, self.clock), shop=shop)

    def _identity(self, provider: str) -> tuple[bool, ShopRef | None]:
        """Whether it was connected before, and to which shop or account."""
        key = IDENTITY_OF[provider]
        identity = self.settings.get(key)
        if not identity and provider == "stripe":
            return bool(self.settings.get("stripe.mode")), None  # a key that may not say whose it is
        if not identity or provider == "openai":
            return bool(identity), None
        return True, ShopRef(identity, self.settings.get(f"{key}_title"))

    def settled(self, provider: str, proved: TokenSet, identity: str, title: str = "") -> Connection:
        """The connection that was just `proved`, to `identity`; with what the seller may not expect of it, as warnings."""
        moved = self.remember(provider, identity, title)
        done = replace(self.connection(provider), checked=True)
        if moved and provider != "openai":
            done = done.warned("account_changed" if provider == "stripe" else "shop_changed")
        if self._from_environment(provider) and not self.is_given(provider, proved):
            return replace(done, checked=False).warned("environment_first")
        return done

    def is_given(self, provider: str, tokens: TokenSet) -> bool:
        """Whether the environment gives these tokens, for the same server."""
        given = self.given.get(provider)
        return given is not None and (given.access_token, given.server) == (tokens.access_token, tokens.server)

    def remember(self, provider: str, identity: str, title: str = "") -> bool:
        """Settle whom the connection is to, "" where nobody knows; whether that is somebody else than before."""
        key = IDENTITY_OF[provider]
        before = self.settings.get(key)
        self.settings.set({key: identity} | ({} if provider == "openai" else {f"{key}_title": title}))
        return bool(identity) and before not in {"", identity}


def _facts(provider: str, tokens: TokenSet, clock: Clock) -> dict[str, Any]:
    """What the tokens say of themselves, as fields of Connection."""
    claims = jwt_claims(tokens.access_token)
    held = tokens.scopes or claims.scopes or ()
    missing = missing_scopes(provider, held)
    access_ends = from_seconds(tokens.expires_at) if tokens.expires_at else claims.ends_at
    login_ends = from_seconds(tokens.login_ends_at) if tokens.login_ends_at else None
    if login_ends is None and not tokens.refresh_token:
        login_ends = access_ends
    left = (login_ends - clock.now()).total_seconds() if login_ends else None
    return {
        "state": ConnectionState.EXPIRED if left is not None and left <= 0 else ConnectionState.CONNECTED,
        "account": tokens.account or claims.subject,
        "scopes_held": held,
        "scopes_missing": missing,
        "access_expires_at": access_ends,
        "renews_itself": bool(tokens.refresh_token),
        "login_ends_at": login_ends,
        "days_left": days_until(login_ends, clock.now()),
        "mode": stripe_mode(tokens.access_token) if provider == "stripe" else None,
        "server": tokens.server,
        "warnings": warnings_of(tokens, seconds_left=left, scopes_missing=missing),
    }


def trouble_of(error: PodpusherError) -> Trouble:
    return Trouble(error.full_code, error.plain(), error.plain_hint())
