"""The pages on connecting and on cron: every command line in them, in order, done against the sandbox."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.support.reader import Reader
from tests.support.sandbox import RunningSandbox

DOCS = Path(__file__).parents[1] / "docs"
PAGES = ("connect-etsy", "connect-printify", "connect-stripe", "connect-openai", "cron")


def command_lines(page: str) -> list[str]:
    """The command lines of the page's blocks, in order; those of a crontab and those joined by && one by one.

    Where their results go is the shell's business.
    """
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("    ") and "podpusher " in line and "#" not in line]
    return [part.strip() for line in lines for part in re.findall(r"podpusher [^&>]+", line)]


@pytest.mark.parametrize("page", PAGES)
def test_what_the_page_says_can_be_done(cli: Cli, server: RunningSandbox, page: str) -> None:
    reader = Reader(cli, server)
    lines = command_lines(page)
    if page == "cron":  # which goes on from a shop that is connected
        lines = ["podpusher connect printify --token-stdin < token.txt", *TEMPLATE, *lines]

    for line in lines:
        reader.do(line)

    assert len(lines) >= 4
    assert not server.violations()


TEMPLATE = [
    f"podpusher settings set template.{key} {shlex.quote(value)}"
    for key, value in {"blueprint": "706", "print_provider": "29", "variants": "Black / M", "price": "26.99"}.items()
]
