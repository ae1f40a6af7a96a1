"""Back up a profile's database, put a backup in its place, and write its rows out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from podpusher_cli.core.backups import Backup, Exported, Restored, RunUnderWay
from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import DiskTrouble, NoSuchFile
from podpusher_cli.core.text import N_
from podpusher_cli.store import backups
from podpusher_cli.store.profiles import Profiles


def stamped(folder: Path, word: str, clock: Clock) -> Path:
    """A name for a new copy: `backups/state-20261126-093000.db`, with a number behind it where that one is taken."""
    base = f"{word}-{clock.now():%Y%m%d-%H%M%S}"
    names = (folder / "backups" / f"{base}{suffix}.db" for suffix in ("", *(f"-{count}" for count in range(2, 1000))))
    return next(path for path in names if not path.exists())


def back_up(database: Path, target: Path) -> Backup:
    """A copy of the database in the file `target`. Raises DiskTrouble."""
    return backups.copy(database, target)


def restore(
    source: Path, *, profile: str, database: Path, profiles: Profiles, confirm: Callable[..., bool], clock: Clock
) -> Restored | None:
    """Put a backup in the database's place, after a yes; what was there is kept. None after a no.

    Raises NoSuchFile, NotABackup, NewerDatabase, RunUnderWay or DiskTrouble.
    """
    if not source.is_file():
        raise NoSuchFile(name=str(source))
    backups.verify(source)
    if profiles.is_running(profile):
        raise RunUnderWay(name=profile)
    question = N_("Put {path} in the place of the database of profile “{name}”? What is there now is kept beside it.")
    if not confirm(question, path=str(source), name=profile):
        return None
    kept = backups.put_in_place(source, database, stamped(database.parent, "replaced", clock))
    return Restored(str(database), str(source), str(kept) if kept else None)


def export(database: Path, target: Path) -> Exported:
    """Every row into the file `target`, whole or not at all. Raises DiskTrouble."""
    draft = target.with_name(f".{target.name}.draft")
    count = 0
    try:
        with draft.open("w", encoding="utf-8") as file:
            for line in backups.rows(database):
                file.write(line + "\n")
                count += 1
        draft.replace(target)
    except OSError as error:
        raise DiskTrouble(path=target, problem=error.strerror or error) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return Exported(str(target), count)
