"""The ledger: every paid request, written before it leaves and again when its answer is here."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from podpusher_cli.core.caps import RunCap, check_month, check_priced, check_run
from podpusher_cli.core.clock import Clock, from_seconds
from podpusher_cli.core.making import Order
from podpusher_cli.core.money import Money
from podpusher_cli.core.plans import month_of
from podpusher_cli.core.spending import Estimate, Spend, SpendState, to_money
from podpusher_cli.store.attempts import KeptAttempt, answer_file
from podpusher_cli.store.db import stamp

_COUNTED = "coalesce(sum(coalesce(micros, estimate)) filter (where state <> 'free'), 0)"
"""What entries count against a limit: what is known, else what was expected; what is in doubt counts."""


def _no_limit() -> int | None:
    return None


class Ledger:
    """What was spent, by item. Answers are kept in `folder` until their item is made, so that none is paid for twice.

    `month`: the most that all requests of a calendar month (UTC) may come to, in millionths of a dollar; None: no limit.
    """

    def __init__(
        self, connection: sqlite3.Connection, folder: Path, clock: Clock, *, month: Callable[[], int | None] = _no_limit
    ) -> None:
        self._db = connection
        self.folder = folder
        self._clock = clock
        self._month = month

    def attempt(self, item: str, cap: RunCap | None = None) -> KeptAttempt:
        """The paid work on one item, within the limits: nothing is noted as sent that would pass one."""
        return KeptAttempt(self._db, self.folder, self._clock, item, lambda order: self._check(order, cap))

    def check(self, estimates: Sequence[Estimate], cap: RunCap | None = None, *, held: int = 0) -> None:
        """See that requests of these prices fit in the limits now; `held`: what others are about to spend.

        Raises CapReached or Unpriced.
        """
        month = self._month()
        if cap is None and month is None:
            return
        check_priced(estimates)
        more = sum(each.micros or 0 for each in estimates)
        if cap is not None:
            check_run(cap.micros, self.counted_of(cap.run) + held, more)
        if month is not None:
            period = month_of(self._clock.now())
            check_month(month, self.counted_since(period.start) + held, more, period.end)

    def left(self, cap: RunCap | None = None) -> int | None:
        """What the limits leave to be spent now, in millionths of a dollar; None where there are none."""
        month, rooms = self._month(), []
        if cap is not None:
            rooms.append(cap.micros - self.counted_of(cap.run))
        if month is not None:
            rooms.append(month - self.counted_since(month_of(self._clock.now()).start))
        return max(0, min(rooms)) if rooms else None

    def _check(self, order: Order, cap: RunCap | None) -> None:
        self.check([Estimate(order.model, order.estimate)], cap)

    def counted_of(self, run: str) -> int:
        """What the requests of a run's items count, in millionths of a dollar."""
        row = self._db.execute(
            f"select {_COUNTED} from spends where item in (select design_id from generation_items where run_id = ?)",
            (run,),
        ).fetchone()
        return int(row[0])

    def counted_since(self, start: datetime) -> int:
        """What all requests since then count, in millionths of a dollar."""
        return int(self._db.execute(f"select {_COUNTED} from spends where at >= ?", (stamp(start),)).fetchone()[0])

    def spends(self, item: str) -> tuple[Spend, ...]:
        """The item's entries, oldest first."""
        rows = self._db.execute("select * from spends where item = ? order by id", (item,))
        return tuple(_spend(row) for row in rows)

    def of_run(self, run: str) -> tuple[Spend, ...]:
        """All entries of a run's items, oldest first."""
        rows = self._db.execute(
            "select * from spends where item in (select design_id from generation_items where run_id = ?) order by id",
            (run,),
        )
        return tuple(_spend(row) for row in rows)

    def spent_since(self, start: datetime) -> Money | None:
        """The same as money, what is perhaps billed included; None where nothing was spent, or nothing is known of it."""
        counted = self.counted_since(start)
        return to_money(counted) if counted else None

    def close(self, item: str) -> None:
        """The item is made: its answers are needed no more."""
        for (entry,) in self._db.execute("select id from spends where item = ?", (item,)).fetchall():
            answer_file(self.folder, entry).unlink(missing_ok=True)


def _spend(row: sqlite3.Row) -> Spend:
    return Spend(
        item=row["item"], purpose=row["purpose"], provider=row["provider"], model=row["model"], prompt=row["prompt"], seed=row["seed"],
        state=SpendState(row["state"]), text_in=row["text_in"], text_out=row["text_out"], image_in=row["image_in"],
        image_out=row["image_out"], micros=row["micros"], request_id=row["request_id"], at=from_seconds(row["at"]),
        estimate=row["estimate"], guessed=bool(row["guessed"]), batch=row["batch"],
    )  # fmt: skip
