"""podpusher completion: a script that lets the shell complete podpusher's words."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from podpusher_cli.commands.options import COMPLETING, command, deps_of
from podpusher_cli.core.text import N_

Shell = Annotated[Literal["bash", "zsh", "fish"], typer.Argument(metavar="SHELL", help=N_("bash, zsh or fish."))]


def mount(app: typer.Typer) -> None:
    """Put the verb on the root."""
    command(
        app,
        "completion",
        completion,
        help=N_("Print the script that completes podpusher's words in your shell."),
        result="settings.Script",
    )


def completion(context: typer.Context, shell: Shell) -> None:
    from typer.completion import get_completion_script  # type: ignore[attr-defined]  # its home is private

    from podpusher_cli.core.settings import Script

    script = get_completion_script(prog_name="podpusher", complete_var=COMPLETING, shell=shell)
    deps_of(context).out.text(Script(shell, script), script)
