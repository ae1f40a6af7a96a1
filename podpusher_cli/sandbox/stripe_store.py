"""What Stripe remembers: JSON objects by account and mode (a book), kind and id, in the order they were made."""

from __future__ import annotations

import secrets
import string
from typing import Any

from podpusher_cli.sandbox.answers import dumps, loads
from podpusher_cli.sandbox.world import World

_LETTERS = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """An id as Stripe makes them: `cus_` and letters."""
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(length))


class Store:
    """Every document is kept whole and given back as a copy."""

    def __init__(self, world: World) -> None:
        self._world = world

    def now(self) -> int:
        """Whole epoch seconds, as every time in an answer is."""
        return int(self._world.now())

    def put(self, book: str, kind: str, number: str, doc: dict[str, Any]) -> None:
        """Keep it, in the place of an older one of the same id."""
        self._world.run(
            "insert into stripe (book, kind, id, doc) values (?, ?, ?, ?)"
            " on conflict (book, kind, id) do update set doc = excluded.doc",
            book, kind, number, dumps(doc),
        )  # fmt: skip

    def get(self, book: str, kind: str, number: str) -> dict[str, Any] | None:
        """The document, or None."""
        row = self._world.row("select doc from stripe where book = ? and kind = ? and id = ?", book, kind, number)
        return loads(row[0]) if row else None

    def all(self, book: str, kind: str) -> list[dict[str, Any]]:
        """Every document of a kind, newest first."""
        found = self._world.rows("select doc from stripe where book = ? and kind = ? order by seq desc", book, kind)
        return [loads(row[0]) for row in found]

    def drop(self, book: str, kind: str, number: str) -> bool:
        """Forget it; whether it was there."""
        row = self._world.row(
            "delete from stripe where book = ? and kind = ? and id = ? returning 1", book, kind, number
        )
        return row is not None
