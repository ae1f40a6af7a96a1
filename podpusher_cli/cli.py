"""The root command: mounts the groups of commands/, runs one, and turns Typer's errors into ours."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import typer
from typer._click import exceptions as click_errors
from typer.core import TyperGroup

from podpusher_cli.commands.help import HELP_OPTIONS, dress, show
from podpusher_cli.commands.options import COMPLETING
from podpusher_cli.commands.usage import usage_error
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    from typer._click import Command

    from podpusher_cli.deps import Deps

# The words of the root, in the order of the help page, and the module of commands/ that has each.
WORDS = {
    "connect": "connect",
    "trends": "trends",
    "ideas": "ideas",
    "generate": "generate",
    "publish": "publish",
    "status": "accounts",
    "plan": "plan",
    "quota": "quota",
    "upgrade": "plan",
    "billing": "billing",
    "disconnect": "accounts",
    "profile": "profiles",
    "bulk": "bulk",
    "designs": "designs",
    "feedback": "feedback",
    "products": "products",
    "check": "check",
    "prompts": "prompts",
    "blueprints": "blueprints",
    "runs": "runs",
    "settings": "settings",
    "notifications": "notifications",
    "doctor": "doctor",
    "db": "db",
    "schema": "schema",
    "completion": "completion",
    "sandbox": "sandbox",
    "demo": "demo",
}
NAME = "podpusher"
HELP = N_("Trends, designs, listings and Etsy drafts through Printify, from one command line.")


def build(first: str | None) -> Command:
    """The command tree; only the branch that `first` names when it names one."""
    app = typer.Typer(
        name=NAME,
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_root)
    alone = first in WORDS and first != "schema"  # which tells of all commands
    for module in dict.fromkeys([WORDS[first]] if first and alone else WORDS.values()):
        import_module(f"podpusher_cli.commands.{module}").mount(app)
    command = typer.main.get_command(app)
    if isinstance(command, TyperGroup):
        command.commands = {word: command.commands[word] for word in WORDS if word in command.commands}
    return command


def _root() -> None:
    pass


def invoke(arguments: Sequence[str], deps: Deps) -> None:
    """Run a command line without its global options. Raises PodpusherError; Typer's own errors become UsageError."""
    first = next((word for word in arguments if not word.startswith("-")), None)
    completing = COMPLETING in os.environ
    command = build(None if completing else first)
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
