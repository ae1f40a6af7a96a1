"""What the doctor and a report for support read off a database: whether it is whole, and numbers, never a text."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from podpusher_cli.core.clock import from_seconds, rfc3339
from podpusher_cli.core.runs import Holder
from podpusher_cli.store.holders import is_dead

_SHOWN_RUNS = 100


def damage(connection: sqlite3.Connection) -> str | None:
    """What is wrong with the database file, or None."""
    told = str(connection.execute("pragma quick_check(1)").fetchone()[0])
    return None if told == "ok" else told


def product_count(connection: sqlite3.Connection) -> int:
    """How many products there are."""
    return int(connection.execute("select count(*) from products").fetchone()[0])


def doubtful(connection: sqlite3.Connection) -> int:
    """How many products had a write sent that was never answered, and no living run looks after."""
    rows = connection.execute(
        "select claim_holder, count(*) from products where stage in ('create_sent', 'publish_sent')"
        " and state in ('ready', 'publishing', 'waiting', 'failed') group by claim_holder"
    )
    return sum(count for holder, count in rows if not holder or is_dead(Holder.parse(holder)))


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that changes nothing, not even an old database."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def schema(connection: sqlite3.Connection) -> str:
    """The tables as SQL, without a row of them."""
    rows = connection.execute("select sql from sqlite_master where sql is not null order by name")
    return "\n".join(f"{row[0]};" for row in rows)


def counts(connection: sqlite3.Connection) -> dict[str, Any]:
    """Rows by table, products by how they stand, and the journal's writes by how they ended."""
    tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table' order by name")]
    products = connection.execute("select state, stage, error_code, count(*) from products group by 1, 2, 3")
    writes = connection.execute("select step, state, count(*) from journal group by 1, 2")
    return {
        "version": connection.execute("pragma user_version").fetchone()[0],
        "rows": {name: connection.execute(f'select count(*) from "{name}"').fetchone()[0] for name in tables},
        "products": [dict(zip(("status", "stage", "error", "count"), row, strict=True)) for row in products],
        "writes": [dict(zip(("step", "status", "count"), row, strict=True)) for row in writes],
    }


def last_runs(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """The latest runs, newest first."""
    rows = connection.execute(
        "select id, command, state, live, started_at, ended_at, counts from runs order by seq desc limit ?",
        (_SHOWN_RUNS,),
    )
    return [
        {
            "id": name, "command": command, "status": state, "live": bool(live), "counts": json.loads(told),
            "started_at": rfc3339(from_seconds(began)), "ended_at": ended and rfc3339(from_seconds(ended)),
        }
        for name, command, state, live, began, ended, told in rows
    ]  # fmt: skip
