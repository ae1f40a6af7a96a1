"""podpusher completion: what the shells ask for and get, by their own protocols and in a real bash."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from podpusher_cli.cli import WORDS
from podpusher_cli.core.options import GLOBAL_OPTIONS
from tests.conftest import Cli
from tests.support.accounts import ROOT

HEAVY = {"httpx", "PIL", "pyvips", "playwright", "stripe", "pydantic", "sqlite_utils", "keyring", "sqlite3"}


def asked(home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PODPUSHER_HOME": str(home), **variables}
    return subprocess.run(
        [sys.executable, "-m", "podpusher_cli"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def bash_words(line: str) -> Mapping[str, str]:
    return {"_PODPUSHER_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("podpusher gen", ["generate"]),
        ("podpusher products ", ["edit", "list", "remove", "show"]),
        ("podpusher generate --from", ["--from-trends"]),
        ("podpusher publish --prof", ["--profile"]),
        ("podpusher generate --model ", ["local", "openai"]),
    ],
)
def test_bash_gets_the_words(tmp_path: Path, line: str, expected: list[str]) -> None:
    done = asked(tmp_path, **bash_words(line))
    assert sorted(done.stdout.split()) == expected
    assert not list(tmp_path.iterdir()), "completing makes no home"


def test_zsh_and_fish_get_words_with_their_help(tmp_path: Path) -> None:
    zsh = asked(tmp_path, _PODPUSHER_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS="podpusher publ")
    assert '"publish":"' in zsh.stdout
    fish = asked(
        tmp_path, _PODPUSHER_COMPLETE="complete_fish", _TYPER_COMPLETE_FISH_ACTION="get-args", _TYPER_COMPLETE_ARGS="podpusher publ"
    )
    assert fish.stdout.startswith("publish\t")


def answers(home: Path, shell: str, line: str, **more: str) -> list[str]:
    """What the shell's own protocol gives for a line, a word each."""
    asking = bash_words(line) if shell == "bash" else {"_PODPUSHER_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line}
    done = asked(home, **{"_TYPER_COMPLETE_FISH_ACTION": "get-args", **asking, **more})
    assert done.stderr == ""
    if shell == "zsh":
        return re.findall(r'^(?:_arguments .*?)?"([^"]+)":"', done.stdout, re.MULTILINE)
    return [each.partition("\t")[0] for each in done.stdout.splitlines()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("language", ["en", "fr", "de", "es"])
def test_every_word_of_the_root_is_given_and_nothing_else(tmp_path: Path, shell: str, language: str) -> None:
    assert answers(tmp_path, shell, "podpusher ", PODPUSHER_LANG=language) == list(WORDS)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_options_of_every_command_are_given_too(tmp_path: Path, shell: str) -> None:
    names = {name for option in GLOBAL_OPTIONS for name in option.names if name.startswith("--")}
    assert names <= set(answers(tmp_path, shell, "podpusher db export --"))
    assert "--format" in answers(tmp_path, shell, "podpusher --profile second db export --f")


def test_an_apostrophe_reaches_zsh(tmp_path: Path) -> None:
    done = asked(tmp_path, _PODPUSHER_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS="podpusher db")
    assert "The profile’s database" in done.stdout


def test_completing_opens_no_database_and_imports_nothing_heavy(cli: Cli) -> None:
    cli("settings", "set", "language", "fr", check=0)
    database = cli.home / "profiles" / "default" / "state.db"
    database.write_bytes(b"garbage" * 1000)
    before = {path: path.stat().st_mtime_ns for path in cli.home.rglob("*")}
    program = (
        "import sys\nfrom podpusher_cli.__main__ import run\ntry: run()\n"
        "finally: print(sorted(sys.modules), file=sys.stderr)"
    )
    for shell in ("bash", "zsh", "fish"):
        asking = bash_words("podpusher prod") if shell == "bash" else {"_TYPER_COMPLETE_ARGS": "podpusher prod"}
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False,
            env={"PATH": os.environ["PATH"], **cli.environment, "_TYPER_COMPLETE_FISH_ACTION": "get-args", **asking,
                 "_PODPUSHER_COMPLETE": f"complete_{shell}"},
        )  # fmt: skip
        assert "products" in done.stdout
        assert not (HEAVY | {"rich", "msgspec", "babel"}) & set(ast.literal_eval(done.stderr.splitlines()[-1]))
    assert {path: path.stat().st_mtime_ns for path in cli.home.rglob("*")} == before


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_printed(cli: Cli, shell: str) -> None:
    script = cli("completion", shell, check=0).stdout
    assert "_PODPUSHER_COMPLETE" in script
    told = cli("completion", shell, "--json", check=0).data
    assert (told["shell"], told["script"] + "\n") == (shell, script)
    program = shutil.which(shell)
    if program:
        assert subprocess.run([program, "-n"], input=script, text=True, check=False).returncode == 0


def test_another_shell_is_refused(cli: Cli) -> None:
    assert cli("completion", "tcsh", "--json", check=2).json["error"]["code"] == "usage"


def test_a_real_bash_completes(cli: Cli, tmp_path: Path) -> None:
    program = tmp_path / "podpusher"
    program.write_text(f'#!/bin/sh\ncd {ROOT} && exec {sys.executable} -m podpusher_cli "$@"\n')
    program.chmod(0o755)
    (tmp_path / "script").write_text(cli("completion", "bash", check=0).stdout)
    line = 'source "$1"; COMP_WORDS=(podpusher desi); COMP_CWORD=1; _podpusher_completion podpusher; echo "${COMPREPLY[@]}"'
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PODPUSHER_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        ["bash", "-c", line, "_", str(tmp_path / "script")], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["designs"]
