"""Cursors: printed by one list, taken by the next."""

from __future__ import annotations

import base64
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.results import BadCursor, Cursors, from_cursor, to_cursor


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@given(st.integers(0, 2**63 - 1))
def test_a_cursor_stands_for_its_row(place: int) -> None:
    cursor = to_cursor(place)
    assert from_cursor(cursor) == place
    assert re.fullmatch(r"[A-Za-z0-9_-]+", cursor), "it needs no quotes in any shell"


def test_no_cursor_is_the_first_page() -> None:
    assert from_cursor(None) is None


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "é",
        "12",
        "djE6",
        *map(encoded, ("v2:5", "v1:", "v1:x", "v1:-5", "v1:1_0", "v1:5:6", "v1:²", f"v1:{2**63}", "v1:" + "9" * 5000)),
    ],
)
def test_what_no_list_printed_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor) as refused:
        from_cursor(cursor)
    assert refused.value.exit_status == 2


@given(st.text(max_size=40))
def test_any_text_is_a_row_or_refused(text: str) -> None:
    with suppress(BadCursor):
        assert (from_cursor(text) or 0) >= 0


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


@pytest.mark.parametrize("other", [Cursors(b"k" * 32, "trends DE"), Cursors(b"j" * 32, "trends US")])
def test_a_signed_cursor_is_of_its_list_and_its_database(other: Cursors) -> None:
    with pytest.raises(BadCursor):
        other.place(SIGNED.made(1))


@given(st.text(max_size=40))
def test_any_text_is_refused_by_a_signed_list(text: str) -> None:
    with pytest.raises(BadCursor):
        SIGNED.place(text)
