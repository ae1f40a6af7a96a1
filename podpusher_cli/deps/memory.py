"""What a profile remembers: its database and its files."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.deps.outside import Outside

if TYPE_CHECKING:
    import sqlite3

    from podpusher_cli.core.designs import Design
    from podpusher_cli.core.results import Cursors
    from podpusher_cli.store.decisions import Decisions
    from podpusher_cli.store.designs import Designs
    from podpusher_cli.store.feedback import FeedbackBook
    from podpusher_cli.store.generations import Generations
    from podpusher_cli.store.notices import Notices
    from podpusher_cli.store.products import Products
    from podpusher_cli.store.publishing import Journal
    from podpusher_cli.store.runs import Runs
    from podpusher_cli.store.settings import Settings
    from podpusher_cli.store.spending import Ledger
    from podpusher_cli.store.translations import Translations
    from podpusher_cli.workflows.checking import Checker
    from podpusher_cli.workflows.inspecting import Inspector


class Memory(Outside):
    """What a profile remembers."""

    @property
    def database_path(self) -> Path:
        """Where the profile's database is."""
        return self.profile_folder() / "state.db"

    @cached_property
    def db(self) -> sqlite3.Connection:
        """The profile's database. Raises RehearsedDatabase where a real shop would get the sandbox's."""
        from podpusher_cli.store.db import connect
        from podpusher_cli.store.rehearsals import keep_apart

        connection = connect(self.database_path)
        self._closing.append(connection)
        keep_apart(connection, self.database_path, rehearsal=self.options.sandbox)
        return connection

    def cursors(self, of: str) -> Cursors:
        """The cursors of a list that is not the database's own."""
        from podpusher_cli.store.cursors import cursors

        return cursors(self.db, of)

    @cached_property
    def settings(self) -> Settings:
        from podpusher_cli.store.settings import Settings

        return Settings(self.db)

    def profile_language(self) -> str | None:
        """The language that the profile is set to, where there is a database to ask; its troubles show elsewhere."""
        import sqlite3

        try:
            return self.settings.get("language") if self.database_path.exists() else None
        except (PodpusherError, OSError, sqlite3.Error):
            return None

    @cached_property
    def translations(self) -> Translations:
        """Listings in other languages than their own."""
        from podpusher_cli.store.translations import Translations

        return Translations(self.db)

    @cached_property
    def products(self) -> Products:
        from podpusher_cli.store.products import Products

        return Products(self.db)

    @cached_property
    def journal(self) -> Journal:
        from podpusher_cli.store.publishing import Journal

        return Journal(self.db)

    @cached_property
    def runs(self) -> Runs:
        from podpusher_cli.store.runs import Runs

        return Runs(self.db)

    @cached_property
    def generations(self) -> Generations:
        from podpusher_cli.store.generations import Generations

        return Generations(self.db)

    @cached_property
    def decisions(self) -> Decisions:
        from podpusher_cli.store.decisions import Decisions

        return Decisions(self.db)

    @cached_property
    def checker(self) -> Checker:
        """What texts are held against: the lists, and the seller's own words and decisions."""
        from podpusher_cli.providers.wordlists import wordlists
        from podpusher_cli.workflows.checking import Checker, own_words

        return Checker(wordlists(), own_words(self.settings.all()), self.decisions)

    @cached_property
    def notices(self) -> Notices:
        from podpusher_cli.store.notices import Notices

        return Notices(self.db)

    @cached_property
    def ledger(self) -> Ledger:
        from podpusher_cli.store.spending import Ledger

        return Ledger(self.db, self.profile_folder() / "answers", self.clock, month=self._month_cap)

    def _month_cap(self) -> int | None:
        """The most that a month may cost, in millionths of a dollar."""
        from podpusher_cli.core.caps import MONTH_SETTING, read_cap

        text = self.settings.get(MONTH_SETTING)
        return read_cap(text) if text else None

    @cached_property
    def designs(self) -> Designs:
        from podpusher_cli.store.designs import Designs

        return Designs(self.db, self.profile_folder() / "designs")

    @cached_property
    def feedback(self) -> FeedbackBook:
        """What the seller thinks."""
        from podpusher_cli.store.feedback import FeedbackBook

        return FeedbackBook(self.db)

    @cached_property
    def inspector(self) -> Inspector:
        """Looks at print files, and remembers what it saw."""
        return self.inspector_on(self.db)

    def inspector_on(self, connection: sqlite3.Connection) -> Inspector:
        """The same on a connection of its own, for a thread of its own."""
        from podpusher_cli.providers.inspection import VERSION, inspect
        from podpusher_cli.store.prints import Prints, looks_in
        from podpusher_cli.workflows.inspecting import Inspector

        others = [name for name in self.profiles.begun() if name != self.profile]
        databases = [(name, self.profile_folder(name) / "state.db") for name in others]
        return Inspector(
            designs=self.designs,
            prints=Prints(connection, VERSION),
            inspect=inspect,
            elsewhere=lambda: looks_in(databases, VERSION),
            clock=self.clock,
        )

    def keep_design(self, path: Path) -> Design:
        """The seller's own picture as a design."""
        from podpusher_cli.workflows.artwork import keep_file

        return keep_file(path, designs=self.designs, inspector=self.inspector, clock=self.clock)
