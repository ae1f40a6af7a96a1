"""Connect Stripe: a restricted key or, for those who run a platform of their own, consent in the browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from podpusher_cli.core.accounts import Connection, PendingLogin
from podpusher_cli.core.connecting import ModesMixed, NoStripeKey, NoStripePlatform, NotAStripeKey
from podpusher_cli.core.text import bare
from podpusher_cli.core.tokens import EVERYTHING, Platform, TokenSet, stripe_mode
from podpusher_cli.providers.base import AccountTeller, OAuthProvider
from podpusher_cli.workflows.accounts import Accounts
from podpusher_cli.workflows.connecting import login
from podpusher_cli.workflows.connecting.login import Consent, Meeting


@dataclass(frozen=True, slots=True)
class StripeApp:
    """The way to Stripe: a client for a key, a platform's OAuth endpoints, and the callback address."""

    client: Callable[[str], AccountTeller]
    login: Callable[[Platform], OAuthProvider]
    redirect_uri: str

    def consent(self, platform: Platform) -> Consent:
        """What is asked of Stripe by the platform.

        In live mode Stripe wants https, so it is the address registered first, whatever that is, and the seller pastes
        the address that the browser ends on (reference/stripe.md, section 2.1).
        """
        redirect_uri = "" if stripe_mode(platform.key) == "live" else self.redirect_uri
        return Consent(self.login(platform), redirect_uri, (EVERYTHING,))


def connect(app: StripeApp, accounts: Accounts, key: str) -> Connection:
    """Prove a key, see what it may do, and keep it.

    Raises NoStripeKey, NotAStripeKey, ModesMixed, TokensReadOnly, StripeKeyRefused or TryLater.
    """
    given = bare(key)
    mode = _mode_of(accounts, given)
    login.refuse_read_only(accounts, "stripe", TokenSet(given))
    client = app.client(given)
    account = client.account()
    tokens = TokenSet(given, scopes=client.permissions(), account=account.id)
    if accounts.tokens.name != "env":  # what the environment gives is already there
        with accounts.tokens.lock("stripe"):
            _forget_events_of_another(accounts, account.id)
            accounts.tokens.put("stripe", tokens.to_dict())
            accounts.tokens.delete("stripe-app")
    return _settled(accounts, tokens, account.title, mode)


def sign_in(app: StripeApp, accounts: Accounts, platform: Platform, meeting: Meeting) -> Connection:
    """Ask an account for consent as the seller's own platform. Raises NoStripePlatform, and what a login raises."""
    mode = _mode_of(accounts, _checked(platform).key)
    fresh = login.sign_in(accounts, "stripe", app.consent(platform), meeting)
    return _finish(app, accounts, platform, fresh, mode)


def begin(app: StripeApp, accounts: Accounts, platform: Platform, *, resume: str) -> PendingLogin:
    """The consent page's address, to be finished by `resume` within ten minutes. Raises NoStripePlatform."""
    _mode_of(accounts, _checked(platform).key)
    kept = {"client_id": platform.client_id, "key": platform.key}
    return login.begin(accounts, "stripe", app.consent(platform), resume=resume, kept=kept)


def resume(app: StripeApp, accounts: Accounts, url: str) -> Connection:
    """Finish what `begin` began, once."""
    answer = login.take_up(accounts, "stripe", url)
    platform = Platform(answer.kept["client_id"], answer.kept["key"])
    mode = _mode_of(accounts, platform.key)
    fresh = app.consent(platform).tokens(answer.code, answer.verifier)
    return _finish(app, accounts, platform, fresh, mode)


def kept_platform(accounts: Accounts) -> Platform | None:
    """The platform by which the account was connected, if it was."""
    kept = accounts.tokens.get("stripe-app")
    return Platform(str(kept["client_id"]), str(kept["key"])) if kept else None


def _checked(platform: Platform) -> Platform:
    if not platform.client_id:
        raise NoStripePlatform(provider="stripe")
    return platform


def _mode_of(accounts: Accounts, key: str) -> str:
    """The key's mode, which must be the profile's."""
    if not key:
        raise NoStripeKey(provider="stripe")
    mode, kept = stripe_mode(key), accounts.settings.get("stripe.mode")
    if mode is None:
        raise NotAStripeKey(provider="stripe")
    if kept and kept != mode:
        raise ModesMixed(provider="stripe", kept=kept, given=mode)
    return mode


def _finish(app: StripeApp, accounts: Accounts, platform: Platform, fresh: TokenSet, mode: str) -> Connection:
    with accounts.tokens.lock("stripe"):
        _forget_events_of_another(accounts, fresh.account)
        accounts.tokens.put("stripe-app", {"client_id": platform.client_id, "key": platform.key})
        accounts.tokens.put("stripe", fresh.to_dict())
    account = app.client(fresh.access_token).account()
    return _settled(accounts, fresh, account.title, mode)


def _forget_events_of_another(accounts: Accounts, account: str | None) -> None:
    """The secret that signs events is of one account: what it signs is not for the next. `account`: None, nobody knows."""
    if account and accounts.settings.get("stripe.account") not in {"", account}:
        accounts.tokens.delete("stripe-webhook")


def _settled(accounts: Accounts, tokens: TokenSet, title: str, mode: str) -> Connection:
    accounts.settings.set({"stripe.mode": mode})
    return accounts.settled("stripe", tokens, tokens.account or "", title)
