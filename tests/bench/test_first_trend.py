"""How long a new process takes to its first trend, over HTTP and in a browser. `make bench` prints the figures."""

from __future__ import annotations

import compileall
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import podpusher_cli
from tests.net.server import Answer, Server
from tests.support import machine
from tests.support.trends import body

pytestmark = pytest.mark.bench
ROUNDS = 7
PODPUSHER = [sys.executable, "-m", "podpusher_cli"]
HTML = {"content-type": "text/html; charset=utf-8"}
ROUTES = {
    "http": ("google", None, Answer(headers={"content-type": "text/xml"}, body=body("syn_trending.rss.xml", "google")), 0.4),
    "browser": ("tiktok", "tiktok.page_dom", Answer(headers=HTML, body=body("syn_page_dom.html")), 2.5),
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has been used before, and compiled bytecode, as after an install."""
    assert compileall.compile_dir(Path(podpusher_cli.__file__).parent, quiet=1)
    made = tmp_path_factory.mktemp("home")
    subprocess.run([*PODPUSHER, "trends", "sources"], env=environment(made), check=True, capture_output=True)
    return made


def environment(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"], "HOME": str(home), "PODPUSHER_HOME": str(home), "TERM": "dumb", "PODPUSHER_TOKEN_STORE": "file",
        "PODPUSHER_TRENDS_ALLOW_UNOFFICIAL": "1", "PODPUSHER_BROWSER": str(machine.browser() or ""),
    }  # fmt: skip


@pytest.fixture
def site() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.mark.parametrize("tier", ROUTES)
def test_a_new_process_shows_its_first_trend_soon(home: Path, site: Server, tmp_path: Path, tier: str) -> None:
    source, route, answer, most = ROUTES[tier]
    site.answers = [answer]
    command = [*PODPUSHER, "trends", "refresh", "--source", source, *(["--route", route] if route else [])]

    def first_row(place: int) -> float:
        fresh = shutil.copytree(home, tmp_path / str(place))  # nothing cached, and no pace to keep to
        variables = environment(fresh) | {f"PODPUSHER_TREND_{source.upper()}_URL": site.url}
        began = time.perf_counter()
        with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            took = time.perf_counter() - began
            assert "signals" in process.stdout.read()
        assert process.returncode == 0
        return took

    times = [first_row(place) for place in range(ROUNDS)]
    print(f"\n{tier}: first row after {statistics.median(times) * 1000:.0f} ms (at most {most * 1000:.0f})")
    assert statistics.median(times) < most
