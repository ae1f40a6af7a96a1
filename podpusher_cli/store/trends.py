"""Signals as they were observed, and answers that could not be read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from podpusher_cli.core.clock import Clock, from_seconds
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.trends import Kind, Scale, Signal
from podpusher_cli.store.db import stamp, transaction, unstamp
from podpusher_cli.store.files import make_folder, replace_file
from podpusher_cli.store.scrubbing import scrubbed

_WINDOW_S = 86_400.0  # what was seen within a day of the newest counts as the present
_MOST_BODIES = 30
_MOST_BYTES = 512 * 1024


class Signals:
    """The profile's signals; rows are only ever added."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, signals: Iterable[Signal], *, along: Callable[[], None] | None = None) -> int:
        """Keep them, all or none, `along` with what else belongs to it; what is kept already stays. How many are new."""
        rows = [_row(signal) for signal in signals]
        if not rows and along is None:
            return 0
        with transaction(self._db):
            if along is not None:
                along()
            return self._db.executemany(_INSERT, rows).rowcount if rows else 0

    def newest(self) -> int:
        """The number of the newest signal, 0 when there is none."""
        return int(self._db.execute("select coalesce(max(id), 0) from signals").fetchone()[0])

    def present(self, sources: Sequence[str], region: str, *, upto: int) -> list[Signal]:
        """The signals of a region's last day, up to the signal of that number, each source counted from its newest."""
        rows = self._db.execute(
            "select signals.* from json_each(:sources) as wanted cross join signals"
            " where signals.source = wanted.value and signals.region = :region and signals.id <= :upto"
            " and signals.observed_at >= (select max(observed_at) from signals as others"
            " where others.source = wanted.value and others.region = :region and others.id <= :upto) - :window",
            {"sources": json.dumps(list(sources)), "region": region, "upto": upto, "window": _WINDOW_S},
        )
        return [_signal(row) for row in rows]

    def last_seen(self) -> dict[str, datetime]:
        """When each route last gave signals."""
        rows = self._db.execute("select route, max(observed_at) from signals group by route")
        return {str(route): seen for route, at in rows if (seen := unstamp(at))}


_COLUMNS = (
    "source", "route", "keyword", "key", "kind", "category", "metric_name", "metric_value", "metric_scale", "rank",
    "region", "observed_at", "extra",
)  # fmt: skip
_INSERT = f"insert or ignore into signals ({', '.join(_COLUMNS)}) values ({', '.join(f':{name}' for name in _COLUMNS)})"


def _row(signal: Signal) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(signal, name) for name in _COLUMNS}
    extra = json.dumps(signal.extra, ensure_ascii=False, separators=(",", ":"))
    return values | {"observed_at": stamp(signal.observed_at), "extra": extra}


def _signal(row: sqlite3.Row) -> Signal:
    values = {name: row[name] for name in _COLUMNS}
    return Signal(
        **values
        | {
            "kind": Kind(row["kind"]),
            "metric_scale": Scale(row["metric_scale"]),
            "observed_at": from_seconds(row["observed_at"]),
            "extra": json.loads(row["extra"]),
        }
    )


class Bodies:
    """Answers that no parser could read, kept for the repair: one a route and day, the newest thirty."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def keep(self, route: str, body: bytes) -> str:
        """Write the body without its secrets, for the owner's eyes only; the path. Raises DiskTrouble."""
        path = self._folder / f"{route}-{self._clock.now():%Y-%m-%d}.body"
        try:
            make_folder(self._folder)
            replace_file(path, scrubbed(body[:_MOST_BYTES]))
            for old in sorted(self._folder.glob("*.body"), key=lambda each: each.stat().st_mtime)[:-_MOST_BODIES]:
                old.unlink(missing_ok=True)
        except OSError as error:
            raise DiskTrouble(path=path, problem=error.strerror or error) from error
        return str(path)
