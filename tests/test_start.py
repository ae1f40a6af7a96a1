"""What a short command must not import, for each costs a seller time at every start."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "httpx",
    "PIL",
    "pyvips",
    "playwright",
    "stripe",
    "pydantic",
    "sqlite_utils",
    "keyring",
    "cryptography",
    "authlib",
}
HEAVY |= {"starlette", "uvicorn"}


SHARED = {"help", "options", "usage", "words"}
"""What of commands/ every command line reads."""


def imported_by(*words: str, home: Path) -> list[str]:
    script = f"import sys; from podpusher_cli.__main__ import main; main({list(words)!r}); print(*sys.modules)"
    environment = {"PODPUSHER_HOME": str(home), "PATH": "/usr/bin:/bin"}
    if words[0] == "products":  # the first run of all makes the database, which needs sqlite-utils
        subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True)
    done = subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()[-1].split()


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("products", "list")])
def test_a_short_command_imports_nothing_heavy(words: tuple[str, ...], tmp_path: Path) -> None:
    imported = imported_by(*words, home=tmp_path)
    assert HEAVY.isdisjoint(imported)
    clients = [
        each for each in imported if re.match(r"podpusher_cli\.(net|providers\.(etsy|printify|stripe|openai))", each)
    ]
    assert clients == []
    ours = {each.removeprefix("podpusher_cli.") for each in imported if each.startswith("podpusher_cli.")}
    commands = {each.removeprefix("commands.") for each in ours if each.startswith("commands.")}
    assert commands - SHARED == ({"products"} if words[0] == "products" else set())
    assert not [each for each in ours if each.startswith(("workflows", "providers"))]
    assert {"core.trends", "core.accounts", "core.tokens", "core.copywriting"}.isdisjoint(ours)  # records that take long to be made


def test_the_version_is_told_before_typer_is_imported(tmp_path: Path) -> None:
    script = "import sys; from podpusher_cli.__main__ import main; main(['--version']); print('typer' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "False"
