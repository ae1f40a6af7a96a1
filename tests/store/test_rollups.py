"""What signals add up to: incrementally, late rows included, equal to adding up everything anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podpusher_cli.core.history import Keep, Span, bucket_of
from podpusher_cli.core.trends import Scale
from podpusher_cli.store import rollups
from podpusher_cli.store.db import connect
from podpusher_cli.store.keyword_index import KeywordIndex
from podpusher_cli.store.rollups import Rollups
from podpusher_cli.store.trends import Signals
from tests.store.test_trends import ONE
from tests.support.clock import START
from tests.support.history import observed, signal_of

DAY = timedelta(days=1)
TABLES = ("trend_hours", "trend_days", "trend_weeks")
CAT = replace(ONE, keyword="CatDad", key="catdad", metric_value=100, rank=5, extra={})


@pytest.fixture
def db(tmp_path: Path) -> sqlite3.Connection:
    return connect(tmp_path / "state.db")


def content(db: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(map(tuple, db.execute(f"select * from {table}")), key=repr) for table in TABLES}


def whole(db: sqlite3.Connection, span: Span, key: str = "catdad"):
    return Rollups(db).series(key, span=span, since=START - 999 * DAY, until=START + 999 * DAY)


def recomputed(signals) -> dict[tuple[object, ...], tuple[object, ...]]:
    """The hours, days and weeks of these signals, added up one by one in another way."""
    buckets: dict[tuple[object, ...], list] = {}
    for each in signals:
        for span in Span:
            name = (
                span,
                each.key,
                each.source,
                each.region,
                each.metric_name,
                each.metric_scale,
                each.extra.get("tag"),
                each.extra.get("period"),
                bucket_of(each.observed_at, span),
            )
            buckets.setdefault(name, []).append(each)
    made = {}
    for name, found in buckets.items():
        values = [each.metric_value for each in found if each.metric_value is not None]
        ranks = [each.rank for each in found if each.rank is not None]
        newest = max(found, key=lambda each: each.observed_at)
        made[name] = (
            len(found), min(ranks, default=None), min(values, default=None), max(values, default=None), newest.metric_value
        )  # fmt: skip
    return made


def told(db: sqlite3.Connection, keys) -> dict[tuple[object, ...], tuple[object, ...]]:
    """The same, as the store tells it."""
    return {
        (span, key, series.source, series.region, series.metric_name, series.metric_scale, series.word, series.days, point.at):
        (point.seen, point.best_rank, point.low, point.high, point.value)
        for span in Span for key in keys for series in whole(db, span, key) for point in series.points
    }  # fmt: skip


SIGNALS = st.builds(
    replace,
    st.just(CAT),
    key=st.sampled_from("ab"),
    source=st.sampled_from(("tiktok", "pinterest")),
    region=st.sampled_from(("US", "GB+IE")),
    metric_name=st.sampled_from(("views", "posts", None)),
    metric_value=st.none() | st.integers(0, 2**63 - 1),
    metric_scale=st.sampled_from((Scale.ABSOLUTE, Scale.LOWER_BOUND)),
    rank=st.none() | st.integers(1, 99),
    extra=st.sampled_from(({}, {"tag": "cat shirt"}, {"period": 7}, {"period": 30, "tag": "mug"})),
    observed_at=st.integers(-20 * 86_400 * 4, 20 * 4).map(lambda quarter: START + timedelta(seconds=quarter / 4)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(SIGNALS, max_size=8), max_size=5))
def test_in_any_order_and_in_any_batches_it_is_what_a_recomputation_gives(batches):
    with closing(in_memory()) as db:
        kept = {}
        for batch in batches:
            Signals(db).add(batch)
            Rollups(db).refresh()
            for each in batch:
                kept.setdefault((each.source, each.region, each.observed_at, each.key), each)
        assert told(db, "ab") == recomputed(kept.values())
        once = content(db)
        Rollups(db).rebuild()
        assert content(db) == once
        assert Rollups(db).refresh() == 0


def in_memory() -> sqlite3.Connection:
    """A database with the tables of trends alone, without a file."""
    made = sqlite3.connect(":memory:", isolation_level=None)
    made.row_factory = sqlite3.Row
    made.executescript(_EMPTY)
    return made


def _schema() -> str:
    from podpusher_cli.store.migrations import apply

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        apply(fresh)
        mine = "name in ('signals', 'signals_by_time', 'trend_hours', 'trend_days', 'trend_weeks', 'trend_marks', 'keywords', 'keyword_words')"
        rows = fresh.execute(f"select sql from sqlite_master where {mine} and sql is not null").fetchall()
    return ";\n".join(row[0] for row in rows) + ";\ninsert into trend_marks values (1, 0, 0, 'key');"


_EMPTY = _schema()


def test_a_batch_ends_where_it_must_and_the_next_goes_on(db, monkeypatch):
    monkeypatch.setattr(rollups, "_BATCH", 3)
    signals = [replace(CAT, observed_at=START + timedelta(minutes=minute)) for minute in range(10)]
    Signals(db).add(signals)
    assert Rollups(db).refresh() == 10
    assert told(db, ["catdad"]) == recomputed(signals)


def test_only_new_signals_are_looked_at(db):
    Signals(db).add([replace(CAT, key=f"k{number}", keyword=f"k{number}") for number in range(500)])
    Rollups(db).refresh()
    db.execute("analyze")
    Signals(db).add([CAT])
    for span in Span:
        plan = " ".join(
            str(row["detail"])
            for row in db.execute(
                f"explain query plan {rollups._ADDING[span]}", {"after": 500, "upto": 501, "since": 0}
            )
        )
        assert "SEARCH signals USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)" in plan


def test_a_late_row_counts_where_it_was_observed(db):
    Signals(db).add([CAT])
    Rollups(db).refresh()
    Signals(db).add([replace(CAT, observed_at=START - 3 * DAY, metric_value=7, rank=1)])
    assert Rollups(db).refresh() == 1
    (days,) = whole(db, Span.DAY)
    assert [(point.at, point.value) for point in days.points] == [
        (bucket_of(START - 3 * DAY, Span.DAY), 7),
        (bucket_of(START, Span.DAY), 100),
    ]
    (weeks,) = whole(db, Span.WEEK)
    assert [(point.seen, point.value) for point in weeks.points] == [(1, 7), (1, 100)]


def test_series_are_those_of_the_region_the_sources_and_the_time(db):
    Signals(db).add(
        [
            CAT,
            replace(CAT, region="DE"),
            replace(CAT, source="pinterest", metric_name="search_index", metric_scale=Scale.INDEX100),
            replace(CAT, observed_at=START - 9 * DAY),
        ]
    )
    store = Rollups(db)
    store.refresh()

    def found(span=Span.DAY, **asked):
        series = store.series("catdad", span=span, since=START - DAY, until=START + DAY, **asked)
        return [(each.source, each.region, len(each.points)) for each in series]

    for span in (Span.HOUR, Span.DAY):
        assert found(span) == [("pinterest", "US", 1), ("tiktok", "DE", 1), ("tiktok", "US", 1)]
        assert found(span, region="US", sources=["tiktok"]) == [("tiktok", "US", 1)]
    assert store.series("catdad", span=Span.DAY, since=START + DAY, until=START + 2 * DAY) == ()


def test_the_past_is_that_of_the_very_same_curve(db):
    week, store = replace(CAT, extra={"period": 7}), Rollups(db)
    for days, value in ((1, 10), (2, 20), (3, None), (40, 99)):
        Signals(db).add([replace(week, observed_at=START - days * DAY, metric_value=value)])
    Signals(db).add(
        [replace(week, metric_value=555), replace(week, key="other", observed_at=START - DAY)]
        + [
            replace(CAT, observed_at=START - DAY - timedelta(minutes=minutes), metric_value=7, **changes)
            for minutes, changes in enumerate(
                (
                    {"extra": {}},
                    {"extra": {"period": 30}},
                    {"extra": {"period": 7, "tag": "x"}},
                    {"metric_scale": Scale.SAMPLE},
                ),
                1,
            )
        ]
    )
    store.refresh()
    assert store.past(week, START - 30 * DAY) == [20, 10]
    assert store.past(replace(week, region="DE"), START - 30 * DAY) == []


# What is kept


def test_signals_go_after_ninety_days_and_days_and_weeks_stay(db):
    Signals(db).add([replace(CAT, observed_at=START - 400 * DAY), replace(CAT, observed_at=START - 80 * DAY), CAT])
    store = Rollups(db)
    assert store.retain(START, Keep()) == 1
    assert store.retain(START, Keep()) == 0
    assert [len(whole(db, span)[0].points) for span in (Span.HOUR, Span.DAY, Span.WEEK)] == [2, 3, 3]
    before = content(db)
    store.rebuild()
    assert content(db) == before


def test_a_row_that_is_late_for_the_signals_counts_for_its_day_once(db):
    old = replace(CAT, observed_at=START - 400 * DAY)
    Signals(db).add([old, CAT])
    store = Rollups(db)
    store.retain(START, Keep())
    Signals(db).add([replace(old, observed_at=old.observed_at + timedelta(minutes=1), metric_value=3)])
    store.refresh()
    store.rebuild()
    assert whole(db, Span.DAY)[0].points[0].seen == 2
    assert store.retain(START + 7 * DAY, Keep()) == 0  # it is the newest number, and stays until there is a newer one
    Signals(db).add([replace(CAT, observed_at=START + DAY)])
    assert store.retain(START + 14 * DAY, Keep()) == 1
    assert whole(db, Span.DAY)[0].points[0].seen == 2


def test_the_number_of_a_signal_is_never_given_twice(db):
    signals, store = Signals(db), Rollups(db)
    signals.add([replace(CAT, observed_at=START - 400 * DAY)])
    store.retain(START, Keep())
    signals.add([CAT])
    assert signals.newest() == 2
    assert store.refresh() == 1


def test_days_and_weeks_are_kept_as_long_as_is_set(db):
    Signals(db).add([replace(CAT, observed_at=START - days * DAY) for days in (800, 400, 200, 0)])
    Rollups(db).retain(START, Keep(signals=30, days=365, weeks=500))
    assert [len(whole(db, span)[0].points) for span in (Span.HOUR, Span.DAY, Span.WEEK)] == [1, 2, 3]


def test_what_can_be_made_anew_is_not_dropped_before_its_signals(db):
    Signals(db).add([replace(CAT, observed_at=START - 20 * DAY), CAT])
    Rollups(db).retain(START, Keep(signals=90, days=1, weeks=1))
    assert len(whole(db, Span.DAY)[0].points) == 2


def test_an_old_release_s_signals_have_a_history(tmp_path):
    from tests.store.test_migrations import old

    with closing(connect(old(tmp_path / "old" / "state.db"))) as db:
        number = db.execute("select count(*) from signals").fetchone()[0]
        assert Rollups(db).refresh() == number > 0
        assert db.execute("select sum(seen) from trend_weeks").fetchone()[0] == number


# Search


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("core", ["cozycore", "gnomecore summer"]),
        ("CORE summer", ["gnomecore summer"]),
        ("fete", ["fête"]),
        ("Fête", ["fête"]),
        ("猫", ["かわいい猫🐱"]),
        ("かわいい", ["かわいい猫🐱"]),
        ("हिन्दी", ["हिन्दीकविता"]),
        ('"core', []),
        ("core NOT summer", []),
        ("core*", []),
        ("co", ["cozycore", "gnomecore summer"]),
        ("nothing", []),
        ("", []),
        ("'); drop table keywords; --", []),
    ],
)
def test_a_keyword_is_found_by_the_words_in_it(db, words, keys):
    written = ["CozyCore", "GnomeCore Summer", "Fête", "かわいい猫🐱", "हिन्दीकविता"]
    Signals(db).add([replace(ONE, keyword=each, key=each.casefold()) for each in written])
    Rollups(db).refresh()
    assert KeywordIndex(db).search(words) == keys


def test_a_keyword_is_in_the_index_once_and_as_it_was_written(db):
    index = KeywordIndex(db)
    for hours in range(3):
        Signals(db).add([replace(CAT, observed_at=START + timedelta(hours=hours))])
        Rollups(db).refresh()
    Rollups(db).rebuild()
    assert index.search("cat") == ["catdad"]
    assert index.keyword("catdad") == "CatDad"
    assert index.keyword("dogmom") is None
    assert db.execute("select upto from trend_marks").fetchone()[0] == Signals(db).newest()


# How much work it is


def steps(db: sqlite3.Connection, work) -> int:
    """How many instructions the database takes for it, in hundreds: the same on every machine."""
    count = 0

    def step():
        nonlocal count
        count += 1

    db.set_progress_handler(step, 100)
    work()
    db.set_progress_handler(None, 100)
    return count


def test_adding_up_what_is_new_is_no_more_work_when_there_is_more_that_is_old(db):
    signals, store = Signals(db), Rollups(db)
    works = []
    for hour in range(0, 40, 2):
        signals.add(map(signal_of, observed(1400, after=hour)))
        store.refresh()
        signals.add(map(signal_of, observed(50, after=hour + 1)))
        works.append(steps(db, store.refresh))
    assert max(works[1:]) <= min(works[1:]) * 1.2
    assert steps(db, store.rebuild) > 200 * max(works)
