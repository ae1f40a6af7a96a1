"""Ids that can be read aloud, and SKUs that carry a product's key."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.ids import new_id, request_id, sku, sku_key, token


def test_ids_say_what_they_are_in_letters_that_look_like_nothing_else() -> None:
    assert re.fullmatch(r"p-[0-9A-HJKMNP-TV-Z]{8}", new_id("p"))
    assert re.fullmatch(r"req-[0-9A-HJKMNP-TV-Z]{12}", request_id())
    assert len({new_id("d") for _ in range(2000)}) == 2000
    assert len(token(5)) == 5


@given(st.text(alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=12, max_size=12), st.integers(1, 100))
def test_a_sku_fits_at_etsy_and_gives_its_key_back(key: str, place: int) -> None:
    made = sku(key, place)
    assert len(made) <= 32
    assert sku_key(made) == key


def test_the_key_that_products_get_leaves_room_for_every_variant() -> None:
    assert len(sku(token(12), 10**6)) <= 32


def test_a_sku_that_would_not_fit_is_never_made() -> None:
    assert len(sku("K" * 27, 1)) == 32
    with pytest.raises(ValueError, match="32"):
        sku("K" * 28, 1)


@pytest.mark.parametrize(
    "text", [None, "", "PP-", "PP--1", "PP-KEY", "PP-KEY-", "PP-KEY-x", "pp-KEY-1", "OTHER-KEY-1", "12345"]
)
def test_anybody_elses_sku_has_no_key_of_ours(text: str | None) -> None:
    assert sku_key(text) is None
