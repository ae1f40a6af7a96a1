"""Signals as they were observed, and answers that could not be read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from podpusher_cli.core.clock import Clock, from_seconds
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.results import Cursors, Page
from podpusher_cli.core.trends import Kind, Scale, Signal
from podpusher_cli.store.cursors import cursors
from podpusher_cli.store.db import stamp, transaction, unstamp
from podpusher_cli.store.files import make_folder, replace_file
from podpusher_cli.store.scrubbing import scrubbed

_WINDOW = timedelta(days=1)  # what was seen within a day of the newest counts as the present
_MOST_BODIES = 30
_MOST_BYTES = 512 * 1024


class Signals:
    """The profile's signals; rows are only ever added, until their time is over."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, signals: Iterable[Signal], *, along: Callable[[], None] | None = None) -> int:
        """Keep them, all or none, `along` with what else belongs to it; what is kept already stays. How many are new."""
        with transaction(self._db):
            if along is not None:
                along()
            return max(0, self._db.executemany(_INSERT, _rows(signals)).rowcount)

    def newest(self) -> int:
        """The number of the newest signal, 0 when there is none."""
        return int(self._db.execute("select coalesce(max(id), 0) from signals").fetchone()[0])

    def cursors(self, of: str) -> Cursors:
        """The cursors of a list of this database."""
        return cursors(self._db, of)

    def present(self, sources: Sequence[str], region: str, *, upto: int, window: timedelta = _WINDOW) -> list[Signal]:
        """The signals of a region's last `window`, up to the signal of that number, each source counted from its newest."""
        rows = self._db.execute(
            "select signals.* from json_each(:sources) as wanted cross join signals"
            " where signals.source = wanted.value and signals.region = :region and signals.id <= :upto"
            " and signals.observed_at >= (select max(observed_at) from signals as others"
            " where others.source = wanted.value and others.region = :region and others.id <= :upto) - :window",
            {"sources": json.dumps(list(sources)), "region": region, "upto": upto, "window": window.total_seconds()},
        )
        return [_signal(row) for row in rows]

    def of_keys(self, keys: Sequence[str], sources: Sequence[str], region: str, *, upto: int) -> list[Signal]:
        """The last signal of each day of these keywords, up to the signal of that number."""
        rows = self._db.execute(
            "select signals.* from json_each(:keys) as wanted cross join trend_days as days"
            " on days.key = wanted.value and days.region = :region"
            " cross join signals on signals.source = days.source and signals.region = days.region"
            " and signals.observed_at = days.last_at and signals.key = days.key"
            " where signals.id <= :upto and days.source in (select value from json_each(:sources))",
            {"keys": json.dumps(list(keys)), "sources": json.dumps(list(sources)), "region": region, "upto": upto},
        )
        return [_signal(row) for row in rows]

    def latest(self, key: str, sources: Sequence[str], region: str) -> list[Signal]:
        """The newest kept signal of a keyword at each source, of the region where there is one, else of that source's own code."""
        rows = self._db.execute(
            "select signals.*, row_number() over (partition by days.source order by days.region = :region desc, days.last_at desc)"
            " as place from trend_days as days cross join signals on signals.source = days.source"
            " and signals.region = days.region and signals.observed_at = days.last_at and signals.key = days.key"
            " where days.key = :key and days.source in (select value from json_each(:sources))",
            {"key": key, "sources": json.dumps(list(sources)), "region": region},
        )
        return [_signal(row) for row in rows if row["place"] == 1]

    def page(self, source: str, region: str, *, limit: int, cursor: str | None = None) -> Page[Signal]:
        """What a source showed in a region, newest first. Raises BadCursor.

        The index alone leads to a page, however deep, and rows that arrive meanwhile move nothing.
        """
        signed = self.cursors(f"signals {source} {region}")
        after = signed.place(cursor) if cursor else [_NEVER, ""]
        rows = self._db.execute(
            "select signals.* from (select id from signals where source = ? and region = ?"
            " and (observed_at, key) < (?, ?) order by observed_at desc, key desc limit ?) as page"
            " join signals on signals.id = page.id order by signals.observed_at desc, signals.key desc",
            (source, region, *after, limit + 1),
        ).fetchall()
        last = rows[limit - 1] if len(rows) > limit else None
        more = signed.made(last["observed_at"], last["key"]) if last else None
        return Page(tuple(_signal(row) for row in rows[:limit]), more)

    def last_seen(self) -> dict[str, datetime]:
        """When each route last gave signals."""
        rows = self._db.execute("select route, max(observed_at) from signals group by route")
        return {str(route): seen for route, at in rows if (seen := unstamp(at))}


_NEVER = 1e18  # later than any time
_COLUMNS = (
    "source", "route", "keyword", "key", "kind", "category", "metric_name", "metric_value", "metric_scale", "rank",
    "region", "observed_at", "extra",
)  # fmt: skip
_KEPT = (*_COLUMNS, "word", "days")
_INSERT = f"insert or ignore into signals ({', '.join(_KEPT)}) values ({', '.join('?' * len(_KEPT))})"
_WORDS = {each: each.value for each in (*Kind, *Scale)}  # asking each for its value takes longer than the rest of a row


def _rows(signals: Iterable[Signal]) -> Iterator[tuple[object, ...]]:
    from msgspec.json import encode

    return (
        (
            each.source, each.route, each.keyword, each.key, _WORDS[each.kind], each.category, each.metric_name,
            each.metric_value, _WORDS[each.metric_scale], each.rank, each.region, stamp(each.observed_at),
            *((encode(each.extra).decode(), each.word, each.days) if each.extra else ("{}", "", 0)),
        )
        for each in signals
    )  # fmt: skip


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
