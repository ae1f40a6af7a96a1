"""A profile's settings."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from podpusher_cli.core.setting_values import checked
from podpusher_cli.core.settings import BY_KEY
from podpusher_cli.store.db import transaction


class Settings:
    """What the seller has set, over the defaults of core/settings.py."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def get(self, key: str) -> str:
        """The value, or the default."""
        row = self._db.execute("select value from settings where key = ?", (key,)).fetchone()
        return str(row[0]) if row else BY_KEY[key].default

    def all(self) -> dict[str, str]:
        """Every setting with its value in force."""
        kept = {str(row[0]): str(row[1]) for row in self._db.execute("select key, value from settings")}
        return {key: kept.get(key, setting.default) for key, setting in BY_KEY.items()}

    def set(self, values: Mapping[str, str]) -> None:
        """Keep all of these or none; an empty text brings the default back. Raises UnknownSetting or BadSetting."""
        sound = {key: checked(key, value) for key, value in values.items()}
        with transaction(self._db):
            self._db.executemany("delete from settings where key = ?", [(key,) for key in sound])
            self._db.executemany("insert into settings values (?, ?)", [each for each in sound.items() if each[1]])
