"""The search for secrets finds what is planted, in every form and place, and says so when it does not see."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from podpusher_cli.sandbox.accounts import MARK, new_secret, printify_token
from podpusher_cli.store.token_file import FileStore
from tests.support import canaries
from tests.support.accounts import ROOT
from tests.support.record import GIVEN, SAID, TESTS, name_of
from tests.support.scan import Search, forms
from tests.support.sweep import PLANTED, SANDBOX, sweep

OTHER = 'another "secret" as/ßuch+as is_never-used 42'
TEST = "tests/test_some.py::test_one"


@pytest.fixture
def base() -> Iterator[Path]:
    """A folder outside pytest's own: what is planted here is not for the search of this very run."""
    with TemporaryDirectory() as folder:
        yield Path(folder).resolve()


def left(base: Path, *, said: str = "", **line: object) -> Path:
    """What a worker leaves of a test: its folder with a home, and what was said."""
    folder = base / "popen-gw0" / "test_one0"
    home = folder / "home"
    (home / "profiles").mkdir(parents=True)
    (home / "podpusher.log").write_text("all is well\n")
    (base / "popen-gw0" / SAID).mkdir()
    if said:
        (base / "popen-gw0" / SAID / name_of(TEST)).write_text(said)
    told = {"test": TEST, "folder": str(folder), "files": 1, "homes": [str(home)], "said": bool(said)} | line
    (base / "popen-gw0" / TESTS).write_text(json.dumps(told) + "\n")
    return home


def test_every_form_in_every_place_is_found(tmp_path: Path) -> None:
    planted = canaries.plant(tmp_path / "planted", OTHER)
    found = {(each.path.name, each.form, each.inside) for each in Search({"it": OTHER}).tree(tmp_path)}
    assert found >= planted
    assert {form for _, form, _ in planted} == set(forms(OTHER))
    assert {Path(name).suffix for name, _, _ in planted} == {".log", ".3", ".zip", ".gz", ".db", ".db-wal"}


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    canaries.plant(tmp_path / "planted", OTHER)
    search = Search({"it": "a secret that nobody wrote"})
    assert list(search.tree(tmp_path)) == []
    assert search.files == sum(path.is_file() for path in tmp_path.rglob("*"))
    assert search.size == sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize("make", [new_secret, lambda: new_secret("70211334."), printify_token])
