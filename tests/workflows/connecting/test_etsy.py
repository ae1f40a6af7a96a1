"""Connecting Etsy: keys, consent, and a login in two steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest

from podpusher_cli.core.accounts import ETSY_SCOPES, Connection, ConnectionState
from podpusher_cli.core.connecting import NoEtsyKeys, NoEtsyShop, NoPendingLogin
from podpusher_cli.core.errors import (
    ConsentRefused,
    ForeignRedirect,
    KeyringTrouble,
    PodpusherError,
    ProviderRefused,
    TokensReadOnly,
)
from podpusher_cli.core.tokens import AppKeys, TokenSet
from podpusher_cli.providers.etsy import EtsyShop, EtsyUser
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.tokens import EnvStore, MemoryStore
from podpusher_cli.workflows.accounts import Accounts
from podpusher_cli.workflows.connecting.etsy import EtsyApp, begin, resume, sign_in, working_keys
from tests.support.clock import FakeClock
from tests.support.logins import Answering, state_of

KEYS = AppKeys("key", "secret")


@dataclass
class FakeEtsy:
    """A Shop and an OAuthProvider that remembers what it was asked."""

    shop_id: str | None = "51"
    good: tuple[AppKeys, ...] = (KEYS,)
    pinged: list[AppKeys] = field(default_factory=list)
    exchanged: list[tuple[str, str]] = field(default_factory=list)
    keys: AppKeys = KEYS
    token: str = "7.a"

    def app(self) -> EtsyApp:
        def shop(keys: AppKeys, _token: str | None) -> FakeEtsy:
            self.keys = keys
            return self

        return EtsyApp(shop, lambda _keys: self, "http://localhost:8517/callback")

    def ping(self) -> None:
        self.pinged.append(self.keys)
        if self.keys not in self.good:
            raise ProviderRefused(provider="etsy", problem="Invalid API key")

    def me(self) -> EtsyUser:
        return EtsyUser("7", self.shop_id)

    def shop(self, shop: str) -> EtsyShop:
        return EtsyShop(shop, "Fox & Co", "EUR", "")

    def listings(self, ids: object) -> dict[str, Any]:
        raise AssertionError(ids)

    def authorize_url(self, *, redirect_uri: str, scopes: Sequence[str], state: str, challenge: str) -> str:
        asked = {"redirect_uri": redirect_uri, "scope": " ".join(scopes), "state": state, "challenge": challenge}
        return f"https://etsy.example/connect?{urlencode(asked)}"

    def exchange(self, code: str, *, verifier: str, redirect_uri: str, scopes: Sequence[str]) -> TokenSet:
        assert redirect_uri == "http://localhost:8517/callback"
        self.exchanged.append((code, verifier))
        return TokenSet(self.token, "7.r", None, tuple(scopes), "7", None)

    def refresh(self, old: TokenSet) -> TokenSet:
        raise AssertionError(old)


def log_in(accounts: Accounts, etsy: FakeEtsy, browser: Answering | None = None) -> Connection:
    browser = browser or Answering()
    return sign_in(etsy.app(), accounts, KEYS, browser.meeting)


def test_a_login_is_kept_with_the_apps_keys_and_the_shops_currency(accounts: Accounts) -> None:
    done = log_in(accounts, FakeEtsy())

    assert (done.state, done.checked, done.account) == ("connected", True, "7")
    assert accounts.tokens.get("etsy-app") == {"keystring": "key", "shared_secret": "secret"}
    assert accounts.token("etsy") == TokenSet("7.a", "7.r", None, ETSY_SCOPES, "7", None)
    assert [accounts.settings.get(key) for key in ("etsy.shop", "etsy.shop_title", "currency")] == [
        "51",
        "Fox & Co",
        "EUR",
    ]


def test_another_shop_than_before_is_said(accounts: Accounts) -> None:
    log_in(accounts, FakeEtsy())

    assert log_in(accounts, FakeEtsy(shop_id="52")).warnings == ("shop_changed",)
    assert log_in(accounts, FakeEtsy(shop_id="52")).warnings == ()


def test_an_account_without_a_shop_does_not_cost_the_connection_that_there_was(accounts: Accounts) -> None:
    log_in(accounts, FakeEtsy())
    before = [accounts.tokens.get(entry) for entry in ("etsy", "etsy-app")]
    other = AppKeys("another", "app")

    with pytest.raises(NoEtsyShop):
        sign_in(FakeEtsy(shop_id=None, token="8.b").app(), accounts, other, Answering().meeting)

    assert [accounts.tokens.get(entry) for entry in ("etsy", "etsy-app")] == before
    assert accounts.connection("etsy").state is ConnectionState.CONNECTED


def test_a_store_that_cannot_be_read_when_the_tokens_come_still_gets_them(settings: Settings, clock: FakeClock) -> None:
    class Unreadable(MemoryStore):
        broken = True

        def get(self, provider: str) -> dict[str, Any] | None:
            if self.broken:
                raise KeyringTrouble(problem="it is locked")
            return super().get(provider)

    store = Unreadable()
    with pytest.raises(KeyringTrouble):  # whose it is cannot be noted
        log_in(Accounts("default", store, settings, clock), FakeEtsy())
    store.broken = False

    assert (store.get("etsy") or {})["access_token"] == "7.a"
    assert store.get("etsy-app") == {"keystring": "key", "shared_secret": "secret"}


def test_an_account_without_a_shop_is_not_kept(accounts: Accounts) -> None:
    with pytest.raises(NoEtsyShop):
        log_in(accounts, FakeEtsy(shop_id=None))

    assert accounts.tokens.get("etsy") is None


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda query: query | {"state": "another"}, ForeignRedirect),
        (lambda query: {"code": query["code"]}, ForeignRedirect),
        (lambda query: {"error": "access_denied", "state": query["state"]}, ConsentRefused),
    ],
)
def test_what_comes_back_wrong_is_not_exchanged(
    accounts: Accounts, change: Callable[[dict[str, str]], dict[str, str]], error: type[PodpusherError]
) -> None:
    etsy = FakeEtsy()

    with pytest.raises(error) as caught:
        log_in(accounts, etsy, Answering(change))

    assert caught.value.exit_status == 3
    assert etsy.exchanged == []
    assert accounts.tokens.get("etsy") is None


def test_a_store_that_cannot_keep_tokens_is_found_before_the_browser(settings: Settings, clock: FakeClock) -> None:
    read_only = Accounts("default", EnvStore({}, {}), settings, clock)
    browser = Answering()

    with pytest.raises(TokensReadOnly):
        log_in(read_only, FakeEtsy(), browser)

    assert browser.shown == ""


def test_given_keys_are_proved_and_never_replaced_by_others(accounts: Accounts) -> None:
    etsy = FakeEtsy(good=())
    accounts.tokens.put("etsy-app", {"keystring": "key", "shared_secret": "secret"})

    with pytest.raises(ProviderRefused):
        working_keys(etsy.app(), accounts, AppKeys("mistyped", "x"), ask=lambda: KEYS)

    assert etsy.pinged == [AppKeys("mistyped", "x")]


def test_kept_keys_that_still_work_are_not_asked_for(accounts: Accounts) -> None:
    accounts.tokens.put("etsy-app", {"keystring": "key", "shared_secret": "secret"})

    assert working_keys(FakeEtsy().app(), accounts, None, ask=None) == KEYS


def test_kept_keys_that_no_longer_work_are_asked_for_again(accounts: Accounts) -> None:
    accounts.tokens.put("etsy-app", {"keystring": "key", "shared_secret": "old"})
    etsy = FakeEtsy()

    assert working_keys(etsy.app(), accounts, None, ask=lambda: KEYS) == KEYS
    assert etsy.pinged == [AppKeys("key", "old"), KEYS]


def test_no_keys_and_nobody_to_ask_names_the_variables(accounts: Accounts) -> None:
    with pytest.raises(NoEtsyKeys) as caught:
        working_keys(FakeEtsy().app(), accounts, None, ask=None)

    assert caught.value.exit_status == 2
    assert "PODPUSHER_ETSY_KEYSTRING" in caught.value.plain_hint()
    assert "PODPUSHER_ETSY_SHARED_SECRET" in caught.value.plain_hint()


def test_a_login_in_two_steps(accounts: Accounts, clock: FakeClock) -> None:
    etsy = FakeEtsy()
    pending = begin(etsy.app(), accounts, KEYS, resume="podpusher connect etsy --resume URL")
    clock.advance(599)

    back = f"http://localhost:8517/callback?code=c0de&state={state_of(pending.authorize_url)}"
    done = resume(etsy.app(), accounts, back)

    assert pending.resume == "podpusher connect etsy --resume URL"
    assert done.state is ConnectionState.CONNECTED
    assert [code for code, _ in etsy.exchanged] == ["c0de"]
    assert len(etsy.exchanged[0][1]) >= 43


def test_the_second_step_is_taken_once(accounts: Accounts) -> None:
    etsy = FakeEtsy()
    pending = begin(etsy.app(), accounts, KEYS, resume="")
    back = f"http://localhost:8517/callback?code=c0de&state={state_of(pending.authorize_url)}"
    resume(etsy.app(), accounts, back)

    with pytest.raises(NoPendingLogin):
        resume(etsy.app(), accounts, back)

    assert len(etsy.exchanged) == 1


def test_the_second_step_comes_too_late_after_ten_minutes(accounts: Accounts, clock: FakeClock) -> None:
    etsy = FakeEtsy()
    pending = begin(etsy.app(), accounts, KEYS, resume="")
    clock.advance(601)

    with pytest.raises(NoPendingLogin) as caught:
        resume(etsy.app(), accounts, f"x?code=c&state={state_of(pending.authorize_url)}")

    assert caught.value.exit_status == 3
    assert accounts.tokens.get("etsy-login") is None, "its secrets are kept no longer than it"


def test_a_foreign_address_does_not_use_the_second_step_up(accounts: Accounts) -> None:
    etsy = FakeEtsy()
    pending = begin(etsy.app(), accounts, KEYS, resume="")
    with pytest.raises(ForeignRedirect):
        resume(etsy.app(), accounts, "http://localhost:8517/callback?code=c&state=foreign")

    assert resume(etsy.app(), accounts, f"x?code=c&state={state_of(pending.authorize_url)}").state == "connected"
