"""Shapes that many commands return."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Generic, TypeVar

from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.text import N_

T = TypeVar("T")
_LAST_ROW = 2**63 - 1  # what SQLite can count to


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, newest first, and the cursor of the next one or None."""

    items: tuple[T, ...]
    next_cursor: str | None = None


class BadCursor(BadInput):
    code = "input.cursor"
    message = N_("“{cursor}” is not a cursor that a list has printed.")


def to_cursor(place: int) -> str:
    """An opaque cursor for the row that a page ended with."""
    return base64.urlsafe_b64encode(f"v1:{place}".encode()).decode().rstrip("=")


def from_cursor(cursor: str | None) -> int | None:
    """The row a cursor stands for; None for none. Raises BadCursor."""
    if cursor is None:
        return None
    try:
        kind, _, place = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").partition(":")
        if kind != "v1" or not place.isdecimal() or int(place) > _LAST_ROW:
            raise BadCursor(cursor=cursor)
        return int(place)
    except (ValueError, binascii.Error):
        raise BadCursor(cursor=cursor) from None
