"""The protocols: what each kind of provider can do, as far as anybody asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from podpusher_cli.core.billing import Known
    from podpusher_cli.core.metering import Usage
    from podpusher_cli.core.printify import PrintifyShop
    from podpusher_cli.core.stripe_events import Sighting
    from podpusher_cli.core.tokens import TokenSet
    from podpusher_cli.core.upgrades import Offer, Session
    from podpusher_cli.providers.etsy import EtsyListing, EtsyShop, EtsyUser
    from podpusher_cli.providers.stripe import StripeAccount


class OAuthProvider(Protocol):
    """Somebody whose tokens come from a consent page."""

    def authorize_url(self, *, redirect_uri: str, scopes: Sequence[str], state: str, challenge: str) -> str:
        """The consent page's address."""
        ...

    def exchange(self, code: str, *, verifier: str, redirect_uri: str, scopes: Sequence[str]) -> TokenSet:
        """The tokens that a code stands for; a code is good once."""
        ...

    def refresh(self, old: TokenSet) -> TokenSet:
        """A new pair for the old one."""
        ...


class Shop(Protocol):
    """Where listings are sold."""

    def ping(self) -> None:
        """Ask whether the app's keys are good."""
        ...

    def me(self) -> EtsyUser:
        """Whose token this is."""
        ...

    def shop(self, shop: str) -> EtsyShop:
        """A shop by its id."""
        ...

    def listings(self, ids: Iterable[str]) -> Mapping[str, EtsyListing]:
        """Listings by their ids; those that are not there are left out."""
        ...


class ShopLister(Protocol):
    """A Printer, as far as connecting it goes."""

    def shops(self) -> tuple[PrintifyShop, ...]:
        """The account's shops; also the test of a token."""
        ...


class AccountTeller(Protocol):
    """Payments, as far as connecting them goes."""

    def account(self) -> StripeAccount:
        """Whose key this is; also the test of it."""
        ...

    def permissions(self) -> tuple[str, ...]:
        """What the key may do."""
        ...


class BillingSource(Protocol):
    """Whoever sells the plans. `livemode`: in earnest, or for tests; what is of the other mode is never used."""

    livemode: bool

    def fetch_state(self, customer: str, account: str, now: datetime) -> Known:
        """What a customer holds now; with no customer, nothing."""
        ...

    def events(self, *, after: str | None, since: datetime) -> Iterator[Sighting]:
        """The events after that one, or since then, oldest first. Raises ProviderRefused where `after` is not known."""
        ...

    def offers(self, tiers: Sequence[str]) -> Sequence[Offer]:
        """What is for sale of these tiers, in their order."""
        ...

    def checkout(self, *, intent: str, price_id: str, customer: str, return_url: str) -> Session:
        """A page to buy at. The same intent is the same page."""
        ...

    def session(self, number: str) -> Session:
        """What has become of that page."""
        ...

    def expire(self, number: str) -> Session:
        """Close that page. Raises ProviderRefused where it is closed."""
        ...

    def portal(self, *, customer: str, return_url: str, subscription: str | None = None) -> str:
        """The address of a customer's portal; with a subscription, where that is changed. Raises NoPortal."""
        ...

    def meter(self, usage: Usage, customer: str) -> None:
        """Have usage billed, once however often it is told. Raises ProviderRefused."""
        ...