def test_the_sandboxs_secrets_are_known_by_either_half(make, base: Path) -> None:
    secret = make()
    for half in (secret[: len(secret) // 2], secret[len(secret) // 2 :], secret.encode().hex()):
        (base / "file").write_text(half)
        assert list(Search({SANDBOX: MARK}).file(base / "file")), half


def test_what_is_damaged_is_searched_as_it_lies(base: Path) -> None:
    (base / "cut.zip").write_bytes(b"PK\x03\x04 and then " + OTHER.encode())
    (base / "cut.gz").write_bytes(b"\x1f\x8b and then " + OTHER.encode())
    (base / "cut.db").write_bytes(b"SQLite format 3\0 and then " + OTHER.encode())
    assert {each.path.name for each in Search({"it": OTHER}).tree(base)} == {"cut.zip", "cut.gz", "cut.db"}


def test_a_clean_run_is_good(base: Path) -> None:
    left(base, said="all is well")
    verdict = sweep(base, canaries.plant(base / PLANTED), homes=1)
    assert verdict.is_good, verdict
    assert "1 homes and the words of 1 tests" in verdict.summary


def test_a_leak_is_named_by_secret_file_and_test(base: Path) -> None:
    home = left(base, said=f"key: {MARK}")
    (home / "podpusher.log").write_text(MARK.encode().hex())
    for store in ("tokens.enc", "tokens.rescued.1", "world.db"):
        (home / store).write_text(MARK)
    verdict = sweep(base, canaries.plant(base / PLANTED), homes=1)
    assert set(verdict.leaks) == {
        f"{SANDBOX} (raw) is in what was said: {TEST}",
        f"{SANDBOX} (hex) is in home/podpusher.log: {TEST}",
    }
    assert (verdict.is_good, verdict.blind) == (False, ())


def test_a_secret_that_a_test_thought_up_is_looked_for_there(base: Path) -> None:
    home = left(base, said=f"it is {OTHER}")
    (home / "designs.csv").write_text(OTHER)
    line = {"test": TEST, "home": str(home), "secrets": {"OPENAI_API_KEY": OTHER}}
    (base / "popen-gw0" / GIVEN).write_text(json.dumps(line) + "\n")
    leaks = sweep(base, canaries.plant(base / PLANTED), homes=1).leaks
    assert set(leaks) == {
        f"OPENAI_API_KEY (raw) is in what was said: {TEST}",
        f"OPENAI_API_KEY (raw) is in home/designs.csv: {TEST}",
    }


def test_what_the_token_store_keeps_is_looked_for_in_its_home(base: Path) -> None:
    """Also what no sandbox gave: tokens of a stranger's server, the verifier of a login under way."""
    home = left(base, said=f"it is {OTHER}")
    store = FileStore(home / "tokens.enc", home / "tokens.key", "default")
    store.put("etsy", {"access_token": OTHER, "account": "a name that may be shown"})
    store.put("etsy-login", {"verifier": "a-verifier-of-43-letters", "state": "a state that may be shown"})
    (home / "podpusher.log").write_text("a-verifier-of-43-letters, a state that may be shown, a name that may be shown")
    assert set(sweep(base, canaries.plant(base / PLANTED), homes=1).leaks) == {
        f"etsy.access_token (raw) is in what was said: {TEST}",
        f"etsy-login.verifier (raw) is in home/podpusher.log: {TEST}",
    }


def test_a_search_that_does_not_see_says_so(base: Path) -> None:
    home = left(base, said="all is well")
    planted = canaries.plant(base / PLANTED)
    (base / PLANTED / "freed.db").unlink()
    (home / "podpusher.log").unlink()
    (home / "profiles").rmdir()
    home.rmdir()
    (base / "popen-gw0" / SAID / name_of(TEST)).unlink()
    verdict = sweep(base, planted, homes=2)
    assert not verdict.leaks
    assert [each.partition(" " + str(base))[0] for each in verdict.blind] == [
        "the canary freed.db raw was not found",
        "only 1 homes were seen, not 2",
        "the folder",
        "the home",
        f"what was said has gone: {TEST}",
    ]


INNER = """
import os, signal, subprocess, sys
from podpusher_cli.sandbox.accounts import new_secret

def test_clean(tmp_path):
    (tmp_path / "file").write_text("nothing")

def test_killed(tmp_path):
    child = os.fork()
    if not child:
        home = tmp_path / "home"
        (home / "profiles").mkdir(parents=True)
        (home / "half.tmp").write_text(LEAK)
        os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL

def test_process():
    said = subprocess.run([sys.executable, "-c", f"print({LEAK!r})", "podpusher_cli"], capture_output=True)
    assert said.stdout

def test_in_process(cli):
    cli("products", "list", LEAK)
"""


def suite(base: Path, leak: str, *options: str) -> tuple[int, str]:
    """A suite of four tests in a process of its own: its exit status, and what it printed."""
    (base / "pytest.ini").write_text("[pytest]\n")
    (base / "conftest.py").write_text("from tests.conftest import *\n")
    (base / "test_inner.py").write_text(INNER + f"\nLEAK = {leak}\n")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--basetemp={base / 'temp'}", *options, str(base)],
        cwd=base, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_a_suite_in_which_something_leaks_fails_and_says_where(base: Path) -> None:
    status, said = suite(base, "new_secret()", "-n", "2")
    assert status == pytest.ExitCode.TESTS_FAILED, said
    assert "4 passed" in said
    assert f"{SANDBOX} (raw) is in home/half.tmp: test_inner.py::test_killed" in said
    assert f"{SANDBOX} (raw) is in what was said: test_inner.py::test_process" in said
    assert f"{SANDBOX} (raw) is in what was said: test_inner.py::test_in_process" in said
    assert "test_clean" not in said
    assert "3 found." in said
    assert MARK not in said


def test_a_suite_in_which_nothing_leaks_passes(base: Path) -> None:
    status, said = suite(base, "'nothing at all'")
    assert status == pytest.ExitCode.OK, said
    assert "none found." in said
