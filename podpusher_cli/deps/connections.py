"""The accounts, and clients that speak for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import NotConnected, as_template
from podpusher_cli.core.text import bare
from podpusher_cli.deps.tokens import Tokens

if TYPE_CHECKING:
    from podpusher_cli.core.tokens import AppKeys, Platform, TokenSet
    from podpusher_cli.net.auth import Auth, RotatingToken
    from podpusher_cli.providers.etsy import Etsy
    from podpusher_cli.providers.etsy_login import EtsyLogin
    from podpusher_cli.providers.openai.batches import OpenAIBatches
    from podpusher_cli.providers.openai.wire import OpenAIWire
    from podpusher_cli.providers.printify import Printify
    from podpusher_cli.providers.printify_login import PrintifyLogin
    from podpusher_cli.providers.stripe import Stripe, StripeLogin
    from podpusher_cli.workflows.accounts import Accounts


class Connections(Tokens):
    """The accounts at the providers, and the clients that speak for them."""

    @cached_property
    def accounts(self) -> Accounts:
        """The profile's connections."""
        from podpusher_cli.core.accounts import GIVEN_BY
        from podpusher_cli.core.tokens import TokenSet
        from podpusher_cli.workflows.accounts import Accounts

        named = bare(self.environment.get("OPENAI_BASE_URL", "")).rstrip("/")
        server = named or self.variable("OPENAI_BASE_URL")
        keys = {each: bare(self.environment.get(variable, "")) for each, variable in GIVEN_BY.items()}
        given = {each: TokenSet(key, server=server if each == "openai" else None) for each, key in keys.items() if key}
        servers = {"openai": named} if named else {}
        return Accounts(self.profile, self.token_store, self.settings, self.clock, given, servers)

    def require(self, *providers: str) -> None:
        """Let nothing begin that lacks a connection; say which one ends soon, here and in a notice.

        Raises NotConnected, ConnectionExpired or MachineTrouble.
        """
        from podpusher_cli.ui.views.accounts import ending
        from podpusher_cli.workflows.standing import require, tell_of_ends

        found = require(self.accounts, providers)
        for sentence in (sentence for each in found for sentence in ending(each)):
            self.out.warn(as_template(sentence))
        tell_of_ends(found, self.notices, self.clock)

    @cached_property
    def printify(self) -> Printify:
        """Printify with the profile's token, which renews itself if it is an app's. Raises NotConnected."""
        return self._printify_kept(self.accounts.usable("printify"))

    def printify_with(self, token: str | None) -> Printify:
        """Printify as the owner of a token; None: of the one that is there, though no shop is settled on. Raises NotConnected."""
        from podpusher_cli.net.auth import bearer

        if token is not None:
            return self._printify(bearer(token), account=token)
        kept = self.accounts.token("printify")
        if kept is None:
            raise NotConnected(provider="printify", name="printify", profile=self.profile)
        return self._printify_kept(kept)

    def _printify_kept(self, tokens: TokenSet) -> Printify:
        from podpusher_cli.net.auth import bearer

        if tokens.refresh_token is None:
            return self._printify(bearer(tokens.access_token), account=tokens.access_token)
        app = self.token_store.get("printify-app") or {}
        login = self.printify_login(str(app.get("app_id") or self.variable("PODPUSHER_PRINTIFY_APP_ID")))
        account = tokens.account or self.settings.get("printify.shop")
        return self._printify(self._rotating("printify", login.refresh, again="printify --oauth"), account=account)

    def _printify(self, auth: Auth, *, account: str) -> Printify:
        from podpusher_cli.providers.printify import Printify

        return Printify(self.http, self.variable("PODPUSHER_PRINTIFY_API_URL"), auth, account=account)

    def printify_login(self, app_id: str) -> PrintifyLogin:
        """Printify's OAuth endpoints for an app."""
        from podpusher_cli.providers.printify_login import PrintifyLogin

        return PrintifyLogin(
            self.http,
            authorize_url=self.variable("PODPUSHER_PRINTIFY_AUTHORIZE_URL"),
            api_url=self.variable("PODPUSHER_PRINTIFY_API_URL"),
            app_id=app_id,
            clock=self.clock,
        )

    @property
    def given_etsy_keys(self) -> AppKeys | None:
        """The Etsy app's key pair as the environment has it."""
        from podpusher_cli.core.tokens import AppKeys

        keystring = self.environment.get("PODPUSHER_ETSY_KEYSTRING")
        secret = self.environment.get("PODPUSHER_ETSY_SHARED_SECRET")
        return AppKeys(bare(keystring), bare(secret)) if keystring and secret else None

    @cached_property
    def etsy(self) -> Etsy:
        """Etsy with the profile's tokens, which renew themselves. Raises NotConnected."""
        from podpusher_cli.workflows.connecting.etsy import kept_keys

        kept, given = kept_keys(self.accounts), self.given_etsy_keys
        # Tokens belong to the app that they were given to; only its secret may have changed since.
        keys = given if given and (kept is None or given.keystring == kept.keystring) else kept
        self.accounts.usable("etsy")
        if keys is None:
            raise NotConnected(provider="etsy", name="etsy", profile=self.profile)
        return self.etsy_with(keys, self._rotating("etsy", self.etsy_login(keys).refresh))

    def etsy_with(self, keys: AppKeys, auth: Auth | None) -> Etsy:
        """Etsy as an app and, with `auth`, as whoever agreed."""
        from podpusher_cli.providers.etsy import Etsy

        return Etsy(self.http, api_url=self.variable("PODPUSHER_ETSY_API_URL"), keys=keys, auth=auth)

    def etsy_login(self, keys: AppKeys) -> EtsyLogin:
        """Etsy's OAuth endpoints for an app."""
        from podpusher_cli.providers.etsy_login import EtsyLogin

        return EtsyLogin(
            self.http,
            authorize_url=self.variable("PODPUSHER_ETSY_AUTHORIZE_URL"),
            token_url=self.variable("PODPUSHER_ETSY_TOKEN_URL"),
            keystring=keys.keystring,
            clock=self.clock,
        )

    def _rotating(self, provider: str, refresh: Callable[[TokenSet], TokenSet], *, again: str = "") -> RotatingToken:
        """The kept tokens of a provider, renewed once for all processes."""
        from podpusher_cli.net.auth import RotatingToken

        store = self.token_store
        return RotatingToken(
            provider=provider,
            profile=self.profile,
            again=again,
            load=lambda: self.accounts.token(provider),
            save=lambda tokens: store.put(provider, tokens.to_dict()),
            refresh=refresh,
            lock=lambda: store.lock(provider),
            clock=self.clock,
        )

    @cached_property
    def stripe(self) -> Stripe:
        """Stripe with the profile's key. Raises NotConnected."""
        return self.stripe_with(self.accounts.usable("stripe").access_token)

    def stripe_with(self, key: str) -> Stripe:
        """Stripe as the owner of a key."""
        from podpusher_cli.providers.stripe import Stripe

        return Stripe(self.http, api_url=self.variable("PODPUSHER_STRIPE_API_URL"), key=key)

    def stripe_login(self, platform: Platform) -> StripeLogin:
        """Stripe's OAuth endpoints for a platform of the seller's own."""
        from podpusher_cli.providers.stripe import StripeLogin

        return StripeLogin(
            self.http,
            api_url=self.variable("PODPUSHER_STRIPE_API_URL"),
            connect_url=self.variable("PODPUSHER_STRIPE_CONNECT_URL"),
            platform=platform,
        )

    def openai_models(self, server: str, key: str) -> tuple[str, ...]:
        """The models that a server has for a key."""
        from podpusher_cli.providers.openai.models import list_models

        return list_models(self.http, server, key)

    def openai_wire(self, dialect: str) -> OpenAIWire:
        """OpenAI, or the server in its place, with the profile's key. Raises NotConnected."""
        from podpusher_cli.providers.openai.wire import OpenAIWire, dialect_of

        tokens = self.accounts.usable("openai")
        server = tokens.server or self.variable("OPENAI_BASE_URL")
        said = "openai" if self.options.sandbox else dialect
        return OpenAIWire(self.http, server, tokens.access_token, dialect=dialect_of(server, said), clock=self.clock)

    def openai_batches(self) -> OpenAIBatches:
        """OpenAI's batches. Raises NotConnected, or NoBatches where the server is none of OpenAI's."""
        from podpusher_cli.providers.openai.batches import OpenAIBatches

        wire = self.openai_wire(self.settings.get("openai.dialect"))
        tokens = self.accounts.usable("openai")
        server = tokens.server or self.variable("OPENAI_BASE_URL")
        return OpenAIBatches(self.http, server, tokens.access_token, dialect=wire.dialect)

    @property
    def account_checks(self) -> dict[str, Callable[[], object]]:
        """A cheap call for each provider, which proves its connection."""

        def openai() -> object:
            tokens = self.accounts.usable("openai")
            return self.openai_models(tokens.server or self.variable("OPENAI_BASE_URL"), tokens.access_token)

        def printify() -> None:
            from podpusher_cli.workflows.connecting.printify import prove

            prove(self.printify, self.settings.get("printify.shop"))

        return {
            "etsy": lambda: self.etsy.me(),  # noqa: PLW0108 - not made yet
            "printify": printify,
            "stripe": lambda: self.stripe.account(),  # noqa: PLW0108 - not made yet
            "openai": openai,
        }
