"""Marks: what each makes of how a design stands, and what may be typed for one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from podpusher_cli.core.colours import NAMED
from podpusher_cli.core.designs import Design, DesignState, TagTooLong
from podpusher_cli.core.feedback import Reason, WordsTooLong
from podpusher_cli.core.inking import Cloth
from podpusher_cli.core.reviewing import MOST_CLOTHS, BadMark, Doing, Mark, Standing, after, checked, cloths_for, typed
from tests.support.clock import START

DESIGN = Design(
    "d-1", "", "", "", 40, 48, 300, "local", "typographer-1", None, None, (), None, None, "dark", START, None
)
KEPT = Standing(DesignState.KEPT, None, None, 4, ("best",))
DROPPED = Standing(DesignState.DROPPED, Reason.OTHER, "five legs", 2, ())


@pytest.mark.parametrize(
    ("before", "mark", "then"),
    [
        (DROPPED, Mark("d", Doing.KEEP), Standing(DesignState.KEPT, None, None, 2, ())),
        (DROPPED, Mark("d", Doing.RESET), Standing(DesignState.NEW, None, None, 2, ())),
        (DROPPED, Mark("d", Doing.DROP), DROPPED),
        (DROPPED, Mark("d", Doing.DROP, Reason.UGLY), Standing(DesignState.DROPPED, Reason.UGLY, None, 2, ())),
        (KEPT, Mark("d", Doing.DROP), Standing(DesignState.DROPPED, None, None, 4, ("best",))),
        (KEPT, Mark("d", Doing.RATE), Standing(DesignState.KEPT, None, None, None, ("best",))),
        (KEPT, Mark("d", Doing.RATE, rating=1), Standing(DesignState.KEPT, None, None, 1, ("best",))),
        (KEPT, Mark("d", Doing.TAG, tag="a"), Standing(DesignState.KEPT, None, None, 4, ("a", "best"))),
        (KEPT, Mark("d", Doing.TAG, tag="best"), KEPT),
        (KEPT, Mark("d", Doing.UNTAG, tag="best"), Standing(DesignState.KEPT, None, None, 4, ())),
        (KEPT, Mark("d", Doing.UNTAG, tag="other"), KEPT),
    ],
)
def test_a_mark_changes_what_it_says_and_nothing_else(before: Standing, mark: Mark, then: Standing) -> None:
    assert after(before, mark) == then


def test_words_are_kept_as_one_line_that_no_terminal_obeys() -> None:
    assert checked(Mark("d", Doing.TAG, tag="  Summer\n\x1b[31m Sale ")).tag == "summer [31m sale"
    dropped = checked(Mark("d", Doing.DROP, because=" five\nlegs "))
    assert (dropped.reason, dropped.because) == (Reason.OTHER, "five legs")


@pytest.mark.parametrize(
    ("mark", "error"),
    [
        (Mark("d", Doing.TAG), BadMark),
        (Mark("d", Doing.TAG, tag=" \u202e "), BadMark),
        (Mark("d", Doing.TAG, tag="x" * 41), TagTooLong),
        (Mark("d", Doing.RATE, rating=0), BadMark),
        (Mark("d", Doing.RATE, rating=6), BadMark),
        (Mark("d", Doing.DROP, because="x" * 501), WordsTooLong),
    ],
)
def test_what_is_no_mark(mark: Mark, error: type[Exception]) -> None:
    with pytest.raises(error):
        checked(mark)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("k", Mark("d", Doing.KEEP)),
        (" x ", Mark("d", Doing.DROP)),
        ("x 2", Mark("d", Doing.DROP, Reason.UGLY)),
        ("x rights", Mark("d", Doing.DROP, Reason.RIGHTS)),
        ("x five legs", Mark("d", Doing.DROP, Reason.OTHER, "five legs")),
        ("r", Mark("d", Doing.RESET)),
        ("5", Mark("d", Doing.RATE, rating=5)),
        ("0", Mark("d", Doing.RATE)),
        ("t best of spring", Mark("d", Doing.TAG, tag="best of spring")),
        *((text, None) for text in ("", "t", "t ", "6", "55", "٣", "k now", "keep", "?", "4 stars")),
    ],
)
def test_what_is_typed(text: str, mark: Mark | None) -> None:
    assert typed("d", text) == mark


def test_what_is_sold_comes_first_and_no_colour_twice() -> None:
    light, dark = (replace(DESIGN, garment=tone) for tone in ("light", "dark"))
    assert [each.name for each in cloths_for(light, ())] == ["White", "Sport Grey", "Navy", "Black"]
    assert [each.name for each in cloths_for(dark, ())] == ["Black", "White", "Sport Grey", "Navy"]
    sold = [Cloth("Solid Navy", NAMED["navy"]), Cloth("Red", NAMED["red"])]
    assert [each.name for each in cloths_for(dark, sold)] == ["Solid Navy", "Red", "Black", "White", "Sport Grey"]
    many = [Cloth(f"Dye {number}", f"#0000{number:02x}") for number in range(40)]
    assert len(cloths_for(dark, many)) == MOST_CLOTHS
