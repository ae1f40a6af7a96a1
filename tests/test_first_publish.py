"""The README and docs/care.md: what they promise a new seller, done in the order of the page against the sandbox."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.support.quick import Quick
from tests.support.reader import Reader
from tests.support.sandbox import RunningSandbox

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CARE = (ROOT / "docs" / "care.md").read_text(encoding="utf-8")


def command_lines(page: str) -> list[str]:
    """The command lines in order; what a pipe or a file takes up after them is the shell's business."""
    found = re.findall(r"^    (podpusher [^\n]*)$", page, re.MULTILINE)
    return [re.split(r" [|>] ", shlex.join(shlex.split(line, comments=True)).replace("'|'", "|").replace("'>'", ">"))[0] for line in found]


@pytest.fixture
def seller(cli: Cli, server: RunningSandbox) -> Reader:
    return Reader(cli, server)


def test_a_first_publish_takes_ten_lines_and_they_work(seller: Reader, server: RunningSandbox) -> None:
    block = README.split("## Your first real publish")[1].split("\n\n")[1]
    lines = command_lines(block)
    assert len(block.splitlines()) == 10 == len(lines) + len(["pipx install ."])

    for line in lines:
        seller.cli.make_deps = Quick if "trends" in line else None  # nobody waits for the pace of the trend sites
        seller.do(line)

    states = [each["state"] for each in seller.cli("products", "--json", check=0).data]
    assert sorted(states) == ["draft", "published", "published", "published"], "the first came before the template"
    assert len(server.state()["products"]) == 3
    assert not server.violations()


def test_the_demos_output_in_the_readme_is_what_it_says() -> None:
    shown = README.split("```")[1]
    source = (ROOT / "podpusher_cli" / "commands" / "demo.py").read_text(encoding="utf-8")
    steps = re.findall(r"^[1-5]/5  .*$", shown, re.MULTILINE)

    assert len(steps) == 5
    assert [step for step in steps if f'N_("{step}")' not in source] == []
    assert max(map(len, shown.splitlines())) <= 80
