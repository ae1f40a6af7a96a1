"""The program as a process of its own, as a shell or cron starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import IO, Any

from tests.conftest import Cli
from tests.support.accounts import ROOT
from tests.support.record import given, heard

PROGRAM = (sys.executable, "-m", "podpusher_cli")


def outside(cli: Cli, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a home, with a way to find programs."""
    whole = {"PATH": os.environ["PATH"], **cli.environment, **(environment or {})}
    given(whole)
    return whole


def start(cli: Cli, *words: str, env: Mapping[str, str] | None = None, **options: Any) -> subprocess.Popen[Any]:
    """Begin a command; its streams are pipes unless told otherwise."""
    streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    told = {"cwd": ROOT, "env": outside(cli, env), "text": True, **streams, **options}
    return subprocess.Popen([*PROGRAM, *words], **told)


def next_line(stream: IO[str] | None) -> str:
    """The next line that a command says."""
    assert stream is not None
    line = stream.readline()
    heard(line)
    return line


def run(cli: Cli, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A command from beginning to end."""
    process = start(cli, *words, env=env)
    stdout, stderr = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


def shell(cli: Cli, line: str, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A line of bash in which `"$@"` is the program with these words; a pipe ends as its first failure does."""
    command = ["bash", "-c", f"set -o pipefail; {line}", "_", *PROGRAM, *words]
    return subprocess.run(
        command, cwd=ROOT, env=outside(cli, env), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


SMALL_DISK = """
if unshare -rm true 2>/dev/null; then
    exec unshare -rm bash -c '
        mkdir -p "$PODPUSHER_HOME"; mount -t tmpfs -o size=400k tmpfs "$PODPUSHER_HOME"
        "$@"; status=$?; cp -r "$PODPUSHER_HOME" "$PODPUSHER_HOME.small"; exit $status' _ "$@"
fi
ulimit -f 150; exec "$@"
"""
"""A line of bash that runs the program in a home with room for a few hundred kilobytes; a copy of it is kept beside."""
