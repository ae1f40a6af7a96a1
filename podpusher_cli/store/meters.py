"""The outbox of usage that Stripe is to bill, which the quota ledger fills (reference/stripe.md, section 7)."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.metering import Usage
from podpusher_cli.store.db import stamp


class MeterOutbox:
    """Usage by its identifier, which is the same on every try, so that Stripe counts it once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def unsent(self, *, limit: int) -> list[Usage]:
        """What is still to be told, oldest first."""
        rows = self._db.execute(
            "select * from meter_outbox where sent_at is null and refused is null order by at, identifier limit ?",
            (limit,),
        )
        return [Usage(row["identifier"], row["event_name"], row["value"], from_seconds(row["at"])) for row in rows]

    def waiting(self) -> int:
        """How much of it there is."""
        row = self._db.execute("select count(*) from meter_outbox where sent_at is null and refused is null").fetchone()
        return int(row[0])

    def sent(self, identifier: str, now: datetime) -> None:
        """Stripe has it."""
        self._db.execute("update meter_outbox set sent_at = ? where identifier = ?", (stamp(now), identifier))

    def refuse(self, identifier: str, reason: str) -> None:
        """Stripe will never take it."""
        self._db.execute("update meter_outbox set refused = ? where identifier = ?", (reason, identifier))
