"""What was mistyped: Typer's errors as ours, in sentences that can be translated."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from typer._click import exceptions as click_errors
from typer.core import TyperGroup

from podpusher_cli.core.errors import UsageError
from podpusher_cli.core.options import GLOBAL_OPTIONS, MissingValue
from podpusher_cli.core.text import N_

_CLOSE = 0.8  # an option that is suggested may cost money: --limit is not near --live


class NoSuchCommand(UsageError):
    message = N_("There is no command “{word}”.")
    hint = N_("podpusher --help lists them all.")


class NoSuchWord(NoSuchCommand):
    """Behind a noun."""

    hint = N_("podpusher {command} --help lists them all.")


class MeantCommand(NoSuchCommand):
    hint = N_("Did you mean “{near}”?")


class NoSuchOption(UsageError):
    message = N_("There is no option {option} here.")


class MeantOption(NoSuchOption):
    hint = MeantCommand.hint


class MissingArgument(UsageError):
    message = N_("{name} is missing.")


class NotAChoice(UsageError):
    message = N_("{name} takes one of these: {choices}.")


class NotANumber(UsageError):
    message = N_("{name} takes a number.")


class OutOfRange(NotANumber):
    message = N_("{name} takes a number from {least} to {most}.")


class TooSmall(NotANumber):
    message = N_("{name} takes a number from {least} up.")


class BadValue(UsageError):
    message = N_("{name} does not take that: {problem}")


class TooMuch(UsageError):
    message = N_("Too many words: {problem}")


def usage_error(error: click_errors.ClickException, arguments: Sequence[str], words: Sequence[str]) -> UsageError:
    """Our error for Typer's. `words` are the commands of the root."""
    context = getattr(error, "ctx", None)
    path = (context.command_path if context else "").removeprefix("podpusher").strip()
    if not path and arguments and arguments[0] in words:
        path = arguments[0]
    fields: dict[str, Any] = {"command": path, "problem": error.format_message()}
    if not path:
        fields["hint"] = NoSuchCommand.hint
    if isinstance(error, click_errors.NoSuchOption):
        near = get_close_matches(error.option_name, _options(context), n=1, cutoff=_CLOSE)
        kind = MeantOption if near else NoSuchOption
        return kind(option=error.option_name, **(fields | {"near": near[0], "hint": None} if near else fields))
    if isinstance(error, click_errors.BadOptionUsage):
        return MissingValue(option=error.option_name)
    if isinstance(error, click_errors.MissingParameter):
        return MissingArgument(name=_name(error.param), **fields)
    if isinstance(error, click_errors.BadParameter):
        return _bad_value(error, path)
    if context is not None and isinstance(context.command, TyperGroup):
        rest = arguments[len(path.split()) :]
        word = next((each for each in rest if each == "-" or not each.startswith("-")), "")
        if near := get_close_matches(word, context.command.commands if path else words, n=1):
            return MeantCommand(word=word, near=near[0], command=path)
        return (NoSuchWord if path else NoSuchCommand)(word=word, command=path)
    if "unexpected extra argument" in fields["problem"]:
        return TooMuch(**(fields | {"problem": fields["problem"].partition("(s) (")[2].removesuffix(")")}))
    return UsageError(**fields)


def _options(context: Any) -> list[str]:
    """The long options that a command takes, and those that every command does."""
    own = [name for each in (context.command.params if context else ()) for name in (*each.opts, *each.secondary_opts)]
    every = [name for option in GLOBAL_OPTIONS for name in option.names]
    return [name for name in (*own, *every, "--help") if name.startswith("--")]


def _bad_value(error: click_errors.BadParameter, path: str) -> UsageError:
    """What the parameter takes, where its type says so."""
    told: dict[str, Any] = {"name": _name(error.param), "command": path}
    kind = getattr(error.param, "type", None)
    least, most = getattr(kind, "min", None), getattr(kind, "max", None)
    if choices := getattr(kind, "choices", None):
        return NotAChoice(choices=", ".join(str(each) for each in choices), **told)
    if least is not None and most is not None:
        return OutOfRange(least=f"{least:.15g}", most=f"{most:.15g}", **told)
    if least is not None:
        return TooSmall(least=f"{least:.15g}", **told)
    if getattr(kind, "name", "") in {"integer", "float", "int"}:
        return NotANumber(**told)
    return BadValue(problem=error.message, **told)


def _name(parameter: Any) -> str:
    """The option as it is typed, or the argument as the help page names it."""
    if parameter is None:
        return ""
    options = [name for name in getattr(parameter, "opts", ()) if name.startswith("-")]
    return max(options, key=len) if options else str(parameter.human_readable_name).strip("[]…")
