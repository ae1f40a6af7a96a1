"""A pause counted down on a terminal: the line, what is written meanwhile, and the bar that it stands below."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, field

import pytest

from podpusher_cli.core.errors import NotFound
from podpusher_cli.core.options import Options
from podpusher_cli.core.traffic import Wait
from podpusher_cli.i18n import activate
from podpusher_cli.ui.output import Output
from podpusher_cli.ui.progress import ProgressBar
from podpusher_cli.ui.waits import Countdown
from tests.support.terminal import Desk, Screen
from tests.ui.test_progress import Come

CLEARED = "\r\x1b[K"
HOUR = Wait("etsy", 3600, "rate_limit")


@dataclass
class Time:
    """A clock that moves only when a countdown rests."""

    now: float = 1000.0
    lines: queue.Queue[str] = field(default_factory=queue.Queue)

    def rest(self, seconds: float) -> None:
        self.now += seconds

    def countdown(self) -> Countdown:
        return Countdown(self.lines.put, lambda: self.now, self.rest)

    def drawn(self) -> list[str]:
        """Every line until there is none any more."""
        return list(iter(lambda: self.lines.get(timeout=30), ""))


class Window(Screen):
    """A screen that says when a line has been put on it."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = threading.Event()

    def flush(self) -> None:
        if CLEARED in self.getvalue():
            self.drawn.set()


def test_the_seconds_are_counted_down_and_then_the_line_is_gone() -> None:
    time = Time()
    time.countdown().add(Wait("printify", 3.4, "rate_limit"))
    seconds = ["4", "3", "2", "1"]
    assert time.drawn() == [f"Waiting {each} s: Printify asked us to slow down." for each in seconds]


def test_of_several_waits_the_one_that_ends_last_is_told() -> None:
    stopped = Countdown(lambda _line: None, lambda: 0.0)
    for wait in (Wait("printify", 5, "pace"), Wait("etsy", 9, "retry"), Wait("stripe", 2, "unreachable")):
        stopped.add(wait)
    assert stopped.line() == "Waiting 9 s before asking Etsy again."
    stopped.end()
    assert stopped.line() == ""


def test_a_wait_after_the_last_one_is_counted_too() -> None:
    time = Time()
    countdown = time.countdown()
    for _ in range(3):
        countdown.add(Wait("etsy", 1, "plan"))
        assert time.drawn() == ["Waiting 1 s: your plan allows no more calls this minute."]


def test_a_wait_that_begins_while_the_last_ones_end_is_told_is_counted_by_the_second_too() -> None:
    lines: queue.Queue[str] = queue.Queue()
    written = threading.Event()

    def draw(line: str) -> None:
        lines.put(line)
        assert written.wait(timeout=30)

    countdown = Countdown(draw, lambda: 0.0)
    countdown.add(Wait("etsy", 5, "plan"))
    lines.get(timeout=30)
    countdown.end()
    countdown.add(Wait("etsy", 9, "plan"))
    written.set()

    with pytest.raises(queue.Empty):  # it rests between two lines
        for _ in range(1000):
            lines.get(timeout=0.2)
    countdown.end()


def test_a_terminal_shows_one_line_in_the_sellers_language_that_gives_way_to_what_is_said() -> None:
    activate("de")
    try:
        desk = Desk(live=True)
        desk.out.waiting(HOUR)
        line = desk.out.waited_for()
        assert line.startswith("Warte 3600\xa0s")
        desk.out.note("Something else.")
        desk.out.show(None, as_text=lambda _: "the result")
    finally:
        activate("en")
    assert desk.out.waited_for() == "", "with the result nothing is waited for"
    assert desk.said.partition("\n")[0].rpartition("\x1b[K")[2] == "Something else.", "it begins at the margin"
    assert desk.said.count("\n") == 1, "the line itself never scrolls"
    assert desk.shown == "the result\n"


def test_a_line_is_cut_where_the_terminal_ends() -> None:
    window = Window()
    environment = {"TERM": "xterm", "COLUMNS": "20"}
    out = Output(Options(), stdin=Screen(), stdout=Screen(), stderr=window, environment=environment)
    out.waiting(HOUR)
    assert window.drawn.wait(timeout=30)
    out.text(None, "word")
    assert window.getvalue().split(CLEARED)[1] == "Waiting 3600 s: Et…"
    assert window.getvalue().endswith(CLEARED)


def test_with_any_result_nothing_is_waited_for() -> None:
    for told in ("text", "lines", "view", "error"):
        desk = Desk(live=True)
        desk.out.waiting(HOUR)
        if told == "text":
            desk.out.text(None, "word")
        elif told == "lines":
            desk.out.stream(["{}"])
        elif told == "view":
            desk.out.show(None, as_text=lambda _: "word")
        else:
            desk.out.error(NotFound(name="fox"))
        assert desk.out.waited_for() == ""


def test_below_a_bar_the_bar_tells_it_and_what_is_said_goes_above() -> None:
    desk = Desk(live=True)
    with ProgressBar(desk.out, "Publishing") as bar:
        bar.update(Come(3, 1))
        desk.out.waiting(HOUR)
        desk.out.note("[red]A {thing}[/red].", thing="\x1b[31mnote\x1b[0m")
        bar.update(Come(3, 2))
    desk.out.text(None, "word")
    drawn, cursor_is_back, _ = desk.said.partition("\x1b[?25h")
    assert cursor_is_back
    assert "Waiting 3600 s: Etsy asked us to slow down." in drawn
    assert "[red]A [31mnote[0m[/red]." in drawn
    assert CLEARED not in drawn, "nobody else draws there"


def test_where_somebody_is_asked_nothing_is_counted_over_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt, stream: stream.write(prompt) and "typed")
    for ask in ("ask", "secret"):
        desk = Desk(live=True, typed="typed\n")
        desk.out.waiting(HOUR)
        assert getattr(desk.out, ask)("Which shop?") == "typed"
        assert desk.out.waited_for() == ""


@pytest.mark.parametrize("options", [Options(json=True), Options(quiet=True)])
def test_nothing_is_counted_for_those_who_want_results_alone(options: Options) -> None:
    desk = Desk(options, live=True)
    desk.out.waiting(HOUR)
    assert (desk.said, desk.out.waited_for()) == ("", "")


def test_where_nothing_may_be_drawn_a_wait_is_one_sentence() -> None:
    for desk in (Desk(), Desk(live=True, environment={"TERM": "dumb"})):
        desk.out.waiting(HOUR)
        assert desk.said == "Waiting 3600 s: Etsy asked us to slow down.\n"
