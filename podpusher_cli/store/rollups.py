"""What signals add up to by hour, day and week: kept up to date from a watermark, late rows included."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.history import Keep, Point, Series, Span, bucket_of
from podpusher_cli.core.trends import Scale, Signal
from podpusher_cli.store.db import stamp, transaction
from podpusher_cli.store.keyword_index import KeywordIndex

_BATCH = 200_000  # signals added up in one transaction, so that no other process waits for long
_TABLES = {Span.HOUR: "trend_hours", Span.DAY: "trend_days", Span.WEEK: "trend_weeks"}
_KEYS = {
    Span.HOUR: "bucket, source, region, key, metric, scale, word, days",
    Span.DAY: "key, region, source, metric, scale, word, days, bucket",
    Span.WEEK: "key, region, source, metric, scale, word, days, bucket",
}
_VALUES = "seen, best_rank, low, high, last_at, value"
_BUCKETS = {  # integers divide downwards; the first Monday of SQLite's time is its fifth day
    Span.HOUR: "cast(observed_at as integer) / 3600 * 3600",
    Span.DAY: "cast(observed_at as integer) / 86400 * 86400",
    Span.WEEK: "(cast(observed_at as integer) - 345600) / 604800 * 604800 + 345600",
}


def _least(name: str, of: str) -> str:
    """The smaller (`min`) or larger (`max`) of what is there and what comes; SQLite's own is null when either is."""
    return f"{name} = coalesce({of}({name}, excluded.{name}), {name}, excluded.{name})"


def _adding(span: Span) -> str:
    """Adds the signals after `:after`, up to `:upto` and observed since `:since`, to a table.

    `not indexed`: with statistics at hand SQLite would walk the whole index in place of the new rows. The value is the
    newest, which the index finds: SQLite leaves open whose row a bare column beside min() and max() is of.
    """
    keys, table = _KEYS[span], _TABLES[span]
    return f"""
        insert into {table} ({keys}, {_VALUES})
        select {keys}, seen, best_rank, low, high, last_at, (
            select metric_value from signals where signals.source = added.source and signals.region = added.region
            and signals.observed_at = added.last_at and signals.key = added.key
        ) from (
            select source, region, key, coalesce(metric_name, '') as metric, metric_scale as scale, word, days,
            {_BUCKETS[span]} as bucket,
            count(*) as seen, min(rank) as best_rank, min(metric_value) as low, max(metric_value) as high,
            max(observed_at) as last_at from signals not indexed
            where id > :after and id <= :upto and observed_at >= :since group by {keys}
        ) as added where true
        on conflict ({keys}) do update set seen = seen + excluded.seen, {_least("best_rank", "min")},
        {_least("low", "min")}, {_least("high", "max")},
        value = case when excluded.last_at > last_at then excluded.value else value end,
        last_at = max(last_at, excluded.last_at)
    """


_ADDING = {span: _adding(span) for span in Span}


