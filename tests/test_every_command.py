"""What no command may do, whatever it is given and wherever it runs: a mistake of our own, or a word out of place."""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperArgument, TyperGroup

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.options import GLOBAL_OPTIONS
from podpusher_cli.providers.trends import NAMES
from tests.conftest import Cli, Result
from tests.support.accounts import free_port
from tests.support.commands import commands, tree
from tests.support.quick import Quick

STATUSES = {0, 2, 3, 4, 5, 6, 7, 8, 9}
AWAY = "http://127.0.0.1:9"
TREND_HOSTS = [f"PODPUSHER_TREND_{name.upper()}_URL" for name in NAMES]
HOSTILE = "[red]x[/red]\x1b]0;owned\x07\u202e\x9b31m" + "y" * 10_000
# `sandbox start` and the like begin a server; tests/commands/test_sandbox.py has them.
SERVERS = {"demo", "sandbox start", "sandbox reset", "sandbox open", "sandbox fault"}


PATHS = sorted(set(commands()) - SERVERS)


def words(path: str, value: str) -> list[str]:
    """The command with `value` for each argument that it must have."""
    wanted = [each for each in commands()[path].params if isinstance(each, TyperArgument) and each.required]
    return [*path.split(), *(value for _ in wanted)]


@pytest.fixture
def offline(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A seller without the network, and with no account; what is made where they stand is thrown away."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    hosts = ("PODPUSHER_ETSY_API_URL", "PODPUSHER_ETSY_TOKEN_URL", "PODPUSHER_PRINTIFY_API_URL", *TREND_HOSTS)
    cli.make_deps = Quick
    cli.environment |= dict.fromkeys((*hosts, "OPENAI_BASE_URL"), AWAY)
    cli.environment |= {"PODPUSHER_CALLBACK_PORT": str(free_port()), "PODPUSHER_TRENDS_ALLOW_UNOFFICIAL": "1"}
    cli.environment["PODPUSHER_BROWSER"] = "/no/browser"  # looking for Playwright's starts its driver each time
    return cli


def check(result: Result, path: str) -> None:
    assert result.exit_status in STATUSES, (path, result.stdout, result.stderr)
    said = result.stdout + result.stderr
    assert "Traceback" not in said, path
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(said), path


@pytest.mark.parametrize("path", PATHS)
def test_in_a_new_home_it_answers_in_text_and_json(offline: Cli, path: str) -> None:
    text = offline(*words(path, "x"), "--no-input")
    check(text, path)
    assert (text.exit_status == 0) == ("Error:" not in text.stderr), text.stderr
    document = offline(*words(path, "x"), "--json")
    check(document, path)
    assert document.json["ok"] is (document.exit_status == 0)
    if path not in {"db export", "profile add"}:  # one needs a file for JSON, the other cannot be done twice
        assert document.exit_status == text.exit_status
    if not document.json["ok"]:
        assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)*", document.json["error"]["code"])


@pytest.mark.parametrize("path", PATHS)
def test_whatever_is_typed_is_text(offline: Cli, path: str) -> None:
    check(offline(*words(path, HOSTILE), "--no-input", "-v"), path)
    check(offline(*path.split(), HOSTILE, "--json"), path)
    check(offline(*path.split(), HOSTILE, HOSTILE, HOSTILE), path)
    check(offline(*path.split(), f"--{HOSTILE}"), path)
    check(offline(*words(path, ""), "--no-input"), path)
    for option in commands()[path].params:
        if not isinstance(option, TyperArgument) and not option.is_flag:
            for value in (HOSTILE, "", "-1", "9" * 40, "٣", "1e9", "nan"):
                check(offline(*words(path, "x"), f"{option.opts[-1]}={value}", "--no-input", "--json"), path)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("damage", ["folder", "text", "half", "newer"])
def test_a_home_that_is_not_as_it_should_be(offline: Cli, path: str, damage: str) -> None:
    folder = offline.home / "profiles" / "default"
    if damage == "folder":
        offline.home.write_text("a file in its place")
    else:
        offline("settings", "set", "model", "local", check=0)
        database = folder / "state.db"
        if damage == "text":
            database.write_text("this is no database " * 300)
        elif damage == "half":
            database.write_bytes(database.read_bytes()[: database.stat().st_size // 2])
        else:
            with sqlite3.connect(database) as connection:
                connection.execute("pragma user_version = 9999")
            connection.close()
        for left in folder.glob("state.db-*"):
            left.unlink()
    check(offline(*words(path, "x"), "--no-input"), path)
    document = offline(*words(path, "x"), "--json")
    check(document, path)
    assert document.json["ok"] is (document.exit_status == 0)


@pytest.mark.parametrize("path", PATHS)
def test_for_a_profile_that_there_is_not(offline: Cli, path: str) -> None:
    result = offline(*words(path, "x"), "-P", "nobody", "--json")
    check(result, path)
    assert not (offline.home / "profiles" / "nobody").exists()


# What is said to the seller


def sentences() -> Iterator[tuple[str, str]]:
    """Every sentence that an error can say, and where it comes from."""

    def below(kind: type[PodpusherError]) -> Iterator[type[PodpusherError]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    for error in below(PodpusherError):
        if error.__module__.startswith("podpusher_cli."):
            yield error.__name__, error.hint
            yield error.__name__, error.message


def source_sentences() -> Iterator[tuple[str, str]]:
    root = Path(__file__).resolve().parents[1] / "podpusher_cli"
    for file in root.rglob("*.py"):
        if "sandbox" not in file.relative_to(root).parts[:1]:
            for found in re.finditer(r'(?:N_|_)\(\s*"((?:[^"\\]|\\.)*)"', file.read_text(encoding="utf-8")):
                yield file.name, found[1]


def test_every_command_that_a_sentence_names_is_there() -> None:
    everything = dict.fromkeys([*sentences(), *source_sentences()])
    assert len(everything) > 300
    named = 0
    for where, sentence in everything:
        for found in re.finditer(r"podpusher ((?:[a-z]+ ?)+(?:(?:--[a-z-]+|[A-Z{'][^ ;,.]*) ?)*)", sentence):
            line = found[1].replace("'Plant dad'", "IDEA").split(" makes ")[0]
            parts = [part for part in line.split() if part]
            first = parts[0]
            if first not in {path.split()[0] for path in commands()}:
                continue  # “podpusher does not know”: no command but a verb
            named += 1
            path = max((each for each in commands() if parts[: len(each.split())] == each.split()), key=len, default=first)
            known = {name for option in GLOBAL_OPTIONS for name in option.names} | {"--help"}
            if path in commands():
                known |= {name for each in commands()[path].params for name in (*each.opts, *each.secondary_opts)}
            used = {part for part in parts if part.startswith("--")}
            group = tree().commands[first]
            known |= {name for each in group.params for name in each.opts}
            assert used <= known, (where, sentence)
            if path not in commands() and isinstance(group, TyperGroup) and len(parts) > 1 and parts[1].isalpha():
                assert parts[1] in group.commands, (where, sentence)
    assert named > 30


def test_shell_words_of_the_documentation_can_be_read() -> None:
    for page in (Path(__file__).resolve().parents[1] / "docs").glob("*.md"):
        for line in re.findall(r"^    (podpusher .*)$", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert shlex.split(line, comments=True)[0] == "podpusher"


def test_no_document_has_a_second_line(cli: Cli) -> None:
    for path in ("products list", "runs list", "settings list", "schema", "doctor"):
        assert cli(*path.split(), "--json").stdout.count("\n") == 1
        json.loads(cli(*path.split(), "--json").stdout)
