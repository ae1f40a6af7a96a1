"""The README and docs/care.md: what they promise a new seller, done in the order of the page against the sandbox."""

from __future__ import annotations

import re
import shlex
from contextlib import closing
from pathlib import Path

import pytest

from podpusher_cli.store.db import connect
from podpusher_cli.store.notices import Notices
from tests.conftest import Cli
from tests.support.clock import START
from tests.support.quick import Quick
from tests.support.reader import Reader
from tests.support.sandbox import RunningSandbox

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CARE = (ROOT / "docs" / "care.md").read_text(encoding="utf-8")


def command_lines(page: str) -> list[str]:
    """The command lines in order; what a pipe or a file takes up after them is the shell's business."""
    found = re.findall(r"^    (podpusher [^\n]*)$", page, re.MULTILINE)
    return [
        re.split(r" [|>] ", shlex.join(shlex.split(line, comments=True)).replace("'|'", "|").replace("'>'", ">"))[0]
        for line in found
    ]


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
    assert states == ["published"] * 4, "the first, from before the template, was completed by it"
    assert len(server.state()["products"]) == 4
    assert not server.violations()


def test_the_demos_output_in_the_readme_is_what_it_says() -> None:
    shown = README.split("```")[1]
    source = (ROOT / "podpusher_cli" / "commands" / "demo.py").read_text(encoding="utf-8")
    steps = re.findall(r"^[1-5]/5  .*$", shown, re.MULTILINE)

    assert len(steps) == 5
    assert [step for step in steps if f'N_("{step}")' not in source] == []
    assert max(map(len, shown.splitlines())) <= 80


def test_everything_on_the_page_on_care_can_be_done(
    cli: Cli, server: RunningSandbox, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    disk = tmp_path / "usb"
    disk.mkdir()
    seller = Reader(cli, server)
    seller.do("podpusher connect printify --token-stdin < token.txt")
    cli("profile", "add", "other", check=0)
    with closing(connect(cli.home / "profiles" / "default" / "state.db")) as database:
        Notices(database).add("publish.partial", {"run": "r-1", "failed": 2, "waiting": 1}, START)
    [notice] = cli("notifications", "--json", check=0).data
    lines = command_lines(CARE)

    # What is wiped and forgotten comes last: the rest has something to show then.
    for line in sorted(lines, key=lambda each: "disconnect" in each):
        meant = line.replace("/mnt/usb", str(disk)).replace("NOTICE", notice["id"]).replace("NAME", "other")
        seller.do(meant + (" --yes" if "restore" in line or "remove" in line else ""))

    assert len(lines) == 20
    assert {each.suffix for each in disk.iterdir()} == {".db"}
    assert all((tmp_path / name).is_file() for name in ("report.zip", "rows.jsonl", "rows.json"))
    assert [each["name"] for each in cli("profile", "--json", check=0).data] == ["default"]
    assert cli("notifications", "--json", check=0).data == []
    assert {each["state"] for each in cli("status", "--json").data} & {"connected"} == set()
