"""A suite in which the program asks Etsy for something that the official document does not allow fails, whoever answers it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.support.accounts import ROOT

PROGRAM, TEST = "podpusher/1.0", "python-httpx/0.28"
ASKED = [
    (PROGRAM, "/listings/batch?ids=1"),
    (PROGRAM, "/orders"),
    (PROGRAM, "/users/me"),
    (TEST, "/shops/what-a-test-tries"),
]
INNER = """
import pytest
from podpusher_cli.core.http import Request
from podpusher_cli.sandbox.answers import Call
from podpusher_cli.sandbox.etsy import Etsy
from podpusher_cli.sandbox.world import World
from tests.net.conftest import *
from tests.net.server import Server

@pytest.mark.parametrize(("agent", "path"), ASKED)
def test_of_a_server(make_http, agent, path):
    server = Server()
    headers = {"x-api-key": "k:s"} if path != "/users/me" else {}
    make_http(user_agent=agent).send(Request("GET", f"{server.url}/v3/application{path}", headers=headers), provider="etsy")
    server.close()

@pytest.mark.parametrize(("agent", "path"), ASKED)
def test_of_the_sandbox(tmp_path, agent, path):
    world = World(tmp_path / "world" / "world.db")
    path, _, query = f"/v3/application{path}".partition("?")
    template = path if "batch" in path else "(none)"
    Etsy(world, lambda: None).respond(Call("etsy", "GET", path, template, {}, query, {"user-agent": agent}, b""), None)
    world.close()
"""


@pytest.fixture
def base() -> Iterator[Path]:
    """A folder that is not below pytest's own: what is wrong in it does not fail the suite that this test is part of."""
    with TemporaryDirectory() as name:
        yield Path(name)


def test_what_the_program_asks_wrongly_fails_the_run_and_is_named(base: Path) -> None:
    (base / "pytest.ini").write_text("[pytest]\n")
    (base / "conftest.py").write_text("from tests.conftest import *\n")
    (base / "test_inner.py").write_text(f"ASKED = {ASKED!r}\n{INNER}")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--basetemp={base / 'temp'}", str(base)],
        cwd=base, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    said = done.stdout
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, said + done.stderr
    assert "8 passed" in said
    batch = "GET /v3/application/listings/batch: /ids : is not a parameter of this request, /listing_ids : is required"
    orders = "GET /v3/application/orders: no operation GET /v3/application/orders"
    for wrong in (batch, orders):
        assert f"{wrong} (.)" in said
        assert f"{wrong} (test_of_the_sandbox" in said
    assert "GET /v3/application/users/me: x-api-key is missing (.)" in said
    assert "what-a-test-tries" not in said
