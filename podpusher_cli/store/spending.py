"""The ledger: every paid request, written before it leaves and again when its answer is here."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from podpusher_cli.core.caps import RunCap, check_month, check_priced, check_run
from podpusher_cli.core.clock import Clock, from_seconds
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.making import Order, Receipt
from podpusher_cli.core.money import Money
from podpusher_cli.core.plans import month_of
from podpusher_cli.core.spending import Estimate, PerhapsBilled, Purpose, Spend, SpendState, to_money
from podpusher_cli.store.db import stamp, transaction
from podpusher_cli.store.files import make_folder, replace_file

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
            "select * from spends where item in (select design_id from generation_items where run_id = ?) order by id", (run,)
        )
        return tuple(_spend(row) for row in rows)

    def spent_since(self, start: datetime) -> Money | None:
        """The same as money, what is perhaps billed included; None where nothing was spent, or nothing is known of it."""
        counted = self.counted_since(start)
        return to_money(counted) if counted else None

    def close(self, item: str) -> None:
        """The item is made: its answers are needed no more."""
        for (entry,) in self._db.execute("select id from spends where item = ?", (item,)).fetchall():
            _answer_file(self.folder, entry).unlink(missing_ok=True)


class KeptAttempt:
    """An Attempt (core/making.py) that outlives this process."""

    def __init__(
        self, connection: sqlite3.Connection, folder: Path, clock: Clock, item: str, check: Callable[[Order], None]
    ) -> None:
        self._db = connection
        self._folder = folder
        self._clock = clock
        self._item = item
        self._check = check

    def kept(self, purpose: Purpose) -> bytes | None:
        """The answer that was paid for already, or None."""
        for entry, state in self._entries(purpose):
            path = _answer_file(self._folder, entry)
            if state in {SpendState.SENT, SpendState.BILLED} and path.is_file():
                head, _, answer = path.read_bytes().partition(b"\n")
                if state == SpendState.SENT:  # we died between the file and the entry
                    self._settle(entry, msgspec.json.decode(head, type=Receipt))
                return answer
        return None

    def sending(self, order: Order) -> None:
        """See Attempt. The limits are looked at in the transaction that notes it: no two processes pass them together."""
        open_entries = [
            entry for entry, state in self._entries(order.purpose) if state in {SpendState.SENT, SpendState.PERHAPS}
        ]
        with transaction(self._db):
            self._db.executemany("update spends set state = 'perhaps' where id = ?", [(each,) for each in open_entries])
            if not open_entries:
                self._check(order)
                self._db.execute(
                    "insert into spends (item, purpose, provider, model, prompt, seed, state, at, estimate)"
                    " values (?, ?, ?, ?, ?, ?, 'sent', ?, ?)",
                    (
                        self._item, order.purpose, order.provider, order.model, order.prompt, order.seed,
                        stamp(self._clock.now()), order.estimate,
                    ),
                )  # fmt: skip
        if open_entries:
            raise PerhapsBilled(provider=order.provider)

    def paid(self, purpose: Purpose, receipt: Receipt, answer: bytes) -> None:
        """The answer is here: keep it and what it cost. Raises DiskTrouble."""
        entry = self._sent(purpose)
        path = _answer_file(self._folder, entry)
        try:
            make_folder(self._folder)
            replace_file(path, msgspec.json.encode(receipt) + b"\n" + answer)
        except OSError as error:
            self._settle(entry, receipt)
            raise DiskTrouble(path=path, problem=error.strerror or error) from error
        self._settle(entry, receipt)

    def free(self, purpose: Purpose, request_id: str | None, charged: Receipt | None = None) -> None:
        """See Attempt."""
        if charged is not None:
            self._settle(self._sent(purpose), charged)
        else:
            self._close(purpose, SpendState.FREE, request_id)

    def perhaps(self, purpose: Purpose) -> None:
        """No answer came. It may have been billed, so it is never sent again by itself."""
        self._close(purpose, SpendState.PERHAPS, None)

    def _entries(self, purpose: Purpose) -> list[tuple[int, str]]:
        rows = self._db.execute(
            "select id, state from spends where item = ? and purpose = ? order by id desc", (self._item, purpose)
        )
        return [(int(entry), str(state)) for entry, state in rows]

    def _sent(self, purpose: Purpose) -> int:
        return next(entry for entry, state in self._entries(purpose) if state == SpendState.SENT)

    def _close(self, purpose: Purpose, state: SpendState, request_id: str | None) -> None:
        with transaction(self._db):
            self._db.execute(
                "update spends set state = ?, request_id = ? where id = ?", (state, request_id, self._sent(purpose))
            )

    def _settle(self, entry: int, receipt: Receipt) -> None:
        usage = receipt.usage
        with transaction(self._db):
            self._db.execute(
                "update spends set state = 'billed', text_in = ?, text_out = ?, image_in = ?, image_out = ?, micros = ?,"
                " request_id = ?, guessed = ? where id = ?",
                (
                    usage.text_in, usage.text_out, usage.image_in, usage.image_out, receipt.micros, receipt.request_id,
                    receipt.guessed, entry,
                ),
            )  # fmt: skip


def _answer_file(folder: Path, entry: int) -> Path:
    return folder / f"{entry}.answer"


def _spend(row: sqlite3.Row) -> Spend:
    return Spend(
        item=row["item"], purpose=row["purpose"], provider=row["provider"], model=row["model"], prompt=row["prompt"], seed=row["seed"],
        state=SpendState(row["state"]), text_in=row["text_in"], text_out=row["text_out"], image_in=row["image_in"],
        image_out=row["image_out"], micros=row["micros"], request_id=row["request_id"], at=from_seconds(row["at"]),
        estimate=row["estimate"], guessed=bool(row["guessed"]), batch=row["batch"],
    )  # fmt: skip
