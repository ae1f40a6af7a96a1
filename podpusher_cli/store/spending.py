"""The ledger: every paid request, written before it leaves and again when its answer is here."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

import msgspec

from podpusher_cli.core.clock import Clock, from_seconds
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.making import Order, Receipt
from podpusher_cli.core.money import Money
from podpusher_cli.core.spending import PerhapsBilled, Purpose, Spend, SpendState, to_money
from podpusher_cli.store.db import stamp, transaction
from podpusher_cli.store.files import make_folder, replace_file


class Ledger:
    """What was spent, by item. Answers are kept in `folder` until their item is made, so that none is paid for twice."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, clock: Clock) -> None:
        self._db = connection
        self.folder = folder
        self._clock = clock

    def attempt(self, item: str) -> KeptAttempt:
        """The paid work on one item."""
        return KeptAttempt(self._db, self.folder, self._clock, item)

    def spends(self, item: str) -> tuple[Spend, ...]:
        """The item's entries, oldest first."""
        rows = self._db.execute("select * from spends where item = ? order by id", (item,))
        return tuple(_spend(row) for row in rows)

    def spent_since(self, start: datetime) -> Money | None:
        """What all entries since then come to; None where nothing was spent, or nothing is known of it."""
        row = self._db.execute("select sum(micros) from spends where at >= ?", (stamp(start),)).fetchone()
        return to_money(int(row[0])) if row[0] else None

    def close(self, item: str) -> None:
        """The item is made: its answers are needed no more."""
        for (entry,) in self._db.execute("select id from spends where item = ?", (item,)).fetchall():
            _answer_file(self.folder, entry).unlink(missing_ok=True)


class KeptAttempt:
    """An Attempt (core/making.py) that outlives this process."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, clock: Clock, item: str) -> None:
        self._db = connection
        self._folder = folder
        self._clock = clock
        self._item = item

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
        """Note it before anything leaves. Raises PerhapsBilled when an earlier sending never got its answer."""
        open_entries = [
            entry for entry, state in self._entries(order.purpose) if state in {SpendState.SENT, SpendState.PERHAPS}
        ]
        with transaction(self._db):
            self._db.executemany("update spends set state = 'perhaps' where id = ?", [(each,) for each in open_entries])
            if not open_entries:
                self._db.execute(
                    "insert into spends (item, purpose, provider, model, prompt, seed, state, at) values (?, ?, ?, ?, ?, ?, 'sent', ?)",
                    (
                        self._item, order.purpose, order.provider, order.model, order.prompt, order.seed,
                        stamp(self._clock.now()),
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

    def free(self, purpose: Purpose, request_id: str | None) -> None:
        """It was refused, or never reached the provider: nothing is owed."""
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
                "update spends set state = 'billed', text_in = ?, text_out = ?, image_in = ?, image_out = ?, micros = ?, request_id = ?"
                " where id = ?",
                (
                    usage.text_in, usage.text_out, usage.image_in, usage.image_out, receipt.micros, receipt.request_id,
                    entry,
                ),
            )  # fmt: skip


def _answer_file(folder: Path, entry: int) -> Path:
    return folder / f"{entry}.answer"


def _spend(row: sqlite3.Row) -> Spend:
    return Spend(
        item=row["item"], purpose=row["purpose"], provider=row["provider"], model=row["model"], prompt=row["prompt"], seed=row["seed"],
        state=SpendState(row["state"]), text_in=row["text_in"], text_out=row["text_out"], image_in=row["image_in"],
        image_out=row["image_out"], micros=row["micros"], request_id=row["request_id"], at=from_seconds(row["at"]),
    )  # fmt: skip
