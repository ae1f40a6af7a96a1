"""Profiles as folders below the home, and which of them is chosen."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from podpusher_cli.core.errors import CannotRead, MachineTrouble
from podpusher_cli.core.ids import token
from podpusher_cli.core.profiles import DEFAULT, NoProfile, Profile, ProfileExists, checked_name
from podpusher_cli.core.results import Cursors, Page
from podpusher_cli.store.files import make_folder


class Profiles:
    """The profiles of the home `home`. `default` is always there."""

    def __init__(self, home: Path) -> None:
        self._chosen = home / "profile"
        self._folder = home / "profiles"

    def page(self, cursors: Callable[[], Cursors], *, limit: int, cursor: str | None) -> Page[Profile]:
        """`limit` profiles by name, after the one that a cursor stands for. Raises BadCursor. `cursors` only where one is needed."""
        after = str(cursors().place(cursor)[0]) if cursor is not None else ""
        left = [each for each in self.all() if each.name > after]
        shown = tuple(left[:limit])
        return Page(shown, cursors().made(shown[-1].name) if len(left) > limit else None)

    def all(self) -> tuple[Profile, ...]:
        """Every profile by name; no database is opened."""
        names = {DEFAULT}
        if self._folder.is_dir():
            with os.scandir(self._folder) as found:
                names |= {each.name for each in found if not each.name.startswith(".") and each.is_dir()}
        current = self.current()
        return tuple(self._profile(name, current) for name in sorted(names))

    def get(self, name: str) -> Profile:
        """One profile. Raises BadProfileName or NoProfile."""
        if checked_name(name) != DEFAULT and not (self._folder / name).is_dir():
            raise NoProfile(name=name)
        return self._profile(name, self.current())

    def current(self) -> str:
        """The profile that commands use unless told otherwise; what is no text is no profile's name. Raises CannotRead."""
        try:
            return self._chosen.read_text(encoding="utf-8", errors="replace").strip() or DEFAULT
        except (FileNotFoundError, NotADirectoryError):  # a file in the place of the home is told by what writes there
            return DEFAULT
        except OSError as error:
            raise CannotRead(path=self._chosen, problem=error.strerror or error) from error

    def add(self, name: str) -> Profile:
        """An empty profile, with its database: one that could keep nothing is none. Raises BadProfileName, ProfileExists or MachineTrouble."""
        from podpusher_cli.store.db import connect

        self.refuse_taken(name)
        try:
            connect(self._folder / name / "state.db").close()
        except MachineTrouble:
            with suppress(OSError):
                self._delete(name)
            raise
        return self.get(name)

    def use(self, name: str) -> Profile:
        """Choose a profile. Raises NoProfile."""
        from podpusher_cli.store.files import replace_file

        self.get(name)
        make_folder(self._chosen.parent)
        replace_file(self._chosen, name.encode() + b"\n")
        return self.get(name)

    def rename(self, old: str, new: str) -> Profile:
        """Give a profile another name; if it was the chosen one, it still is. Raises NoProfile or ProfileExists."""
        current = self.get(old).current
        self.refuse_taken(new)
        make_folder(self._folder / old)
        (self._folder / old).rename(self._folder / new)
        return self.use(new) if current else self.get(new)

    def remove(self, name: str) -> None:
        """Delete a profile's folder; it is gone at once, however long the deleting takes. Raises NoProfile."""
        current = self.get(name).current
        if (self._folder / name).is_dir():
            self._delete(name)
        if current and name != DEFAULT:
            self.use(DEFAULT)

    def _delete(self, name: str) -> None:
        import shutil

        (self._folder / name).rename(self._folder / f".{name}.{token(8)}")
        for doomed in self._folder.glob(".*"):  # this one, and what an interrupted removal left
            shutil.rmtree(doomed, ignore_errors=True)

    def refuse_taken(self, name: str) -> None:
        """Raise BadProfileName or ProfileExists unless the name is free."""
        if checked_name(name) == DEFAULT or (self._folder / name).exists():
            raise ProfileExists(name=name)

    def is_running(self, name: str) -> bool:
        """Whether a living process is at a run of this profile."""
        from podpusher_cli.core.runs import Holder
        from podpusher_cli.store.holders import is_dead

        found = self._rows(name, "select holder from runs where state = 'running'")
        return any(not is_dead(Holder.parse(holder)) for holder in found)

    def was_connected(self, name: str) -> bool:
        """Whether a connection of this profile was ever kept."""
        from podpusher_cli.core.accounts import IDENTITY_OF

        keys = ", ".join(f"'{key}'" for key in IDENTITY_OF.values())
        return bool(self._rows(name, f"select value from settings where key in ({keys}) and value != ''"))

    def begun(self) -> tuple[str, ...]:
        """The profiles that have a database."""
        return tuple(each.name for each in self.all() if (self._folder / each.name / "state.db").exists())

    def with_shop(self, stripe_account: str) -> frozenset[str]:
        """The profiles that have a shop and get their plan from this Stripe account, or from none where it is empty."""
        keys = "'stripe.account', 'etsy.shop', 'printify.shop'"
        found = set()
        for name in self.begun():
            rows = self._rows(name, f"select key || '=' || value from settings where key in ({keys}) and value != ''")
            said = dict(row.split("=", 1) for row in rows)
            if said.pop("stripe.account", "") == stripe_account and said:
                found.add(name)
        return frozenset(found)

    def _rows(self, name: str, query: str) -> list[str]:
        """The first column of the rows in the profile's database; none where it is missing or too old to have them."""
        path = self._folder / name / "state.db"
        if not path.exists():
            return []
        try:
            with closing(sqlite3.connect(path, timeout=5)) as connection:
                return [str(row[0]) for row in connection.execute(query)]
        except sqlite3.DatabaseError:
            return []

    def _profile(self, name: str, current: str) -> Profile:
        return Profile(name, name == current, str(self._folder / name))
