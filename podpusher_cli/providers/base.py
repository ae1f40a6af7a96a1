"""The protocols: what each kind of provider can do, as far as anybody asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from podpusher_cli.core.accounts import TokenSet
    from podpusher_cli.core.printify import PrintifyShop
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
