"""The page on OpenAI: every command line in it, in order, done against the sandbox."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from podpusher_cli.core.batches import MOST_LINES
from podpusher_cli.core.settings import BY_KEY
from tests.conftest import Cli
from tests.support.openai import pay
from tests.support.sandbox import RunningSandbox

PAGE = (Path(__file__).parents[1] / "docs" / "openai.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def outside(server: RunningSandbox) -> RunningSandbox:
    server.reset(limits=False, batch_check_s=10, batch_s=100)
    return server


def test_what_the_page_says_can_be_done(cli: Cli, outside: RunningSandbox) -> None:
    lines = re.findall(r"^    (podpusher .*)$", PAGE, re.MULTILINE)
    pay(cli, outside)
    cli("settings", "set", "model", "local", check=0)

    for line in lines:
        words = shlex.split(line, comments=True)[1:]
        if words[:2] == ["designs", "wait"] and "--no-wait" in words:  # by then all are fetched
            assert cli(*words, "--json", check=4).json["error"]["code"] == "not_found"
        else:
            cli(*words, "--yes", check=0)

    assert len(lines) >= 15
    made = cli("designs", "--limit", "50", "--json", check=0).data
    assert sorted(each["idea"] for each in made) == ["Book worm", "Cat mom", "Night owl", "Plant dad", "Plant dad"]
    assert {each["source"] for each in made} == {"openai"}


def test_the_numbers_on_the_page_are_the_programs() -> None:
    assert f"At most {MOST_LINES} requests" in PAGE
    assert f"`generate.parallel` ({BY_KEY['generate.parallel'].default})" in PAGE
    named = re.findall(r"`((?:openai|spending|generate)\.[a-z_]+)`", PAGE) + re.findall(
        r"settings set ([a-z_.]+)", PAGE
    )
    assert all(key in BY_KEY for key in named)
    assert {*BY_KEY["openai.dialect"].choices} - {"auto"} <= {*re.findall(r"^\| `([a-z]+)`", PAGE, re.MULTILINE)}
