"""The search when the suite is over: is there a secret anywhere, and did the search see what there was?"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from podpusher_cli.sandbox.accounts import MARK
from tests.support import canaries
from tests.support.record import GIVEN, SAID, SHORTEST, TESTS, name_of
from tests.support.scan import Finding, Search, files_below

SANDBOX = "a secret of the sandbox"
PLANTED = "planted"
# The token store, what it could not take, and the world outside, which remembers what it gave away.
_EXEMPT = ("tokens.enc", "tokens.key", "tokens.rescued.", "world.db")
_SOURCE = re.compile(r"podpusher_cli/sandbox/(__pycache__/)?accounts\.")  # in what is installed: the mark's own line
_SECRET = re.compile("token|secret|verifier|api_key")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found, what the search did not see and should have, and how much it saw."""

    leaks: tuple[str, ...]
    blind: tuple[str, ...]
    summary: str

    @property
    def is_good(self) -> bool:
        """Whether nothing was found by a search that sees."""
        return not self.leaks and not self.blind


def sweep(base: Path, planted: set[tuple[str, str, str]], *, homes: int) -> Verdict:
    """Search everything below `base`, in which the canaries of `planted` were put when the suite began.

    `homes`: how many there must be at least, or most of the suite was not seen.
    """
    began = time.monotonic()
    tests = _lines(base, TESTS)
    search = Search({SANDBOX: MARK, canaries.NAME: canaries.VALUE})
    found = [each for each in search.tree(base) if not _is_exempt(each)]
    seen = {(each.path.name, each.form, each.inside) for each in found if each.secret == canaries.NAME}
    leaks = [each for each in found if each.secret == SANDBOX]
    said = {path.name: path for path in _of_workers(base, f"{SAID}/*")}
    for (test, home), secrets in chain(_given(_lines(base, GIVEN)).items(), _stored(base, tests).items()):
        leaks += _given_away(secrets, Path(home), said.get(name_of(test)))
    there = len({home for line in tests for home in line["homes"]})
    spoken = sum(line["said"] for line in tests)
    told = f"{search.files} files, {search.size // 1_000_000} MB, {there} homes and the words of {spoken} tests"
    missed = [f"only {there} homes were seen, not {homes}"] if there < homes else []
    return Verdict(
        tuple(dict.fromkeys(_named(each, base, tests) for each in leaks)),
        (
            *(f"the canary {' '.join(each).strip()} was not found" for each in sorted(planted - seen)),
            *missed,
            *_lost(base, tests),
        ),
        f"{told} were searched for secrets in {time.monotonic() - began:.1f} s",
    )


def _given(lines: Sequence[dict[str, Any]]) -> dict[tuple[str, str], dict[str, str]]:
    """The secrets that tests thought up and gave to the program, by test and home."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for line in lines:
        found.setdefault((line["test"], line["home"]), {}).update(line["secrets"])
    return found


def _stored(base: Path, tests: Sequence[dict[str, Any]]) -> dict[tuple[str, str], dict[str, str]]:
    """What lies in token files and has no mark: of strangers' servers, and what the program made itself."""
    found = {}
    for path in [each for each in files_below(base) if each.name == "tokens.enc"]:
        with suppress(OSError, ValueError, InvalidToken):
            entries = json.loads(Fernet(path.with_name("tokens.key").read_bytes().strip()).decrypt(path.read_bytes()))
            secrets = {
                f"{entry}.{name}": value
                for kept in entries.values()
                for entry, fields in kept.items()
                for name, value in fields.items()
                if _SECRET.search(name) and len(str(value)) >= SHORTEST and MARK not in str(value)
            }
            test = next((line["test"] for line in tests if path.is_relative_to(line["folder"])), "")
            found |= {(test, str(path.parent)): secrets} if secrets else {}
    return found


def _given_away(secrets: Mapping[str, str], home: Path, said: Path | None) -> Iterator[Finding]:
    """The secrets of one test, in its home and in what was said there."""
    search = Search(secrets)
    if said:
        yield from search.file(said)
    yield from (found for found in search.tree(home) if not _is_exempt(found))


def _is_exempt(found: Finding) -> bool:
    return found.path.name.startswith(_EXEMPT) or _SOURCE.search(f"{found.path}/{found.inside}") is not None


def _named(found: Finding, base: Path, tests: Sequence[dict[str, Any]]) -> str:
    """A finding in words: which secret, in which form, where, and of which test."""
    for line in tests:
        is_said = found.path.parent.name == SAID and found.path.name == name_of(line["test"])
        if is_said or found.path.is_relative_to(line["folder"]):
            where = "what was said" if is_said else found.path.relative_to(line["folder"])
            break
    else:
        line, where = {"test": "no test's own folder"}, found.path.relative_to(base)
    inside = f", in {found.inside}" if found.inside else ""
    return f"{found.secret} ({found.form}) is in {where}{inside}: {line['test']}"


def _lost(base: Path, tests: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What tests left and is there no more, so that nobody can search it."""
    said = {path.name for path in _of_workers(base, f"{SAID}/*") if path.stat().st_size}
    for line in tests:
        folder = Path(line["folder"])
        if line["files"] and not files_below(folder):
            yield f"the folder {folder} has gone: {line['test']}"
        yield from (f"the home {home} has gone: {line['test']}" for home in line["homes"] if not Path(home).is_dir())
        if line["said"] and name_of(line["test"]) not in said:
            yield f"what was said has gone: {line['test']}"


def _lines(base: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for path in _of_workers(base, name) for line in path.read_text("utf-8").splitlines()]


def _of_workers(base: Path, pattern: str) -> list[Path]:
    """What the workers kept, or the one process where there are none."""
    return sorted([*base.glob(pattern), *base.glob(f"popen-*/{pattern}")])
