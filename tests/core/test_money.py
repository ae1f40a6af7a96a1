"""Amounts: read strictly, kept exactly."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.money import BadPrice, Money, digits, parse_price

CURRENCIES = ("USD", "EUR", "JPY", "KRW", "KWD", "SEK")


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("26.99", "USD", 2699),
        (" 26.99 ", "USD", 2699),
        ("$26.99", "USD", 2699),
        ("$ 26.99", "CAD", 2699),
        ("26,99", "EUR", 2699),
        ("26,9", "EUR", 2690),
        ("26,99 €", "EUR", 2699),
        ("€26.99", "EUR", 2699),
        ("£5", "GBP", 500),
        ("¥2600", "JPY", 2600),
        ("27", "USD", 2700),
        ("27.", "USD", 2700),
        (".5", "USD", 50),
        ("0.01", "USD", 1),
        ("26.990", "USD", 2699),
        ("2600", "JPY", 2600),
        ("2600.00", "JPY", 2600),
        ("60000", "KRW", 60_000),
        ("300000", "IDR", 30_000_000),
        ("1.234", "KWD", 1234),
        ("50000", "USD", 5_000_000),
    ],
)
def test_a_price_as_a_seller_writes_it(text: str, currency: str, amount: int) -> None:
    assert parse_price(text, currency) == Money(amount, currency)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("", "USD"),
        ("free", "USD"),
        ("1,234", "USD"),  # a thousand, or one and a bit?
        ("1.234,56", "EUR"),
        ("1,234.56", "USD"),
        ("26.999", "USD"),
        ("26.5", "JPY"),
        ("26,5", "JPY"),
        ("0", "USD"),
        ("0.00", "USD"),
        ("-5", "USD"),
        ("+5", "USD"),
        ("1e3", "USD"),
        ("1_000", "USD"),
        ("NaN", "USD"),
        ("sNaN", "USD"),
        ("Infinity", "USD"),
        ("26.99.1", "USD"),
        ("26 99", "USD"),
        ("²", "USD"),
        ("50000.01", "USD"),
        ("3000000000", "IDR"),
        ("$$5", "USD"),
        ("$5$", "USD"),
        ("€5", "USD"),
        ("$5", "EUR"),
        ("£5", "EUR"),
        ("¥5", "KRW"),
        ("=1+1", "USD"),
        ("9" * 400, "USD"),
        ("$", "USD"),
    ],
)
def test_anything_in_doubt_is_refused_with_what_was_typed(text: str, currency: str) -> None:
    with pytest.raises(BadPrice) as refused:
        parse_price(text, currency)
    assert refused.value.exit_status == 2
    assert text.strip() in refused.value.plain()


@given(st.integers(1, 5_000_000), st.sampled_from(CURRENCIES))
def test_every_amount_is_read_back_as_it_was(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert parse_price(str(money.decimal()), currency) == money
    assert parse_price(f"{money.decimal():f}".replace(".", ","), currency) == money


@given(st.text(max_size=20), st.sampled_from(CURRENCIES))
def test_any_text_is_a_positive_amount_or_refused(text: str, currency: str) -> None:
    with suppress(BadPrice):
        assert parse_price(text, currency).amount > 0


@pytest.mark.parametrize(
    ("money", "exact"),
    [
        (Money(2699), "26.99"),
        (Money(5), "0.05"),
        (Money(2600, "JPY"), "2600"),
        (Money(1234, "KWD"), "1.234"),
        (Money(-150), "-1.50"),
        (Money(0), "0.00"),
    ],
)
def test_major_units_are_exact(money: Money, exact: str) -> None:
    assert money.decimal() == Decimal(exact)
    assert str(money.decimal()) == exact


def test_decimals_are_those_of_the_currency() -> None:
    assert [digits(each) for each in ("USD", "EUR", "JPY", "VND", "KWD", "XYZ")] == [2, 2, 0, 0, 3, 2]


def test_amounts_add_up_within_one_currency() -> None:
    assert Money(20) + Money(5) == Money(25)
    assert Money(20).times(3) == Money(60)
    with pytest.raises(ValueError, match="EUR"):
        _ = Money(20) + Money(5, "EUR")
