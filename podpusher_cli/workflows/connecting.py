"""Connect a provider: consent at Etsy, a personal token at Printify."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any, Protocol

from podpusher_cli.core.accounts import (
    ETSY_SCOPES,
    AppKeys,
    Connection,
    NoEtsyKeys,
    NoEtsyShop,
    NoPendingLogin,
    NoPrintifyShop,
    NoToken,
    PendingLogin,
    ShopNotChosen,
    TokenEnded,
    TokenRefused,
    TokenSet,
    UnknownShop,
    jwt_claims,
)
from podpusher_cli.core.errors import ConnectionExpired, ProviderRefused, TokensReadOnly
from podpusher_cli.core.printify import PrintifyShop
from podpusher_cli.net.auth import new_pkce, read_redirect
from podpusher_cli.providers.base import OAuthProvider, Shop, ShopLister
from podpusher_cli.workflows.accounts import Accounts

PENDING_SECONDS = 600.0  # how long an address of --no-wait may be finished
_DISCONNECTED = "disconnected"


class Listener(Protocol):
    """The callback, already listening."""

    def wait(self, timeout: float, *, pasted: Callable[[], str] | None = None) -> str:
        """The redirected address. Raises an error of exit 3 when it does not come."""
        ...


@dataclass(frozen=True, slots=True)
class EtsyApp:
    """The way to Etsy: clients made from keys and an access token, and the registered callback address."""

    shop: Callable[[AppKeys, str | None], Shop]
    login: Callable[[AppKeys], OAuthProvider]
    redirect_uri: str


def working_keys(app: EtsyApp, accounts: Accounts, given: AppKeys | None, ask: Callable[[], AppKeys] | None) -> AppKeys:
    """The key pair, proved by a call that needs no consent: the given one, the kept one, or what `ask` brings.

    Raises NoEtsyKeys, or what Etsy has against the keys.
    """
    keys = given or kept_keys(accounts)
    if keys is not None:
        try:
            app.shop(keys, None).ping()
        except ProviderRefused:
            if given or ask is None:
                raise
        else:
            return keys
    if ask is None:
        raise NoEtsyKeys
    keys = ask()
    app.shop(keys, None).ping()
    return keys


def kept_keys(accounts: Accounts) -> AppKeys | None:
    """The pair that an earlier connection left."""
    kept = accounts.tokens.get("etsy-app")
    return AppKeys(str(kept["keystring"]), str(kept["shared_secret"])) if kept else None


def sign_in(
    app: EtsyApp,
    accounts: Accounts,
    keys: AppKeys,
    *,
    listen: Callable[[], AbstractContextManager[Listener]],
    timeout: float,
    show: Callable[[str], None],
    pasted: Callable[[], str] | None,
) -> Connection:
    """Take the port, `show` the consent page's address, wait for the redirect, and keep what comes of it.

    Raises PortTaken, LoginTimeout, ConsentRefused, ForeignRedirect, NoEtsyShop, TokensReadOnly.
    """
    _refuse_read_only(accounts)
    login = app.login(keys)
    with listen() as listener:
        pkce = new_pkce()
        show(_address(app, login, pkce.state, pkce.challenge))
        answer = listener.wait(timeout, pasted=pasted)
    return _finish(app, accounts, keys, read_redirect(answer, pkce.state, provider="etsy"), pkce.verifier)


def begin(app: EtsyApp, accounts: Accounts, keys: AppKeys, *, resume: str) -> PendingLogin:
    """The consent page's address, to be finished by `resume`: state and verifier are kept for ten minutes."""
    _refuse_read_only(accounts)
    pkce = new_pkce()
    url = _address(app, app.login(keys), pkce.state, pkce.challenge)
    accounts.tokens.put(
        "etsy-login",
        {
            "state": pkce.state,
            "verifier": pkce.verifier,
            "keystring": keys.keystring,
            "shared_secret": keys.shared_secret,
            "ends_at": accounts.clock.now().timestamp() + PENDING_SECONDS,
        },
    )
    return PendingLogin(url, resume)


def resume(app: EtsyApp, accounts: Accounts, url: str) -> Connection:
    """Finish what `begin` began, once. Raises NoPendingLogin."""
    with accounts.tokens.lock("etsy-login"):
        kept = accounts.tokens.get("etsy-login")
        if not kept or accounts.clock.now().timestamp() > float(kept["ends_at"]):
            raise NoPendingLogin(provider="etsy")
        code = read_redirect(url, str(kept["state"]), provider="etsy")
        accounts.tokens.delete("etsy-login")
    keys = AppKeys(str(kept["keystring"]), str(kept["shared_secret"]))
    return _finish(app, accounts, keys, code, str(kept["verifier"]))


