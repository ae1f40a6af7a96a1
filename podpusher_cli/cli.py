"""The root command: mounts the groups of commands/, runs one, and turns Typer's errors into ours."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer._click import Context, HelpFormatter
from typer._click import exceptions as click_errors
from typer.core import TyperGroup, TyperOption

from podpusher_cli.commands.options import COMPLETING
from podpusher_cli.core.errors import UsageError
from podpusher_cli.core.options import GLOBAL_OPTIONS
from podpusher_cli.core.text import N_
from podpusher_cli.i18n import _

if TYPE_CHECKING:
    from typer._click import Command

    from podpusher_cli.deps import Deps

# The words of the root, in the order of the help page, and the module of commands/ that has each.
WORDS = {
    "connect": "accounts",
    "trends": "trends",
    "generate": "generate",
    "publish": "publish",
    "status": "accounts",
    "disconnect": "accounts",
    "profile": "profiles",
    "bulk": "bulk",
    "designs": "designs",
    "products": "products",
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
HELP = N_("Trends, designs, listings and Etsy drafts through Printify, from one command line.")


class NoSuchCommand(UsageError):
    message = N_("There is no command “{word}”.")
    hint = N_("podpusher --help lists them all.")


class MeantCommand(NoSuchCommand):
    hint = N_("Did you mean “{near}”?")


class NoSuchOption(UsageError):
    message = N_("There is no option {option} here.")


class MissingArgument(UsageError):
    message = N_("{name} is missing.")


class BadValue(UsageError):
    message = N_("{name} does not take that: {problem}")


class TooMuch(UsageError):
    message = N_("Too many words: {problem}")


def build(first: str | None) -> Command:
    """The command tree; only the branch that `first` names when it names one."""
    app = typer.Typer(
        name="podpusher",
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
    if completing or "--help" in arguments:
        _dress(command)
    if completing:
        from typer.completion import completion_init  # type: ignore[attr-defined]  # its home is private

        completion_init()
    try:
        status = command.main(
            list(arguments), prog_name="podpusher", standalone_mode=False, obj=deps, complete_var=COMPLETING
        )
    except click_errors.ClickException as error:
        if isinstance(error, click_errors.NoArgsIsHelpError) and error.ctx:
            _dress(command)
            typer.echo(error.ctx.get_help())
            return
        raise _ours(error, arguments) from error
    except typer.Abort:
        raise KeyboardInterrupt from None
    if isinstance(status, int) and status:
        raise SystemExit(status)


def _ours(error: click_errors.ClickException, arguments: Sequence[str]) -> UsageError:
    context = getattr(error, "ctx", None)
    path = (context.command_path if context else "").removeprefix("podpusher").strip()
    kind = type(error).__name__
    fields: dict[str, Any] = {"command": path, "problem": error.format_message()}
    if kind == "NoSuchOption":
        return NoSuchOption(option=getattr(error, "option_name", ""), **fields)
    if kind == "MissingParameter":
        parameter = getattr(error, "param", None)
        return MissingArgument(name=parameter.human_readable_name if parameter else "", **fields)
    if kind == "BadParameter":
        parameter = getattr(error, "param", None)
        return BadValue(name=parameter.human_readable_name if parameter else "", command=path, problem=error.message)
    if context is not None and isinstance(context.command, TyperGroup):
        word = next((each for each in arguments[len(path.split()) :] if not each.startswith("-")), "")
        near = get_close_matches(word, context.command.commands if path else WORDS, n=1)
        return MeantCommand(word=word, near=near[0], command=path) if near else NoSuchCommand(word=word, command=path)
    if "unexpected extra argument" in fields["problem"]:
        return TooMuch(**fields)
    return UsageError(**fields)


class _HelpFormatter(HelpFormatter):
    """Click's own, with its one heading that no catalogue reaches in the seller's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, _("Usage:") + " " if prefix is None else prefix)


# Typer's own words, which go through this module's catalogue once it is handed to Typer.
_TYPERS_WORDS = (N_("Arguments"), N_("Options"), N_("Commands"), N_("default: {default}"), N_("required"))
_SHOW_HELP = N_("Show this message and exit.")


def _dress(command: Command) -> None:
    """Translate every help text and list the options that each command takes: done only when help is shown."""
    typer.core._ = _  # type: ignore[attr-defined]  # Typer has no other way to translate its headings
    Context.formatter_class = _HelpFormatter
    for each in _tree(command):
        each.help = each.short_help = _(each.help) if each.help else ""
        for parameter in each.params:
            if getattr(parameter, "help", None):
                parameter.help = _(parameter.help)  # type: ignore[attr-defined]  # options and arguments both have one
        each.params += [
            TyperOption(
                param_decls=[*option.names, option.name],
                help=_(option.help),
                is_flag=not option.takes_value,
                expose_value=False,
                show_default=False,
            )
            for option in GLOBAL_OPTIONS
        ]
        each.params.append(
            TyperOption(
                param_decls=["--help", "help_"],
                help=_(_SHOW_HELP),
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_help,
                show_default=False,
            )
        )
        each.add_help_option = False


def _show_help(context: typer.Context, _parameter: object, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        typer.echo(context.get_help(), color=context.color)
        context.exit()


def _tree(command: Command) -> Iterator[Command]:
    yield command
    if isinstance(command, TyperGroup):
        for child in command.commands.values():
            yield from _tree(child)
