"""Connecting Printify: a token or an app's login, and a shop that is never taken in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from podpusher_cli.core.accounts import ConnectionState
from podpusher_cli.core.connecting import (
    NoPrintifyApp,
    NoPrintifyShop,
    NoShopChosen,
    NoToken,
    ShopNotChosen,
    TokenEnded,
    TokenRefused,
    UnknownShop,
)
from podpusher_cli.core.errors import ConnectionExpired, PodpusherError
from podpusher_cli.core.printify import PrintifyShop
from podpusher_cli.core.tokens import TokenSet
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.tokens import EnvStore
from podpusher_cli.workflows.accounts import Accounts
from podpusher_cli.workflows.connecting.printify import Choice, PrintifyApp, begin, connect, resume, sign_in
from podpusher_cli.workflows.standing import require
from tests.support.clock import FakeClock
from tests.support.logins import Answering, jwt, state_of

NONE = Choice(None, None)


@dataclass
class FakePrintify:
    found: tuple[PrintifyShop, ...] = (PrintifyShop("5432", "Fox", "etsy"),)
    error: PodpusherError | None = None

    def authorize_url(self, *, redirect_uri: str, scopes: Sequence[str], state: str, challenge: str) -> str:
        del redirect_uri, scopes, challenge
        return f"https://printify.example/authorize?state={state}"

    def exchange(self, code: str, *, verifier: str, redirect_uri: str, scopes: Sequence[str]) -> TokenSet:
        del verifier, redirect_uri, scopes
        return TokenSet(jwt(sub="1337", code=code), "refresh", 1.8e9)

    def refresh(self, old: TokenSet) -> TokenSet:
        raise AssertionError(old)

    def __call__(self, _token: str | None) -> FakePrintify:
        return self

    def app(self) -> PrintifyApp:
        return PrintifyApp(self, lambda _app: self, "http://localhost:8517/callback")

    def shops(self) -> tuple[PrintifyShop, ...]:
        if self.error:
            raise self.error
        return self.found


TWO = FakePrintify((PrintifyShop("5432", "Fox", "etsy"), PrintifyShop("5433", "Owl", "disconnected")))


def test_the_only_shop_is_taken(accounts: Accounts) -> None:
    done = connect(FakePrintify().app(), accounts, " eyJ.token \n", Choice(None, None))

    assert (done.state, done.checked) == ("connected", True)
    assert done.shop
    assert (done.shop.id, done.shop.title) == ("5432", "Fox")
    kept = accounts.token("printify")
    assert kept
    assert kept.access_token == "eyJ.token"


def test_one_of_several_is_never_taken_in_silence(accounts: Accounts) -> None:
    with pytest.raises(ShopNotChosen) as caught:
        connect(TWO.app(), accounts, "eyJ", Choice(None, None))

    assert caught.value.exit_status == 2
    assert "5432 (Fox), 5433 (Owl)" in caught.value.plain()
    assert [each["id"] for each in caught.value.details["shops"]] == ["5432", "5433"]
    assert accounts.tokens.get("printify") is None


def test_the_seller_chooses_one_of_several(accounts: Accounts) -> None:
    done = connect(TWO.app(), accounts, "eyJ", Choice(None, lambda shops: shops[0].id))

    assert accounts.settings.get("printify.shop") == "5432"
    assert done.warnings == ()


def test_a_shop_without_a_sales_channel_is_said(accounts: Accounts) -> None:
    done = connect(TWO.app(), accounts, "eyJ", Choice("5433", None))

    assert done.warnings == ("shop_disconnected",)


@pytest.mark.parametrize("client", [FakePrintify(), TWO])
def test_a_shop_that_is_not_there(accounts: Accounts, client: FakePrintify) -> None:
    with pytest.raises(UnknownShop):
        connect(client.app(), accounts, "eyJ", Choice("9999", None))

    assert accounts.tokens.get("printify") is None


def test_an_account_without_shops(accounts: Accounts) -> None:
    with pytest.raises(NoPrintifyShop):
        connect(FakePrintify(()).app(), accounts, "eyJ", Choice(None, None))


def test_no_token_names_the_ways_to_give_one(accounts: Accounts) -> None:
    with pytest.raises(NoToken) as caught:
        connect(FakePrintify().app(), accounts, " \n", Choice(None, None))

    assert "PODPUSHER_PRINTIFY_TOKEN" in caught.value.plain_hint()
    assert "--token-stdin" in caught.value.plain_hint()


def test_a_token_that_has_ended_is_not_even_sent(accounts: Accounts, clock: FakeClock) -> None:
    ended = jwt(exp=clock.now().timestamp() - 1)

    with pytest.raises(TokenEnded) as caught:
        connect(FakePrintify(error=AssertionError()).app(), accounts, ended, Choice(None, None))  # type: ignore[arg-type]  # never raised

    assert "2026-11-23" in caught.value.plain()


def test_a_token_that_printify_refuses_is_not_kept(accounts: Accounts) -> None:
    refusing = FakePrintify(error=ConnectionExpired(provider="printify", name="printify"))

    with pytest.raises(TokenRefused) as caught:
        connect(refusing.app(), accounts, "eyJ", Choice(None, None))

    assert caught.value.exit_status == 3
    assert accounts.tokens.get("printify") is None


def test_a_token_of_the_environment_need_not_be_kept(settings: Settings, clock: FakeClock) -> None:
    store = EnvStore({"printify": {"access_token": "T"}}, {"T": "eyJ"})
    accounts = Accounts("default", store, settings, clock, {"printify": TokenSet("eyJ")})

    done = connect(FakePrintify().app(), accounts, "eyJ", Choice(None, None))

    assert (done.state, done.store) == ("connected", "env")


def test_another_shop_needs_no_token_again(accounts: Accounts) -> None:
    connect(TWO.app(), accounts, "eyJ", Choice("5432", None))

    done = connect(TWO.app(), accounts, "", Choice("5433", None))

    assert done.shop
    assert done.shop.id == "5433"
    assert done.warnings == ("shop_changed", "shop_disconnected")


def test_without_a_token_the_kept_one_and_its_shop_stay(accounts: Accounts) -> None:
    connect(TWO.app(), accounts, "eyJ", Choice("5432", None))

    done = connect(TWO.app(), accounts, "", NONE)

    assert done.shop
    assert (done.shop.id, done.warnings) == ("5432", ())


# An app's login


def test_an_apps_login_is_kept_with_the_app(accounts: Accounts) -> None:
    done = sign_in(FakePrintify().app(), accounts, "app-1", NONE, Answering().meeting)

    assert (done.state, done.account, done.renews_itself) == ("connected", "1337", True)
    assert accounts.tokens.get("printify-app") == {"app_id": "app-1"}
    kept = accounts.token("printify")
    assert kept
    assert (kept.refresh_token, kept.expires_at) == ("refresh", 1.8e9)


def test_tokens_are_kept_though_no_shop_is_chosen_and_the_shop_alone_is_chosen_later(accounts: Accounts) -> None:
    with pytest.raises(ShopNotChosen):
        sign_in(TWO.app(), accounts, "app-1", NONE, Answering().meeting)
    halfway = accounts.connection("printify")
    with pytest.raises(NoShopChosen) as caught:
        require(accounts, ("printify",))

    done = connect(TWO.app(), accounts, "", Choice("5432", None))

    assert halfway.state is ConnectionState.NOT_CONNECTED
    assert halfway.problem
    assert "no shop is chosen" in halfway.problem.message
    assert "--shop" in caught.value.plain_hint()
    assert (done.state, done.renews_itself) == ("connected", True)


def test_an_apps_login_in_two_steps(accounts: Accounts) -> None:
    printify = FakePrintify()
    pending = begin(printify.app(), accounts, "app-1", resume="later")

    done = resume(printify.app(), accounts, f"x?code=c0de&state={state_of(pending.authorize_url)}", NONE)

    assert done.state is ConnectionState.CONNECTED
    assert accounts.tokens.get("printify-app") == {"app_id": "app-1"}


def test_without_an_app_there_is_no_such_login(accounts: Accounts) -> None:
    with pytest.raises(NoPrintifyApp):
        sign_in(FakePrintify().app(), accounts, "", NONE, Answering().meeting)
    with pytest.raises(NoPrintifyApp):
        begin(FakePrintify().app(), accounts, "", resume="later")
