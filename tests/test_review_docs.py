"""docs/review.md: every command line of it, in order; its keys and its numbers are those of the page."""

from __future__ import annotations

import re
import shlex
import signal
from pathlib import Path

from podpusher_cli.core.feedback import REASON_WORDS, Reason
from podpusher_cli.ui.pages.review import HELP
from tests.conftest import Cli
from tests.support.accounts import at_a_terminal
from tests.support.program import next_line, start

PAGE = Path(__file__).parents[1] / "docs" / "review.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_every_line_of_the_page_can_be_done_in_its_order(cli: Cli) -> None:
    cli.environment["SSH_TTY"] = "/dev/pts/0"
    run = cli("generate", "Plant dad", "--json", check=0).data["run"]
    product = cli("products", "--json", check=0).data[0]
    names = {"RUN": run, "DESIGN": product["design_id"], "PRODUCT": product["id"]}
    lines = [shlex.split(line, comments=True) for line in re.findall(r"^    podpusher (.*)$", TEXT, re.MULTILINE)]
    for line in lines:
        words = [names.get(word, word) for word in line]
        if "--terminal" in words:
            status, screen = at_a_terminal(cli.environment, words, [("1 of 1", "q")])
            assert status == 0, screen
        elif "review" in words:
            process = start(cli, *words)
            assert next_line(process.stderr).startswith("http://127.0.0.1:")
            process.send_signal(signal.SIGINT)
            assert process.communicate(timeout=60)[0]
            assert process.returncode == 0
        else:
            cli(*words, check=0)
    assert len(lines) == 14


def test_the_keys_are_those_of_the_page() -> None:
    rows = re.findall(r"^\| (`.*`) \| (.*) \|$", TEXT, re.MULTILINE)
    assert [(tuple(keys.replace("`", "").split()), does) for keys, does in rows] == list(HELP)


def test_the_reasons_are_those_that_there_are() -> None:
    assert ", ".join(REASON_WORDS[each] for each in Reason if each is not Reason.OTHER) in " ".join(TEXT.split())


def test_its_picture_is_there_and_small() -> None:
    for name in re.findall(r"\]\((pictures/[^)]*)\)", TEXT):
        assert 10_000 < (PAGE.parent / name).stat().st_size < 150_000
