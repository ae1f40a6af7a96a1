"""How connections stand, what needs them, and how they are made and ended."""

from __future__ import annotations

import base64
import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from podpusher_cli.core.accounts import (
    ETSY_SCOPES,
    AppKeys,
    Connection,
    ConnectionState,
    NoEtsyKeys,
    NoEtsyShop,
    NoPendingLogin,
    NoPrintifyShop,
    NotAProvider,
    NoToken,
    ShopNotChosen,
    TokenEnded,
    TokenRefused,
    TokenSet,
    UnknownShop,
)
from podpusher_cli.core.errors import (
    ConnectionExpired,
    ConsentRefused,
    ForeignRedirect,
    KeyringTrouble,
    NotConnected,
    PodpusherError,
    ProviderRefused,
    TokensReadOnly,
    TryLater,
)
from podpusher_cli.core.printify import PrintifyShop
from podpusher_cli.providers.etsy import EtsyShop, EtsyUser
from podpusher_cli.store.db import connect
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.tokens import EnvStore, MemoryStore
from podpusher_cli.workflows.accounts import Accounts, disconnect, require, status, verdict
from podpusher_cli.workflows.connecting import EtsyApp, begin, connect_printify, resume, sign_in, working_keys
from tests.support.clock import FakeClock

KEYS = AppKeys("key", "secret")
DAY = 86_400.0


class Broken(MemoryStore):
    name = "keyring"

    def get(self, provider: str) -> dict[str, Any] | None:
        raise KeyringTrouble(problem="it is locked")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    db: sqlite3.Connection = connect(tmp_path / "state.db")
    yield Settings(db)
    db.close()


@pytest.fixture
def tokens() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def accounts(tokens: MemoryStore, settings: Settings, clock: FakeClock) -> Accounts:
    return Accounts("default", tokens, settings, clock, {})


def jwt(**claims: object) -> str:
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"eyJ.{part}.x"


def keep_etsy(accounts: Accounts, days: float = 90) -> None:
    now = accounts.clock.now().timestamp()
    kept = TokenSet("7.a", "7.r", now + 3600, ETSY_SCOPES, "7", now + days * DAY)
    accounts.tokens.put("etsy", kept.to_dict())
    accounts.settings.set({"etsy.shop": "51", "etsy.shop_title": "Fox & Co"})


def keep_printify(accounts: Accounts, days: float = 365) -> None:
    ends = accounts.clock.now().timestamp() + days * DAY
    accounts.tokens.put("printify", TokenSet(jwt(exp=ends, sub="1337"), expires_at=ends).to_dict())
    accounts.settings.set({"printify.shop": "5432", "printify.shop_title": "Fox"})


def raising(error: PodpusherError) -> Callable[[], object]:
    def call() -> object:
        raise error

    return call


# How they stand


def test_a_new_profile_has_no_connections(accounts: Accounts) -> None:
    found = status(accounts, {})

    assert [(each.provider, each.state) for each in found] == [("etsy", "not_connected"), ("printify", "not_connected")]
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
    given = Accounts("default", accounts.tokens, settings, clock, {"printify": jwt(sub="other")})

    assert given.connection("printify").account == "other"
    assert given.connection("printify").store == "env"


def test_an_unreadable_store_is_nothing_to_a_profile_that_never_connected(settings: Settings, clock: FakeClock) -> None:
    found = status(Accounts("default", Broken(), settings, clock, {}), {})

    assert {each.state for each in found} == {ConnectionState.NOT_CONNECTED}


def test_an_unreadable_store_is_this_machines_trouble_where_something_was_kept(
    settings: Settings, clock: FakeClock
) -> None:
    settings.set({"etsy.shop": "51"})
    found = status(Accounts("default", Broken(), settings, clock, {}), {})
    error = verdict(found)

    assert found[0].state is ConnectionState.UNKNOWN
    assert error
    assert error.exit_status == 9
    assert "it is locked" in error.plain()
    assert "PODPUSHER_TOKEN_STORE=file" in error.plain_hint()


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


