"""Copies of a profile's database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from podpusher_cli.core.errors import BadInput, Busy
from podpusher_cli.core.text import N_

RowFormat = Literal["jsonl", "json"]


@dataclass(frozen=True, slots=True)
class DatabasePath:
    """Where the database is."""

    path: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database, and how large it is."""

    path: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, and where what was there before is; None where there was nothing."""

    path: str
    source: str
    kept: str | None


@dataclass(frozen=True, slots=True)
class Exported:
    """A file of rows as JSON, and how many."""

    path: str
    rows: int


class NotABackup(BadInput):
    code = "db.not_a_backup"
    message = N_("{path} is not a backup of podpusher: {problem}")
    hint = N_("podpusher db backup makes one.")


class RehearsedDatabase(BadInput):
    code = "db.rehearsal"
    message = N_("{path} holds what the sandbox made up, not a real shop.")
    hint = N_("Add --sandbox to rehearse with it; a real shop has a database of its own.")


class TheDatabaseItself(BadInput):
    code = "db.itself"
    message = N_("{path} is the database itself.")
    hint = N_("Choose another file.")


class RunUnderWay(Busy):
    code = "db.busy"
    message = N_("A run is under way in profile “{name}”.")
    hint = N_("Wait for its end, or stop it; then run the same command again.")


class NeedsFile(BadInput):
    code = "db.needs_file"
    message = N_("With --json the rows need a file to go to.")
    hint = "podpusher db export rows.jsonl --json"
