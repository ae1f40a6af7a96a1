"""Etsy: the seller's shop and its listings (reference/etsy.md, sections 2.7, 3 and 7)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from podpusher_cli.core.errors import NotFound, PodpusherError, RateLimited
from podpusher_cli.core.http import Limit, Request, Service, Spent
from podpusher_cli.core.money import Money, digits
from podpusher_cli.core.tokens import AppKeys
from podpusher_cli.providers.etsy_answers import DailyLimit, answer

if TYPE_CHECKING:
    from podpusher_cli.net.auth import Auth
    from podpusher_cli.net.http import Http

SECOND = Limit("etsy.second", 4, 1.0)
DAY = Limit("etsy.day", 10_000, 86_400.0)
_LEFT = "x-remaining-today"
SERVICE = Service(
    "etsy",
    {"x-limit-per-second": SECOND.name, "x-limit-per-day": DAY.name},
    is_spent=lambda response: response.headers.get(_LEFT) == "0",
    left_header=_LEFT,
    is_out_of_reach=lambda response: b"requires scope" in response.body,  # a renewed token has the same scopes
)
BATCH = 100  # the most listings that one read gives (section 7)
_DAILY_S = 120.0  # a 429 that asks for a longer wait is about the day (section 3)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EtsyUser:
    """Whose token it is; `shop_id` is None for a buyer without a shop."""

    id: str
    shop_id: str | None


@dataclass(frozen=True, slots=True)
class EtsyShop:
    """A shop, as everybody sees it."""

    id: str
    name: str
    currency: str
    url: str


@dataclass(frozen=True, slots=True)
class EtsyListing:
    """A listing. `state` is Etsy's word: draft, active, inactive, sold_out, expired.

    `partnered`: whether it names a production partner, as Etsy wants of what others make (reference/etsy.md, section 6.4);
    None where the answer does not tell.
    """

    id: str
    title: str
    state: str
    url: str
    tags: tuple[str, ...]
    price: Money | None
    partnered: bool | None = None


class Etsy:
    """A Shop: Etsy's Open API v3 at `api_url`, with the keys of the seller's app and, where one is needed, a token."""

    name = "etsy"

    def __init__(self, http: Http, *, api_url: str, keys: AppKeys, auth: Auth | None = None) -> None:
        self._http = http
        self._url = api_url.rstrip("/") + "/v3/application"
        self._headers = {"x-api-key": keys.header}
        self._auth = auth
        self.account = hashlib.sha256(keys.keystring.encode()).hexdigest()[:12]

    def ping(self) -> None:
        """Ask whether the key pair is good; needs no token. Raises KeyRefused."""
        self._get("/openapi-ping", "/openapi-ping", dict)

    def me(self) -> EtsyUser:
        """Whose token this is. Raises LoginRefused."""
        return self._get("/users/me", "/users/me", _user, owner=True)

    def shop(self, shop: str) -> EtsyShop:
        """A shop by its id. Raises ListingNotFound."""
        return self._get(f"/shops/{shop}", "/shops/{shop}", _shop, missing="shop_not_found")

    def listing(self, listing: str) -> EtsyListing:
        """One listing, drafts too. Raises ListingNotFound."""
        return self._get(
            f"/listings/{listing}", "/listings/{listing}", _listing, owner=True, missing="listing_not_found"
        )

    def listings(self, ids: Iterable[str]) -> dict[str, EtsyListing]:
        """Listings by their ids, drafts too; those that Etsy does not have are left out.

        Read by the hundred. What a batch leaves out is asked for once more by itself. What can be no listing's id, as of a shop
        that is not at Etsy, is not asked for: Etsy would refuse all that are asked for with it.
        """
        wanted = [each for each in dict.fromkeys(ids) if each.isascii() and each.isdecimal()]
        found: dict[str, EtsyListing] = {}
        for start in range(0, len(wanted), BATCH):
            found |= self._batch(wanted[start : start + BATCH])
        for each in wanted:
            if each not in found:
                try:
                    found[each] = self.listing(each)
                except NotFound:
                    continue
        return found

    def _batch(self, ids: Sequence[str]) -> dict[str, EtsyListing]:
        params = {"listing_ids": ",".join(ids)}
        found = self._get("/listings/batch", "/listings/batch", _page, owner=True, params=params)
        return {each.id: each for each in found}

    def _get(
        self,
        path: str,
        route: str,
        read: Callable[[Mapping[str, Any]], T],
        *,
        owner: bool = False,
        missing: str = "not_found",
        params: Mapping[str, str] | None = None,
    ) -> T:
        request = Request(
            "GET", self._url + path, f"GET {route}", params=params or {}, headers=self._headers, limits=(SECOND, DAY)
        )
        try:
            response = self._http.send(
                request, provider=SERVICE, account=self.account, auth=self._auth if owner else None
            )
        except RateLimited as error:
            raise _limited(error) from error
        return answer(response, read, missing=missing)


def _limited(error: RateLimited) -> PodpusherError:
    """Which of the two limits it was (section 3)."""
    if isinstance(error, Spent) or (error.retry_after or 0) > _DAILY_S:
        return DailyLimit(provider="etsy", reason="daily_limit", retry_after=error.retry_after, details=error.details)
    return RateLimited(provider="etsy", reason="rate_limited", retry_after=error.retry_after, details=error.details)


def _user(told: Mapping[str, Any]) -> EtsyUser:
    return EtsyUser(str(told["user_id"]), str(told["shop_id"]) if told.get("shop_id") else None)


def _shop(told: Mapping[str, Any]) -> EtsyShop:
    return EtsyShop(
        str(told["shop_id"]), str(told["shop_name"]), str(told["currency_code"]), str(told.get("url") or "")
    )


def _page(told: Mapping[str, Any]) -> tuple[EtsyListing, ...]:
    return tuple(_listing(row) for row in told["results"])


def _listing(told: Mapping[str, Any]) -> EtsyListing:
    return EtsyListing(
        id=str(told["listing_id"]),
        title=str(told["title"]),
        state=str(told["state"]),
        url=str(told.get("url") or ""),
        tags=tuple(str(tag) for tag in told.get("tags") or ()),
        price=_money(told.get("price")),
        partnered=bool(told["production_partners"]) if isinstance(told.get("production_partners"), list) else None,
    )


def _money(told: Mapping[str, Any] | None) -> Money | None:
    """`{"amount": 18000, "divisor": 100, "currency_code": "NOK"}` in minor units (section 5)."""
    if not told:
        return None
    currency = str(told["currency_code"])
    exact = Decimal(int(told["amount"])) / Decimal(int(told["divisor"]))
    return Money(int(exact.scaleb(digits(currency))), currency)
