"""Cursors: printed by one list, taken by the next."""

from __future__ import annotations

import base64
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.results import BadCursor, from_cursor, to_cursor


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