def _refuse_read_only(accounts: Accounts) -> None:
    """A login whose tokens nobody could keep need not begin."""
    if accounts.tokens.name == "env":
        raise TokensReadOnly(provider="etsy")


def _address(app: EtsyApp, login: OAuthProvider, state: str, challenge: str) -> str:
    return login.authorize_url(redirect_uri=app.redirect_uri, scopes=ETSY_SCOPES, state=state, challenge=challenge)


def _finish(app: EtsyApp, accounts: Accounts, keys: AppKeys, code: str, verifier: str) -> Connection:
    """Tokens for the code, kept before they are used; then whose they are."""
    fresh = app.login(keys).exchange(code, verifier=verifier, redirect_uri=app.redirect_uri, scopes=ETSY_SCOPES)
    with accounts.tokens.lock("etsy"):
        accounts.tokens.put("etsy-app", {"keystring": keys.keystring, "shared_secret": keys.shared_secret})
        accounts.tokens.put("etsy", fresh.to_dict())
    shop = app.shop(keys, fresh.access_token)
    owner = shop.me()
    if owner.shop_id is None:
        with accounts.tokens.lock("etsy"):
            accounts.tokens.delete("etsy")
        raise NoEtsyShop(provider="etsy")
    found = shop.shop(owner.shop_id)
    before = accounts.settings.get("etsy.shop")
    accounts.settings.set({"etsy.shop": found.id, "etsy.shop_title": found.name, "currency": found.currency})
    done = replace(accounts.connection("etsy"), account=owner.id, checked=True)
    return _warned(done, "shop_changed") if before not in {"", found.id} else done


def connect_printify(
    accounts: Accounts,
    token: str,
    *,
    client: Callable[[str], ShopLister],
    wanted: str | None,
    choose: Callable[[Sequence[PrintifyShop]], str] | None,
) -> Connection:
    """Prove the token, settle on a shop (`choose` asks where there are several), and keep both.

    Raises NoToken, TokenEnded, TokenRefused, NoPrintifyShop, UnknownShop or ShopNotChosen.
    """
    token = token.strip()
    if not token:
        raise NoToken(provider="printify")
    ends_at = jwt_claims(token).ends_at
    if ends_at and ends_at <= accounts.clock.now():
        raise TokenEnded(provider="printify", day=ends_at.date().isoformat())
    try:
        shops = client(token).shops()
    except ConnectionExpired as error:
        raise TokenRefused(provider="printify", details=error.details) from error
    shop = _pick(shops, wanted, choose)
    if accounts.tokens.name != "env":  # what the environment gives is already there
        ends = ends_at.timestamp() if ends_at else None
        with accounts.tokens.lock("printify"):
            accounts.tokens.put("printify", TokenSet(token, expires_at=ends).to_dict())
    before = accounts.settings.get("printify.shop")
    accounts.settings.set({"printify.shop": shop.id, "printify.shop_title": shop.title})
    done = replace(accounts.connection("printify"), checked=True)
    if before not in {"", shop.id}:
        done = _warned(done, "shop_changed")
    return _warned(done, "shop_disconnected") if shop.sales_channel == _DISCONNECTED else done


def _pick(
    shops: Sequence[PrintifyShop], wanted: str | None, choose: Callable[[Sequence[PrintifyShop]], str] | None
) -> PrintifyShop:
    """The shop to use: never the first in silence."""
    if not shops:
        raise NoPrintifyShop(provider="printify")
    told: dict[str, Any] = {
        "provider": "printify",
        "shops": ", ".join(f"{each.id} ({each.title})" for each in shops),
        "details": {
            "shops": [{"id": each.id, "title": each.title, "sales_channel": each.sales_channel} for each in shops]
        },
    }
    by_id = {each.id: each for each in shops}
    if wanted is None and len(shops) > 1:
        if choose is None:
            raise ShopNotChosen(**told)
        wanted = choose(shops)
    if wanted is None:
        return shops[0]
    if wanted not in by_id:
        raise UnknownShop(shop=wanted, **told)
    return by_id[wanted]


def _warned(connection: Connection, word: str) -> Connection:
    return replace(connection, warnings=(*connection.warnings, word))
