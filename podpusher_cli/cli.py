"""The root command: mounts the groups of commands/, runs one, and turns Typer's errors into ours."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import typer
from typer._click import exceptions as click_errors
from typer.core import TyperCommand, TyperGroup

from podpusher_cli.commands.help import HELP_OPTIONS, dress, show
from podpusher_cli.commands.options import COMPLETING
from podpusher_cli.commands.usage import usage_error
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from typer._click import Command

    from podpusher_cli.deps import Deps

NAME = "podpusher"
HELP = N_("Trends, designs, listings and Etsy drafts through Printify, from one command line.")


def build(first: str | None) -> Command:
    """The command tree; only the branch that `first` names when it names one."""
    app = _bare()
    alone = first in WORDS and first != "schema"  # which tells of all commands
    modules = [WORDS[first].module] if first and alone else [word.module for word in WORDS.values()]
    for module in dict.fromkeys(modules):
        import_module(f"podpusher_cli.commands.{module}").mount(app)
    command = typer.main.get_command(app)
    if isinstance(command, TyperGroup):
        command.commands = {word: command.commands[word] for word in WORDS if word in command.commands}
    return command


def listed() -> Command:
    """The root with its words as its help page lists them. Nothing can be run, and no command is imported."""
    command = typer.main.get_command(_bare())
    if isinstance(command, TyperGroup):
        command.commands = {name: TyperCommand(name, help=word.help) for name, word in WORDS.items()}
    return command


def _bare() -> typer.Typer:
    """The root without a word."""
    app = typer.Typer(
        name=NAME,
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_root)
    return app


def _root() -> None:
    pass


def invoke(arguments: Sequence[str], deps: Deps) -> None:
    """Run a command line without its global options. Raises PodpusherError; Typer's own errors become UsageError."""
    if arguments[:1] == ["help"]:  # as gh, stripe and kubectl take it
        arguments = [*arguments[1:], "--help"]
    first = next((word for word in arguments if not word.startswith("-")), None)
    completing = COMPLETING in os.environ
    command = build(None if completing else first) if completing or first in WORDS else listed()
    if completing or not HELP_OPTIONS.isdisjoint(arguments):
        dress(command)
    if completing:
        from podpusher_cli.commands.completion import prepare

        prepare()
        command.main(list(arguments), prog_name=NAME, standalone_mode=False, obj=deps, complete_var=COMPLETING)
        return
    try:
        # Typer's own main() would end the process at Ctrl-C and at a pipe that is gone, without a word or a document.
        with command.make_context(NAME, list(arguments), obj=deps) as context:
            command.invoke(context)
    except typer.Exit:
        return
    except click_errors.ClickException as error:
        if isinstance(error, click_errors.NoArgsIsHelpError):
            dress(command)
            show(error.ctx)
            return
        raise usage_error(error, arguments, tuple(WORDS)) from error
