"""Connect Etsy: the seller's own app's keys, then consent in the browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from podpusher_cli.core.accounts import ETSY_SCOPES, Connection, PendingLogin
from podpusher_cli.core.connecting import NoEtsyKeys, NoEtsyShop
from podpusher_cli.core.errors import MachineTrouble, ProviderRefused
from podpusher_cli.core.tokens import AppKeys, TokenSet
from podpusher_cli.providers.base import OAuthProvider, Shop
from podpusher_cli.workflows.accounts import Accounts
from podpusher_cli.workflows.connecting import login
from podpusher_cli.workflows.connecting.login import Consent, Meeting


@dataclass(frozen=True, slots=True)
class EtsyApp:
    """The way to Etsy: clients made from keys and an access token, and the registered callback address."""

    shop: Callable[[AppKeys, str | None], Shop]
    login: Callable[[AppKeys], OAuthProvider]
    redirect_uri: str

    def consent(self, keys: AppKeys) -> Consent:
        """What is asked of Etsy by the app with these keys."""
        return Consent(self.login(keys), self.redirect_uri, ETSY_SCOPES)


def working_keys(app: EtsyApp, accounts: Accounts, given: AppKeys | None, ask: Callable[[], AppKeys] | None) -> AppKeys:
    """The key pair, proved by a call that needs no consent: the given one, the kept one, or what `ask` brings.

    What was asked for is kept at once, for a login may be tried more than once. Raises NoEtsyKeys, TokensReadOnly, or what
    Etsy has against the keys.
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
    login.refuse_read_only(accounts, "etsy")
    keys = ask()
    app.shop(keys, None).ping()
    with accounts.tokens.lock("etsy"):
        accounts.tokens.put("etsy-app", _as_kept(keys))
    return keys


def kept_keys(accounts: Accounts) -> AppKeys | None:
    """The pair that an earlier connection left."""
    kept = accounts.tokens.get("etsy-app")
    return AppKeys(str(kept["keystring"]), str(kept["shared_secret"])) if kept else None


def _as_kept(keys: AppKeys) -> dict[str, str]:
    return {"keystring": keys.keystring, "shared_secret": keys.shared_secret}


def sign_in(app: EtsyApp, accounts: Accounts, keys: AppKeys, meeting: Meeting) -> Connection:
    """Ask for consent, and keep what comes of it. Raises what `login.sign_in` does, and NoEtsyShop."""
    return _finish(app, accounts, keys, login.sign_in(accounts, "etsy", app.consent(keys), meeting))


def begin(app: EtsyApp, accounts: Accounts, keys: AppKeys, *, resume: str) -> PendingLogin:
    """The consent page's address, to be finished by `resume` within ten minutes."""
    return login.begin(accounts, "etsy", app.consent(keys), resume=resume, kept=_as_kept(keys))


def resume(app: EtsyApp, accounts: Accounts, url: str) -> Connection:
    """Finish what `begin` began, once. Raises what `login.take_up` does, and NoEtsyShop."""
    answer = login.take_up(accounts, "etsy", url)
    keys = AppKeys(answer.kept["keystring"], answer.kept["shared_secret"])
    return _finish(app, accounts, keys, app.consent(keys).tokens(answer.code, answer.verifier))


def _finish(app: EtsyApp, accounts: Accounts, keys: AppKeys, fresh: TokenSet) -> Connection:
    """Keep the tokens before they are used; then see whose they are. Those of an account without a shop give way again."""
    with accounts.tokens.lock("etsy"):
        before = _connection_now(accounts)
        accounts.tokens.put("etsy-app", _as_kept(keys))
        accounts.tokens.put("etsy", fresh.to_dict())
    shop = app.shop(keys, fresh.access_token)
    owner = shop.me()
    if owner.shop_id is None:
        with accounts.tokens.lock("etsy"):
            _put_back(accounts, before)
        raise NoEtsyShop(provider="etsy")
    with accounts.tokens.lock("etsy"):
        kept = accounts.kept("etsy")
        if kept and kept.account != owner.id:  # the token's beginning was only a hint at it
            accounts.tokens.put("etsy", replace(kept, account=owner.id).to_dict())
    found = shop.shop(owner.shop_id)
    accounts.settings.set({"currency": found.currency})
    return accounts.settled("etsy", fresh, found.id, found.name)


def _connection_now(accounts: Accounts) -> Mapping[str, Mapping[str, Any]]:
    """The entries of the connection that there is; none where it cannot be read, which must not cost us the fresh tokens."""
    with suppress(MachineTrouble):
        tokens, app = accounts.tokens.get("etsy"), accounts.tokens.get("etsy-app")
        if tokens and app:
            return {"etsy-app": app, "etsy": tokens}
    return {}


def _put_back(accounts: Accounts, before: Mapping[str, Mapping[str, Any]]) -> None:
    """The connection that there was, if there was one; without one the app's keys stay for the next login."""
    if not before:
        accounts.tokens.delete("etsy")
    for entry, value in before.items():
        accounts.tokens.put(entry, value)
