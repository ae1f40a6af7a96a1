"""How the connections stand, and what needs them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from podpusher_cli.core.accounts import (
    GIVEN_BY,
    IDENTITY_OF,
    PROVIDERS,
    Connection,
    ConnectionState,
    ShopRef,
    TokenSet,
    days_until,
    jwt_claims,
    missing_scopes,
    stripe_mode,
    warnings_of,
)
from podpusher_cli.core.clock import Clock, from_seconds
from podpusher_cli.core.connecting import (
    BadConnections,
    BadVariables,
    NoneConnected,
    NoShopChosen,
    OtherMode,
    OtherServer,
)
from podpusher_cli.core.errors import (
    PROVIDER_NAMES,
    ConnectionExpired,
    MachineTrouble,
    NotConnected,
    PodpusherError,
    ProviderRefused,
    TryLater,
    as_template,
)
from podpusher_cli.core.products import Trouble
from podpusher_cli.core.text import N_
from podpusher_cli.store.notices import Notices
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


def status(accounts: Accounts, check: Mapping[str, Callable[[], object]]) -> tuple[Connection, ...]:
    """A connection for each provider. `check` has a cheap call for those that shall be asked."""
    return tuple(_asked(accounts, provider, check.get(provider)) for provider in PROVIDERS)


def _asked(accounts: Accounts, provider: str, call: Callable[[], object] | None) -> Connection:
    before = accounts.connection(provider)
    if call is None or before.state is not ConnectionState.CONNECTED:
        return before
    try:
        call()
    except (ConnectionExpired, NotConnected, ProviderRefused) as error:
        return replace(before, state=ConnectionState.REFUSED, checked=True, problem=trouble_of(error))
    except TryLater as error:
        return replace(before, state=ConnectionState.UNREACHABLE, checked=True, problem=trouble_of(error))
    except MachineTrouble as error:  # a token that has ended, and cannot be renewed here now
        return replace(before, state=ConnectionState.UNKNOWN, problem=trouble_of(error))
    return replace(accounts.connection(provider), checked=True)  # the call may have renewed the token


def trouble_of(error: PodpusherError) -> Trouble:
    return Trouble(error.full_code, error.plain(), error.plain_hint())


class StoreUnreadable(MachineTrouble):
    code = "account.store"
    message = N_("The tokens cannot be read: {problem}")


class CannotAsk(TryLater):
    code = "account.unreachable"
    message = N_("Cannot be asked at the moment: {providers}.")


def verdict(found: Sequence[Connection]) -> PodpusherError | None:
    """What `status` ends with: None when everything that is connected works, as far as is known."""
    by_state: dict[ConnectionState, list[Connection]] = {}
    for each in found:
        by_state.setdefault(each.state, []).append(each)
    bad = by_state.get(ConnectionState.EXPIRED, []) + by_state.get(ConnectionState.REFUSED, [])
    if bad:
        kind = BadVariables if all(each.store == "env" for each in bad) else BadConnections
        return kind(**_named(bad))
    for each in by_state.get(ConnectionState.UNKNOWN, []):
        problem = each.problem
        return StoreUnreadable(
            problem=problem.message if problem else "", hint=as_template(problem.hint) if problem else ""
        )
    silent = by_state.get(ConnectionState.UNREACHABLE)
    return CannotAsk(**_named(silent)) if silent else None


def require(accounts: Accounts, providers: Sequence[str]) -> tuple[Connection, ...]:
    """Let nothing begin that lacks a connection; how those stand that there are.

    Raises NotConnected, ConnectionExpired or StoreUnreadable.
    """
    found = tuple(accounts.connection(provider) for provider in providers)
    missing = [each for each in found if each.state is ConnectionState.NOT_CONNECTED]
    if len(missing) == 1:
        accounts.usable(missing[0].provider)
    if missing:
        raise NoneConnected(profile=accounts.profile, **_named(missing))
    ended = verdict(found)
    if ended:
        raise ended
    return found


def tell_of_ends(found: Sequence[Connection], notices: Notices, clock: Clock) -> None:
    """Leave a notice of each connection that ends soon, once. One that finds no room on the disk holds nothing up."""
    for each in found:
        if each.login_ends_at and each.ending:
            day = each.login_ends_at.date().isoformat()
            fields = {"provider": PROVIDER_NAMES[each.provider], "name": each.again, "day": day}
            with suppress(sqlite3.Error, MachineTrouble):
                notices.add("login.ends", fields, clock.now(), once=True)


def _named(found: Sequence[Connection]) -> dict[str, Any]:
    providers = [each.provider for each in found]
    return {
        "providers": ", ".join(PROVIDER_NAMES[each] for each in providers),
        "variables": ", ".join(GIVEN_BY[each] for each in providers if each in GIVEN_BY),
        "commands": "; ".join(f"podpusher connect {each.again}" for each in found),
        "details": {"providers": providers},
    }
