"""A bar on a terminal, silence elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from podpusher_cli.core.options import Options
from podpusher_cli.ui.progress import ProgressBar
from tests.support.terminal import Desk


@dataclass(frozen=True)
class Come:
    total: int
    done: int


def test_a_bar_is_drawn_beside_the_result_and_gone_at_the_end() -> None:
    desk = Desk(live=True)
    with ProgressBar(desk.out, "Publishing") as bar:
        for done in range(4):
            bar.update(Come(3, done))
    assert "Publishing" in desk.said
    assert "3/3" in desk.said
    assert desk.shown == ""
    assert desk.said.rstrip().endswith(("\x1b[2K", "\x1b[?25h")), "the line is cleared and the cursor is back"


@pytest.mark.parametrize("desk", [Desk(), Desk(Options(json=True), live=True), Desk(Options(quiet=True), live=True)])
def test_elsewhere_it_is_silent(desk: Desk) -> None:
    with ProgressBar(desk.out, "Publishing") as bar:
        bar.update(Come(3, 1))
    assert (desk.shown, desk.said) == ("", "")


def test_work_that_fails_leaves_no_bar_behind() -> None:
    desk = Desk(live=True)
    with pytest.raises(ZeroDivisionError), ProgressBar(desk.out, "Publishing") as bar:
        bar.update(Come(3, 1))
        _ = 1 / 0
    assert "\x1b[?25h" in desk.said


def test_no_work_no_bar() -> None:
    desk = Desk(live=True)
    with ProgressBar(desk.out, "Publishing"):
        pass
    assert desk.said == ""
