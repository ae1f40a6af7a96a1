"""What Printify is known to have or to charge: artwork that was sent before, and the costs of variants."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from podpusher_cli.store.db import stamp, transaction


class KnownAtPrintify:
    """Saves a call, or a product that would be refused."""

    _db: sqlite3.Connection

    def image(self, account: str, sha256: str) -> str | None:
        """The image id of artwork that this account was sent."""
        row = self._db.execute(
            "select image_id from artwork where account = ? and sha256 = ?", (account, sha256)
        ).fetchone()
        return str(row[0]) if row else None

    def costs(self, blueprint: int, print_provider: int) -> dict[int, int]:
        """What Printify charges for each variant, as last seen; minor units of USD."""
        rows = self._db.execute(
            "select variant_id, cost from variant_costs where blueprint_id = ? and print_provider_id = ?",
            (blueprint, print_provider),
        )
        return {int(variant): int(cost) for variant, cost in rows}

    def keep_costs(self, blueprint: int, print_provider: int, costs: Mapping[int, int], now: datetime) -> None:
        """Remember costs that an answer showed."""
        with transaction(self._db):
            self._db.executemany(
                "insert into variant_costs values (?, ?, ?, ?, ?) on conflict do update set cost = excluded.cost, seen_at = excluded.seen_at",
                [(blueprint, print_provider, variant, cost, stamp(now)) for variant, cost in costs.items()],
            )

    def keep_image(self, account: str, sha256: str, image: str | None, now: datetime) -> None:
        """Inside the caller's transaction: remember, or forget, the image id of artwork."""
        if image is None:
            self._db.execute("delete from artwork where account = ? and sha256 = ?", (account, sha256))
            return
        self._db.execute(
            "insert into artwork values (?, ?, ?, ?) on conflict do update set image_id = excluded.image_id, uploaded_at = excluded.uploaded_at",
            (account, sha256, image, stamp(now)),
        )
