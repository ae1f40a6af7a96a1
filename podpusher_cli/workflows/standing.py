"""How the connections stand, asked where that is wanted, and what needs them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from podpusher_cli.core.accounts import GIVEN_BY, PROVIDERS, Connection, ConnectionState
from podpusher_cli.core.clock import Clock
from podpusher_cli.core.connecting import BadConnections, BadVariables, NoneConnected
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
from podpusher_cli.core.text import N_
from podpusher_cli.store.notices import Notices
from podpusher_cli.workflows.accounts import Accounts, trouble_of


class StoreUnreadable(MachineTrouble):
    code = "account.store"
    message = N_("The tokens cannot be read: {problem}")


class CannotAsk(TryLater):
    code = "account.unreachable"
    message = N_("Cannot be asked at the moment: {providers}.")


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
