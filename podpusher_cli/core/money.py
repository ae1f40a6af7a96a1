"""Amounts with a currency, in minor units."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.text import N_

_NO_MINOR_UNIT = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"}
)
_SIGNS = {"€": ("EUR",), "£": ("GBP",), "¥": ("JPY", "CNY")}  # a `$` is that of any dollar or peso
_ABOUT_A_DOLLAR = frozenset({"AUD", "CAD", "CHF", "EUR", "GBP", "NZD", "SGD", "USD"})
_MOST, _MOST_OF_SMALL_UNITS = 50_000, 2_000_000_000  # reference/etsy.md, section 6: 50,000 USD, in any currency
_THREE_DIGITS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def digits(currency: str) -> int:
    """How many decimals the currency has (ISO 4217)."""
    if currency in _NO_MINOR_UNIT:
        return 0
    return 3 if currency in _THREE_DIGITS else 2


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """`amount` in minor units (cents), `currency` as three capital letters."""

    amount: int
    currency: str = "USD"

    def decimal(self) -> Decimal:
        """The amount in major units, exactly."""
        return Decimal(self.amount).scaleb(-digits(self.currency))

    def __str__(self) -> str:
        """`26.99 USD`: inside an English sentence that is kept or logged."""
        return f"{self.decimal():f} {self.currency}"

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            message = f"cannot add {other.currency} to {self.currency}"
            raise ValueError(message)
        return Money(self.amount + other.amount, self.currency)

    def times(self, count: int) -> Money:
        """The amount `count` times."""
        return Money(self.amount * count, self.currency)


class BadPrice(BadInput):
    code = "input.price"
    message = N_("“{text}” is not a price.")
    hint = N_("Write it with a point for the decimals, such as 26.99.")


def parse_price(text: str, currency: str) -> Money:
    """Read `26.99` (also `26,99`, `$26.99`, `26,99 €`) as an amount of `currency`. Raises BadPrice for anything in doubt."""
    cleaned, sign = _without_sign(text.strip())
    if currency not in _SIGNS.get(sign, (currency,)) or (
        sign == "$" and any(currency in each for each in _SIGNS.values())
    ):
        raise BadPrice(text=text)
    if cleaned.count(",") == 1 and "." not in cleaned and len(cleaned) - cleaned.index(",") <= digits(currency) + 1:
        cleaned = cleaned.replace(",", ".")
    largest = _MOST if currency in _ABOUT_A_DOLLAR else _MOST_OF_SMALL_UNITS
    try:
        value = Decimal(cleaned)
    except InvalidOperation:
        raise BadPrice(text=text) from None
    if not cleaned.replace(".", "", 1).isdigit() or not 0 < value <= largest:
        raise BadPrice(text=text)
    minor = value.scaleb(digits(currency))
    if minor != minor.to_integral_value():
        raise BadPrice(text=text)
    return Money(int(minor.quantize(Decimal(1), ROUND_HALF_UP)), currency)


def _without_sign(text: str) -> tuple[str, str]:
    """The text without a currency's sign before or after it, and the sign."""
    for sign in ("$", *_SIGNS):
        if text.startswith(sign):
            return text.removeprefix(sign).strip(), sign
        if text.endswith(sign):
            return text.removesuffix(sign).strip(), sign
    return text, ""
