"""The accounts, and clients that speak for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import NotConnected
from podpusher_cli.deps.tokens import Tokens

if TYPE_CHECKING:
    from podpusher_cli.core.accounts import AppKeys, TokenSet
    from podpusher_cli.net.auth import Auth
    from podpusher_cli.net.loopback import Callback
    from podpusher_cli.providers.etsy import Etsy
    from podpusher_cli.providers.etsy_login import EtsyLogin
    from podpusher_cli.providers.printify import Printify
    from podpusher_cli.workflows.accounts import Accounts
    from podpusher_cli.workflows.connecting import EtsyApp


class Connections(Tokens):
    """The accounts at the providers, and the clients that speak for them."""

    @cached_property
    def accounts(self) -> Accounts:
        """The profile's connections."""
        from podpusher_cli.workflows.accounts import Accounts

        given = {"printify": self.environment.get("PODPUSHER_PRINTIFY_TOKEN", "")}
        return Accounts(self.profile, self.token_store, self.settings, self.clock, given)

    def require(self, *providers: str) -> None:
        """Let nothing begin that lacks a connection. Raises NotConnected, ConnectionExpired or MachineTrouble."""
        from podpusher_cli.workflows.accounts import require

        require(self.accounts, providers)

    @cached_property
    def printify(self) -> Printify:
        """Printify with the profile's token. Raises NotConnected."""
        tokens = self.accounts.token("printify")
        if tokens is None:
            raise NotConnected(provider="printify", name="printify", profile=self.profile)
        return self.printify_with(tokens.access_token)

    def printify_with(self, token: str) -> Printify:
        """Printify as the owner of a token."""
        from podpusher_cli.providers.printify import Printify

        return Printify(self.http, self.variable("PODPUSHER_PRINTIFY_API_URL"), token)

    @property
    def account_checks(self) -> dict[str, Callable[[], object]]:
        """A cheap call for each provider, which proves its connection."""
        return {"etsy": lambda: self.etsy.me(), "printify": lambda: self.printify.shops()}  # noqa: PLW0108 - not made yet

    @property
    def given_etsy_keys(self) -> AppKeys | None:
        """The Etsy app's key pair as the environment has it."""
        from podpusher_cli.core.accounts import AppKeys

        keystring = self.environment.get("PODPUSHER_ETSY_KEYSTRING")
        secret = self.environment.get("PODPUSHER_ETSY_SHARED_SECRET")
        return AppKeys(keystring.strip(), secret.strip()) if keystring and secret else None

    @cached_property
    def etsy(self) -> Etsy:
        """Etsy with the profile's tokens, which renew themselves. Raises NotConnected."""
        from podpusher_cli.net.auth import RotatingToken
        from podpusher_cli.workflows.connecting import kept_keys

        kept, given, store = kept_keys(self.accounts), self.given_etsy_keys, self.token_store
        # Tokens belong to the app that they were given to; only its secret may have changed since.
        keys = given if given and (kept is None or given.keystring == kept.keystring) else kept
        if keys is None or self.accounts.token("etsy") is None:
            raise NotConnected(provider="etsy", name="etsy", profile=self.profile)

        def save(tokens: TokenSet) -> None:
            store.put("etsy", tokens.to_dict())

        auth = RotatingToken(
            provider="etsy",
            profile=self.profile,
            load=lambda: self.accounts.token("etsy"),
            save=save,
            refresh=self._etsy_login(keys).refresh,
            lock=lambda: store.lock("etsy"),
            clock=self.clock,
        )
        return self._etsy_shop(keys, auth)

    @cached_property
    def etsy_app(self) -> EtsyApp:
        """What connecting to Etsy needs."""
        from podpusher_cli.net.auth import bearer
        from podpusher_cli.workflows.connecting import EtsyApp

        def shop(keys: AppKeys, token: str | None) -> Etsy:
            return self._etsy_shop(keys, bearer(token) if token else None)

        return EtsyApp(shop, self._etsy_login, self.callback_url)

    def _etsy_shop(self, keys: AppKeys, auth: Auth | None) -> Etsy:
        from podpusher_cli.providers.etsy import Etsy

        return Etsy(self.http, api_url=self.variable("PODPUSHER_ETSY_API_URL"), keys=keys, auth=auth)

    def _etsy_login(self, keys: AppKeys) -> EtsyLogin:
        from podpusher_cli.providers.etsy_login import EtsyLogin

        return EtsyLogin(
            self.http,
            authorize_url=self.variable("PODPUSHER_ETSY_AUTHORIZE_URL"),
            token_url=self.variable("PODPUSHER_ETSY_TOKEN_URL"),
            keystring=keys.keystring,
            clock=self.clock,
        )

    def callback(self) -> Callback:
        """The callback, listening from now on. Raises PortTaken."""
        from podpusher_cli.i18n import _, current
        from podpusher_cli.net.loopback import Callback, Page

        page = Page(_("podpusher has the answer. You can close this window."), current().language)
        return Callback(self.callback_port, clock=self.clock, page=page)
