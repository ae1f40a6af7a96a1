"""What Stripe remembers: JSON objects by account and mode (a book), kind and id, in the order they were made."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable
from typing import Any

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import dumps, loads
from podpusher_cli.sandbox.stripe_errors import missing
from podpusher_cli.sandbox.world import World

Doc = dict[str, Any]
BOOKS = (
    f"{accounts.STRIPE_ACCOUNT}/test",
    f"{accounts.STRIPE_LIVE_ACCOUNT}/live",
    f"{accounts.STRIPE_PLATFORM}/test",
    f"{accounts.STRIPE_PLATFORM}/live",
)
_LETTERS = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """An id as Stripe makes them: `cus_` and letters."""
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(length))


def is_live(book: str) -> bool:
    """Whether the book is one of live mode."""
    return book.endswith("/live")


class Store:
    """Every document is kept whole and given back as a copy; `changes` counts what was ever written."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.changes = 0

    @property
    def url(self) -> str:
        """Where the pages are that a browser is sent to."""
        return f"{self._world.url}/stripe"

    def now(self) -> int:
        """Whole epoch seconds, as every time in an answer is."""
        return int(self._world.now())

    def put(self, book: str, kind: str, number: str, doc: Doc) -> None:
        """Keep it, in the place of an older one of the same id."""
        self.changes += 1
        self._world.run(
            "insert into stripe (book, kind, id, doc) values (?, ?, ?, ?)"
            " on conflict (book, kind, id) do update set doc = excluded.doc",
            book, kind, number, dumps(doc),
        )  # fmt: skip

    def save(self, book: str, doc: Doc) -> Doc:
        """Keep an object of Stripe's under its own kind and id."""
        self.put(book, doc["object"], doc["id"], doc)
        return doc

    def get(self, book: str, kind: str, number: str) -> Doc | None:
        """The document, or None."""
        row = self._world.row("select doc from stripe where book = ? and kind = ? and id = ?", book, kind, number)
        return loads(row[0]) if row else None

    def need(self, book: str, kind: str, number: str, param: str = "id") -> Doc:
        """The document. Raises Refuse, naming the parameter that asked for it."""
        doc = self.get(book, kind, number)
        if doc is None:
            raise missing(kind, number, param)
        return doc

    def find(self, book: str, number: str) -> Doc | None:
        """The object of Stripe's with that id, whatever its kind."""
        row = self._world.row("select kind, doc from stripe where book = ? and id = ? order by seq", book, number)
        return loads(row[1]) if row else None

    def all(self, book: str, kind: str) -> list[Doc]:
        """Every document of a kind, newest first."""
        found = self._world.rows("select doc from stripe where book = ? and kind = ? order by seq desc", book, kind)
        return [loads(row[0]) for row in found]

    def drop(self, book: str, kind: str, number: str) -> bool:
        """Forget it; whether it was there."""
        self.changes += 1
        row = self._world.row(
            "delete from stripe where book = ? and kind = ? and id = ? returning 1", book, kind, number
        )
        return row is not None

    def furnish(self, furnish: Callable[[str], None]) -> None:
        """Run this for every book, now and in every new world."""

        def whole() -> None:
            for book in BOOKS:
                furnish(book)

        self._world.furnish(whole)

    def follow(self) -> None:
        """Point the pages of objects made before a restart to where the server listens now."""
        before = self._world.get("stripe_url")
        if before and before != self._world.url:
            self._world.run("update stripe set doc = replace(doc, ?, ?)", before, self._world.url)
        self._world.put("stripe_url", self._world.url)