# Ending one


def test_disconnecting_wipes_everything_of_the_provider(accounts: Accounts) -> None:
    keep_etsy(accounts)
    keep_printify(accounts)
    accounts.tokens.put("etsy-app", {"keystring": "k", "shared_secret": "s"})

    done = disconnect(accounts, "etsy", confirm=lambda _question: True)

    assert done.state is ConnectionState.NOT_CONNECTED
    assert [accounts.tokens.get(entry) for entry in ("etsy", "etsy-app", "etsy-login")] == [None, None, None]
    assert accounts.settings.get("etsy.shop") == ""
    assert accounts.connection("printify").state is ConnectionState.CONNECTED


def test_a_no_leaves_it_connected(accounts: Accounts) -> None:
    keep_etsy(accounts)

    assert disconnect(accounts, "etsy", confirm=lambda _question: False).state is ConnectionState.CONNECTED


def test_the_question_says_what_stops(accounts: Accounts) -> None:
    keep_printify(accounts)
    asked: list[str] = []

    disconnect(accounts, "printify", confirm=lambda question: bool(asked.append(question)))

    assert "Publishing stops" in asked[0]


def test_nothing_kept_nothing_asked(accounts: Accounts) -> None:
    disconnect(accounts, "etsy", confirm=raising(AssertionError))  # type: ignore[arg-type]  # never called


def test_what_is_no_provider(accounts: Accounts) -> None:
    with pytest.raises(NotAProvider):
        disconnect(accounts, "ebay", confirm=lambda _question: True)


# Etsy


@dataclass
class FakeEtsy:
    """A Shop and an OAuthProvider that remembers what it was asked."""

    shop_id: str | None = "51"
    good: tuple[AppKeys, ...] = (KEYS,)
    pinged: list[AppKeys] = field(default_factory=list)
    exchanged: list[tuple[str, str]] = field(default_factory=list)
    keys: AppKeys = KEYS

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
        return TokenSet("7.a", "7.r", None, tuple(scopes), "7", None)

    def refresh(self, old: TokenSet) -> TokenSet:
        raise AssertionError(old)


def state_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["state"][0]


class Answering:
    """A callback at which the browser arrives at once. `change` may alter the query."""

    def __init__(self, change: Callable[[dict[str, str]], dict[str, str]] = lambda query: query) -> None:
        self.shown = ""
        self._change = change

    def show(self, url: str) -> None:
        self.shown = url

    @contextlib.contextmanager
    def listen(self) -> Iterator[Answering]:
        yield self

    def wait(self, timeout: float, *, pasted: Callable[[], str] | None = None) -> str:
        assert timeout == 300
        assert pasted is None
        return urlencode(self._change({"code": "c0de", "state": state_of(self.shown)}))


def log_in(accounts: Accounts, etsy: FakeEtsy, browser: Answering | None = None) -> Connection:
    browser = browser or Answering()
    return sign_in(etsy.app(), accounts, KEYS, listen=browser.listen, timeout=300, show=browser.show, pasted=None)


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
    read_only = Accounts("default", EnvStore({}, {}), settings, clock, {})
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


def test_a_foreign_address_does_not_use_the_second_step_up(accounts: Accounts) -> None:
    etsy = FakeEtsy()
    pending = begin(etsy.app(), accounts, KEYS, resume="")
    with pytest.raises(ForeignRedirect):
        resume(etsy.app(), accounts, "http://localhost:8517/callback?code=c&state=foreign")

    assert resume(etsy.app(), accounts, f"x?code=c&state={state_of(pending.authorize_url)}").state == "connected"


# Printify


@dataclass
class FakePrintify:
    found: tuple[PrintifyShop, ...] = (PrintifyShop("5432", "Fox", "etsy"),)
    error: PodpusherError | None = None

    def __call__(self, _token: str) -> FakePrintify:
        return self

    def shops(self) -> tuple[PrintifyShop, ...]:
        if self.error:
            raise self.error
        return self.found


