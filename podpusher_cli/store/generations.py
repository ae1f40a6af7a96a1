"""Generations: every `generate` with its items, written before the first is made and after each one is."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.generating import NotMade, Planned, Wanted, counted_as
from podpusher_cli.core.ideas import Idea, key_of
from podpusher_cli.core.products import Trouble
from podpusher_cli.store.db import transaction
from podpusher_cli.store.ideas import Ideas, mark_made
from podpusher_cli.store.quota import QuotaLedger


@dataclass(frozen=True, slots=True)
class Items:
    """How the items of a run stand: still to be made, made (with their products), and given up."""

    planned: tuple[Planned, ...]
    made: tuple[tuple[Planned, str], ...]
    failed: tuple[NotMade, ...]


class Generations:
    """The profile's generations."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def begin(self, run: str, wanted: Wanted, planned: Sequence[Planned]) -> bool:
        """Keep the request and what is planned of it; False, and nothing is kept, where a trend of it has been taken.

        The seller's own ideas, which come first, may be of any trend.
        """
        taken = {key_of(each.trend) for each in planned[len(wanted.ideas) :] if each.trend}
        with transaction(self._db):
            if taken & self.trends():
                return False
            self._db.execute(
                "insert into generations (run_id, key, wanted) values (?, ?, ?)",
                (run, wanted.key(), msgspec.json.encode(wanted).decode()),
            )
            self._db.executemany(
                "insert into generation_items (run_id, place, design_id, idea, trend, trend_key, seed) values (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        run,
                        each.place,
                        each.design_id,
                        each.idea,
                        each.trend,
                        each.trend and key_of(each.trend),
                        each.seed,
                    )
                    for each in planned
                ],
            )
        return True

    def wanted(self, run: str) -> Wanted | None:
        """What this run was asked for; None for a run that is no generation."""
        row = self._db.execute("select wanted from generations where run_id = ?", (run,)).fetchone()
        return msgspec.json.decode(row[0], type=Wanted) if row else None

    def limit(self, run: str, micros: int | None) -> None:
        """The most that the run may cost from now on, in millionths of a dollar; None: as much as it takes."""
        with transaction(self._db):
            self._db.execute("update generations set cap = ? where run_id = ?", (micros, run))

    def limit_of(self, run: str) -> int | None:
        """The most that the run may cost."""
        row = self._db.execute("select cap from generations where run_id = ?", (run,)).fetchone()
        return None if row is None or row[0] is None else int(row[0])

    def unfinished(self, wanted: Wanted) -> str | None:
        """The newest run of the same request that did not come to its end, be it only to the end of its telling."""
        row = self._db.execute(
            "select r.id from generations g join runs r on r.id = g.run_id where g.key = ? and (r.state in ('running', 'interrupted')"
            " or exists (select 1 from generation_items i where i.run_id = r.id and i.state = 'planned')) order by r.seq desc limit 1",
            (wanted.key(),),
        ).fetchone()
        return str(row[0]) if row else None

    def idea(self, name: str) -> Idea:
        """The kept idea of that id, as a design is made of it. Raises NoSuchIdea."""
        kept = Ideas(self._db).get(name)
        return Idea(kept.text, kept.trend)

    def items(self, run: str) -> Items:
        """How they all stand, in order."""
        rows = self._db.execute("select * from generation_items where run_id = ? order by place", (run,)).fetchall()
        return Items(
            tuple(_planned(row) for row in rows if row["state"] == "planned"),
            tuple((_planned(row), str(row["product_id"])) for row in rows if row["state"] == "made"),
            tuple(_not_made(row) for row in rows if row["state"] == "failed"),
        )

    def planned(self, run: str, design: str) -> Planned | None:
        """The item that is to become this design, while it is still to be made."""
        row = self._db.execute(
            "select * from generation_items where run_id = ? and design_id = ? and state = 'planned'", (run, design)
        ).fetchone()
        return _planned(row) if row else None

    def made(self, run: str, place: int, product: str, quota: QuotaLedger) -> None:
        """The item is done, and what it has reserved is used; the kept idea of its words, if there is one, is made."""
        with transaction(self._db):
            quota.use([counted_as(run, place)])
            row = self._db.execute(
                "select idea from generation_items where run_id = ? and place = ?", (run, place)
            ).fetchone()
            mark_made(self._db, str(row["idea"]))
            self._db.execute(
                "update generation_items set state = 'made', product_id = ? where run_id = ? and place = ?",
                (product, run, place),
            )

    def failed(self, run: str, place: int, error: PodpusherError, quota: QuotaLedger, *, perhaps_billed: bool) -> None:
        """The item is given up, and costs the plan nothing."""
        with transaction(self._db):
            quota.give_back([counted_as(run, place)])
            self._db.execute(
                "update generation_items set state = 'failed', error_code = ?, error_message = ?, error_hint = ?, perhaps_billed = ?"
                " where run_id = ? and place = ?",
                (error.full_code, error.plain(), error.plain_hint(), perhaps_billed, run, place),
            )

    def trends(self) -> frozenset[str]:
        """The trends that something was made of, or is about to be; each as `key_of` gives it."""
        rows = self._db.execute(
            "select distinct trend_key from generation_items where trend_key is not null and state <> 'failed'"
        )
        return frozenset(str(row[0]) for row in rows)

    def seeds(self, idea: str) -> frozenset[int]:
        """The seeds that this idea was drawn with, or will be."""
        rows = self._db.execute("select seed from generation_items where idea = ?", (idea,))
        return frozenset(int(row[0]) for row in rows)


def _planned(row: sqlite3.Row) -> Planned:
    return Planned(row["place"], row["design_id"], row["idea"], row["trend"], row["seed"])


def _not_made(row: sqlite3.Row) -> NotMade:
    trouble = Trouble(row["error_code"], row["error_message"], row["error_hint"] or "")
    return NotMade(row["design_id"], row["idea"], trouble, bool(row["perhaps_billed"]))
