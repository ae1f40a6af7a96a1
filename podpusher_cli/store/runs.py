"""Runs: who is at work on what, and how each ended."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.ids import new_id
from podpusher_cli.core.results import Page
from podpusher_cli.core.runs import Holder, NoSuchRun, Run, RunState
from podpusher_cli.store.cursors import newest_first
from podpusher_cli.store.db import stamp, transaction, unstamp
from podpusher_cli.store.holders import is_dead, this_process


class Runs:
    """The profile's runs."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def begin(self, command: str, now: datetime, *, live: bool = False) -> Run:
        """A new run of this process. Runs of dead processes are marked as interrupted."""
        run = Run(new_id("r"), command, RunState.RUNNING, now, None, live)
        with transaction(self._db):
            for row in self._db.execute("select id, holder from runs where state = 'running'").fetchall():
                if is_dead(Holder.parse(row["holder"])):
                    self._db.execute(
                        "update runs set state = 'interrupted', ended_at = ? where id = ?", (stamp(now), row["id"])
                    )
            self._db.execute(
                "insert into runs (id, command, state, live, holder, started_at) values (?, ?, ?, ?, ?, ?)",
                (run.id, command, run.state, live, str(this_process()), stamp(now)),
            )
        return run

    def is_free(self, run: str) -> bool:
        """Whether nobody alive is at this run."""
        row = self._db.execute("select state, holder from runs where id = ?", (run,)).fetchone()
        return row is not None and (row["state"] != RunState.RUNNING or is_dead(Holder.parse(row["holder"])))

    def take(self, run: str) -> bool:
        """Take over a run that nobody alive is at; False when somebody is."""
        with transaction(self._db):
            if not self.is_free(run):
                return False
            self._db.execute(
                "update runs set state = 'running', holder = ?, ended_at = null where id = ?",
                (str(this_process()), run),
            )
        return True

    def end(self, run: str, state: RunState, counts: Mapping[str, int], now: datetime) -> None:
        """The run is over."""
        with transaction(self._db):
            self._db.execute(
                "update runs set state = ?, counts = ?, ended_at = ? where id = ?",
                (state, json.dumps(counts), stamp(now), run),
            )

    def page(self, *, limit: int, cursor: str | None) -> Page[Run]:
        """Newest first."""
        select = "select * from runs where :before is null or seq < :before order by seq desc limit :limit"
        return newest_first(self._db, "runs", select, _run, limit=limit, cursor=cursor)

    def get(self, name: str) -> Run:
        """One run. Raises NoSuchRun."""
        row = self._db.execute("select * from runs where id = ?", (name,)).fetchone()
        if row is None:
            raise NoSuchRun(name=name)
        return _run(row)


def _run(row: sqlite3.Row) -> Run:
    state = RunState(row["state"])
    if state is RunState.RUNNING and is_dead(Holder.parse(row["holder"])):
        state = RunState.INTERRUPTED  # it could not say so itself
    return Run(
        row["id"], row["command"], state, from_seconds(row["started_at"]), unstamp(row["ended_at"]), bool(row["live"]),
        json.loads(row["counts"]),
    )  # fmt: skip
