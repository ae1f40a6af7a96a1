"""docs/ideas.md: every command line of it, in order, done against the sandbox, and its numbers held against the code."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from podpusher_cli.core.learning import MOST_EXAMPLES
from tests.conftest import Cli
from tests.support.quick import Quick
from tests.support.sandbox import RunningSandbox

PAGE = Path(__file__).parents[1] / "docs" / "ideas.md"


def test_every_line_of_the_page_can_be_done_in_its_order(cli: Cli, server: RunningSandbox) -> None:
    server.reset(limits=False)
    trends = {name: url for name, url in server.environment().items() if name.startswith("PODPUSHER_TREND_")}
    cli.environment |= trends | {
        "PODPUSHER_TRENDS_ALLOW_UNOFFICIAL": "1",
        "OPENAI_API_KEY": "sk-sandboxsecret",
        "OPENAI_BASE_URL": f"{server.url}/openai/v1",
    }
    lines = re.findall(r"^    podpusher (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    for line in lines:
        words = shlex.split(line, comments=True)
        new = iter(cli("ideas", "--state", "new", "--json", check=0).data)
        cli.make_deps = Quick if "--from-trends" in words else None
        cli(*(next(new)["id"] if word == "IDEA" else word for word in words), check=0)

    assert len(lines) == 12
    states = {state: cli("ideas", "--state", state, "--json", check=0).data for state in ("kept", "dropped", "made")}
    assert {state: len(found) for state, found in states.items()} == {"kept": 1, "dropped": 1, "made": 1}


def test_the_page_names_the_numbers_that_hold() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert {1: "one", 5: "five"}[MOST_EXAMPLES] + " sentences" in text
    assert "up to 40 characters" in text
