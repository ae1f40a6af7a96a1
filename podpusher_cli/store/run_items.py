"""What became of the products that a run had in hand."""

from __future__ import annotations

import sqlite3

from podpusher_cli.core.publishing import ItemTrouble, Listed, Outcome
from podpusher_cli.store.claims import DROPPED


class RunItems:
    """Looks back at runs that published."""

    _db: sqlite3.Connection

    def unfinished(self, run: str) -> list[str]:
        """The products of a run that are not in the shop, without those that were dropped."""
        rows = self._db.execute(
            "select id from products where id in (select product_id from run_items where run_id = ?)"
            f" and state <> 'published' and not {DROPPED} order by seq",
            (run,),
        )
        return [str(row[0]) for row in rows]

    def troubles(self, run: str, *, most: int = 1000) -> tuple[ItemTrouble, ...]:
        """The items of a run that did not get through."""
        rows = self._db.execute(
            "select p.*, i.outcome from run_items i join products p on p.id = i.product_id"
            " where i.run_id = ? and (i.outcome in ('failed', 'waiting') or (i.outcome = 'left' and p.error_code is not null))"
            " order by p.seq limit ?",
            (run, most),
        )
        return tuple(
            ItemTrouble(
                row["id"],
                row["title"],
                row["error_code"] or "",
                row["error_message"] or "",
                row["error_hint"] or "",
                Outcome(row["outcome"]),
                None if row["retry_at"] is None else max(0.0, row["retry_at"] - row["updated_at"]),
            )
            for row in rows
        )

    def listed(self, run: str, *, most: int = 100) -> tuple[Listed, ...]:
        """The items of a run that are in the shop."""
        rows = self._db.execute(
            "select p.* from run_items i join products p on p.id = i.product_id"
            " where i.run_id = ? and i.outcome = 'published' and p.etsy_listing is not null order by p.seq limit ?",
            (run, most),
        )
        return tuple(
            Listed(row["id"], row["title"], row["etsy_listing"], row["etsy_state"] or "", row["etsy_url"])
            for row in rows
        )
