"""Batches: their requests are on the disk before anything is handed in, and their id before anybody asks for answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from podpusher_cli.core.batches import OPEN, Batch, BatchState, RemoteBatch
from podpusher_cli.core.clock import Clock, from_seconds
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.ids import new_id
from podpusher_cli.core.making import Order
from podpusher_cli.store.db import stamp, transaction, unstamp
from podpusher_cli.store.files import make_folder, replace_file

_OPEN = ", ".join(f"'{each}'" for each in OPEN)


@dataclass(frozen=True, slots=True)
class Entry:
    """One request of a batch: the design it is for, what it asks for, and its line. The order's estimate is the batch's price."""

    item: str
    order: Order
    line: bytes


@dataclass(frozen=True, slots=True)
class Handed:
    """What is known of a batch at OpenAI: the ids of its files there."""

    input_file: str | None
    output_file: str | None
    error_file: str | None


class Batches:
    """The profile's batches. Their files are in `folder` until they are done with."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, clock: Clock) -> None:
        self._db = connection
        self.folder = folder
        self._clock = clock

    def plan(self, run: str, parts: Sequence[tuple[str, Sequence[Entry]]]) -> None:
        """New batches, each of a purpose, of which nothing is sent yet: all of them or none. Raises DiskTrouble."""
        named = [(new_id("b"), purpose, entries) for purpose, entries in parts]
        make_folder(self.folder)
        for batch, _, entries in named:
            path = self.lines_file(batch)
            try:
                replace_file(path, b"".join(entry.line + b"\n" for entry in entries))
            except OSError as error:
                raise DiskTrouble(path=path, problem=error.strerror or error) from error
        now = stamp(self._clock.now())
        with transaction(self._db):
            for batch, purpose, entries in named:
                self._db.execute(
                    "insert into batches (id, run_id, purpose, model, state, made_at) values (?, ?, ?, ?, 'planned', ?)",
                    (batch, run, purpose, entries[0].order.model, now),
                )
                self._db.executemany(_NOTE, [(*_row(each), now, batch) for each in entries])

    def lines_file(self, batch: str) -> Path:
        """Its requests."""
        return self.folder / f"{batch}.jsonl"

    def answers_file(self, batch: str, kind: str) -> Path:
        """What came back: `output` or `error`."""
        return self.folder / f"{batch}.{kind}"

    def uploaded(self, batch: str, file: str) -> None:
        """The file of its requests is at OpenAI."""
        with transaction(self._db):
            self._db.execute("update batches set input_file = ? where id = ?", (file, batch))

    def creating(self, batch: str, check: Callable[[int], None]) -> None:
        """It is about to be bought. `check` is told what that will cost and may refuse it."""
        now = stamp(self._clock.now())
        with transaction(self._db):
            price = self._db.execute(
                "select coalesce(sum(estimate), 0) from spends where batch = ? and state = 'free'", (batch,)
            ).fetchone()[0]
            check(int(price))
            self._db.execute(
                "update spends set state = 'sent', at = ? where batch = ? and state = 'free'", (now, batch)
            )
            self._db.execute("update batches set state = 'creating', creating_at = ? where id = ?", (now, batch))

    def not_created(self, batch: str) -> None:
        """It was refused, or is certainly not there: nothing is owed."""
        with transaction(self._db):
            self._db.execute("update spends set state = 'free' where batch = ? and state = 'sent'", (batch,))
            self._db.execute("update batches set state = 'planned', creating_at = null where id = ?", (batch,))

    def created(self, batch: str, remote: RemoteBatch) -> None:
        """It is bought, and this is its id."""
        with transaction(self._db):
            self._db.execute(
                "update batches set state = 'running', remote_id = ?, submitted_at = coalesce(submitted_at, ?), expires_at = ?"
                " where id = ?",
                (remote.id, stamp(self._clock.now()), remote.expires_at, batch),
            )

    def over(self, batch: str, remote: RemoteBatch) -> None:
        """Nothing more comes of it; its answers can be fetched."""
        code, problem = remote.error or (None, None)
        with transaction(self._db):
            self._db.execute(
                "update batches set state = 'over', output_file = ?, error_file = ?, code = ?, problem = ?, looked_at = ? where id = ?",
                (
                    remote.output_file, remote.error_file, code or (None if remote.status == "completed" else remote.status), problem,
                    stamp(self._clock.now()), batch,
                ),
            )  # fmt: skip

    def done(self, batch: str, *, left: str) -> None:
        """Its answers are read. What it has left unanswered is `free` or `perhaps` billed."""
        with transaction(self._db):
            self._db.execute("update spends set state = ? where batch = ? and state = 'sent'", (left, batch))
            self._db.execute(
                "update batches set state = 'done', ended_at = ? where id = ?", (stamp(self._clock.now()), batch)
            )
        for path in (self.lines_file(batch), self.answers_file(batch, "output"), self.answers_file(batch, "error")):
            path.unlink(missing_ok=True)

    # Looking

    def of(self, run: str) -> tuple[Batch, ...]:
        """All batches of a run, in order."""
        rows = self._db.execute(
            "select b.*, (select count(*) from spends s where s.batch = b.id) as count,"
            " (select count(*) from spends s where s.batch = b.id and s.state = 'sent') as open"
            " from batches b where run_id = ? order by seq",
            (run,),
        )
        return tuple(_batch(row) for row in rows)

    def open(self, run: str) -> tuple[Batch, ...]:
        """Those that are not done with."""
        return tuple(each for each in self.of(run) if each.state in OPEN)

    def handed(self, batch: str) -> Handed:
        """Its files at OpenAI."""
        row = self._db.execute(
            "select input_file, output_file, error_file from batches where id = ?", (batch,)
        ).fetchone()
        return Handed(*row)

    def runs(self) -> tuple[str, ...]:
        """The runs that wait for a batch, oldest first."""
        rows = self._db.execute(
            f"select run_id from batches where state in ({_OPEN}) group by run_id order by min(seq)"
        )
        return tuple(str(row[0]) for row in rows)

    def waiting(self, run: str) -> frozenset[tuple[str, str]]:
        """Design and purpose of every request of the run that is in an open batch and has no answer yet."""
        rows = self._db.execute(
            f"select s.item, s.purpose from spends s join batches b on b.id = s.batch where b.run_id = ? and b.state in ({_OPEN})"
            " and s.state in ('free', 'sent')",
            (run,),
        )
        return frozenset((str(item), str(purpose)) for item, purpose in rows)

    def unanswered(self, batch: str) -> tuple[str, ...]:
        """The designs of its requests without an answer."""
        rows = self._db.execute("select distinct item from spends where batch = ? and state = 'sent'", (batch,))
        return tuple(str(row[0]) for row in rows)

    def before(self, run: str) -> dict[tuple[str, str], str | None]:
        """Design and purpose of every request of the run that was in a batch, and the code that its last one ended with."""
        rows = self._db.execute(
            "select s.item, s.purpose, b.code from spends s join batches b on b.id = s.batch where b.run_id = ? order by b.seq",
            (run,),
        )
        return {(str(item), str(purpose)): code for item, purpose, code in rows}

    def planned_price(self, run: str) -> int:
        """What batches of the run that are not bought yet will cost."""
        row = self._db.execute(
            "select coalesce(sum(s.estimate), 0) from spends s join batches b on b.id = s.batch"
            " where b.run_id = ? and b.state = 'planned'",
            (run,),
        ).fetchone()
        return int(row[0])

    def asked(self, batch: str, item: str, purpose: str) -> Order | None:
        """The order of a request in it that has no answer yet."""
        row = self._db.execute(
            "select * from spends where batch = ? and item = ? and purpose = ? and state = 'sent'",
            (batch, item, purpose),
        ).fetchone()
        if row is None:
            return None
        return Order(row["purpose"], row["provider"], row["model"], row["prompt"], row["seed"], row["estimate"])


_NOTE = "insert into spends (item, purpose, provider, model, prompt, seed, estimate, state, at, batch) values (?, ?, ?, ?, ?, ?, ?, 'free', ?, ?)"


def _row(entry: Entry) -> tuple[object, ...]:
    order = entry.order
    return entry.item, order.purpose, order.provider, order.model, order.prompt, order.seed, order.estimate


def custom_id(item: str, purpose: str) -> str:
    """The name of a request inside a batch."""
    return f"{item}:{purpose}"


def _batch(row: sqlite3.Row) -> Batch:
    return Batch(
        id=row["id"], run=row["run_id"], purpose=row["purpose"], model=row["model"], state=BatchState(row["state"]), count=row["count"],
        open=row["open"], remote_id=row["remote_id"], code=row["code"], problem=row["problem"], made_at=from_seconds(row["made_at"]),
        submitted_at=unstamp(row["submitted_at"]), expires_at=unstamp(row["expires_at"]), ended_at=unstamp(row["ended_at"]),
    )  # fmt: skip
