"""Etsy's page for a word, as people look at it (reference/trend-sources.md, section 7)."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from podpusher_cli.sandbox import market
from podpusher_cli.sandbox.answers import Answer, Call

_HTML = "text/html; charset=utf-8"
_SHOWN = 48
_WALL_PAGE = (
    "<html><head><title>etsy.com</title></head><body><p id=cmsg>Please enable JS and disable any ad blocker</p>"
    '<script src="https://ct.captcha-delivery.com/c.js"></script></body></html>'
)
_EMPTY_PAGE = "<!doctype html><html><body><div data-no-results><p>We couldn't find any results</p></div></body></html>"
_CHANGED_PAGE = "<!doctype html><html><body><article><b>Dog Mom Shirt</b><i>21.99</i></article></body></html>"
_SIGN_IN_PAGE = "<!doctype html><html><head><title>Etsy - Sign in</title></head><body></body></html>"


def _page(text: str, status: int = 200) -> Answer:
    return Answer(status, text.encode(), kind=_HTML)


def market_page(call: Call) -> Answer:
    """The cards of the listings that have the word, or the wall that a fault asked for."""
    made = _WALLS.get(call.fault.kind) if call.fault else None
    if made:
        return made()
    found = market.active(call.params["word"].replace("_", " ").casefold().split())[:_SHOWN]
    if not found or call.fault_is("empty_list"):
        return _page(_EMPTY_PAGE)
    cards = "".join(_card(doc) for doc in found)
    return _page(f"<!doctype html><html><body><div class=responsive-listing-grid>{cards}</div></body></html>")


def _card(doc: dict[str, Any]) -> str:
    number, price = doc["listing_id"], doc["price"]["amount"] / doc["price"]["divisor"]
    return (
        f'<div class="v2-listing-card" data-listing-id="{number}"><a data-listing-link href="{escape(doc["url"])}?ref=grid">'
        f'<h3 class="v2-listing-card__title">{escape(doc["title"])}</h3>'
        f'<div aria-label="4.8 star rating with {doc["num_favorers"]} reviews"></div>'
        f'<span class="currency-value">{price:,.2f}</span></a></div>'
    )


_WALLS: dict[str, Callable[[], Answer]] = {
    "captcha": lambda: _page(_WALL_PAGE, 403),
    "blocked": lambda: _page("<h1>Access denied</h1>", 403),
    "empty_body": lambda: _page(""),
    "layout_changed": lambda: _page(_CHANGED_PAGE),
    "login_wall": lambda: _page(_SIGN_IN_PAGE, 401),
}
