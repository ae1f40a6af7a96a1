"""What was measured of each design's print file, so that no list has to open a picture."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.inking import InkFacts
from podpusher_cli.core.printing import PrintFacts
from podpusher_cli.core.prints import PrintSheet
from podpusher_cli.core.twins import Look
from podpusher_cli.store.db import stamp, transaction


class Prints:
    """The profile's measurements. `version` is of what is measured: rows of another are as good as none."""

    def __init__(self, connection: sqlite3.Connection, version: int) -> None:
        self._db = connection
        self._version = version

    def find(self, design: str) -> PrintSheet | None:
        """What is known of a design's file."""
        row = self._db.execute(
            "select * from design_prints where design_id = ? and version = ?", (design, self._version)
        ).fetchone()
        if row is None:
            return None
        return PrintSheet(
            facts=msgspec.json.decode(row["facts"], type=PrintFacts),
            ink=msgspec.json.decode(row["ink"], type=InkFacts) if row["ink"] else None,
            measured_at=from_seconds(row["measured_at"]),
            changes=tuple(json.loads(row["changes"])),
            original=row["original"],
        )

    def keep(self, design: str, sheet: PrintSheet, original_sha256: str | None = None) -> None:
        """Keep it, in place of an older one; `original_sha256` is of the seller's file where another was made of it."""
        facts = msgspec.json.encode(sheet.facts).decode()
        ink = msgspec.json.encode(sheet.ink).decode() if sheet.ink else None
        look = sheet.ink.look if sheet.ink else None
        row = (
            design,
            self._version,
            look,
            facts,
            ink,
            json.dumps(sheet.changes),
            sheet.original,
            original_sha256,
            stamp(sheet.measured_at),
        )
        with transaction(self._db):
            self._db.execute("insert or replace into design_prints values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def of_original(self, sha256: str) -> str | None:
        """The design that was made of a seller's file with this content, which looks otherwise itself."""
        row = self._db.execute(
            "select design_id from design_prints where original_sha256 = ? order by measured_at limit 1", (sha256,)
        ).fetchone()
        return str(row[0]) if row else None

    def looks(self) -> Iterator[Look]:
        """The look of every design that was measured."""
        return (Look(row[0], row[1]) for row in self._db.execute(_LOOKS, (self._version,)))


_LOOKS = "select design_id, look from design_prints where version = ? and look is not null"


def looks_in(databases: Sequence[tuple[str, Path]], version: int) -> Iterator[Look]:
    """The looks in other profiles' databases, which are only read; one that cannot be read has none."""
    for profile, path in databases:
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
                yield from [Look(row[0], row[1], profile) for row in connection.execute(_LOOKS, (version,))]
        except sqlite3.DatabaseError:  # older than the table, damaged, or in use by somebody who restores it
            continue
