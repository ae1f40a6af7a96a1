"""Connecting in tests: a login that waits in a process of its own, and a browser that presses a button."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.support.record import given, heard
from tests.support.sandbox import RunningSandbox

ROOT = Path(__file__).resolve().parents[2]
ETSY_VARIABLES = (
    "PODPUSHER_ETSY_API_URL",
    "PODPUSHER_ETSY_AUTHORIZE_URL",
    "PODPUSHER_ETSY_TOKEN_URL",
    "PODPUSHER_ETSY_KEYSTRING",
    "PODPUSHER_ETSY_SHARED_SECRET",
    "PODPUSHER_PRINTIFY_API_URL",
)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def variables(sandbox: RunningSandbox, port: int) -> dict[str, str]:
    """The environment of a seller whose Etsy app has the callback `port`; Printify's token is not in it."""
    told = sandbox.environment()
    return {name: told[name] for name in ETSY_VARIABLES} | {"PODPUSHER_CALLBACK_PORT": str(port)}


def redirect(sandbox: RunningSandbox, authorize_url: str, decision: str = "allow") -> str:
    """Press a button on the consent page; the address that the browser is sent to."""
    return sandbox.consent(authorize_url, decision).headers["location"]


@dataclass
class Login:
    """A `connect etsy --json` under way."""

    process: subprocess.Popen[str]
    authorize_url: str

    def type(self, line: str) -> None:
        """The seller pastes a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def arrive(self, address: str) -> httpx.Response:
        """The browser comes back."""
        return httpx.get(address)

    def result(self) -> tuple[int, dict[str, Any], str]:
        """Exit status, JSON document, and the rest of stderr."""
        self.process.wait(timeout=30)  # stdin is still open: that must not hold the end back
        stdout, stderr = self.process.communicate()
        return self.process.returncode, json.loads(stdout), stderr


def at_a_terminal(
    environment: Mapping[str, str], arguments: Sequence[str], answers: Sequence[tuple[str, str | Callable[[str], str]]]
) -> tuple[int, str]:
    """Run the program in a terminal of its own; wait for each question, type its answer. Exit status and screen.

    An answer may be a function of the screen so far.
    """
    command = [sys.executable, "-m", "podpusher_cli", *arguments]
    given(environment)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execve(command[0], command, {"PATH": os.environ["PATH"], **environment})
    waiting: list[tuple[str, str | Callable[[str], str]]] = [*answers, ("\0", "")]
    screen = seen = ""
    with (
        os.fdopen(terminal, "r+b", buffering=0) as window,
        contextlib.suppress(OSError),
    ):  # Linux ends a terminal with EIO
        while part := window.read(4096):
            screen += part.decode("utf-8", "replace")
            question, answer = waiting[0]
            if question in screen[len(seen) :]:
                seen = screen
                waiting.pop(0)
                typed = answer if isinstance(answer, str) else answer(screen)
                window.write(typed.encode() + b"\n")
    heard(screen)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), screen


@contextlib.contextmanager
def login(environment: Mapping[str, str], *arguments: str, provider: str = "etsy") -> Iterator[Login]:
    """Start a login and wait until it has said which page to open."""
    outside = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given(environment)
    process = subprocess.Popen(
        [sys.executable, "-m", "podpusher_cli", "connect", provider, "--no-browser", "--json", *arguments],
        cwd=ROOT,
        env=outside | dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        heard(line)
        assert line.startswith("{"), line + process.stderr.read()
        yield Login(process, json.loads(line)["authorize_url"])
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
