"""podpusher db: the profile's database, for those who look after it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from podpusher_cli.commands.options import command, deps_of, group
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.backups import RowFormat
from podpusher_cli.core.text import N_

Target = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help=N_("Where it goes; else into the profile's backups folder."))
]
Source = Annotated[Path, typer.Argument(metavar="BACKUP", help=N_("A file that `db backup` made."))]
RowFile = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help=N_("Where the rows go; else, or for -, to stdout."))
]
Form = Annotated[
    RowFormat, typer.Option("--format", help=N_("jsonl: a line for each row; json: one object, a list for each table."))
]


def mount(app: typer.Typer) -> None:
    """Put the noun on the root."""
    noun = group(app, "db", help=WORDS["db"].help)
    command(noun, "db path", path, help=N_("Print where the database is."), result="backups.DatabasePath")
    command(
        noun, "db backup", backup, help=N_("Copy the database, also while others work on it."), result="backups.Backup"
    )
    command(noun, "db restore", restore, help=N_("Put a backup in the database's place."), result="backups.Restored")
    command(noun, "db export", export, help=N_("Write every row as JSON."), result="backups.Exported")


def path(context: typer.Context) -> None:
    from podpusher_cli.core.backups import DatabasePath

    deps = deps_of(context)
    deps.out.text(DatabasePath(str(deps.database_path)), str(deps.database_path))


def backup(context: typer.Context, file: Target = None) -> None:
    from podpusher_cli.ui.views import backups as views
    from podpusher_cli.workflows import backups

    deps = deps_of(context)
    deps.db  # noqa: B018 - made, if it was never opened
    target = file.absolute() if file else backups.stamped(deps.profile_folder() / "backups", "state", deps.clock)
    done = backups.back_up(deps.database_path, target, confirm=deps.out.confirm, clock=deps.clock)
    deps.out.show(done, views.backup)


def restore(context: typer.Context, backup: Source) -> None:
    from podpusher_cli.ui.views import backups as views
    from podpusher_cli.workflows import backups

    deps = deps_of(context)
    deps.close()  # a database that is damaged must be let go to be replaced
    done = backups.restore(
        backup,
        profile=deps.profile,
        database=deps.database_path,
        profiles=deps.profiles,
        confirm=deps.out.confirm,
        clock=deps.clock,
        rehearsal=deps.options.sandbox,
    )
    if done is None:
        deps.out.note(N_("Nothing was changed."))
    else:
        deps.out.show(done, views.restored)


def export(context: typer.Context, file: RowFile = None, form: Form = "jsonl") -> None:
    from podpusher_cli.core.backups import NeedsFile
    from podpusher_cli.ui.views import backups as views
    from podpusher_cli.workflows import backups

    deps = deps_of(context)
    deps.db  # noqa: B018 - made, if it was never opened
    if file is not None and str(file) != "-":
        done = backups.export(deps.database_path, file.absolute(), form, confirm=deps.out.confirm)
        deps.out.show(done, views.exported)
        return
    if deps.out.json:
        raise NeedsFile
    deps.out.stream(text for text, _rows in backups.lines(deps.database_path, form))
