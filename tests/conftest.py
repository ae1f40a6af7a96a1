"""What every test may ask for: a home of its own, the whole program as a function, and a sandbox as the outside world."""

from __future__ import annotations

import io
import json
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.__main__ import main
from tests.support import record
from tests.support.sandbox import RunningSandbox, start_sandbox
from tests.support.schemas import check_document

pytest_plugins = ("tests.support.watch",)


def pytest_configure() -> None:
    """Hear Ctrl-C, also when a shell began the suite in the background, where it and all that it starts would be deaf to it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Result:
    exit_status: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        return json.loads(self.stdout)

    @property
    def data(self) -> Any:
        return self.json["data"]


class Cli:
    """`cli("products", "list", "--json")`: the program, whole, in a home of its own, with a clean environment."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment: dict[str, str] = {
            "PODPUSHER_HOME": str(home),
            "PODPUSHER_TOKEN_STORE": "file",
            "PODPUSHER_PUBLISH_POLL": "0.02",
            "PODPUSHER_PUBLISH_WAIT": "2",
            "TERM": "dumb",
        }
        self.make_deps: Callable[..., Any] | None = None

    def __call__(
        self, *arguments: str, env: Mapping[str, str] | None = None, stdin: str = "", check: int | None = None
    ) -> Result:
        out, err = io.StringIO(), io.StringIO()
        environment = self.environment | dict(env or {})
        record.given(environment)
        status = main(
            arguments,
            environment=environment,
            stdin=io.StringIO(stdin),
            stdout=out,
            stderr=err,
            make_deps=self.make_deps,
        )
        result = Result(status, out.getvalue(), err.getvalue())
        record.heard(result.stdout + result.stderr)
        if "--json" in arguments:
            check_document(arguments, result.json)
        if check is not None:
            assert status == check, (status, result.stdout, result.stderr)
        return result


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path / "home")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """The one sandbox server of a file; its world is left as a test leaves it."""
    with start_sandbox(tmp_path_factory.mktemp("world")) as running:
        yield running


@pytest.fixture
def sandbox(server: RunningSandbox) -> RunningSandbox:
    """That server with a new world, in which no call is too many."""
    server.reset(limits=False)
    return server