TWO = FakePrintify((PrintifyShop("5432", "Fox", "etsy"), PrintifyShop("5433", "Owl", "disconnected")))


def test_the_only_shop_is_taken(accounts: Accounts) -> None:
    done = connect_printify(accounts, " eyJ.token \n", client=FakePrintify(), wanted=None, choose=None)

    assert (done.state, done.checked) == ("connected", True)
    assert done.shop
    assert (done.shop.id, done.shop.title) == ("5432", "Fox")
    kept = accounts.token("printify")
    assert kept
    assert kept.access_token == "eyJ.token"


def test_one_of_several_is_never_taken_in_silence(accounts: Accounts) -> None:
    with pytest.raises(ShopNotChosen) as caught:
        connect_printify(accounts, "eyJ", client=TWO, wanted=None, choose=None)

    assert caught.value.exit_status == 2
    assert "5432 (Fox), 5433 (Owl)" in caught.value.plain()
    assert [each["id"] for each in caught.value.details["shops"]] == ["5432", "5433"]
    assert accounts.tokens.get("printify") is None


def test_the_seller_chooses_one_of_several(accounts: Accounts) -> None:
    done = connect_printify(accounts, "eyJ", client=TWO, wanted=None, choose=lambda shops: shops[0].id)

    assert accounts.settings.get("printify.shop") == "5432"
    assert done.warnings == ()


def test_a_shop_without_a_sales_channel_is_said(accounts: Accounts) -> None:
    done = connect_printify(accounts, "eyJ", client=TWO, wanted="5433", choose=None)

    assert done.warnings == ("shop_disconnected",)


@pytest.mark.parametrize("client", [FakePrintify(), TWO])
def test_a_shop_that_is_not_there(accounts: Accounts, client: FakePrintify) -> None:
    with pytest.raises(UnknownShop):
        connect_printify(accounts, "eyJ", client=client, wanted="9999", choose=None)

    assert accounts.tokens.get("printify") is None


def test_an_account_without_shops(accounts: Accounts) -> None:
    with pytest.raises(NoPrintifyShop):
        connect_printify(accounts, "eyJ", client=FakePrintify(()), wanted=None, choose=None)


def test_no_token_names_the_ways_to_give_one(accounts: Accounts) -> None:
    with pytest.raises(NoToken) as caught:
        connect_printify(accounts, " \n", client=FakePrintify(), wanted=None, choose=None)

    assert "PODPUSHER_PRINTIFY_TOKEN" in caught.value.plain_hint()
    assert "--token-stdin" in caught.value.plain_hint()


def test_a_token_that_has_ended_is_not_even_sent(accounts: Accounts, clock: FakeClock) -> None:
    ended = jwt(exp=clock.now().timestamp() - 1)

    with pytest.raises(TokenEnded) as caught:
        connect_printify(accounts, ended, client=FakePrintify(error=AssertionError()), wanted=None, choose=None)  # type: ignore[arg-type]  # never raised

    assert "2026-11-23" in caught.value.plain()


def test_a_token_that_printify_refuses_is_not_kept(accounts: Accounts) -> None:
    refusing = FakePrintify(error=ConnectionExpired(provider="printify", name="printify"))

    with pytest.raises(TokenRefused) as caught:
        connect_printify(accounts, "eyJ", client=refusing, wanted=None, choose=None)

    assert caught.value.exit_status == 3
    assert accounts.tokens.get("printify") is None


def test_a_token_of_the_environment_need_not_be_kept(settings: Settings, clock: FakeClock) -> None:
    store = EnvStore({"printify": {"access_token": "T"}}, {"T": "eyJ"})
    accounts = Accounts("default", store, settings, clock, {"printify": "eyJ"})

    done = connect_printify(accounts, "eyJ", client=FakePrintify(), wanted=None, choose=None)

    assert (done.state, done.store) == ("connected", "env")
