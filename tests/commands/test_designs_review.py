"""podpusher designs review: a page until the seller is done, or questions at the terminal."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from podpusher_cli.store.db import connect
from tests.conftest import Cli
from tests.support.accounts import at_a_terminal
from tests.support.program import next_line, start
from tests.support.review import add_designs

TITLES = ["Plant dad", "Cat mom", "Coffee first"]


@pytest.fixture
def seller(cli: Cli) -> Cli:
    folder = cli.home / "profiles" / "default"
    with closing(connect(folder / "state.db")) as database:
        add_designs(database, folder / "designs", TITLES)
    return cli


@pytest.fixture(autouse=True)
def no_browser_opens(cli: Cli) -> None:
    cli.environment["SSH_TTY"] = "/dev/pts/0"


class Page:
    """The page of a command that runs, as a program sees it."""

    def __init__(self, process: Popen[str]) -> None:
        assert process.stderr is not None
        self.process = process
        self.url: str = json.loads(process.stderr.readline())["review_url"]
        with urlopen(self.url) as answer:
            self.text = answer.read().decode()
        self.key: str = json.loads(self.text.partition('id="told">')[2].partition("</script>")[0])["key"]

    def post(self, path: str, body: Any) -> Any:
        origin = "/".join(self.url.split("/")[:3])
        headers = {"Origin": origin, "X-Podpusher-Key": self.key, "Content-Type": "application/json"}
        with urlopen(Request(self.url + path, json.dumps(body).encode(), headers)) as answer:
            return json.load(answer)

    def ended(self) -> Any:
        stdout, _ = self.process.communicate(timeout=60)
        return json.loads(stdout)


@contextmanager
def page(cli: Cli, *options: str) -> Iterator[Page]:
    process = start(cli, "designs", "review", "--json", *options)
    try:
        yield Page(process)
    finally:
        process.kill()
        process.communicate()


def states(cli: Cli) -> dict[str, str]:
    return {each["id"]: each["state"] for each in cli("designs", "--json", check=0).data}


# The page


def test_the_command_ends_when_the_page_is_done_and_says_how_it_went(seller: Cli) -> None:
    with page(seller) as shown:
        assert "Plant dad" in shown.text
        shown.post("marks", {"design": "d-1", "doing": "keep"})
        shown.post("marks", {"design": "d-2", "doing": "drop", "reason": "ugly"})
        shown.post("marks", {"design": "d-2", "doing": "tag", "tag": "best"})
        assert shown.post("done", {}) == {"done": True}
        document = shown.ended()

    wanted = {"designs": 3, "kept": 1, "dropped": 1, "undecided": 1, "rated": 0, "tagged": 1, "left": 0}
    assert (document["ok"], document["data"]) == (True, wanted)
    assert shown.process.returncode == 0
    assert states(seller) == {"d-1": "kept", "d-2": "dropped", "d-3": "new"}
    assert [each["id"] for each in seller("designs", "--tag", "Best", "--json", check=0).data] == ["d-2"]
    assert [each["id"] for each in seller("designs", "--state", "new", "--json", check=0).data] == ["d-3"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(seller: Cli, number: signal.Signals) -> None:
    with page(seller) as shown:
        shown.post("marks", {"design": "d-1", "doing": "keep"})
        shown.process.send_signal(number)
        document = shown.ended()
    assert (shown.process.returncode, document["data"]["kept"]) == (0, 1)


def test_every_mark_that_was_answered_survives_a_kill(seller: Cli) -> None:
    with page(seller) as shown:
        for number in (1, 2):
            shown.post("marks", {"design": f"d-{number}", "doing": "keep"})
        shown.process.send_signal(signal.SIGKILL)
        shown.process.communicate()
    assert states(seller) == {"d-1": "kept", "d-2": "kept", "d-3": "new"}


def test_the_sellers_browser_is_opened_unless_it_shall_not_be(seller: Cli, tmp_path: Path) -> None:
    program, pipe = tmp_path / "browser", tmp_path / "opened"
    os.mkfifo(pipe)
    program.write_text(f'#!/bin/sh\necho "$1" > "{pipe}"\n')
    program.chmod(0o700)
    del seller.environment["SSH_TTY"]
    seller.environment |= {"DISPLAY": ":0", "PODPUSHER_BROWSER": str(program)}
    process = start(seller, "designs", "review")
    url = next_line(process.stderr).strip()
    given = pipe.read_text().strip()
    assert given.split("/")[2] == url.split("/")[2]
    assert given != url, "what stands in a process's arguments is no secret"
    with urlopen(given) as answer:
        assert (answer.url, "Plant dad" in answer.read().decode()) == (url, True)
    with pytest.raises(HTTPError, match="403"):
        urlopen(given)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert "Not decided: 3." in said

    program.unlink()
    with page(seller, "--no-browser") as shown:
        assert "Plant dad" in shown.text


def test_only_what_is_new_is_shown_unless_more_is_wanted(seller: Cli) -> None:
    seller("feedback", "d-1", "--drop", check=0)
    with page(seller, "--limit", "1") as shown:
        assert "Cat mom" in shown.text
        assert "Plant dad" not in shown.text
        shown.post("done", {})
        assert shown.ended()["data"]["left"] == 1
    with page(seller, "--all", "--lang", "de") as shown:
        assert all(title in shown.text for title in TITLES)
        assert '<html lang="de" dir="ltr">' in shown.text


def test_what_a_run_made(seller: Cli) -> None:
    run = seller("generate", "Dog dad", "--json", check=0).data["run"]
    with page(seller, "--run", run) as shown:
        assert "Dog dad" in shown.text
        assert "Plant dad" not in shown.text


def test_where_nothing_is_new_nothing_listens(seller: Cli) -> None:
    for number in (1, 2, 3):
        seller("feedback", f"d-{number}", "--keep", check=0)
    assert "There is no design to decide on." in seller("designs", "review", check=0).stdout
    assert seller("designs", "review", "--json", check=0).data["designs"] == 0


# The terminal


def test_at_the_terminal_each_answer_is_a_mark(seller: Cli) -> None:
    answers = [
        ("1 of 3", "4"), ("1 of 3", "t Spring"), ("1 of 3", "k"), ("2 of 3", "x"), ("Why?", "2"), ("3 of 3", "x the cat has five legs"),
    ]  # fmt: skip
    status, screen = at_a_terminal(seller.environment, ["designs", "review", "--terminal"], answers)
    assert status == 0, screen
    assert "Kept: 1. Dropped: 2. Not decided: 0." in screen
    said = {each["id"]: each for each in seller("feedback", "--json", check=0).data}
    assert (said["d-1"]["verdict"], said["d-1"]["rating"]) == ("kept", 4)
    assert said["d-2"]["reason"] == "ugly"
    assert (said["d-3"]["reason"], said["d-3"]["because"]) == ("other", "the cat has five legs")
    assert seller("designs", "show", "d-1", "--json", check=0).data["design"]["tags"] == ["spring"]


def test_at_the_terminal_one_can_go_back_undo_and_leave(seller: Cli) -> None:
    answers = [
        ("1 of 3", "u"), ("nothing to undo", ""), ("2 of 3", "b"), ("1 of 3", "k"), ("2 of 3", "x"), ("Why?", ""), ("3 of 3", "u"),
        ("2 of 3", "sell"), ("none of the keys", ""), ("3 of 3", "t " + "x" * 50), ("40 characters", "q"),
    ]  # fmt: skip
    status, screen = at_a_terminal(seller.environment, ["designs", "review", "--terminal"], answers)
    assert status == 0, screen
    assert "Kept: 1. Dropped: 0. Not decided: 2." in screen


def test_at_the_terminal_the_end_of_the_input_is_the_end(seller: Cli) -> None:
    status, screen = at_a_terminal(seller.environment, ["designs", "review", "--terminal"], [("1 of 3", "k\n\x04")])
    assert status == 0, screen
    assert "Kept: 1." in screen


# What cannot be right


@pytest.mark.parametrize(
    ("words", "code", "status"),
    [
        (("--terminal",), "usage", 2),
        (("--terminal", "--no-input"), "usage", 2),
        (("--all", "--run", "r-1"), "usage", 2),
        (("--run", "r-nothing"), "not_found", 4),
        (("--limit", "0"), "usage", 2),
        (("--port", "70000"), "usage", 2),
    ],
)
def test_what_cannot_be_right(seller: Cli, words: tuple[str, ...], code: str, status: int) -> None:
    assert seller("designs", "review", *words, "--json", check=status).json["error"]["code"] == code


def test_a_port_that_is_taken(seller: Cli) -> None:
    with page(seller) as shown:
        port = shown.url.split(":")[2].split("/")[0]
        error = seller("designs", "review", "--port", port, "--json", check=9).json["error"]
    assert "--port" in error["hint"]


def test_marks_lie_in_the_database_of_the_profile(seller: Cli, tmp_path: Path) -> None:
    with page(seller) as shown:
        shown.post("marks", {"design": "d-1", "doing": "rate", "rating": 5})
        database = seller.home / "profiles" / "default" / "state.db"
        with closing(sqlite3.connect(database)) as beside:
            assert beside.execute("select rating from feedback").fetchall() == [(5,)]
