"""How the connections stand, what needs them, and ending one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from podpusher_cli.core.accounts import (
    ENTRIES_OF,
    ETSY_SCOPES,
    PRINTIFY_SCOPES,
    PROVIDERS,
    BadConnections,
    Connection,
    ConnectionState,
    NoneConnected,
    NotAProvider,
    ShopRef,
    TokenSet,
    jwt_claims,
    warnings_of,
)
from podpusher_cli.core.clock import Clock, from_seconds
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
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.tokens import TokenStore

_DAY = 86_400.0
_SCOPES = {"etsy": ETSY_SCOPES, "printify": PRINTIFY_SCOPES}


@dataclass(frozen=True, slots=True)
class Accounts:
    """What is known of a profile's connections. `given` are tokens of the environment, which go before kept ones."""

    profile: str
    tokens: TokenStore
    settings: Settings
    clock: Clock
    given: Mapping[str, str]

    def token(self, provider: str) -> TokenSet | None:
        """The connection's tokens, or None. Raises MachineTrouble when the store cannot be read."""
        if self.given.get(provider):
            return TokenSet(self.given[provider])
        kept = self.tokens.get(provider)
        found = TokenSet.from_dict(kept) if kept else None
        return found if found and found.access_token else None

    def connection(self, provider: str) -> Connection:
        """How it stands as far as is known here; nobody is asked."""
        shop = self._shop(provider)
        store, place = ("env", None) if self.given.get(provider) else (self.tokens.name, self.tokens.where)
        blank = Connection(provider, ConnectionState.NOT_CONNECTED, store=store, place=place)
        try:
            tokens = self.token(provider)
        except MachineTrouble as error:
            # A store that cannot be read matters only if something was ever put there.
            return replace(blank, state=ConnectionState.UNKNOWN, problem=_trouble(error)) if shop else blank
        if tokens is None or (shop is None and provider == "printify"):
            return blank  # nothing at Printify can be done without a shop's number
        return replace(blank, **_facts(provider, tokens, self.clock), shop=shop)

    def _shop(self, provider: str) -> ShopRef | None:
        identity = self.settings.get(f"{provider}.shop")
        return ShopRef(identity, self.settings.get(f"{provider}.shop_title")) if identity else None


def _facts(provider: str, tokens: TokenSet, clock: Clock) -> dict[str, Any]:
    """What the tokens say of themselves, as fields of Connection."""
    claims = jwt_claims(tokens.access_token)
    held = tokens.scopes or claims.scopes
    missing = tuple(scope for scope in _SCOPES[provider] if scope not in held) if held else ()
    access_ends = from_seconds(tokens.expires_at) if tokens.expires_at else claims.ends_at
    login_ends = from_seconds(tokens.login_ends_at) if tokens.login_ends_at else None
    if login_ends is None and not tokens.refresh_token:
        login_ends = access_ends
    left = (login_ends - clock.now()).total_seconds() if login_ends else None
    days = None if left is None else max(0, math.floor(left / _DAY))
    return {
        "state": ConnectionState.EXPIRED if left is not None and left <= 0 else ConnectionState.CONNECTED,
        "account": tokens.account or claims.subject,
        "scopes_held": held or (),
        "scopes_missing": missing,
        "access_expires_at": access_ends,
        "renews_itself": bool(tokens.refresh_token),
        "login_ends_at": login_ends,
        "days_left": days,
        "warnings": warnings_of(days, missing),
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
        return replace(before, state=ConnectionState.REFUSED, checked=True, problem=_trouble(error))
    except TryLater as error:
        return replace(before, state=ConnectionState.UNREACHABLE, checked=True, problem=_trouble(error))
    return replace(accounts.connection(provider), checked=True)  # the call may have renewed the token


def _trouble(error: PodpusherError) -> Trouble:
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
        return BadConnections(**_named([each.provider for each in bad]))
    for each in by_state.get(ConnectionState.UNKNOWN, []):
        problem = each.problem
        return StoreUnreadable(problem=problem.message if problem else "", hint=as_template(problem.hint) if problem else "")
    silent = by_state.get(ConnectionState.UNREACHABLE)
    return CannotAsk(**_named([each.provider for each in silent])) if silent else None


def require(accounts: Accounts, providers: Sequence[str]) -> None:
    """Let nothing begin that lacks a connection. Raises NotConnected, ConnectionExpired or StoreUnreadable."""
    found = [accounts.connection(provider) for provider in providers]
    missing = [each.provider for each in found if each.state is ConnectionState.NOT_CONNECTED]
    if len(missing) == 1:
        raise NotConnected(provider=missing[0], name=missing[0], profile=accounts.profile)
    if missing:
        raise NoneConnected(profile=accounts.profile, **_named(missing))
    ended = verdict(found)
    if ended:
        raise ended


def _named(providers: Sequence[str]) -> dict[str, Any]:
    return {
        "providers": ", ".join(PROVIDER_NAMES[each] for each in providers),
        "commands": "; ".join(f"podpusher connect {each}" for each in providers),
        "details": {"providers": list(providers)},
    }


CONSEQUENCES = {
    "etsy": N_("Disconnect Etsy? Publishing stops until it is connected again; listings stay as they are."),
    "printify": N_("Disconnect Printify? Publishing stops until it is connected again; products stay as they are."),
}


def checked_provider(word: str) -> str:
    """The provider's name as it is. Raises NotAProvider."""
    if word not in PROVIDERS:
        raise NotAProvider(word=word)
    return word


def disconnect(accounts: Accounts, provider: str, *, confirm: Callable[[str], bool]) -> Connection:
    """Wipe everything that opens the provider, after a yes. Nothing kept: nothing asked."""
    checked_provider(provider)
    before = accounts.connection(provider)
    kept = [entry for entry in ENTRIES_OF[provider] if accounts.tokens.get(entry) is not None]
    if kept or before.shop:
        if not confirm(CONSEQUENCES[provider]):
            return before
        for entry in kept:
            accounts.tokens.delete(entry)
        accounts.settings.set({f"{provider}.shop": "", f"{provider}.shop_title": ""})
    return accounts.connection(provider)
