"""Etsy: what ranks for a word and which tags go with it, from its API (reference/trend-sources.md, section 7).

Etsy tells no trends, sales or searches. What is asked for is derived: from the places, favourites and ages of listings,
and from the tags that many of the first hundred have.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from podpusher_cli.core.counts import count_of, whole
from podpusher_cli.core.http import Request, Response
from podpusher_cli.core.keywords import display, key_of
from podpusher_cli.core.outcomes import Captcha, Empty, LayoutChanged, UpstreamFault
from podpusher_cli.core.text import N_, one_line
from podpusher_cli.core.trend_routes import Answer, Credential, Mark, Params, Route, Row, Source
from podpusher_cli.core.trends import Kind, Scale, Tier
from podpusher_cli.providers.etsy import DAY, SECOND, SERVICE
from podpusher_cli.providers.trends.reading import is_whole_page, json_of, page_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

API = "https://openapi.etsy.com/v3/application"
SITE = "https://www.etsy.com"
EVERYWHERE = "US"  # the marketplace as a visitor without a country sees it; any other region: the shops of that country
REGIONS = (
    EVERYWHERE, "GB", "CA", "AU", "IE", "NZ", "DE", "AT", "CH", "FR", "BE", "NL", "ES", "IT", "PT", "SE", "NO", "DK", "FI",
    "PL", "GR", "TR", "IL", "IN", "JP", "MX",
)  # fmt: skip
DEPTH = 100  # as many listings as one request gives
_COMMON = 2  # listings that make a tag one that goes with the word
_HOURS = 3600.0
_WEEK_S = 7 * 24 * _HOURS
_DEEPEST = 12  # levels of the taxonomy; it has seven
_LATEST = 4_102_444_800  # 2100
_MARKS = (
    Mark(Captcha, "text", "please enable js and disable any ad blocker"),
    Mark(Empty, "selector", "[data-no-results]", rowless=True),
)
_REVIEWS = re.compile(r"with (\S+) reviews?\b")
_PRICE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{2})?|\d+(?:\.\d{2})?")


def build_listings(params: Params) -> Request:
    """The first hundred active listings for a word, in the order that a buyer sees."""
    asked: dict[str, str | int] = {"keywords": params.tag or "", "sort_on": "score", "limit": DEPTH, "offset": 0}
    if params.category:
        asked["taxonomy_id"] = params.category
    if params.region != EVERYWHERE:
        asked["shop_location"] = params.region
    return Request("GET", f"{API}/listings/active", "GET /listings/active", params=asked, limits=(SECOND, DAY))


def build_taxonomy(_params: Params) -> Request:
    """Etsy's categories."""
    return Request("GET", f"{API}/seller-taxonomy/nodes", "GET /seller-taxonomy/nodes", limits=(SECOND, DAY))


def sign(request: Request, key: Credential) -> Request:
    """With the keys of the seller's own app; needs no consent of a shop."""
    pair = f"{key.values['keystring']}:{key.values['shared_secret']}"
    return replace(request, headers={**request.headers, "x-api-key": pair})


def parse_listings(response: Response) -> Answer:
    """Read `results[]`, and count their tags. Raises LayoutChanged when there is no list."""
    document, results = _results(response)
    rows: list[Row] = []
    tags: Counter[str] = Counter()
    for item in results:
        if isinstance(item, dict) and (row := _listing(item, len(rows) + 1)):
            rows.append(row)
            tags.update(_tags(item))
    if results and not rows:
        raise LayoutChanged("no row can be read")
    of = {"of": len(rows), "total": whole(document.get("count"))}
    often = sorted((-number, tag) for tag, number in tags.items() if number >= _COMMON)
    derived = [
        Row(tag, Kind.TAG, None, "listings_with_tag", -number, Scale.SAMPLE, place, of)
        for place, (number, tag) in enumerate(often, 1)
    ]
    return Answer(tuple(rows), derived=tuple(derived))


def _results(response: Response) -> tuple[Mapping[str, Any], list[Any]]:
    document = json_of(response)
    if document is None:
        raise UpstreamFault("the answer is cut off")
    results = document.get("results") if isinstance(document, dict) else None
    if not isinstance(results, list):
        raise LayoutChanged("no list")
    return document, results


def _listing(item: Mapping[str, Any], place: int) -> Row | None:
    title = item.get("title")
    keyword = display(html.unescape(title)) if isinstance(title, str) else ""
    if not keyword:
        return None
    price, currency = _price(item.get("price"))
    extra = {
        "url": _address(item.get("url")),
        "views": whole(item.get("views")),
        "price": price,
        "currency": currency,
        "taxonomy_id": whole(item.get("taxonomy_id")),
        "since": _moment(item.get("original_creation_timestamp", item.get("created_timestamp"))),
    }
    return Row(keyword, Kind.LISTING, None, "favorites", whole(item.get("num_favorers")), Scale.ABSOLUTE, place, extra)


