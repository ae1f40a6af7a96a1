"""What commands say while the suite runs, kept in files below pytest's own folder, to be searched when it is over."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from podpusher_cli.core.settings import VARIABLES
from podpusher_cli.sandbox.accounts import MARK
from tests.support import etsy_requests
from tests.support.scan import files_below

SAID, TESTS, GIVEN = "said", "tests.jsonl", "given.jsonl"
SHORTEST = 12  # a shorter secret would be found everywhere


class Record:
    """Of one process of the suite, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / SAID).mkdir(parents=True)

    def said(self, text: str | bytes) -> None:
        """Keep what a command said during this test."""
        data = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
        with (self._folder / SAID / name_of(_test())).open("ab") as file:
            file.write(data + b"\n")

    def given(self, home: str, secrets: Mapping[str, str]) -> None:
        """Keep secrets that this test thought up itself and gave to the program."""
        self._note(GIVEN, {"test": _test(), "home": home, "secrets": secrets})

    def left(self, test: str, folder: Path | None) -> None:
        """Keep which folder was the test's, how much was in it at its end, and whether a command spoke."""
        inside = files_below(folder) if folder else []
        homes = [where for where, folders, _ in os.walk(folder or "") if "profiles" in folders]
        count = len(inside)
        said = (self._folder / SAID / name_of(test)).exists()
        if inside or said:
            self._note(TESTS, {"test": test, "folder": str(folder), "files": count, "homes": homes, "said": said})

    def _note(self, name: str, line: Mapping[str, Any]) -> None:
        with (self._folder / name).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def asked(self, method: str, target: str, headers: dict[str, str], body: bytes) -> None:
        """Look at a request that a server of the tests' own got."""
        etsy_requests.look(self._folder, method, target, headers, body)


_record: Record | None = None


def begin(folder: Path) -> Record:
    """Record from now on, also what any process says that a test reads to its end, whoever starts it."""
    global _record  # noqa: PLW0603 - what a process of the suite hears goes to one place
    _record = Record(folder)
    subprocess.Popen.communicate = _listening(subprocess.Popen.communicate)  # type: ignore[method-assign]
    return _record


def heard(text: str | bytes | None) -> None:
    """A command said this."""
    if _record is not None and text:
        _record.said(text)


def asked(method: str, target: str, headers: dict[str, str], body: bytes) -> None:
    """A server of the tests' own got this request."""
    if _record is not None:
        _record.asked(method, target, headers, body)


def given(environment: Mapping[str, str]) -> None:
    """A command gets this environment. The sandbox's secrets are known by their mark; others are kept in mind."""
    told = {each.name: environment.get(each.name, "") for each in VARIABLES if each.secret}
    own = {name: value for name, value in told.items() if len(value) >= SHORTEST and MARK not in value}
    if _record is not None and own and "PODPUSHER_HOME" in environment:
        _record.given(environment["PODPUSHER_HOME"], own)


def name_of(test: str) -> str:
    """The file of what was said in a test."""
    return hashlib.sha256(test.encode()).hexdigest()[:16]


def _test() -> str:
    return os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]


def _listening(communicate: Callable[..., Any]) -> Callable[..., Any]:
    def heard_to_the_end(process: subprocess.Popen[Any], *arguments: Any, **options: Any) -> Any:
        said = communicate(process, *arguments, **options)
        if _is_ours(process.args):
            for text in said:
                heard(text)
        return said

    return heard_to_the_end


def _is_ours(command: Any) -> bool:
    """Whether it is the program, or a shell that runs it."""
    parts = [command] if isinstance(command, (str, os.PathLike)) else command
    words = [word for part in parts for word in str(part).split()]
    return any(word == "podpusher_cli" or word.rpartition("/")[2] == "podpusher" for word in words)
