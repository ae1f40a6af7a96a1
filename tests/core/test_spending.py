"""What a model costs: never less than it did, never a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.money import Money
from podpusher_cli.core.spending import (
    IMAGE_RATES,
    TEXT_RATES,
    BadRates,
    Rates,
    RetiredModel,
    Spend,
    SpendState,
    Usage,
    check_model,
    image_estimate,
    rates_of,
    read_rates,
    text_estimate,
    to_money,
    total,
)
from tests.support.clock import START


def spend(micros: int | None) -> Spend:
    return Spend("d-1", "image", "openai", "m", "p", 1, SpendState.BILLED, 0, 0, 0, 0, micros, None, START)


@pytest.mark.parametrize(
    "model",
    ["gpt-image-2.5", "gpt-image-2.5-flare", "gpt-image-2.5-flare-2026-09-08", "gpt-image-2", "gpt-image-2-mini"],
)
def test_variants_of_a_family_have_its_rates(model: str) -> None:
    assert rates_of(model, IMAGE_RATES) == Rates(text_in=5, image_in=8, image_out=30)


@pytest.mark.parametrize("model", ["gpt-image-2.6", "gpt-image-20", "gpt-image", "my-gpt-image-2", "", "gpt-5.5"])
def test_another_family_has_none(model: str) -> None:
    assert rates_of(model, IMAGE_RATES) is None


def test_the_longer_family_name_wins() -> None:
    table = {"a": Rates(text_in=1), "a-b": Rates(text_in=2)}
    assert [rates_of(model, table) for model in ("a-b-c", "a-c", "a")] == [
        Rates(text_in=2),
        Rates(text_in=1),
        Rates(text_in=1),
    ]


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.floats(0, 1000), st.floats(0, 1000))
def test_a_cost_is_rounded_up_to_the_millionth(text: int, image: int, first: float, last: float) -> None:
    cost = Rates(text_in=first, image_out=last).cost(Usage(text_in=text, image_out=image))
    exact = text * first + image * last
    assert exact <= cost < exact + 1.01


@given(st.integers(0, 10**9))
def test_money_is_rounded_up_to_the_cent(micros: int) -> None:
    cents = to_money(micros).amount
    assert micros <= cents * 10_000 < micros + 10_000


def test_what_was_spent_never_reads_as_nothing() -> None:
    assert to_money(1) == Money(1, "USD")
    assert total([spend(4_000), spend(4_000)]) == Money(1, "USD")
    assert total([spend(None), spend(20_001)]) == Money(3, "USD")
    assert total([]) is None
    assert total([spend(None), spend(0)]) is None


def test_an_estimate_grows_with_size_and_care() -> None:
    rates = rates_of("gpt-image-2.5", IMAGE_RATES)
    costs = [
        image_estimate("m", rates, quality=word, width=1024, height=1024).micros
        for word in ("low", "medium", "high", "xhigh", "max")
    ]
    assert costs == sorted(costs, key=lambda each: each or 0)
    assert costs[1] == 250 * 5 + 439 * 30
    large = image_estimate("m", rates, quality="medium", width=2048, height=2048).micros
    assert large == 250 * 5 + 4 * 439 * 30


@pytest.mark.parametrize(("rates", "quality"), [(None, "medium"), (Rates(image_out=30), "best")])
def test_what_is_not_known_is_not_estimated(rates: Rates | None, quality: str) -> None:
    assert image_estimate("m", rates, quality=quality, width=1024, height=1024).micros is None
    assert text_estimate("m", None).micros is None


def test_a_text_costs_about_two_cents() -> None:
    assert text_estimate("m", rates_of("gpt-5.5", TEXT_RATES)).micros == 900 * 5 + 700 * 30


@pytest.mark.parametrize(
    ("text", "image", "rates"),
    [
        ("5/30", True, Rates(text_in=5, image_in=5, image_out=30)),
        ("0.5 / 3", False, Rates(text_in=0.5, text_out=3)),
        ("0/0", False, Rates()),
        ("", True, None),
    ],
)
def test_rates_as_a_seller_sets_them(text: str, image: bool, rates: Rates | None) -> None:
    assert read_rates("openai.text_rates", text, image=image) == rates


@pytest.mark.parametrize("text", ["5", "5/30/1", "five/30", "-5/30", "nan/30", "5/inf", "1e7/1", "/"])
def test_rates_that_do_not_read_as_such(text: str) -> None:
    with pytest.raises(BadRates) as refused:
        read_rates("openai.text_rates", text, image=False)
    assert "openai.text_rates" in refused.value.plain_hint()


def test_a_model_that_is_gone_names_the_one_in_its_place() -> None:
    assert check_model("gpt-image-2.5-flare") == "gpt-image-2.5-flare"
    with pytest.raises(RetiredModel) as gone:
        check_model("dall-e-3")
    assert "gpt-image-2.5-flare" in gone.value.plain_hint()
