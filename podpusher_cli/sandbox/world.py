"""What the outside world remembers, in one SQLite file that survives a restart."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from podpusher_cli.sandbox.accounts import printify_token
from podpusher_cli.sandbox.limits import Windows
from podpusher_cli.sandbox.settings import Settings

_SCHEMA = """
create table if not exists meta (key text primary key, value text not null) strict;
create table if not exists uploads (
    id text primary key, file_name text not null, width integer not null, height integer not null, size integer not null,
    mime text not null, at real not null, archived integer not null default 0, creates integer not null default 0) strict;
create table if not exists products (
    seq integer primary key, id text not null unique, shop_id integer not null, title text not null, doc text not null,
    body text not null, tail text not null, deleted integer not null default 0, sku_keys text not null,
    revision integer not null default 1, published_revision integer, external text, lock_until real, outcome text,
    failure text, created_at real not null) strict;
create index if not exists products_of_shop on products (shop_id, deleted, id);
create table if not exists listings (
    listing_id integer primary key, shop_id integer not null, state text not null, origin text not null, product_id text,
    created real not null, doc text not null, inventory text not null, images_due integer not null default 0) strict;
create index if not exists listings_of_shop on listings (shop_id, state, listing_id);
create table if not exists images (
    image_id integer primary key, listing_id integer not null, place integer not null, doc text not null) strict;
create index if not exists images_of_listing on images (listing_id, place, image_id);
create table if not exists profiles (id integer primary key, kind text not null, doc text not null) strict;
create table if not exists receipts (receipt_id integer primary key, created real not null, doc text not null) strict;
create table if not exists fees (id integer primary key, listing_id integer not null, cents integer not null, at real not null) strict;
create table if not exists consents (id text primary key, doc text not null, at real not null) strict;
create table if not exists codes (code text primary key, doc text not null, expires real not null, used integer not null default 0) strict;
create table if not exists tokens (
    token text primary key, kind text not null, grant_id integer not null, scope text not null, expires real not null,
    state text not null default 'live') strict;
"""
_TABLES = "uploads products listings images profiles receipts fees consents codes tokens".split()


class World:
    """The database, the settings and the clock. One thread only."""

    def __init__(self, path: Path, *, callbacks: list[str] | None = None) -> None:
        """Open or make the file. Raises sqlite3.OperationalError when another process has it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(path, isolation_level=None, timeout=0.2)
        self.db.execute("pragma locking_mode=exclusive")
        self.db.execute("pragma journal_mode=wal")
        self.db.execute("pragma synchronous=off")
        self.db.executescript(_SCHEMA)
        self.first_settings = Settings(callbacks=list(callbacks)) if callbacks else Settings()
        stored = self.get("settings")
        self.settings = msgspec.json.decode(stored, type=Settings) if stored and not callbacks else self.first_settings
        self.windows = Windows(self.now)
        self.due: list[tuple[float, str]] = []  # heap of (time, product) of the publishes under way
        token = self.get("printify_token") or printify_token()
        self.put("printify_token", token)
        self.printify_token = token

    def now(self) -> float:
        """The server's clock, epoch seconds, moved by the setting."""
        return time.time() + self.settings.clock_offset_s

    def get(self, key: str) -> str | None:
        """A remembered text."""
        row = self.db.execute("select value from meta where key = ?", (key,)).fetchone()
        return row[0] if row else None

    def put(self, key: str, value: str) -> None:
        """Remember a text."""
        self.db.execute("insert or replace into meta values (?, ?)", (key, value))

    def set_settings(self, settings: Settings) -> None:
        """Take new settings, and keep them over a restart."""
        self.settings = settings
        self.put("settings", msgspec.json.encode(settings).decode())

    def rows(self, sql: str, *args: Any) -> list[Any]:
        """All rows of a query."""
        return self.db.execute(sql, args).fetchall()

    def row(self, sql: str, *args: Any) -> Any:
        """The first row, or None."""
        return self.db.execute(sql, args).fetchone()

    def run(self, sql: str, *args: Any) -> int:
        """Run a statement; the id of the row it inserted."""
        return self.db.execute(sql, args).lastrowid or 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several statements or none."""
        self.db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self.db.execute("rollback")
            raise
        self.db.execute("commit")

    def reset(self) -> None:
        """A new world: nothing made yet, settings as at the start."""
        with self.together():
            for table in _TABLES:
                self.db.execute(f"delete from {table}")
        self.set_settings(msgspec.convert(msgspec.to_builtins(self.first_settings), Settings))
        self.windows.clear()
        self.due.clear()

    def close(self) -> None:
        """Write everything back into the one file."""
        self.db.close()
