"""What goes with a word, and which categories it sells in: worked out of signals (reference/trend-sources.md, sections 6, 7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import fmean

from podpusher_cli.core.keywords import key_of
from podpusher_cli.core.money import Money, digits
from podpusher_cli.core.trends import Kind, Signal

_CURRENCY = re.compile(r"[A-Z]{3}")
_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Related:
    """A word that goes with another. `listings`: how many of the first `of` at Etsy have both; None where Etsy says nothing."""

    keyword: str
    key: str
    rank: int
    sources: tuple[str, ...]
    listings: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A category of Etsy's by demand, as far as the listings that rank for the seller's words tell.

    `favorites_month` adds up what each of the `listings` was marked as a favourite a month of its age; None when no age
    is known. `price`: the mean, where all are in one currency. `category` is the way to it, or its number where Etsy does
    not name it. `words` led to it.
    """

    category: str
    taxonomy_id: int
    rank: int
    listings: int
    favorites: int
    favorites_month: float | None
    price: Money | None
    words: tuple[str, ...]


def related_to(keyword: str, signals: Iterable[Signal]) -> tuple[Related, ...]:
    """The words that go with a keyword: what several sources tell first, then by the place at a source."""
    best: dict[str, list[Signal]] = {}
    for signal in signals:
        if signal.key != key_of(keyword) and signal.kind is not Kind.LISTING:
            best.setdefault(signal.key, []).append(signal)
    found = [_joined(each) for each in best.values()]
    order = sorted(found, key=lambda each: (-len(each.sources), each.rank, -(each.listings or 0), each.key))
    return tuple(replace(each, rank=rank) for rank, each in enumerate(order, 1))


def _joined(signals: list[Signal]) -> Related:
    counted = next((each for each in signals if each.metric_name == "listings_with_tag"), None)
    of = counted.extra.get("of") if counted else None
    return Related(
        keyword=signals[0].keyword,
        key=signals[0].key,
        rank=min(each.rank or len(signals) for each in signals),
        sources=tuple(sorted({each.source for each in signals})),
        listings=counted.metric_value if counted else None,
        of=of if isinstance(of, int) else None,
    )


def by_demand(listings: Iterable[Signal], names: Mapping[int, str], now: datetime) -> tuple[Category, ...]:
    """The categories of the listings, those first whose listings gather the most favourites a month.

    A listing counts once, whatever words lead to it.
    """
    found: dict[int, dict[str, Signal]] = {}
    words: dict[int, dict[str, None]] = {}
    for signal in listings:
        number = signal.extra.get("taxonomy_id")
        if signal.kind is Kind.LISTING and isinstance(number, int):
            found.setdefault(number, {})[str(signal.extra.get("url") or signal.key)] = signal
            words.setdefault(number, {})[str(signal.extra.get("tag") or "")] = None
    made = [
        _category(number, names.get(number, str(number)), list(signals.values()), tuple(words[number]), now)
        for number, signals in found.items()
    ]
    order = sorted(made, key=lambda each: (-(each.favorites_month or 0), -each.listings, each.taxonomy_id))
    return tuple(replace(each, rank=rank) for rank, each in enumerate(order, 1))


def _category(number: int, name: str, signals: list[Signal], words: tuple[str, ...], now: datetime) -> Category:
    monthly = [rate for each in signals if (rate := _a_month(each, now)) is not None]
    return Category(
        category=name,
        taxonomy_id=number,
        rank=0,
        listings=len(signals),
        favorites=sum(each.metric_value or 0 for each in signals),
        favorites_month=round(sum(monthly), 1) if monthly else None,
        price=_mean(signals),
        words=words,
    )


def _mean(signals: list[Signal]) -> Money | None:
    """What the listings cost on the average; prices in several currencies have no mean."""
    told = [(each.extra.get("price"), each.extra.get("currency")) for each in signals]
    prices = [float(price) for price, _ in told if isinstance(price, int | float)]
    currencies = {currency for price, currency in told if isinstance(price, int | float)}
    currency = next(iter(currencies)) if len(currencies) == 1 else None
    if not isinstance(currency, str) or not _CURRENCY.fullmatch(currency):
        return None
    return Money(round(fmean(prices) * 10 ** digits(currency)), currency)


def _a_month(signal: Signal, now: datetime) -> float | None:
    """The favourites a month of a listing's age, which is a month at least."""
    since = signal.extra.get("since")
    if signal.metric_value is None or not isinstance(since, str):
        return None
    try:
        age = now - datetime.fromisoformat(since)
    except (ValueError, TypeError):
        return None
    return signal.metric_value / max(1.0, age / _MONTH)
