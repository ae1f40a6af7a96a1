"""docs/listings.md: every command line of it, in order, done against the sandbox, and its numbers held against the code."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from podpusher_cli.core.copywriting import LANGUAGES, MOST_CAPITAL_WORDS, MOST_TAG, MOST_TAGS, MOST_TITLE
from podpusher_cli.core.seo import BEST
from podpusher_cli.providers.promptfiles import briefs
from tests.conftest import Cli
from tests.support.sandbox import RunningSandbox

PAGE = Path(__file__).parents[1] / "docs" / "listings.md"
NUMBERS = {3: "three", 12: "twelve"}


def test_every_line_of_the_page_can_be_done_in_its_order(
    cli: Cli, server: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.reset(limits=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lines.jsonl").write_text('{"id": "1", "text": "Plant dad", "field": "title", "lang": "en", "facts": null}\n')
    (tmp_path / "facts.json").write_text('{"material": "cotton", "garment": "T-shirt"}\n')
    cli.environment |= {"OPENAI_API_KEY": "sk-sandboxsecret", "OPENAI_BASE_URL": f"{server.url}/openai/v1"}
    lines = re.findall(r"^    podpusher (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    for line in lines:
        products = cli("products", "--json", check=0).data
        words = [products[0]["id"] if word == "PRODUCT" else word for word in shlex.split(line, comments=True)]
        cli(*words, check=0)

    assert len(lines) > 12
    made = cli("products", "--json", check=0).data
    assert made[-1]["content"]["alt"] == "A green shirt with the words plant dad"
    assert cli("settings", "get", "openai.listing_prompt", check=0).stdout.strip().endswith("listing-2")


def test_the_page_names_the_numbers_that_hold() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())

    assert f"{MOST_TITLE} characters in a title" in text
    assert f"{MOST_TAGS} tags of {MOST_TAG} characters" in text
    assert f"at most {NUMBERS[MOST_CAPITAL_WORDS]} words in capitals" in text
    assert f"from 0 to {BEST}" in text
    assert f"the same {NUMBERS[len(briefs())]} ideas, {NUMBERS[len(briefs()) // len(LANGUAGES)]} in each language" in text
