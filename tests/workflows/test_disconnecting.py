"""Ending connections: one with a yes, or all at once, profile after profile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.accounts import ENTRIES, ConnectionState
from podpusher_cli.core.connecting import NotAProvider
from podpusher_cli.core.errors import KeyringEntryDamaged, MachineTrouble, TryLater
from podpusher_cli.store.db import DamagedDatabase
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.tokens import MemoryStore
from podpusher_cli.workflows.accounts import Accounts
from podpusher_cli.workflows.disconnecting import Revocations, disconnect, forget_all
from podpusher_cli.workflows.trend_access import TrendAccess
from tests.support.clock import FakeClock
from tests.support.logins import keep_etsy, keep_printify
from tests.support.renewals import RenewingStore


def test_disconnecting_wipes_everything_of_the_provider(accounts: Accounts) -> None:
    keep_etsy(accounts)
    keep_printify(accounts)
    accounts.tokens.put("etsy-app", {"keystring": "k", "shared_secret": "s"})

    done = disconnect(accounts, "etsy", confirm=lambda _question: True)

    assert done.state is ConnectionState.NOT_CONNECTED
    assert [accounts.tokens.get(entry) for entry in ("etsy", "etsy-app", "etsy-login")] == [None, None, None]
    assert accounts.settings.get("etsy.shop") == ""
    assert accounts.connection("printify").state is ConnectionState.CONNECTED


def test_a_renewal_under_way_does_not_bring_the_tokens_back(settings: Settings, clock: FakeClock) -> None:
    store = RenewingStore()
    accounts = Accounts("default", store, settings, clock)
    keep_etsy(accounts)
    store.begin()

    disconnect(accounts, "etsy", confirm=lambda _question: True)
    store.end()

    assert store.get("etsy") is None


class Damaged(MemoryStore):
    """A keyring in which somebody else has written over `etsy`."""

    name = "keyring"

    def get(self, provider: str) -> dict[str, Any] | None:
        found = super().get(provider)
        if found is not None and provider == "etsy":
            raise KeyringEntryDamaged(entry="default/etsy", name="etsy")
        return found


def test_a_damaged_entry_is_forgotten_like_any_other(settings: Settings, clock: FakeClock) -> None:
    accounts = Accounts("default", Damaged(), settings, clock)
    keep_etsy(accounts)
    before = accounts.connection("etsy")

    done = disconnect(accounts, "etsy", confirm=lambda _question: True)

    assert before.problem
    assert (before.state, "podpusher disconnect etsy" in before.problem.hint) == (ConnectionState.UNKNOWN, True)
    assert (done.state, accounts.tokens.get("etsy")) == (ConnectionState.NOT_CONNECTED, None)


def test_a_no_leaves_it_connected(accounts: Accounts) -> None:
    keep_etsy(accounts)

    assert disconnect(accounts, "etsy", confirm=lambda _question: False).state is ConnectionState.CONNECTED


def test_the_question_says_what_stops(accounts: Accounts) -> None:
    keep_printify(accounts)
    asked: list[str] = []

    disconnect(accounts, "printify", confirm=lambda question: bool(asked.append(question)))

    assert "Publishing stops" in asked[0]


def test_nothing_kept_nothing_asked(accounts: Accounts) -> None:
    asked: list[str] = []

    disconnect(accounts, "etsy", confirm=lambda question: bool(asked.append(question)))

    assert asked == []


def test_what_is_no_provider(accounts: Accounts) -> None:
    with pytest.raises(NotAProvider):
        disconnect(accounts, "ebay", confirm=lambda _question: True)


# All at once


class Profiles:
    """Profiles that are connected to Etsy; `open` are those whose database is open now."""

    def __init__(self, accounts: Accounts, damaged: str = "") -> None:
        self.accounts = accounts
        self.damaged = damaged
        self.open: list[str] = []
        self.most_open = 0
        self.seen: list[str] = []

    @contextmanager
    def opened(self, name: str) -> Iterator[tuple[Accounts, Revocations, TrendAccess]]:
        if name == self.damaged:
            raise DamagedDatabase(path=Path(name), problem="malformed")
        keep_etsy(self.accounts)
        self.open.append(name)
        self.seen.append(name)
        self.most_open = max(self.most_open, len(self.open))
        kept = self.accounts
        yield kept, {"etsy": self.unreachable}, TrendAccess(kept.tokens, kept.settings, {}, kept.clock)
        self.open.remove(name)

    def unreachable(self) -> object:
        raise TryLater(provider="etsy")


def test_hundreds_of_profiles_are_opened_one_after_the_other(accounts: Accounts) -> None:
    profiles = Profiles(accounts)
    names = [f"shop-{number}" for number in range(300)]

    done = forget_all(names, confirm=lambda _question: True, opened=profiles.opened)

    assert done
    assert (done.profiles, done.connections, done.not_revoked) == (tuple(names), 300, ("etsy",))
    assert (profiles.most_open, profiles.open) == (1, [])


def test_a_profile_that_cannot_be_opened_does_not_keep_the_others(accounts: Accounts) -> None:
    profiles = Profiles(accounts, damaged="b")

    with pytest.raises(MachineTrouble) as caught:
        forget_all(["a", "b", "c"], confirm=lambda _question: True, opened=profiles.opened)

    assert profiles.seen == ["a", "c"]
    assert "malformed" in caught.value.plain()
    assert accounts.tokens.get("etsy") is None


def test_a_damaged_entry_goes_with_all_others(settings: Settings, clock: FakeClock) -> None:
    profiles = Profiles(Accounts("default", Damaged(), settings, clock))

    done = forget_all(["a"], confirm=lambda _question: True, opened=profiles.opened)

    assert done
    assert (done.connections, profiles.accounts.tokens.get("etsy")) == (1, None)


def test_a_no_forgets_nothing(accounts: Accounts) -> None:
    profiles = Profiles(accounts)

    assert forget_all(["a"], confirm=lambda _question: False, opened=profiles.opened) is None
    assert profiles.seen == []


def test_keys_and_sessions_of_trend_sources_are_connections_too(accounts: Accounts) -> None:
    profiles = Profiles(accounts)
    access = TrendAccess(accounts.tokens, accounts.settings, {}, accounts.clock)
    access.connect_key("tiktok", "701:token")
    accounts.tokens.put("pinterest-session", {"values": {"a": "b"}})  # that no setting knows of: they were restored

    done = forget_all(["a"], confirm=lambda _question: True, opened=profiles.opened)

    assert done
    assert (done.profiles, done.connections) == (("a",), 3)
    assert [accounts.tokens.get(entry) for entry in ENTRIES] == [None] * len(ENTRIES)
    assert access.connections() == ()
