"""Back up a profile's database, put a backup in its place, and write its rows out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from podpusher_cli.core.backups import Backup, Exported, Restored, RowFormat, RunUnderWay, TheDatabaseItself
from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.text import N_
from podpusher_cli.store import backups
from podpusher_cli.store.files import written_whole
from podpusher_cli.store.profiles import Profiles
from podpusher_cli.workflows.given import check_given
from podpusher_cli.workflows.replacing import free_place

Confirm = Callable[..., bool]


def stamped(folder: Path, word: str, clock: Clock) -> Path:
    """A name for a new copy in `folder`: `state-20261126-093000.db`, with a number behind it where that one is taken."""
    base = f"{word}-{clock.now():%Y%m%d-%H%M%S}"
    names = (folder / f"{base}{suffix}.db" for suffix in ("", *(f"-{count}" for count in range(2, 1000))))
    return next(path for path in names if not path.exists())


def back_up(database: Path, target: Path, *, confirm: Confirm, clock: Clock) -> Backup:
    """A copy of the database in the file `target`, or under a new name in the folder `target`.

    Raises FileThere, CannotReplace, TheDatabaseItself, DiskTrouble or DamagedDatabase.
    """
    if target.is_dir():
        target = stamped(target, "state", clock)
    return backups.copy(database, _place(target, database, confirm))


def restore(
    source: Path,
    *,
    profile: str,
    database: Path,
    profiles: Profiles,
    confirm: Confirm,
    clock: Clock,
    rehearsal: bool = False,
) -> Restored | None:
    """Put a backup in the database's place, after a yes; what was there is kept. None after a no.

    Raises NoSuchFile, NotABackup, NewerDatabase, RehearsedDatabase (unless for a `rehearsal`), RunUnderWay, DiskTrouble or
    LockHeld; then nothing has changed.
    """
    check_given(source, str(source))
    backups.verify(source, rehearsal=rehearsal)
    _check_idle(profiles, profile)
    question = N_("Put {path} in the place of the database of profile “{name}”? What is there now is kept beside it.")
    if not confirm(question, path=str(source), name=profile):
        return None
    with backups.brought_up_to_date(source, database.parent) as fresh:
        kept = backups.keep(database, stamped(database.parent / "backups", "replaced", clock))
        _check_idle(profiles, profile)  # copying took a while, and the answer too
        backups.put_in_place(fresh, database)
    return Restored(str(database), str(source), str(kept) if kept else None)


def export(database: Path, target: Path, form: RowFormat, *, confirm: Confirm) -> Exported:
    """Every row into the file `target`, whole or not at all. Raises FileThere, CannotReplace, TheDatabaseItself or DiskTrouble."""
    target = _place(target, database, confirm)
    count = 0
    try:
        with written_whole(target) as file:
            for text, rows in lines(database, form):
                file.write(text.encode() + b"\n")
                count += rows
    except OSError as error:
        raise DiskTrouble(path=target, problem=error.strerror or error) from error
    return Exported(str(target), count)


def lines(database: Path, form: RowFormat) -> Iterator[tuple[str, int]]:
    """Every row as text, line by line, each with how many rows it holds.

    `jsonl`: `{"table": …, "row": {…}}` each; `json`: one object with a list of rows for each table.
    """
    with backups.tables(database) as tables:
        if form == "jsonl":
            for name, rows in tables:
                for row in rows:
                    yield _json({"table": name, "row": row}), 1
            return
        yield "{", 0
        before = ""
        for name, rows in tables:
            yield f'{before}"{name}": [', 0
            for row, more in _with_more(rows):
                yield _json(row) + ("," if more else ""), 1
            yield "]", 0
            before = ", "
        yield "}", 0


def _with_more(rows: Iterator[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], bool]]:
    row = next(rows, None)
    while row is not None:
        following = next(rows, None)
        yield row, following is not None
        row = following


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _place(target: Path, database: Path, confirm: Confirm) -> Path:
    """Where to write. Raises TheDatabaseItself, CannotReplace, or FileThere unless the seller agrees to lose what is there."""
    own = {database.with_name(database.name + companion).resolve() for companion in ("", "-wal", "-shm", ".lock")}
    if target.resolve() in own:
        raise TheDatabaseItself(path=str(target))
    return free_place(target, confirm)


def _check_idle(profiles: Profiles, name: str) -> None:
    if profiles.is_running(name):
        raise RunUnderWay(name=name)