class Rollups:
    """The profile's history of keywords."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._index = KeywordIndex(connection)

    def refresh(self) -> int:
        """Add up the signals that came since the last time, whenever they were observed; how many they were."""
        added = 0
        while self._waiting():
            with transaction(self._db):  # another process may have done it meanwhile
                after, newest = self._marks()
                upto = min(newest, after + _BATCH)
                self._add(after, upto, since=0)
                self._index.add(after, upto)
                self._db.execute("update trend_marks set upto = ?", (upto,))
                added += max(0, upto - after)
        return added

    def rebuild(self) -> None:
        """Make everything anew that the signals still tell of; what is older stays as it was added up."""
        with transaction(self._db):
            since = self._db.execute("select since from trend_marks").fetchone()[0]
            _, newest = self._marks()
            for table in _TABLES.values():
                self._db.execute(f"delete from {table} where bucket >= ?", (since,))
            self._add(0, newest, since=since)
            self._index.add(0, newest)
            self._db.execute("update trend_marks set upto = ?", (newest,))

    def retain(self, now: datetime, keep: Keep) -> int:
        """Drop what is older than it is kept, in whole weeks and not before it is added up; how many signals went."""
        since = bucket_of(now - timedelta(days=keep.signals), Span.WEEK)
        if stamp(since) <= self._db.execute("select since from trend_marks").fetchone()[0]:
            return 0
        self.refresh()
        with transaction(self._db):
            upto, _ = self._marks()
            # The newest signal stays: its number is what the next one's is counted from.
            gone = self._db.execute(
                "delete from signals where observed_at < ? and id <= ? and id < (select max(id) from signals)",
                (stamp(since), upto),
            ).rowcount
            self._db.execute("delete from trend_hours where bucket < ?", (stamp(since),))
            for span, days in ((Span.DAY, keep.days), (Span.WEEK, keep.weeks)):
                if days is not None:
                    oldest = min(since, bucket_of(now - timedelta(days=days), Span.WEEK))
                    self._db.execute(f"delete from {_TABLES[span]} where bucket < ?", (stamp(oldest),))
            self._db.execute("update trend_marks set since = ?", (stamp(since),))
        return gone

    def series(
        self,
        key: str,
        *,
        span: Span,
        since: datetime,
        until: datetime,
        region: str | None = None,
        sources: Sequence[str] = (),
    ) -> tuple[Series, ...]:
        """The curves of a keyword, one for each source, region and metric: its buckets from `since` to before `until`."""
        found: dict[tuple[Any, ...], list[Point]] = {}
        for row in self._points(key, span, since, until):
            if region in {None, row["region"]} and (not sources or row["source"] in sources):
                name = tuple(row[column] for column in ("source", "region", "metric", "scale", "word", "days"))
                found.setdefault(name, []).append(_point(row))
        return tuple(
            Series(source, area, metric or None, Scale(scale), word or None, days or None, tuple(points))
            for (source, area, metric, scale, word, days), points in sorted(found.items())
        )

    def _points(self, key: str, span: Span, since: datetime, until: datetime) -> list[sqlite3.Row]:
        first, last = stamp(bucket_of(since, span)), stamp(until)
        if span is not Span.HOUR:
            return self._db.execute(
                f"select * from {_TABLES[span]} where key = ? and bucket >= ? and bucket < ? order by bucket",
                (key, first, last),
            ).fetchall()
        # Hours lie in order of time, so that new ones go to the end: each hour's row is looked up where it must be.
        return self._db.execute(
            "with recursive places(source, region) as (select distinct source, region from trend_days where key = :key),"
            " hours(bucket) as (select :first union all select bucket + 3600 from hours where bucket + 3600 < :last)"
            " select trend_hours.* from hours cross join places cross join trend_hours"
            " on trend_hours.bucket = hours.bucket and trend_hours.source = places.source"
            " and trend_hours.region = places.region and trend_hours.key = :key order by trend_hours.bucket",
            {"key": key, "first": int(first), "last": last},
        ).fetchall()

    def past(self, signal: Signal, since: datetime) -> list[int]:
        """What a signal's curve was at the end of each day from `since` to before the signal's own, oldest first."""
        rows = self._db.execute(
            "select value from trend_days where key = ? and region = ? and source = ? and metric = ? and scale = ?"
            " and word = ? and days = ? and bucket >= ? and bucket < ? and value is not null order by bucket",
            (
                signal.key, signal.region, signal.source, signal.metric_name or "", signal.metric_scale.value, signal.word,
                signal.days, stamp(since), stamp(bucket_of(signal.observed_at, Span.DAY)),
            ),
        )  # fmt: skip
        return [int(row[0]) for row in rows]

    def _waiting(self) -> bool:
        after, newest = self._marks()
        return newest > after

    def _marks(self) -> tuple[int, int]:
        """The signal that everything is added up to, and the newest there is."""
        row = self._db.execute(
            "select upto, coalesce((select max(id) from signals), 0) as newest from trend_marks"
        ).fetchone()
        return row["upto"], row["newest"]

    def _add(self, after: int, upto: int, *, since: float) -> None:
        for span in Span:
            self._db.execute(_ADDING[span], {"after": after, "upto": upto, "since": since})


def _point(row: sqlite3.Row) -> Point:
    return Point(
        at=from_seconds(row["bucket"]), seen=row["seen"], best_rank=row["best_rank"], low=row["low"], high=row["high"],
        value=row["value"],
    )  # fmt: skip
