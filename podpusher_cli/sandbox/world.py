"""What the outside world remembers, in one SQLite file that survives a restart."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from podpusher_cli.sandbox.accounts import limited_token, printify_token
from podpusher_cli.sandbox.limits import Windows
from podpusher_cli.sandbox.settings import Settings

_TABLES = [
    "uploads", "products", "listings", "images", "profiles", "receipts", "fees", "consents", "codes", "tokens",
    "app_consents", "app_codes", "app_tokens", "stripe", "openai_files", "openai_batches",
]  # fmt: skip


class World:
    """The database, the settings and the clock. One thread only."""

    def __init__(self, path: Path, *, callbacks: list[str] | None = None) -> None:
        """Open or make the file. Raises sqlite3.OperationalError when another process has it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.folder = path.parent
        self.db = sqlite3.connect(path, isolation_level=None, timeout=0.2)
        self.db.execute("pragma locking_mode=exclusive")
        self.db.execute("pragma journal_mode=wal")
        self.db.execute("pragma synchronous=off")
        self.db.execute("pragma cache_size=-65536")
        self.db.executescript(Path(__file__).with_name("schema.sql").read_text(encoding="utf-8"))
        self.first_settings = Settings(callbacks=list(callbacks)) if callbacks else Settings()
        stored = self.get("settings")
        self.settings = msgspec.json.decode(stored, type=Settings) if stored else self.first_settings
        if callbacks:
            self.settings.callbacks = list(callbacks)
        self.windows = Windows(self.now)
        self.url = ""  # where the server listens, once it is known
        self._new: list[Callable[[], None]] = []
        self.due: list[tuple[float, str]] = []  # heap of (time, product) of the publishes under way
        self.printify_token = self._kept("printify_token", printify_token)
        self.printify_limited_token = self._kept("printify_limited_token", limited_token)

    def _kept(self, key: str, make: Callable[[], str]) -> str:
        """The text of that name, made the first time."""
        text = self.get(key) or make()
        self.put(key, text)
        return text

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

    def furnish(self, furnish: Callable[[], None]) -> None:
        """Run this now, and again on every reset: it puts in what a new world has, unless it is there."""
        self._new.append(furnish)
        furnish()

    def reset(self) -> None:
        """A new world: nothing made yet, settings as at the start."""
        with self.together():
            for table in _TABLES:
                self.db.execute(f"delete from {table}")
            self.db.execute("delete from meta where key not like 'printify_%token'")
        self.set_settings(msgspec.convert(msgspec.to_builtins(self.first_settings), Settings))
        self.windows.clear()
        self.due.clear()
        for furnish in self._new:
            furnish()

    def close(self) -> None:
        """Write everything back into the one file."""
        self.db.close()
