"""Ten million observations of trends: pages, ingest, and what they add up to, beside DuckDB and PostgreSQL. `make bench` prints the figures."""

from __future__ import annotations

import csv
import os
import pwd
import shutil
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.store.db import connect, transaction
from podpusher_cli.store.rollups import Rollups
from podpusher_cli.store.trends import Signals
from tests.support.history import BEGIN, COLUMNS, hours_of, observed, signal_of

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]
COUNT = int(os.environ.get("TREND_BENCH_ROWS", "10000000"))
NEW = 10_000
INSERT = f"insert into signals ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"
TABLES = ("trend_hours", "trend_days", "trend_weeks")
LONG_TABLE = (
    "source text, region text, key text, metric text, scale text, rank int, value bigint, observed_at double precision"
)
SPANS = {
    "hours": "floor(observed_at / 3600) * 3600",
    "days": "floor(observed_at / 86400) * 86400",
    "weeks": "floor((observed_at - 345600) / 604800) * 604800 + 345600",
}


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


class World:
    """A database with ten million rows that are added up, and how long that took. `hour` is the first that it lacks."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "state.db"
        self.db = connect(self.path)
        self.signals, self.rollups = Signals(self.db), Rollups(self.db)
        self.hour = hours_of(COUNT)
        with transaction(self.db):
            self.db.executemany(INSERT, observed(COUNT))
        self.rollups.refresh()
        self.db.execute("pragma wal_checkpoint(truncate)")

    def more(self, count: int) -> list[tuple[object, ...]]:
        """Rows of the hours that come next."""
        rows = list(observed(count, after=self.hour))
        self.hour += hours_of(count)
        return rows

    def rows(self) -> dict[str, int]:
        return {table: self.db.execute(f"select count(*) from {table}").fetchone()[0] for table in ("signals", *TABLES)}

    def forget(self) -> None:
        """Empty the tables, so that adding everything up begins from nothing."""
        with transaction(self.db):
            for table in TABLES:
                self.db.execute(f"delete from {table}")

    def recompute(self) -> None:
        """All rows added up in one go: no batches, no rows to merge with."""
        with transaction(self.db):
            self.rollups._add(0, self.signals.newest(), since=0)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("trends"))
    print(f"\n{made.rows()}, {made.path.stat().st_size / 1e6:,.0f} MB")
    yield made
    made.db.close()
    shutil.rmtree(made.path.parent)


def test_a_page_of_fifty_takes_the_same_at_any_depth(world: World) -> None:
    cursors = world.signals.cursors("signals tiktok US")
    depths = [cursors.made(BEGIN + hours_of(COUNT) * share * 3600, "") for share in (1, 0.75, 0.5, 0.25, 0.01)]

    def page(cursor: str) -> None:
        assert len(world.signals.page("tiktok", "US", limit=50, cursor=cursor).items) == 50

    rounds = [[seconds(lambda cursor=cursor: page(cursor)) * 1000 for cursor in depths] for _ in range(101)]
    medians = [statistics.median(each) for each in zip(*rounds, strict=True)]
    print("\na page of 50, newest to oldest: " + ", ".join(f"{each:.2f} ms" for each in medians))
    assert max(medians) < 1
    assert max(medians) < 1.5 * min(medians)


def test_ingest_is_nearly_as_fast_as_plain_executemany(world: World) -> None:
    pairs = []
    for _ in range(9):
        plain, own = world.more(50_000), [signal_of(row) for row in world.more(50_000)]

        def executemany(rows: list[Any] = plain) -> None:
            with transaction(world.db):
                world.db.executemany(INSERT, rows)

        pairs.append((seconds(executemany), seconds(lambda own=own: world.signals.add(own))))
    world.rollups.refresh()
    share = statistics.median(plain / own for plain, own in pairs)
    plain, own = (50_000 / statistics.median(each) for each in zip(*pairs, strict=True))
    print(f"\ningest: {own:,.0f} rows/s, plain executemany {plain:,.0f} rows/s, {share:.0%} (at least 70 %)")
    assert share >= 0.7


def test_ten_thousand_new_rows_are_added_up_in_no_time(world: World) -> None:
    rounds = []
    for _ in range(5):
        world.signals.add([signal_of(row) for row in world.more(NEW)])
        rounds.append(seconds(world.rollups.refresh))
    kept = sums(world.db)
    world.forget()
    full = seconds(world.recompute)
    new = statistics.median(rounds)
    print(f"\nadded up: {NEW:,} new rows {new * 1000:.0f} ms, all {full:.1f} s, {full / new:.0f} times (at least 300)")
    assert sums(world.db) == kept
    assert full >= 300 * new


def sums(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Something that differs when any row does."""
    return [
        tuple(db.execute(f"select count(*), sum(seen), total(value), sum(best_rank), total(low), total(high) from {table}").fetchone())
        for table in TABLES
    ]  # fmt: skip


