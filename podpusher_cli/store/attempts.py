"""The paid work on one item: each request written before it leaves and again when its answer is here, over any crash."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.making import Order, Receipt
from podpusher_cli.core.spending import PerhapsBilled, Purpose, SpendState
from podpusher_cli.store.db import stamp, transaction
from podpusher_cli.store.files import make_folder, replace_file


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
            path = answer_file(self._folder, entry)
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
        path = answer_file(self._folder, entry)
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


def answer_file(folder: Path, entry: int) -> Path:
    """Where an entry's answer is kept."""
    return folder / f"{entry}.answer"