def _tags(item: Mapping[str, Any]) -> set[str]:
    """A listing's tags, each once however it is written."""
    tags = item.get("tags")
    shown = (display(html.unescape(tag)) for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
    return {key_of(tag) for tag in shown if tag}


def _price(told: object) -> tuple[float | None, str | None]:
    if not isinstance(told, dict):
        return None, None
    amount, divisor, currency = whole(told.get("amount")), whole(told.get("divisor")), told.get("currency_code")
    if amount is None or not divisor:
        return None, None
    return round(amount / divisor, 2), one_line(currency)[:3] if isinstance(currency, str) else None


def _moment(seconds: object) -> str | None:
    number = whole(seconds)
    return datetime.fromtimestamp(number, UTC).isoformat() if number and number < _LATEST else None


def _address(text: object) -> str | None:
    """A page's address without what it was clicked with; None for anything that is no web page."""
    try:
        found = urlsplit(text if isinstance(text, str) else "")
    except ValueError:
        return None
    return one_line(f"{found.scheme}://{found.netloc}{found.path}")[:300] if found.scheme == "https" else None


def parse_taxonomy(response: Response) -> Answer:
    """Each category as the way to it: `Home & Living > Kitchen & Dining > Mugs`. Raises LayoutChanged."""
    _, results = _results(response)
    rows = [
        Row(way, Kind.TOPIC, rank=place, extra={"taxonomy_id": number})
        for place, (way, number) in enumerate(_categories(results, "", _DEEPEST), 1)
    ]
    if results and not rows:
        raise LayoutChanged("no row can be read")
    return Answer(tuple(rows))


def _categories(nodes: object, above: str, levels: int) -> Iterator[tuple[str, int]]:
    for node in nodes if isinstance(nodes, list) and levels else ():
        if isinstance(node, dict) and (name := display(node.get("name"))):
            way = display(f"{above} > {name}" if above else name)
            number = whole(node.get("id"))
            if number is not None:
                yield way, number
            yield from _categories(node.get("children"), way, levels - 1)


def build_market(params: Params) -> Request:
    """The page for a word that people look at."""
    word = quote("_".join((params.tag or "").split()), safe="")
    return Request("GET", f"{SITE}/market/{word}", "GET market/{word}", headers={"accept": "text/html"})


def parse_market(response: Response) -> Answer:
    """Read the cards. Which of them are advertisements cannot be told. Raises LayoutChanged."""
    cards = page_of(response).css("div.v2-listing-card[data-listing-id]")
    if not is_whole_page(response):
        raise UpstreamFault("the answer is cut off")
    rows: list[Row] = []
    for card in cards:
        if row := _card(card, len(rows) + 1):
            rows.append(row)
    if not rows:
        raise LayoutChanged("no card in the page")
    return Answer(tuple(rows))


def _card(card: LexborNode, place: int) -> Row | None:
    title = card.css_first("h3.v2-listing-card__title")
    keyword = display(title.text()) if title is not None else ""
    if not keyword:
        return None
    link, badge = card.css_first("a[data-listing-link]"), card.css_first(".wt-badge")
    price, rated = card.css_first(".currency-value"), card.css_first("[aria-label*='star rating with']")
    told = _REVIEWS.search(rated.attributes.get("aria-label") or "") if rated is not None else None
    reviews = count_of(told[1]) if told else None
    printed = price.text().strip() if price is not None else ""
    extra = {
        "url": _address(link.attributes.get("href")) if link is not None else None,
        "listing_id": whole(card.attributes.get("data-listing-id")),
        "price": float(printed.replace(",", "")) if len(printed) < 16 and _PRICE.fullmatch(printed) else None,
        "badge": display(badge.text()) or None if badge is not None else None,
    }
    value = reviews.value if reviews else None
    return Row(keyword, Kind.LISTING, None, "reviews", value, Scale.ABSOLUTE, place, extra)


source = Source(
    name="etsy",
    title="Etsy",
    terms=N_("Etsy's terms forbid programs on its pages; podpusher asks its API with the keys of your own app."),
    regions=REGIONS,
    routes=(
        Route(
            "etsy.api_listings", Tier.API, build_listings, parse_listings, counted=True, needs="key:etsy", sign=sign, seeded=True,
            service=SERVICE, spare=0.1, cache_ttl_s=_HOURS,
        ),
        Route(
            "etsy.api_taxonomy", Tier.API, build_taxonomy, parse_taxonomy, needs="key:etsy", sign=sign, service=SERVICE,
            spare=0.1, cache_ttl_s=_WEEK_S, store="cache_only", by_name=True,
        ),
        Route(
            "etsy.market_page", Tier.HTTP, build_market, parse_market, "html", marks=_MARKS, seeded=True, by_name=True,
            rest_s=24 * _HOURS, robots=True,
        ),
    ),
)  # fmt: skip
