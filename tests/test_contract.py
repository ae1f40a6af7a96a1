"""What holds for every command, every error and every page of the documentation."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperGroup

import podpusher_cli
from podpusher_cli.commands.options import RESULTS
from podpusher_cli.commands.words import WORDS
from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.options import GLOBAL_OPTIONS
from podpusher_cli.core.settings import SETTINGS, VARIABLES
from podpusher_cli.core.trend_access import KEY_PARTS, SESSION_SITES
from tests.conftest import Cli
from tests.support.commands import commands, tree

ROOT = Path(__file__).resolve().parents[1]
STATUSES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 130}


COMMANDS = commands()


def test_every_word_of_the_root_is_there_and_no_other() -> None:
    assert {path.split()[0] for path in COMMANDS} == set(WORDS)


def test_every_command_says_what_it_returns() -> None:
    assert set(COMMANDS) <= set(RESULTS)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("path", ["", *sorted(WORDS), *sorted(COMMANDS)])
def test_every_help_page_fits_and_is_told_in_the_language(cli: Cli, path: str, language: str) -> None:
    page = cli(*path.split(), "--help", "--lang", language, check=0).stdout

    assert all(len(line) <= 80 for line in page.splitlines())
    assert page.startswith({"en": "Usage: podpusher", "de": "Verwendung: podpusher"}[language])
    assert "--json" in page
    if path in COMMANDS:
        assert len(page.splitlines()[2].strip()) > 10, "a sentence says what it does"


# Errors


def errors() -> list[type[PodpusherError]]:
    for module in pkgutil.walk_packages(podpusher_cli.__path__, "podpusher_cli."):
        if not module.name.endswith("__main__") and ".sandbox" not in module.name:
            importlib.import_module(module.name)

    def below(kind: type[PodpusherError]) -> Iterator[type[PodpusherError]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    return [each for each in below(PodpusherError) if each.__module__.startswith("podpusher_cli.")]


def test_every_error_has_a_code_a_status_and_a_sentence() -> None:
    found = errors()
    assert len(found) > 80
    for error in found:
        assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)*", error.code), error
        assert error.exit_status in STATUSES, error
        assert error.message, error
        assert error.hint == "" or len(error.hint) > 5, error


def test_a_code_means_one_exit_status() -> None:
    by_code: dict[str, set[int]] = {}
    for error in errors():
        by_code.setdefault(error.code, set()).add(error.exit_status)
    # Printify and OpenAI give a reason of their own where a class has none: these codes are only their parents'.
    shared = {"provider.refused"}
    assert {code: found for code, found in by_code.items() if len(found) > 1 and code not in shared} == {}


# Settings, variables, documentation


def test_every_variable_that_is_read_is_told_and_every_one_that_is_told_is_read() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "podpusher_cli").rglob("*.py")
        if "sandbox/" not in str(path.relative_to(ROOT)) and path.name != "settings.py"
    )
    read = set(re.findall(r"\b(?:PODPUSHER|OPENAI)_[A-Z_]+[A-Z]\b", source)) - {"PODPUSHER_TREND_"}
    told = {each.name for each in VARIABLES}
    by_pattern = {name for name in told if name.startswith("PODPUSHER_TREND_")}  # the source's name is put in
    by_pattern |= {f"PODPUSHER_{name.upper()}_TOKEN" for name in KEY_PARTS}
    by_pattern |= {f"PODPUSHER_{name.upper()}_COOKIES" for name in SESSION_SITES}
    assert by_pattern <= told
    assert read - told == set()
    assert told - read - by_pattern == set()


def test_the_page_of_settings_lists_them_all() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([^`]+)` \|(.*)\|(.*)\|$", page, re.MULTILINE)
    assert [name for name, _, _ in listed] == [*(each.key for each in SETTINGS), *(each.name for each in VARIABLES)]
    for (name, default, told), each in zip(listed, [*SETTINGS, *VARIABLES], strict=True):
        assert default.strip().strip("`") == each.default, name
        assert told.strip() == each.help, name


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OPTION_NAMES = {name for option in GLOBAL_OPTIONS for name in option.names}


def commands_in(page: Path) -> list[str]:
    """The command lines of ours in indented blocks and in code marks."""
    text = page.read_text(encoding="utf-8")
    lines = [line.strip() for line in re.findall(r"^    (podpusher .*)$", text, re.MULTILINE)]
    return lines + re.findall(r"`(podpusher [^`]+)`", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_line_in_the_documentation_exists(page: Path) -> None:
    for line in commands_in(page):
        words = shlex.split(line, comments=True)[1:]
        words = words[: words.index(">")] if ">" in words else words
        plain = [word for word in words if word not in OPTION_NAMES]
        path = max(
            (each for each in [*COMMANDS, *WORDS] if plain[: len(each.split())] == each.split()), key=len, default=None
        )
        if not plain:
            continue  # `podpusher --sandbox` and its like
        assert path, line
        command: object = tree()
        for word in path.split():
            assert isinstance(command, TyperGroup)
            command = command.commands[word]
        known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}  # type: ignore[attr-defined]
        used = {word.split("=")[0] for word in plain if word.startswith("--")}
        assert used <= known, f"{line}: {used - known}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_the_documentation_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\n    make demo\n" in readme
    assert "\n    make test\n" in readme
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
