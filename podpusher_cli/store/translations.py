"""A product's listing in other languages."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from podpusher_cli.core.copywriting import Copy
from podpusher_cli.store.db import stamp, transaction


class Translations:
    """The listings of the profile's products in other languages than their own; a product that goes takes its own along."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def keep(self, product: str, copy: Copy, now: datetime) -> None:
        """Keep the text of its language, in place of an earlier one."""
        with transaction(self._db):
            self._db.execute(
                "insert or replace into translations (product_id, language, title, description, tags, alt, at)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                (
                    product, copy.language, copy.title, copy.description, json.dumps(copy.tags, ensure_ascii=False), copy.alt,
                    stamp(now),
                ),
            )  # fmt: skip

    def of(self, product: str) -> tuple[Copy, ...]:
        """All of a product's, by language."""
        rows = self._db.execute("select * from translations where product_id = ? order by language", (product,))
        return tuple(
            Copy(
                row["title"],
                row["description"],
                tuple(json.loads(row["tags"])),
                language=row["language"],
                alt=row["alt"],
            )
            for row in rows
        )
