"""Cursors: printed by one list, taken by the next."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.results import BadCursor, Cursors

SIGNED = Cursors(b"k" * 32, "trends US")


@given(st.lists(st.integers() | st.text() | st.none() | st.floats(allow_nan=False, allow_infinity=False)))
def test_a_signed_cursor_stands_for_its_place(place: list[object]) -> None:
    cursor = SIGNED.made(*place)
    assert SIGNED.place(cursor) == place
    assert re.fullmatch(r"[A-Za-z0-9_-]+", cursor)


@given(st.integers(0, 10_000), st.sampled_from("AQgw9_-"))
def test_a_signed_cursor_with_another_character_is_refused_or_the_same(place: int, char: str) -> None:
    cursor = SIGNED.made(12.5, "cozycore")
    at = place % len(cursor)
    changed = cursor[:at] + char + cursor[at + 1 :]
    try:
        assert SIGNED.place(changed) == [12.5, "cozycore"]  # the last character has bits to spare
    except BadCursor:
        assert changed != cursor


def test_no_cursor_is_the_first_page() -> None:
    assert SIGNED.row(None) is None
    assert SIGNED.row(SIGNED.made(77)) == 77


@pytest.mark.parametrize("other", [Cursors(b"k" * 32, "trends DE"), Cursors(b"j" * 32, "trends US")])
def test_a_signed_cursor_is_of_its_list_and_its_database(other: Cursors) -> None:
    with pytest.raises(BadCursor):
        other.place(SIGNED.made(1))


@given(st.text(max_size=40))
def test_any_text_is_refused_by_a_signed_list(text: str) -> None:
    with pytest.raises(BadCursor):
        SIGNED.place(text)