@pytest.fixture(scope="module")
def table(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The same rows, for those that read files."""
    folder = Path("/tmp") / f"podpusher-bench-{os.getpid()}"  # where the server's user may read
    folder.mkdir(mode=0o755)
    file = folder / "signals.csv"
    with file.open("w", newline="") as opened:
        csv.writer(opened).writerows(
            world.db.execute(
                "select source, region, key, metric_name, metric_scale, rank, metric_value, observed_at from signals"
            )
        )
    yield file
    shutil.rmtree(folder)


def adding(span: str, newest: str) -> str:
    return (
        f"select {SPANS[span]} as bucket, source, region, key, metric, scale, count(*) as seen, min(rank) as best_rank,"
        f" min(value) as low, max(value) as high, max(observed_at) as last_at, {newest} as value"
        " from signals group by 1, 2, 3, 4, 5, 6"
    )


def test_the_same_rows_in_duckdb(world: World, table: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    import duckdb

    folder = tmp_path_factory.mktemp("duckdb")
    with closing(duckdb.connect(str(folder / "trends.duckdb"))) as database:
        load = seconds(
            lambda: database.execute(f"create table signals ({LONG_TABLE})").execute(
                f"copy signals from '{table}' (header false)"
            )
        )

        def recompute() -> None:
            for span in SPANS:
                database.execute(f"create or replace table {span} as {adding(span, 'arg_max(value, observed_at)')}")

        full = seconds(recompute)
        pages = [
            seconds(lambda: database.execute(PAGE, [BEGIN + hours_of(COUNT) * 1800]).fetchall()) for _ in range(11)
        ]
        rows = [database.execute(f"select count(*) from {span}").fetchone()[0] for span in SPANS]
        database.execute("checkpoint")
    size = (folder / "trends.duckdb").stat().st_size
    assert rows == list(world.rows().values())[1:]
    told("DuckDB", load, full, statistics.median(pages), size)


PAGE = "select * from signals where source = 'tiktok' and region = 'US' and observed_at < ? order by observed_at desc, key desc limit 50"


@contextmanager
def postgres(folder: Path) -> Iterator[Callable[[str], str]]:
    """A server of its own, and what runs SQL in it. It does not run as root."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path(shutil.which("postgres") or "/postgres").parent]
    if not (found[-1] / "postgres").exists():
        subprocess.run(["apt-get", "install", "--yes", "--quiet", "postgresql"], check=True, capture_output=True)
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    user = pwd.getpwnam("postgres") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    home = folder / "server"
    home.mkdir()
    os.chown(home, user.pw_uid, user.pw_gid)

    def run(*command: str, text: str | None = None) -> str:
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
        done = subprocess.run([str(found[-1] / command[0]), *command[1:]], input=text, capture_output=True, text=True, check=False, cwd=home, **as_user)  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    run("initdb", "-D", f"{home}/data", "--auth", "trust", "--username", "bench", "--no-locale", "--encoding", "UTF8")
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -c shared_buffers=1GB -c work_mem=512MB -c max_wal_size=8GB"
    run("pg_ctl", "-D", f"{home}/data", "-w", "-l", f"{home}/log", "-o", options, "start")
    try:
        yield lambda sql: run(
            "psql", "-h", str(home), "-U", "bench", "-d", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1", text=sql
        )
    finally:
        run("pg_ctl", "-D", f"{home}/data", "-m", "immediate", "stop")


def test_the_same_rows_in_postgresql(world: World, table: Path) -> None:
    newest = "(array_agg(value order by observed_at desc))[1]"
    with postgres(table.parent) as sql:
        load = seconds(
            lambda: sql(
                f"create table signals ({LONG_TABLE}); copy signals from '{table}' (format csv);"
                " create unique index by_time on signals (source, region, observed_at, key); analyze signals"
            )
        )
        for span in SPANS:
            sql(f"create materialized view {span} as {adding(span, newest)}")
        full = seconds(lambda: sql("; ".join(f"refresh materialized view {span}" for span in SPANS)))
        timed = sql(f"\\timing on\n{';'.join([PAGE.replace('?', str(BEGIN + hours_of(COUNT) * 1800))] * 11)};")
        pages = [float(line.split()[1]) / 1000 for line in timed.splitlines() if line.startswith("Time:")]
        rows = [int(sql(f"select count(*) from {span}")) for span in SPANS]
        size = int(sql("select pg_database_size('postgres')"))
    assert rows == list(world.rows().values())[1:]
    told("PostgreSQL", load, full, statistics.median(pages), size)


def told(name: str, load: float, full: float, page: float, size: int) -> None:
    print(
        f"\n{name}: loaded in {load:.0f} s, all added up in {full:.1f} s and none of it incrementally,"
        f" a page of 50 {page * 1000:.2f} ms, {size / 1e6:,.0f} MB"
    )
    assert load > 0
