"""The pages on trends: every command line in them, in order, done against the sandbox; and what they show of it."""

from __future__ import annotations

import re
import shlex
from functools import cached_property
from pathlib import Path

import pytest

from podpusher_cli.core.trend_access import KEY_PARTS, SESSION_SITES
from podpusher_cli.deps import Deps
from podpusher_cli.providers.trends import NAMES, load
from tests.conftest import Cli
from tests.support.clock import FakeClock
from tests.support.sandbox import RunningSandbox

DOCS = Path(__file__).parents[1] / "docs"
TRENDS = (DOCS / "trends.md").read_text(encoding="utf-8")
SHOWN = re.compile(r"^    (podpusher [^\n]+)\n\n```\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def outside(server: RunningSandbox) -> RunningSandbox:
    server.reset(limits=False)
    return server


@pytest.fixture
def reader(cli: Cli, outside: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Somebody with a key and a session at every source, and with time that passes by itself."""
    clock = FakeClock()

    class Quick(Deps):
        @cached_property
        def clock(self) -> FakeClock:
            return clock

    cli.make_deps = Quick
    cli.environment |= outside.environment() | {"PODPUSHER_BROWSER": "/no/browser"}
    cli.environment["PODPUSHER_TRENDS_ALLOW_UNOFFICIAL"] = "1"
    for source, site in SESSION_SITES.items():
        line = f".{site}\tTRUE\t/\tTRUE\t0\tsessionid\tsecret\n"
        (tmp_path / f"{source}-cookies.txt").write_text(line, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return cli


def do(reader: Cli, line: str, *, check: int | None = 0) -> str:
    words = shlex.split(line, comments=True)[1:]
    stdin = ""
    if "<" in words:
        source = words[1]
        words, stdin = words[: words.index("<")], ":".join(f"1{part}" for part in KEY_PARTS[source])
    return reader(*words, "--yes", stdin=stdin, check=check).stdout


def command_lines(page: str) -> list[str]:
    return re.findall(r"^    (podpusher .*)$", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("page", ["trends.md", "trends-history.md"])
def test_what_the_page_says_can_be_done(reader: Cli, page: str) -> None:
    do(reader, "podpusher connect instagram-session instagram-cookies.txt")
    do(reader, "podpusher trends --source tiktok")
    lines = command_lines(page)
    if page == "trends-history.md":
        lines = [line.replace("cozycore", "dadjokes") for line in lines]

    for line in lines:
        do(reader, line)

    assert len(lines) >= 7


def test_what_the_page_shows_is_what_is_shown(reader: Cli) -> None:
    shown = SHOWN.findall(TRENDS)
    assert shown
    for line, told in shown:
        real = do(reader, line).splitlines()
        for number, each in enumerate(told.splitlines()):
            assert len(each) <= 80
            if number < 2:  # the columns; what is in them is another day's
                assert each == real[number].rstrip(), line


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_of_each_source_what_it_gives_counts_and_how_often_it_is_asked(name: str) -> None:
    title = load(name).title.removesuffix(" Trends")
    rows = [line for line in TRENDS.splitlines() if line.startswith(f"| {title} |")]
    assert len(rows) == 3 + (name in {*KEY_PARTS, "etsy"})
    gives = rows[0].split("|")
    assert all(cell.strip() for cell in gives[2:5])
    day = max(route.daily_max for route in load(name).routes)
    assert any(str(day) in row for row in rows)


def test_the_page_names_every_way_to_give_a_key_or_a_session() -> None:
    for source, parts in KEY_PARTS.items():
        assert f"podpusher connect {source} --key-stdin" in TRENDS
        assert len(parts) == 1 or f"`{':'.join(part.upper() for part in parts)}`" in TRENDS
    for source in SESSION_SITES:
        assert f"podpusher connect {source}-session" in TRENDS
