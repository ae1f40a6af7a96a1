"""The only writer to the terminal: what goes where, what is silent when, and who may be asked."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from podpusher_cli.core.caps import RunCapReached
from podpusher_cli.core.errors import NotConnected, PodpusherError, ProviderRefused, RateLimited
from podpusher_cli.core.money import Money
from podpusher_cli.core.options import Options
from podpusher_cli.core.results import Page
from podpusher_cli.core.traffic import Exchange, Wait
from podpusher_cli.i18n import activate
from podpusher_cli.ui.output import NeedsAnswer, Output
from tests.conftest import Cli
from tests.support.accounts import at_a_terminal
from tests.support.clock import START
from tests.support.record import heard
from tests.support.terminal import Desk, Screen

QUIET, JSON = Options(quiet=True), Options(json=True)
HOSTILE = "\x1b[31mred\x1b[0m [bold]x[/bold] \u202eevil\x9b31m :smile:"


@dataclass(frozen=True)
class Thing:
    name: str
    price: Money | None = None


# Results


def test_a_result_goes_to_stdout_and_words_to_stderr() -> None:
    desk = Desk()
    desk.out.show(Thing("fox"), as_text=lambda thing: f"a {thing.name}")
    desk.out.note("Done.")
    assert (desk.shown, desk.said) == ("a fox\n", "Done.\n")


def test_what_is_to_be_looked_at_before_a_question_says_first_that_it_is_a_rehearsal() -> None:
    desk = Desk(Options(sandbox=True))
    desk.out.preview("1 design to make:")
    assert desk.said.splitlines()[0].startswith("SANDBOX")
    assert desk.said.splitlines()[1:] == ["1 design to make:"]


def test_money_in_an_error_is_written_as_the_language_does() -> None:
    desk = Desk()
    activate("de")
    try:
        desk.out.error(RunCapReached(most=Money(1), spent=Money(0), next=Money(123_450)))
    finally:
        activate("en")
    assert "1.234,50" in desk.said
    assert "USD" not in desk.said


def test_a_result_as_json_is_one_document_at_the_end() -> None:
    desk = Desk(JSON)
    desk.out.meta = {"request_id": "req-1", "profile": "default"}
    desk.out.show(Thing("fox", Money(2699)), as_text=lambda _: "never")
    assert desk.shown == ""
    desk.out.finish()
    assert json.loads(desk.shown) == {
        "ok": True,
        "data": {"name": "fox", "price": {"amount": 2699, "currency": "USD"}},
        "meta": {"next_cursor": None, "request_id": "req-1", "profile": "default", "locale": "en_US"},
    }
    assert desk.shown.count("\n") == 1


def test_a_page_tells_its_next_cursor() -> None:
    page = Page((Thing("fox"),), "abc")
    desk = Desk()
    desk.out.show(page, as_text=lambda shown: shown.items[0].name)
    assert (desk.shown, desk.said) == ("fox\n", "More: --cursor abc\n")
    desk = Desk(JSON)
    desk.out.show(page, as_text=lambda _: "never")
    desk.out.finish()
    told = json.loads(desk.shown)
    assert (told["data"], told["meta"]["next_cursor"]) == ([{"name": "fox", "price": None}], "abc")


def test_times_are_rfc_3339_and_paths_are_text() -> None:
    desk = Desk(JSON)
    desk.out.show({"at": START, "path": Path("/x/y")}, as_text=lambda _: "")
    desk.out.finish()
    assert json.loads(desk.shown)["data"] == {"at": "2026-11-23T09:30:00Z", "path": "/x/y"}


def test_an_error_as_json_is_never_localised_and_has_everything_a_script_needs() -> None:
    activate("de")
    try:
        desk = Desk(JSON)
        error = ProviderRefused(
            provider="etsy", reason="price", retry_after=3.0, details={"field": "price"}, problem="too low"
        )
        desk.out.error(error)
        desk.out.finish(error)
    finally:
        activate("en")
    assert desk.said == ""
    assert json.loads(desk.shown) == {
        "ok": False,
        "error": {
            "code": "etsy.price", "message": "Etsy refused it: too low", "hint": "", "provider": "etsy", "retry_after": 3.0,
            "details": {"field": "price"},
        },
        "meta": {"next_cursor": None, "locale": "de_DE"},
    }  # fmt: skip


def test_what_was_done_is_told_beside_the_error_that_ended_it() -> None:
    desk = Desk(JSON)
    desk.out.show([1, 2], as_text=lambda _: "")
    desk.out.finish(PodpusherError())
    told = json.loads(desk.shown)
    assert (told["ok"], told["data"], told["error"]["code"]) == (False, [1, 2], "podpusher.error")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_is_the_same_in_every_encoding(encoding: str) -> None:
    raw = io.BytesIO()
    stdout = io.TextIOWrapper(raw, encoding)
    out = Output(JSON, stdin=Screen(), stdout=stdout, stderr=Screen(), environment={})
    out.show("Für 日本 🌱", as_text=lambda _: "")
    out.finish()
    assert json.loads(raw.getvalue().decode(encoding))["data"] == "Für 日本 🌱"


def test_there_is_never_a_second_document() -> None:
    desk = Desk(JSON)
    desk.out.finish()
    desk.out.finish(NotConnected(provider="etsy", name="etsy", profile="default"))
    assert json.loads(desk.shown)["ok"] is True, "as where Ctrl-C comes when all is done"


def test_half_a_letter_from_a_provider_is_still_json() -> None:
    desk = Desk(JSON)
    desk.out.finish(PodpusherError(details={"provider_message": "broken \ud83c"}))
    assert json.loads(desk.shown)["error"]["details"] == {"provider_message": "broken \ud83c"}


def test_a_terminal_that_lacks_a_letter_shows_another() -> None:
    raw = io.BytesIO()
    stdout = io.TextIOWrapper(raw, "latin-1")
    out = Output(Options(), stdin=Screen(), stdout=stdout, stderr=Screen(), environment={})
    out.show(None, as_text=lambda _: "Für 日本")
    out.text(None, "Über 日本")
    assert raw.getvalue() == b"F\xfcr ??\n\xdcber ??\n"


# Words


def test_quiet_leaves_results_warnings_and_errors() -> None:
    desk = Desk(QUIET)
    desk.out.note("A note.")
    desk.out.show(None, as_text=lambda _: "result")
    desk.out.warn("Mind the {thing}.", thing="gap")
    desk.out.tell("needed")
    desk.out.error(PodpusherError())
    assert desk.shown == "result\n"
    assert desk.said == "Warning: Mind the gap.\nneeded\nError: Something went wrong.\n"


def test_json_says_nothing_to_people() -> None:
    desk = Desk(JSON, live=True)
    desk.out.note("x")
    desk.out.warn("x")
    desk.out.tell("x")
    desk.out.preview("x")
    desk.out.error(PodpusherError())
    desk.out.waiting(Wait("printify", 30, "pace"))
    desk.out.called(Exchange("printify", "GET", "GET /x", 200, 0.1, 1))
    assert (desk.shown, desk.said) == ("", "")


def test_an_error_names_what_to_do_and_its_code_when_asked_for_more() -> None:
    error = NotConnected(provider="etsy", name="etsy", profile="default")
    desk = Desk()
    desk.out.error(error)
    assert desk.said == "Error: Etsy is not connected in profile “default”.\n  podpusher connect etsy\n"
    more = Desk(Options(verbose=1))
    more.out.meta["request_id"] = "req-1"
    more.out.error(error)
    assert more.said.splitlines()[-1] == "  (account.not_connected, req-1)"


def test_an_error_that_passes_says_when_it_has_passed() -> None:
    for seconds, said in ((None, False), (0.0, False), (29.5, True)):
        desk = Desk()
        desk.out.error(RateLimited(provider="etsy", retry_after=seconds))
        assert ("It can be tried again in 30 seconds." in desk.said) is said


def test_an_error_inside_a_warning_speaks_the_language_of_the_warning() -> None:
    activate("de")
    try:
        desk = Desk()
        desk.out.warn("{problem}", problem=RateLimited(provider="etsy"))
        german = desk.said
    finally:
        activate("en")
    assert "Etsy" in german
    assert "asks us" not in german


def test_outside_text_is_text_wherever_it_is_said() -> None:
    desk = Desk()
    desk.out.note("Got {text}.", text=HOSTILE)
    desk.out.warn("Got {text}.", text=HOSTILE)
    desk.out.error(ProviderRefused(provider="etsy", problem=HOSTILE))
    desk.out.show(None, as_text=lambda _: "[bold]x[/bold] :smile:")
    told = desk.said + desk.shown
    assert not set("\x1b\x9b\u202e") & set(told)
    assert told.count("[bold]x[/bold]") == 4
    assert "{" not in told


def test_waits_that_one_would_wonder_about_are_said() -> None:
    desk = Desk()
    desk.out.waiting(Wait("printify", 0.5, "pace"))
    assert desk.said == ""
    desk.out.waiting(Wait("printify", 12.4, "rate_limit"))
    assert desk.said == "Waiting 12 s: Printify asked us to slow down.\n"


def test_the_time_of_each_call_is_told_at_vv() -> None:
    call = Exchange("printify", "GET", "GET /shops.json", 0, 0.1234, 2, error="provider.unreachable")
    for verbose, said in ((1, ""), (2, "  printify GET /shops.json provider.unreachable 123 ms #2\n")):
        desk = Desk(Options(verbose=verbose))
        desk.out.called(call)
        assert desk.said == said


def test_an_event_is_a_line_of_json_even_beside_json() -> None:
    desk = Desk(JSON)
    desk.out.event({"authorize_url": "https://x.example"})
    assert json.loads(desk.said) == {"authorize_url": "https://x.example"}


def test_everything_in_the_sandbox_says_so_once_and_in_the_json_too() -> None:
    desk = Desk(Options(sandbox=True))
    desk.out.note("One.")
    desk.out.show(None, as_text=lambda _: "result")
    assert desk.said.count("SANDBOX") == desk.shown.count("SANDBOX") == 1
    told = Desk(Options(sandbox=True, json=True))
    told.out.show([], as_text=lambda _: "")
    told.out.finish()
    assert json.loads(told.shown)["meta"]["sandbox"] is True
    assert told.said == ""


# Questions


@pytest.mark.parametrize(
    ("typed", "yes"), [("y\n", True), ("YES\n", True), ("n\n", False), ("\n", False), ("", False), ("yep\n", False)]
)
def test_only_a_yes_is_a_yes(typed: str, yes: bool) -> None:
    desk = Desk(typed=typed, live=True)
    assert desk.out.confirm("Publish {count}?", count=3) is yes
    assert desk.said == ("Publish 3? [y/N] " if typed else "Publish 3? [y/N] \n")
    assert desk.shown == ""


@pytest.mark.parametrize(("language", "typed"), [("de", "j\n"), ("fr", "oui\n"), ("es", "sí\n"), ("de", "y\n")])
def test_a_yes_may_be_in_the_sellers_language(language: str, typed: str) -> None:
    activate(language)
    try:
        assert Desk(typed=typed, live=True).out.confirm("Publish?") is True
        assert Desk(typed="n\n", live=True).out.confirm("Publish?") is False
    finally:
        activate("en")


@pytest.mark.parametrize("options", [Options(no_input=True), JSON, Options()])
def test_where_nobody_may_be_asked_the_question_is_the_error(options: Options) -> None:
    desk = Desk(options, typed="y\n", live=options != Options())
    for ask in (desk.out.confirm, desk.out.ask, desk.out.secret):
        with pytest.raises(NeedsAnswer) as needed:
            ask("Publish {count}?", count=3)
        assert (needed.value.exit_status, needed.value.code) == (2, "input.needed")
        assert "Publish 3?" in needed.value.plain()
    assert (desk.shown, desk.said) == ("", "")


@pytest.mark.parametrize("options", [Options(yes=True), replace(JSON, yes=True), Options(yes=True, no_input=True)])
def test_yes_answers_every_question(options: Options) -> None:
    desk = Desk(options)
    assert desk.out.confirm("Publish?") is True
    assert desk.said == ""


def test_a_word_is_asked_for_with_its_default() -> None:
    desk = Desk(typed=" fox \n", live=True)
    assert desk.out.ask("Which shop?", default="owl") == "fox"
    assert desk.said == "Which shop? [owl] "
    assert Desk(typed="\n", live=True).out.ask("Which shop?", default="owl") == "owl"
    assert Desk().out.ask("Which shop?", default="owl") == "owl"


# The terminal


def test_without_a_terminal_a_line_has_80_columns_or_what_is_said() -> None:
    text = "word " * 60
    for columns, width in (("", 80), ("40", 40), ("abc", 80), ("0", 80), ("-5", 80), ("²", 80)):
        desk = Desk(environment={"COLUMNS": columns})
        desk.out.show(None, as_text=lambda _: text)
        assert width - 5 <= max(len(line.rstrip()) for line in desk.shown.splitlines()) <= width


def test_a_terminal_is_as_wide_as_is_said_if_that_is_a_width() -> None:
    for columns, width in (("40", 40), ("²", 80), ("0", 80)):
        desk = Desk(live=True, environment={"TERM": "xterm", "COLUMNS": columns, "LINES": columns})
        desk.out.show(None, as_text=lambda _: "word " * 60)
        assert width - 5 <= max(len(line.rstrip()) for line in desk.shown.splitlines()) <= width


@pytest.mark.parametrize(
    ("environment", "options", "coloured"),
    [
        ({"TERM": "xterm"}, Options(), True),
        ({"TERM": "dumb"}, Options(), False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, Options(), False),
        ({"TERM": "xterm", "NO_COLOR": ""}, Options(), True),
        ({"TERM": "xterm"}, Options(no_color=True), False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    environment: dict[str, str], options: Options, coloured: bool
) -> None:
    from rich.text import Text

    for live in (True, False):
        desk = Desk(options, live=live, environment=environment)
        desk.out.show(None, as_text=lambda _: Text("word", style="red"))
        assert ("\x1b[" in desk.shown) is (coloured and live)
        assert "word" in desk.shown


def test_bars_are_for_terminals_alone() -> None:
    assert Desk(live=True).out.animated
    for desk in (Desk(), Desk(QUIET, live=True), Desk(JSON, live=True), Desk(live=True, environment={"TERM": "dumb"})):
        assert not desk.out.animated


def test_on_a_real_terminal_a_question_is_asked_and_the_answer_read(cli: Cli) -> None:
    cli("profile", "add", "fox", check=0)
    ours, theirs = pty.openpty()
    environment = {"PATH": os.environ["PATH"], **cli.environment, "TERM": "xterm"}
    started = subprocess.Popen(
        [sys.executable, "-m", "podpusher_cli", "profile", "remove", "fox"], env=environment, stdin=theirs, stdout=theirs, stderr=theirs,
        close_fds=True,
    )  # fmt: skip
    os.close(theirs)
    told = b""
    while b"[y/N]" not in told:
        told += os.read(ours, 1000)
    os.write(ours, b"y\n")
    assert started.wait() == 0
    os.close(ours)
    heard(told)
    assert [each["name"] for each in cli("profile", "list", "--json", check=0).data] == ["default"]


ENDED, STOPPED = "\x04", "\x03"  # Ctrl-D, Ctrl-C


@pytest.mark.parametrize(
    ("words", "question", "typed", "status", "said"),
    [
        (("connect", "printify"), "(not shown):", ENDED, 2, "Printify needs a personal access token."),
        (("connect", "printify"), "(not shown):", STOPPED, 130, "Stopped before the connection was made."),
        (("connect", "reddit"), "(not shown):", STOPPED, 130, "Stopped before the connection was made."),
        (("disconnect", "--all"), "[y/N]", ENDED, 0, "Nothing was changed."),
        (("disconnect", "--all"), "[y/N]", STOPPED, 130, "Stopped."),
    ],
)
def test_an_answer_that_is_broken_off_is_no_fault(
    cli: Cli, words: tuple[str, ...], question: str, typed: str, status: int, said: str
) -> None:
    ended, screen = at_a_terminal(cli.environment, words, [(question, typed)])

    assert ended == status
    assert screen.split(said)[0].splitlines()[-1].strip() in {"", "Error:"}, screen


# Words that are no text


@pytest.mark.parametrize(
    "words",
    [
        ("--profile", "\udcff", "products"),
        ("generate", "Plant \udcff dad"),
        ("products", "show", "\udcff"),
        ("\udcff",),
    ],
)
def test_bytes_that_are_no_text_are_refused_in_a_sentence(cli: Cli, words: tuple[str, ...]) -> None:
    assert cli(*words, "--json", check=2).json["error"]["code"] == "usage"
    assert "\\udcff" in cli(*words, check=2).stderr
    assert not (cli.home / "profiles").exists()


def test_a_result_in_an_encoding_without_its_letters(cli: Cli) -> None:
    cli("settings", "set", "template.variants", "Für Dad", check=0)
    environment = {"PATH": os.environ["PATH"], **cli.environment, "PYTHONIOENCODING": "ascii", "PODPUSHER_LANG": "fr"}
    command = [sys.executable, "-m", "podpusher_cli", "settings", "get", "template.variants"]
    read = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert read.stdout == b"F?r Dad\n"
    told = subprocess.run([*command, "--json"], env=environment, capture_output=True, check=True)
    assert json.loads(told.stdout)["data"]["value"] == "Für Dad"


def test_where_results_and_words_go_to_one_file_it_is_said_once(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as shown, os.fdopen(os.dup(shown.fileno()), "w") as said:
        out = Output(Options(sandbox=True), stdin=io.StringIO(), stdout=shown, stderr=said, environment={})
        out.note("One.")
        out.show(None, as_text=lambda _: "result")
    lines = (tmp_path / "log").read_text().splitlines()
    assert [line.partition(":")[0] for line in lines] == ["SANDBOX", "One.", "result"]
