"""The answers of a batch, one line at a time: whatever was paid for goes into the ledger before anything is made of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from podpusher_cli.core.batches import Batch, BatchLine, BatchOffice
from podpusher_cli.core.errors import PodpusherError, TryLater
from podpusher_cli.core.making import Order
from podpusher_cli.core.spending import Rates
from podpusher_cli.store.batches import Batches
from podpusher_cli.store.spending import Ledger

LONGEST_LINE = 64 * 1024 * 1024
_REFUSED = 300


class Reader:
    """Reads the answers to a batch. `give_up` hears of each item that will never be made, and why."""

    def __init__(
        self, batch: Batch, batches: Batches, ledger: Ledger, office: BatchOffice, rates: Rates | None,
        give_up: Callable[[str, PodpusherError], None],
    ) -> None:  # fmt: skip
        self._batch, self._batches, self._ledger, self._office = batch, batches, ledger, office
        self._rates, self._give_up = rates, give_up

    def read(self, path: Path) -> None:
        """Take every line of a file in. A second reading of the same lines changes nothing."""
        with path.open("rb") as file:
            for raw in iter(partial(file.readline, LONGEST_LINE), b""):
                line = self._office.read(raw)
                if line is not None:
                    self._take(line)

    def _take(self, line: BatchLine) -> None:
        """One answer, to a request of this batch that has none yet; any other is nobody's."""
        item, _, purpose = line.custom_id.partition(":")
        order = self._batches.asked(self._batch.id, item, purpose)
        if order is None:
            return
        attempt = self._ledger.attempt(item)
        if line.status == 0:
            attempt.free(purpose, None)
        elif line.status < _REFUSED:
            attempt.paid(purpose, self._office.receipt(line, order, self._rates), line.body)
        else:
            self._refused(line, item, order)

    def _refused(self, line: BatchLine, item: str, order: Order) -> None:
        """It was refused. What may do better another time is left open, any other item is given up."""
        error = self._office.judge(line, order.model)
        if not isinstance(error, TryLater):
            self._give_up(item, error)
        receipt = self._office.receipt(line, order, self._rates)
        charged = receipt if receipt.micros and not receipt.guessed else None
        self._ledger.attempt(item).free(order.purpose, line.request_id, charged)
