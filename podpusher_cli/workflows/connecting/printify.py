"""Connect Printify: a personal access token or, for those who own a reviewed app, consent in the browser; then a shop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from podpusher_cli.core.accounts import Connection, PendingLogin
from podpusher_cli.core.connecting import (
    NoPrintifyApp,
    NoPrintifyShop,
    NoToken,
    ShopGone,
    ShopNotChosen,
    TokenEnded,
    TokenRefused,
    UnknownShop,
)
from podpusher_cli.core.errors import ConnectionExpired
from podpusher_cli.core.printify import PrintifyShop
from podpusher_cli.core.text import bare
from podpusher_cli.core.tokens import TokenSet, jwt_claims
from podpusher_cli.providers.base import OAuthProvider, ShopLister
from podpusher_cli.providers.printify_refusals import ShopNotConnected
from podpusher_cli.workflows.accounts import Accounts
from podpusher_cli.workflows.connecting import login
from podpusher_cli.workflows.connecting.login import Consent, Meeting

_DISCONNECTED = "disconnected"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which shop: the `wanted` one, or what `choose` answers where there are several."""

    wanted: str | None
    choose: Callable[[Sequence[PrintifyShop]], str] | None


@dataclass(frozen=True, slots=True)
class PrintifyApp:
    """The way to Printify: a client for an access token (None: the kept one), the app's OAuth endpoints, the callback."""

    client: Callable[[str | None], ShopLister]
    login: Callable[[str], OAuthProvider]
    redirect_uri: str

    def consent(self, app_id: str) -> Consent:
        """What is asked of Printify by the app."""
        return Consent(self.login(app_id), self.redirect_uri)


def connect(app: PrintifyApp, accounts: Accounts, token: str, choice: Choice) -> Connection:
    """Prove a personal access token, settle on a shop, and keep both; without a token the kept one is proved anew.

    Raises NoToken, TokenEnded, TokensReadOnly, TokenRefused, NoPrintifyShop, UnknownShop or ShopNotChosen.
    """
    given = bare(token)
    if not given:
        return choose_shop(app, accounts, choice)
    ends_at = jwt_claims(given).ends_at
    if ends_at and ends_at <= accounts.clock.now():
        raise TokenEnded(provider="printify", day=ends_at.date().isoformat())
    tokens = TokenSet(given, expires_at=ends_at.timestamp() if ends_at else None)
    login.refuse_read_only(accounts, "printify", tokens)
    shop = _pick(_shops(app, given), choice, accounts)
    if accounts.tokens.name != "env":  # what the environment gives is already there
        _keep(accounts, tokens)
    return _settled(accounts, tokens, shop)


def choose_shop(app: PrintifyApp, accounts: Accounts, choice: Choice) -> Connection:
    """Settle on a shop, or stay with the one there is, with the token that is there.

    Raises NoToken, TokenRefused, and what choosing raises.
    """
    tokens = accounts.token("printify")
    if tokens is None:
        raise NoToken(provider="printify")
    shops = _shops(app, None)
    kept = accounts.settings.get("printify.shop") or None
    if choice.choose and kept not in {each.id for each in shops}:
        kept = None  # connected anew in Printify, it has another number: the seller says which
    return _settled(accounts, tokens, _pick(shops, replace(choice, wanted=choice.wanted or kept), accounts))


def prove(lister: ShopLister, shop_id: str) -> None:
    """That the account answers, and that its shop is there and sells somewhere.

    Raises NoPrintifyShop, ShopGone, ShopNotConnected, and what asking raises.
    """
    shops = lister.shops()
    if not shops:
        raise NoPrintifyShop(provider="printify")
    shop = next((each for each in shops if each.id == shop_id), None)
    if shop is None:
        raise ShopGone(shop=shop_id, **_listed(shops))
    if shop.sales_channel == _DISCONNECTED:
        raise ShopNotConnected(provider="printify", reason="shop_not_connected")


def sign_in(app: PrintifyApp, accounts: Accounts, app_id: str, choice: Choice, meeting: Meeting) -> Connection:
    """Ask for consent as the seller's own app, and keep what comes of it. Raises NoPrintifyApp, and what a login raises."""
    fresh = login.sign_in(accounts, "printify", app.consent(_checked(app_id)), meeting)
    return _finish(app, accounts, app_id, fresh, choice)


def begin(app: PrintifyApp, accounts: Accounts, app_id: str, *, resume: str) -> PendingLogin:
    """The consent page's address, to be finished by `resume` within ten minutes. Raises NoPrintifyApp."""
    consent = app.consent(_checked(app_id))
    return login.begin(accounts, "printify", consent, resume=resume, kept={"app_id": app_id})


def resume(app: PrintifyApp, accounts: Accounts, url: str, choice: Choice) -> Connection:
    """Finish what `begin` began, once."""
    answer = login.take_up(accounts, "printify", url)
    app_id = answer.kept["app_id"]
    return _finish(app, accounts, app_id, app.consent(app_id).tokens(answer.code, answer.verifier), choice)


def _checked(app_id: str) -> str:
    if not app_id:
        raise NoPrintifyApp(provider="printify")
    return app_id


def _finish(app: PrintifyApp, accounts: Accounts, app_id: str, fresh: TokenSet, choice: Choice) -> Connection:
    """The tokens are kept first: where no shop can be settled on, `--shop` alone does it later."""
    claims = jwt_claims(fresh.access_token)
    ends = claims.ends_at.timestamp() if claims.ends_at else None
    _keep(accounts, replace(fresh, expires_at=fresh.expires_at or ends, account=claims.subject), app_id=app_id)
    return _settled(accounts, fresh, _pick(_shops(app, fresh.access_token), choice, accounts))


def _keep(accounts: Accounts, tokens: TokenSet, *, app_id: str | None = None) -> None:
    with accounts.tokens.lock("printify"):
        if app_id:
            accounts.tokens.put("printify-app", {"app_id": app_id})
        accounts.tokens.put("printify", tokens.to_dict())


def _shops(app: PrintifyApp, token: str | None) -> Sequence[PrintifyShop]:
    try:
        return app.client(token).shops()
    except ConnectionExpired as error:
        raise TokenRefused(provider="printify", details=error.details) from error


def _settled(accounts: Accounts, proved: TokenSet, shop: PrintifyShop) -> Connection:
    done = accounts.settled("printify", proved, shop.id, shop.title)
    return done.warned("shop_disconnected") if shop.sales_channel == _DISCONNECTED else done


def _pick(shops: Sequence[PrintifyShop], choice: Choice, accounts: Accounts) -> PrintifyShop:
    """The shop to use: the one there is stays, where the account has it; never the first in silence."""
    if not shops:
        raise NoPrintifyShop(provider="printify")
    by_id = {each.id: each for each in shops}
    kept = accounts.settings.get("printify.shop")
    wanted = choice.wanted or (kept if kept in by_id else None)
    if wanted is None and len(shops) > 1:
        wanted = choice.choose(shops) if choice.choose else ""
        if not wanted:
            raise ShopNotChosen(**_listed(shops))
    if wanted is None:
        return shops[0]
    if wanted not in by_id:
        raise UnknownShop(shop=wanted, **_listed(shops))
    return by_id[wanted]


def _listed(shops: Sequence[PrintifyShop]) -> dict[str, Any]:
    """The shops there are, for an error that is about another one."""
    return {
        "provider": "printify",
        "shops": ", ".join(f"{each.id} ({each.title})" for each in shops),
        "details": {
            "shops": [{"id": each.id, "title": each.title, "sales_channel": each.sales_channel} for each in shops]
        },
    }
