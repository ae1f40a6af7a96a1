"""Stripe: whose key it is, what it may do, and its OAuth endpoints (reference/stripe.md, section 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from podpusher_cli.core.accounts import STRIPE_PERMISSIONS
from podpusher_cli.core.errors import ConnectionExpired, ProviderRefused
from podpusher_cli.core.http import BadAnswer
from podpusher_cli.core.text import N_
from podpusher_cli.core.tokens import EVERYTHING, Platform, TokenSet

if TYPE_CHECKING:
    from podpusher_cli.net.http import Http

_NOWHERE = "cus_podpusherprobe0"  # a customer that nobody has: a right can be asked about it, and nothing happens


class LoginRefused(ConnectionExpired):
    message = N_("Stripe does not accept this login: {problem}")
    hint = N_("podpusher connect stripe --oauth")


@dataclass(frozen=True, slots=True)
class StripeAccount:
    """Whose key it is. `id` as `acct_…`; None where the key may not say."""

    id: str | None
    title: str


class Stripe:
    """Stripe's API as the owner of `key`."""

    def __init__(self, http: Http, *, api_url: str, key: str) -> None:
        from podpusher_cli.providers.stripe_wire import client

        self._v1 = client(http, key=key, api_url=api_url).v1

    def account(self) -> StripeAccount:
        """Whose key this is; also the test of it. Raises StripeKeyRefused."""
        from podpusher_cli.providers.stripe_wire import refusals

        try:
            with refusals():
                told: Mapping[str, Any] = self._v1.accounts.retrieve_current().to_dict()
        except ProviderRefused as error:
            if error.details.get("status") == 403:
                return StripeAccount(None, "")  # the key is good; this is not among what it may read
            raise
        try:
            profile, settings = told.get("business_profile") or {}, told.get("settings") or {}
            name = profile.get("name") or (settings.get("dashboard") or {}).get("display_name") or ""
            return StripeAccount(str(told["id"]), str(name))
        except (KeyError, AttributeError) as error:
            raise BadAnswer(provider="stripe") from error

    def permissions(self) -> tuple[str, ...]:
        """Which of STRIPE_PERMISSIONS the key holds. Nothing is changed by asking."""
        from podpusher_cli.providers.stripe_wire import is_allowed

        v1 = self._v1
        few: Any = {"limit": 1}
        nothing: Any = {}
        probes: dict[str, Callable[[], object]] = {
            "account_read": v1.accounts.retrieve_current,
            "checkout_sessions_write": lambda: v1.checkout.sessions.create(nothing),
            "customer_portal_write": lambda: v1.billing_portal.sessions.create(nothing),
            "customers_write": lambda: v1.customers.update(_NOWHERE, nothing),
            "subscriptions_read": lambda: v1.subscriptions.list(few),
            "invoices_read": lambda: v1.invoices.list(few),
            "prices_read": lambda: v1.prices.list(few),
            "products_read": lambda: v1.products.list(few),
            "events_read": lambda: v1.events.list(few),
            "entitlements_read": lambda: v1.entitlements.active_entitlements.list({"customer": _NOWHERE}),
        }
        return tuple(name for name in STRIPE_PERMISSIONS if is_allowed(probes[name]))


class StripeLogin:
    """Connect OAuth for one platform of the seller's own (section 2.1). Its tokens do not end, but can be revoked."""

    name = "stripe"

    def __init__(self, http: Http, *, api_url: str, connect_url: str, platform: Platform) -> None:
        from podpusher_cli.providers.stripe_wire import client

        self._platform = platform
        made = client(http, key=platform.key, api_url=api_url, connect_url=connect_url, client_id=platform.client_id)
        self._oauth = made.oauth

    def authorize_url(self, *, redirect_uri: str, scopes: Sequence[str], state: str, challenge: str) -> str:
        """The consent page's address. Without a `redirect_uri` Stripe takes the first that is registered."""
        del challenge
        told: Any = {"response_type": "code", "scope": " ".join(scopes), "state": state}
        return self._oauth.authorize_url(told | ({"redirect_uri": redirect_uri} if redirect_uri else {}))

    def exchange(self, code: str, *, verifier: str, redirect_uri: str, scopes: Sequence[str]) -> TokenSet:
        """The token that a code stands for; a code is good once. Raises LoginRefused."""
        del verifier, redirect_uri, scopes
        from stripe.oauth_error import OAuthError

        from podpusher_cli.providers.stripe_wire import refusals

        try:
            with refusals():
                told = self._oauth.token({"grant_type": "authorization_code", "code": code}).to_dict()
        except ProviderRefused as error:
            if isinstance(error.__cause__, OAuthError):
                raise _refused(error) from error
            raise
        try:
            return TokenSet(str(told["access_token"]), scopes=(EVERYTHING,), account=str(told["stripe_user_id"]))
        except KeyError as error:
            raise BadAnswer(provider="stripe") from error

    def refresh(self, old: TokenSet) -> TokenSet:
        """Its tokens do not end: there is nothing to renew."""
        return old

    def revoke(self, account: str) -> None:
        """Take the platform's access to `account` back; done too where it has none. Raises TryLater, ProviderRefused."""
        from stripe.oauth_error import InvalidClientError

        from podpusher_cli.providers.stripe_wire import refusals

        try:
            with refusals():
                self._oauth.deauthorize({"stripe_user_id": account})
        except ProviderRefused as error:
            if not isinstance(error.__cause__, InvalidClientError):
                raise


def _refused(error: ProviderRefused) -> LoginRefused:
    return LoginRefused(
        provider="stripe", reason="login_refused", problem=error.fields["problem"], details=error.details
    )
