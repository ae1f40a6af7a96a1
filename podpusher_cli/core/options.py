"""The options that every command takes, read before anything else, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from podpusher_cli.core.errors import UsageError
from podpusher_cli.core.text import N_


@dataclass(frozen=True, slots=True)
class Options:
    """The global options of one invocation; None where nothing was said."""

    profile: str | None = None
    lang: str | None = None
    json: bool = False
    quiet: bool = False
    verbose: int = 0
    no_input: bool = False
    yes: bool = False
    no_color: bool = False
    sandbox: bool = False


@dataclass(frozen=True, slots=True)
class GlobalOption:
    """One of them: its names, its field in Options, whether a value follows, and its help."""

    names: tuple[str, ...]
    name: str
    takes_value: bool
    help: str
    variable: str


GLOBAL_OPTIONS = (
    GlobalOption(
        ("--profile", "-P"), "profile", True, N_("The profile (one shop's state and tokens)."), "PODPUSHER_PROFILE"
    ),
    GlobalOption(("--json",), "json", False, N_("One JSON document on stdout; never a prompt."), "PODPUSHER_JSON"),
    GlobalOption(("--lang",), "lang", True, N_("The language: en, es, fr or de."), "PODPUSHER_LANG"),
    GlobalOption(("--quiet", "-q"), "quiet", False, N_("Only results and errors."), "PODPUSHER_QUIET"),
    GlobalOption(("--verbose", "-v"), "verbose", False, N_("Say more; twice: time per call."), "PODPUSHER_VERBOSE"),
    GlobalOption(("--no-input",), "no_input", False, N_("Never ask anything."), "PODPUSHER_NO_INPUT"),
    GlobalOption(("--yes", "-y"), "yes", False, N_("Answer yes to every question."), "PODPUSHER_YES"),
    GlobalOption(("--no-color",), "no_color", False, N_("No colours."), "PODPUSHER_NO_COLOR"),
    GlobalOption(("--sandbox",), "sandbox", False, N_("Use the sandbox: a shop to rehearse in."), "PODPUSHER_SANDBOX"),
)

_BY_NAME = {name: option for option in GLOBAL_OPTIONS for name in option.names}
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"", "0", "false", "no", "off"})


def from_environment(environment: Mapping[str, str]) -> Options:
    """The options as the environment sets them. Raises UsageError for a word that is neither yes nor no."""
    values: dict[str, str | int | bool] = {}
    for option in GLOBAL_OPTIONS:
        text = environment.get(option.variable)
        if text is None:
            continue
        _check(text)
        if option.takes_value:
            if text:
                values[option.name] = text
        elif option.name == "verbose" and text.isdecimal():
            values["verbose"] = int(text)
        elif text.lower() in _TRUE:
            values[option.name] = 1 if option.name == "verbose" else True
        elif text.lower() not in _FALSE:
            raise BadVariable(variable=option.variable, text=text)
    return Options(**values)  # type: ignore[arg-type]  # keys are the fields of Options, values of their kinds


def at_first(arguments: Sequence[str], environment: Mapping[str, str]) -> Options:
    """What is obeyed where the rest cannot be read: `--json` and `--lang`, or their variables."""
    words = list(arguments)[: arguments.index("--") if "--" in arguments else None]
    said = [value for word, value in pairwise(words) if word == "--lang"]
    said += [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    lang = next((each for each in said if each and not each.startswith("-")), environment.get("PODPUSHER_LANG"))
    return Options(json="--json" in words or environment.get("PODPUSHER_JSON", "").lower() in _TRUE, lang=lang or None)


def split(arguments: Sequence[str], base: Options) -> tuple[Options, list[str]]:
    """Take the global options out of a command line, wherever they stand before `--`.

    Returns them over `base`, and what is left for the command. Raises UsageError for a value that is missing or extra, and
    for a word that is no text.
    """
    found = base
    rest: list[str] = []
    queue = list(arguments)
    for word in queue:
        _check(word)
    while queue:
        word = queue.pop(0)
        if word == "--":
            rest += [word, *queue]
            break
        name, equals, value = word.partition("=")
        if word.startswith("-") and not word.startswith("--") and len(word) > 2 and name not in _BY_NAME:
            spread = _spread(word)
            if spread is None:
                rest.append(word)
            else:
                queue = spread + queue
            continue
        option = _BY_NAME.get(name)
        if option is None:
            rest.append(word)
        elif option.takes_value:
            if not equals and (not queue or queue[0].startswith("-")):
                raise MissingValue(option=name)  # no profile and no language begins with a dash
            found = _with(found, option.name, value if equals else queue.pop(0))
        elif equals:
            raise ExtraValue(option=name)
        else:
            found = _with(found, option.name, found.verbose + 1 if option.name == "verbose" else True)
    return found, rest


_WITHOUT_PROFILE = frozenset({"profile", "sandbox", "demo", "completion", "schema"})
_OF_NOBODY = _WITHOUT_PROFILE - {"profile"}


def leading(options: Options, words: Iterable[str]) -> Callable[[str], str]:
    """What makes the commands in a sentence of ours lead to where this one was: to the same profile, or to the sandbox.

    `words` are the commands of the root; another word after the program's name begins no command.
    """
    rehearsed = " --sandbox" if options.sandbox else ""
    chosen = f" --profile {options.profile}" if options.profile else ""
    if not rehearsed + chosen:
        return str
    command = re.compile(rf"\bpodpusher(?= ({'|'.join(map(re.escape, sorted(words)))})(?![\w-]))")

    def led(found: re.Match[str]) -> str:
        word = found.group(1)
        if word in _OF_NOBODY:
            return found.group()
        return found.group() + ("" if word in _WITHOUT_PROFILE else chosen) + rehearsed

    return lambda sentence: command.sub(led, sentence)


def _check(word: str) -> None:
    """Raises BrokenWord for bytes that the terminal sent and no text has: nothing could keep or show them."""
    if any("\ud800" <= letter <= "\udfff" for letter in word):
        raise BrokenWord(text=word.encode("utf-8", "backslashreplace").decode())


def _with(options: Options, name: str, value: object) -> Options:
    return replace(options, **{name: value})  # type: ignore[arg-type]  # the value is of the field's kind


def _spread(word: str) -> list[str] | None:
    """`-qv` as `-q -v`, `-Pshop` as `-P shop`; None when a letter is not one of ours."""
    if word.startswith("-P"):
        return ["-P", word[2:].removeprefix("=")]
    letters = [f"-{letter}" for letter in word[1:]]
    return letters if all(letter in _BY_NAME and letter != "-P" for letter in letters) else None


class BadVariable(UsageError):
    message = N_("{variable} is “{text}”; it takes 1 or 0.")
    hint = ""


class BrokenWord(UsageError):
    message = N_("“{text}” has bytes in it that are not text in this terminal's encoding.")
    hint = ""


class UnknownLanguage(UsageError):
    code = "input.language"
    message = N_("podpusher does not speak “{text}”. It speaks: {languages}.")
    hint = ""


class MissingValue(UsageError):
    message = N_("{option} needs a value after it.")
    hint = ""


class ExtraValue(UsageError):
    message = N_("{option} takes no value.")
    hint = ""
