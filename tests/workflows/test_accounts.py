"""How connections stand, and what needs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from podpusher_cli.core.accounts import ConnectionState
from podpusher_cli.core.errors import (
    ConnectionExpired,
    KeyringTrouble,
    LockHeld,
    NotConnected,
    PodpusherError,
    ProviderRefused,
    TryLater,
)
from podpusher_cli.core.tokens import TokenSet
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.tokens import MemoryStore
from podpusher_cli.workflows.accounts import Accounts
from podpusher_cli.workflows.standing import require, status, verdict
from tests.support.clock import FakeClock
from tests.support.logins import DAY, jwt, keep_etsy, keep_printify


class Broken(MemoryStore):
    name = "keyring"

    def get(self, provider: str) -> dict[str, Any] | None:
        raise KeyringTrouble(problem="it is locked")


def raising(error: PodpusherError) -> Callable[[], object]:
    def call() -> object:
        raise error

    return call


# How they stand


def test_a_new_profile_has_no_connections(accounts: Accounts) -> None:
    found = status(accounts, {})

    assert [(each.provider, each.state) for each in found] == [
        (each, "not_connected") for each in ("etsy", "printify", "stripe", "openai")
    ]
    assert verdict(found) is None


def test_an_etsy_connection_renews_itself_until_the_login_ends(accounts: Accounts, clock: FakeClock) -> None:
    keep_etsy(accounts)
    clock.advance(2 * DAY)

    etsy = accounts.connection("etsy")

    assert (etsy.state, etsy.account, etsy.renews_itself) == ("connected", "7", True)
    assert etsy.shop
    assert etsy.shop.title == "Fox & Co"
    assert (etsy.days_left, etsy.warnings, etsy.scopes_missing) == (88, (), ())


def test_a_login_that_ends_soon_is_a_warning(accounts: Accounts) -> None:
    keep_etsy(accounts, days=13.5)

    assert (accounts.connection("etsy").days_left, accounts.connection("etsy").warnings) == (13, ("login_ends_soon",))


def test_a_login_that_has_ended_is_bad(accounts: Accounts, clock: FakeClock) -> None:
    keep_etsy(accounts)
    clock.advance(90 * DAY)

    found = status(accounts, {})
    error = verdict(found)

    assert found[0].state is ConnectionState.EXPIRED
    assert error
    assert (error.exit_status, error.plain_hint()) == (3, "podpusher connect etsy")


def test_a_printify_token_ends_when_it_says(accounts: Accounts, clock: FakeClock) -> None:
    keep_printify(accounts, days=20)
    first = accounts.connection("printify")
    clock.advance(20 * DAY)

    assert (first.state, first.days_left, first.renews_itself, first.account) == ("connected", 20, False, "1337")
    assert accounts.connection("printify").state is ConnectionState.EXPIRED


def test_what_a_token_may_not_do_is_said(accounts: Accounts) -> None:
    accounts.tokens.put("printify", TokenSet(jwt(scopes=["shops.read", "catalog.read"])).to_dict())
    accounts.settings.set({"printify.shop": "5432"})

    found = accounts.connection("printify")

    assert "products.write" in found.scopes_missing
    assert found.warnings == ("scopes_missing",)


def test_a_printify_token_without_a_shop_is_no_connection(accounts: Accounts) -> None:
    accounts.tokens.put("printify", TokenSet(jwt()).to_dict())

    assert accounts.connection("printify").state is ConnectionState.NOT_CONNECTED


def test_a_token_of_the_environment_goes_first(accounts: Accounts, settings: Settings, clock: FakeClock) -> None:
    keep_printify(accounts)
    given = Accounts("default", accounts.tokens, settings, clock, {"printify": TokenSet(jwt(sub="other"))})

    assert given.connection("printify").account == "other"
    assert given.connection("printify").store == "env"


def test_a_key_that_may_not_say_whose_it_is_is_not_called_another_accounts(accounts: Accounts) -> None:
    accounts.settings.set({"stripe.account": "acct_1", "stripe.account_title": "Fox"})
    key = TokenSet("rk_test_1")
    accounts.tokens.put("stripe", key.to_dict())

    assert accounts.settled("stripe", key, "").warnings == ()
    assert accounts.settled("stripe", key, "acct_2", "Owl").warnings == ()
    assert accounts.settled("stripe", key, "acct_3", "Elk").warnings == ("account_changed",)


def test_an_unreadable_store_is_nothing_to_a_profile_that_never_connected(settings: Settings, clock: FakeClock) -> None:
    found = status(Accounts("default", Broken(), settings, clock), {})

    assert {each.state for each in found} == {ConnectionState.NOT_CONNECTED}


def test_an_unreadable_store_is_told_of_a_key_that_may_not_say_whose_it_is(
    settings: Settings, clock: FakeClock
) -> None:
    settings.set({"stripe.mode": "live"})

    assert Accounts("default", Broken(), settings, clock).connection("stripe").state is ConnectionState.UNKNOWN


def test_an_unreadable_store_is_this_machines_trouble_where_something_was_kept(
    settings: Settings, clock: FakeClock
) -> None:
    settings.set({"etsy.shop": "51"})
    found = status(Accounts("default", Broken(), settings, clock), {})
    error = verdict(found)

    assert found[0].state is ConnectionState.UNKNOWN
    assert error
    assert error.exit_status == 9
    assert "it is locked" in error.plain()
    assert "--token-store file" in error.plain_hint()


@pytest.mark.parametrize(
    ("trouble", "state", "exit_status"),
    [
        (ConnectionExpired(provider="etsy", name="etsy"), ConnectionState.REFUSED, 3),
        (ProviderRefused(provider="etsy", problem="no"), ConnectionState.REFUSED, 3),
        (TryLater(provider="etsy"), ConnectionState.UNREACHABLE, 7),
    ],
)
def test_a_check_that_fails_is_the_verdict(
    accounts: Accounts, trouble: PodpusherError, state: ConnectionState, exit_status: int
) -> None:
    keep_etsy(accounts)
    found = status(accounts, {"etsy": raising(trouble)})
    error = verdict(found)

    assert (found[0].state, found[0].checked) == (state, True)
    assert found[0].problem
    assert found[0].problem.code == trouble.full_code
    assert error
    assert error.exit_status == exit_status
    assert error.details == {"providers": ["etsy"]}


def test_a_token_that_cannot_be_renewed_here_leaves_the_others_told(accounts: Accounts) -> None:
    keep_etsy(accounts)
    keep_printify(accounts)

    found = status(accounts, {"etsy": raising(LockHeld(path="x.lock", seconds=60)), "printify": lambda: None})
    error = verdict(found)

    assert [each.state for each in found[:2]] == ["unknown", "connected"]
    assert error
    assert (error.exit_status, "x.lock" in error.plain()) == (9, True)


def test_what_has_ended_in_the_environment_is_mended_there(accounts: Accounts, clock: FakeClock) -> None:
    ended = TokenSet(jwt(exp=clock.now().timestamp() - 1))
    accounts.settings.set({"printify.shop": "5432"})

    error = verdict(status(replace(accounts, given={"printify": ended}), {}))

    assert error
    assert (error.exit_status, error.details) == (3, {"providers": ["printify"]})
    assert "Give PODPUSHER_PRINTIFY_TOKEN a new value" in error.plain_hint()


def test_a_check_shows_the_token_that_it_renewed(accounts: Accounts, clock: FakeClock) -> None:
    keep_etsy(accounts)
    clock.advance(10 * DAY)

    found = status(accounts, {"etsy": lambda: keep_etsy(accounts)})

    assert (found[0].checked, found[0].days_left) == (True, 90)


def test_only_what_is_connected_is_asked(accounts: Accounts) -> None:
    asked = status(accounts, {"etsy": raising(AssertionError), "printify": raising(AssertionError)})

    assert not any(each.checked for each in asked)


# What needs them


def test_what_is_connected_is_enough(accounts: Accounts) -> None:
    keep_etsy(accounts)
    keep_printify(accounts)

    require(accounts, ("etsy", "printify"))


def test_one_missing_connection_names_its_command(accounts: Accounts) -> None:
    keep_etsy(accounts)

    with pytest.raises(NotConnected) as caught:
        require(accounts, ("etsy", "printify"))

    assert caught.value.plain() == "Printify is not connected in profile “default”."
    assert caught.value.plain_hint() == "podpusher connect printify"


def test_two_missing_connections_are_named_together(accounts: Accounts) -> None:
    with pytest.raises(NotConnected) as caught:
        require(accounts, ("etsy", "printify"))

    assert (caught.value.full_code, caught.value.exit_status) == ("account.not_connected", 3)
    assert caught.value.plain_hint() == "podpusher connect etsy; podpusher connect printify"


def test_a_login_that_has_ended_holds_the_work_back(accounts: Accounts, clock: FakeClock) -> None:
    keep_etsy(accounts)
    clock.advance(91 * DAY)

    with pytest.raises(ConnectionExpired):
        require(accounts, ("etsy",))
