"""Shapes that many commands return."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.text import N_

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, newest first, and the cursor of the next one or None."""

    items: tuple[T, ...]
    next_cursor: str | None = None


class BadCursor(BadInput):
    code = "input.cursor"
    message = N_("“{cursor}” is not a cursor that a list has printed.")


_SEAL = 12  # bytes of a signature: nobody guesses them by typing


@dataclass(frozen=True, slots=True, repr=False)
class Cursors:
    """The cursors of one list: signed, so that one of another list, another filter or one's own making is refused.

    `key` is the database's own; `of` names the list with everything that chooses its rows.
    """

    key: bytes
    of: str

    def made(self, *place: float | str | None) -> str:
        """An opaque cursor for the place that a page ended at."""
        told = json.dumps(place, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._seal(told) + told).decode().rstrip("=")

    def place(self, cursor: str) -> list[Any]:
        """The place a cursor stands for, as it was given. Raises BadCursor."""
        try:
            opened = base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True)
        except (ValueError, binascii.Error):
            raise BadCursor(cursor=cursor) from None
        seal, told = opened[:_SEAL], opened[_SEAL:]
        if not hmac.compare_digest(seal, self._seal(told)):
            raise BadCursor(cursor=cursor)
        place: list[Any] = json.loads(told)
        return place

    def row(self, cursor: str | None) -> int | None:
        """The one number that a cursor stands for; None for none. Raises BadCursor."""
        return None if cursor is None else int(self.place(cursor)[0])

    def _seal(self, told: bytes) -> bytes:
        return hmac.digest(self.key, hashlib.sha256(self.of.encode()).digest() + told, "sha256")[:_SEAL]
