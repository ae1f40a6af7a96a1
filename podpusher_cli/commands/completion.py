"""podpusher completion: a script that lets the shell complete podpusher's words."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from podpusher_cli.commands.options import COMPLETING, command, deps_of
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_, one_line

Shell = Annotated[Literal["bash", "zsh", "fish"], typer.Argument(metavar="SHELL", help=N_("bash, zsh or fish."))]

# As a file of zsh's own folder the script is the function of the first completion, which would otherwise be empty.
_FIRST_TIME = """

if [ "$funcstack[1]" = "_podpusher" ]; then
  _podpusher_completion
fi"""


def mount(app: typer.Typer) -> None:
    """Put the verb on the root."""
    command(
        app,
        "completion",
        completion,
        help=WORDS["completion"].help,
        result="settings.Script",
    )


def completion(context: typer.Context, shell: Shell) -> None:
    from typer.completion import get_completion_script  # type: ignore[attr-defined]  # its home is private

    from podpusher_cli.core.settings import Script

    script = get_completion_script(prog_name="podpusher", complete_var=COMPLETING, shell=shell)
    if shell == "zsh":
        script += _FIRST_TIME
    deps_of(context).out.text(Script(shell, script), script)


def prepare() -> None:
    """Let Typer answer a shell. A word's help is one line: what is broken in two, fish takes for two words."""
    from typer import _completion_classes
    from typer.completion import completion_init  # type: ignore[attr-defined]  # its home is private

    _completion_classes._sanitize_help_text = _one_line  # noqa: SLF001 - Typer's own folds it, and imports Rich for that
    completion_init()


def _one_line(text: str) -> str:
    return one_line(text.replace("''", "’"))  # Typer doubles it for zsh, which then shows none
