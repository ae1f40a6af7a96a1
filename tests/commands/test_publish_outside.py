"""podpusher publish against what surrounds it: pipes, terminals, hosts, words from outside, and options in doubt."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Cli
from tests.support.accounts import at_a_terminal
from tests.support.program import run, shell
from tests.support.sandbox import RunningSandbox

CREATE = "printify POST /shops/{shop}/products.json"
REFUSED = {"status": "error", "code": 8150, "message": "Validation failed.", "errors": {"reason": "title: bad", "code": 8150}}


@pytest.fixture
def seller(three_ready: Cli, connected: Cli, world: RunningSandbox) -> Cli:
    """Three products that are ready."""
    world.clear_calls()
    return connected


def states(cli: Cli) -> set[str]:
    return {each["state"] for each in cli("products", "--json", check=0).data}


def wrote(world: RunningSandbox) -> bool:
    return any(each["route"].split()[1] != "GET" for each in world.calls(limit=2000))


@pytest.mark.parametrize("line", ['"$@" | true', '"$@" -vv 2>&1 | true'])
def test_nobody_who_listens_is_needed_for_the_work(seller: Cli, world: RunningSandbox, line: str) -> None:
    done = shell(seller, line + "; exit ${PIPESTATUS[0]}", "publish")
    assert done.returncode == 0, done.stderr
    assert states(seller) == {"published"}
    assert len(world.state()["listings"]) == 3


def test_the_exit_status_is_right_even_where_nobody_reads_the_result(seller: Cli, world: RunningSandbox) -> None:
    world.fault(CREATE, "status", nth=2, status=400, body=REFUSED)
    for words in (("publish",), ("publish", "--json")):
        done = shell(seller, '"$@" | true; exit ${PIPESTATUS[0]}', *words)
        assert done.returncode == (5 if words == ("publish",) else 0), "the one that failed goes in when it is tried again by name"
    assert "Traceback" not in done.stderr


def test_a_result_that_finds_no_room_is_told_and_the_work_is_done(seller: Cli, world: RunningSandbox) -> None:
    done = shell(seller, '"$@" > /dev/full', "publish", "--json")
    assert done.returncode == 9
    assert done.stderr.startswith("Error: Cannot write to <stdout>")
    assert len(world.state()["listings"]) == 3


def test_quietly_only_the_result_is_said(seller: Cli) -> None:
    told = seller("publish", "-q", check=0)
    assert told.stderr == ""
    assert "3 published" in told.stdout
    seller("generate", "Night owl", check=0)
    live = seller("publish", "--live", "-q", "-y", check=0)
    assert live.stderr == "", "who has agreed beforehand need not be shown the plan"


def test_plan_and_report_fit_a_terminal_in_every_language(seller: Cli, world: RunningSandbox) -> None:
    world.fault(CREATE, "status", nth=2, status=400, body=REFUSED)
    plans = [("publish", "--dry-run", *live, "--lang", language) for live in ((), ("--live",)) for language in ("en", "de", "fr", "es")]
    for words in (*plans, ("publish", "--lang", "de")):
        text = seller(*words, check=0 if "--dry-run" in words else 5)
        assert all(len(line) <= 80 for line in text.stdout.splitlines()), text.stdout


def test_a_plan_on_a_terminal_and_in_a_pipe_and_as_json_writes_nothing(seller: Cli, world: RunningSandbox) -> None:
    for words in (("--dry-run",), ("--dry-run", "--live", "--yes"), ("--dry-run", "--no-input"), ("--dry-run", "--json", "-y")):
        seller("publish", *words, check=0)
    status, screen = at_a_terminal(seller.environment, ["publish", "--dry-run"], [])
    assert (status, "3 products to publish." in screen) == (0, True)
    assert not wrote(world)
    assert states(seller) == {"ready"}


def test_the_last_of_live_and_draft_counts(seller: Cli) -> None:
    report = seller("publish", "--live", "--draft", "--json", check=0).data
    assert {each["state"] for each in report["listings"]} == {"draft"}


def test_no_input_takes_drafts_without_a_question_but_never_live(seller: Cli, world: RunningSandbox) -> None:
    assert seller("publish", "--live", "--no-input", check=2).stderr.count("nobody may be asked") == 1
    assert not wrote(world)
    status, screen = at_a_terminal(seller.environment, ["publish", "--no-input"], [])
    assert (status, "[y/N]" in screen) == (0, False)
    assert states(seller) == {"published"}


@pytest.mark.parametrize("variable", ["PODPUSHER_PRINTIFY_API_URL", "PODPUSHER_ETSY_API_URL"])
def test_a_token_goes_to_no_host_that_could_leak_it(seller: Cli, variable: str) -> None:
    for url in ("http://printify.example", "http://127.0.0.1.example", "ftp://127.0.0.1", "//", "nonsense"):
        error = seller("publish", "--json", env={variable: url}, check=2).json["error"]
        assert error["code"] == "input.host"
        assert not {"published", "failed"} & states(seller), "it is no product's fault"
    seller("publish", check=0)
    assert states(seller) == {"published"}


def test_a_variable_that_cannot_be_right_is_named(seller: Cli, world: RunningSandbox) -> None:
    for variable, text in (("PODPUSHER_PUBLISH_POLL", "soon"), ("PODPUSHER_PUBLISH_WAIT", "-1"), ("PODPUSHER_PUBLISH_WAIT", "nan")):
        assert variable in seller("publish", env={variable: text}, check=2).stderr
    assert not wrote(world)


@pytest.mark.parametrize(("poll", "wait", "statuses"), [("0", "2", {0}), ("0", "0", {0, 7})])
def test_pauses_as_short_as_can_be(seller: Cli, world: RunningSandbox, poll: str, wait: str, statuses: set[int]) -> None:
    world.config(publish_lock_s=0.3)
    env = {"PODPUSHER_PUBLISH_POLL": poll, "PODPUSHER_PUBLISH_WAIT": wait}
    status = seller("publish", env=env).exit_status
    assert status in statuses
    assert len(world.calls(limit=2000)) < 60, "it asks no more often than it makes sense"


def test_titles_that_look_like_markup_are_shown_as_they_are(seller: Cli, world: RunningSandbox) -> None:
    product = seller("products", "--json", check=0).data[0]["id"]
    seller("products", "edit", product, "--title", "[red]Hot[/red] (:fox)", check=0)
    for words in (("publish", "--dry-run"), ("publish",)):
        assert "[red]Hot[/red] (:fox)" in seller(*words, check=0).stdout
    told = run(seller, "products", env={"PYTHONIOENCODING": "ascii"})
    assert (told.returncode, told.stderr) == (0, "")


def test_a_provider_that_speaks_in_escapes_moves_nothing(seller: Cli, world: RunningSandbox) -> None:
    hostile = "\x1b]0;owned\x07\x9b31m\u202e[red]x[/red]" + "z" * 10_000
    for status, body in ((500, hostile), (502, "<html>" + hostile), (403, {"message": hostile}), (400, [hostile]), (429, hostile)):
        world.clear_faults()
        world.fault(CREATE, "status", nth=1, times=1, status=status, body=body)
        told = seller("publish", "-vv")
        assert told.exit_status in {0, 2, 3, 5, 7}
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(told.stdout + told.stderr)
    assert json.loads(seller("products", "--json").stdout)["ok"]
    assert world.state()["duplicates"] == []


def test_every_word_of_verbose_is_on_stderr(seller: Cli) -> None:
    told = seller("publish", "-vv", "--json", check=0)
    assert told.json["data"]["published"] == 3
    text = seller("publish", "-vv", check=0)
    assert " ms #1" not in text.stdout
