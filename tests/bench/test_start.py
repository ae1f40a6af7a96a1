"""How fast a short command starts, against the time that importing Typer takes. `make bench` prints the figures."""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

import podpusher_cli
from tests.support.desk import Rig
from tests.support.sandbox import start_sandbox

pytestmark = pytest.mark.bench
ROUNDS = 15
PODPUSHER = [sys.executable, "-m", "podpusher_cli"]
TYPER = [sys.executable, "-c", "import typer"]
ROWS = 20


def seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - began


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """A home with 20 products, and compiled bytecode, as after an install."""
    package = Path(podpusher_cli.__file__).parent
    assert compileall.compile_dir(package, quiet=1)
    home = tmp_path_factory.mktemp("home")
    with start_sandbox(tmp_path_factory.mktemp("world")) as sandbox:
        Rig(home, sandbox).add(ROWS)
    return {"PATH": os.environ["PATH"], "HOME": str(home), "PODPUSHER_HOME": str(home), "TERM": "dumb"}


@pytest.mark.parametrize(
    ("words", "most"),
    [(["--version"], 0.5), (["products", "list"], 2.5), (["--help"], 3.0)],
    ids=["version", "list", "help"],
)
def test_a_short_command_starts_fast(environment: Mapping[str, str], words: list[str], most: float) -> None:
    command = [*PODPUSHER, *words]
    shown = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    assert words != ["products", "list"] or shown.count("Shirt number") == ROWS
    seconds(TYPER, environment)

    pairs = [(seconds(TYPER, environment), seconds(command, environment)) for _ in range(ROUNDS)]

    ratio = statistics.median(own / typer for typer, own in pairs)
    typer, own = (statistics.median(each) * 1000 for each in zip(*pairs, strict=True))
    print(
        f"\npodpusher {' '.join(words)}: {own:.0f} ms, import typer {typer:.0f} ms, {ratio:.2f} times (at most {most})"
    )
    assert ratio <= most
