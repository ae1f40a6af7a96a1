"""Tables that fit a terminal, whatever the text in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from podpusher_cli.i18n import activate
from podpusher_cli.ui.theme import STATE_STYLES, cell, facts, state, table
from podpusher_cli.ui.views.products import STATES
from podpusher_cli.ui.views.publishing import RUN_STATES
from tests.support.terminal import drawn

TEXTS = {
    "long": "A shirt for people who water their plants before they water themselves, and mean it " * 2,
    "cjk": "植物を愛するすべての人のためのシャツ" * 5,
    "rtl": "חולצה לאנשים שמשקים את הצמחים שלהם לפני שהם שותים בעצמם " * 3,
    "arabic": "قميص لمن يسقون نباتاتهم قبل أن يشربوا " * 4,
    "emoji": "🌱👩‍⚕️🇫🇷" * 25,
    "one word": "x" * 300,
    "combining": "e\u0301" * 200,
    "hostile": "\x1b[31mred\x1b[0m [bold]b[/bold] \u202e" * 8,
}


def lines(thing: object, columns: int = 80) -> list[str]:
    return drawn(thing, columns).splitlines()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("columns", [80, 60, 120])
def test_a_table_fits_whatever_is_in_it(text: str, columns: int) -> None:
    made = table("Product", "State", "Title", "Etsy", wide=2)
    for _ in range(3):
        made.add_row(cell("p-7K3M9QXA"), state("published"), cell(text), cell("1700000001"))
    shown = lines(made, columns)

    assert max(map(cell_len, shown)) <= columns
    assert sum("p-7K3M9QXA" in line for line in shown) == 3, "what is copied stays on one line"
    assert sum("1700000001" in line for line in shown) == 3


@pytest.mark.parametrize("name", ["cjk", "rtl", "arabic", "long"])
def test_nothing_of_a_text_is_lost_when_it_is_folded(name: str) -> None:
    made = table("Product", "Title", wide=1)
    made.add_row(cell("p-7K3M9QXA"), cell(TEXTS[name]))
    folded = "".join("".join(lines(made)[2:]).split()).replace("p-7K3M9QXA", "")
    assert folded == "".join(TEXTS[name].split())


def test_outside_text_obeys_nobody_in_a_cell() -> None:
    made = table("Title")
    made.add_row(cell("\x1b[31mred\x1b[0m [bold]b[/bold] :smile: \u202e"))
    shown = drawn(made)
    assert "[31mred[0m [bold]b[/bold] :smile:" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@given(st.text(max_size=300))
def test_any_text_is_one_cell_of_one_line(text: str) -> None:
    made = cell(text)
    assert "\n" not in made.plain
    assert made.spans == []


def test_nothing_and_numbers_are_cells_too() -> None:
    assert (cell(None).plain, cell(0).plain, cell(2699).plain) == ("", "0", "2699")


def test_headings_and_states_are_translated_and_columns_stay_in_place() -> None:
    activate("de")
    try:
        made = table("Product", "State", "Title", wide=2)
        made.add_row(cell("p-1"), state("published"), cell("x"))
        shown = drawn(made)
    finally:
        activate("en")
    assert "Produkt" in shown
    assert "published" not in shown


def test_facts_are_lines_and_what_is_not_known_is_left_out() -> None:
    shown = lines(
        facts([("Title", "Plant dad"), ("Design", None), ("Trend", ""), ("Seed", 0), ("State", state("ready"))])
    )
    assert [line.split() for line in shown] == [["Title", "Plant", "dad"], ["Seed", "0"], ["State", "ready"]]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_facts_fit_as_well(text: str) -> None:
    assert max(map(cell_len, lines(facts([("Description", text), ("Title", text)])))) <= 80


def test_every_state_of_a_product_and_of_a_run_has_its_colour() -> None:
    assert {*STATES, *RUN_STATES} <= set(STATE_STYLES)


@pytest.mark.parametrize("blank", ["\xa0", "\u202f"])
@pytest.mark.parametrize("drawn_as", [cell, str])
def test_what_belongs_together_is_not_torn_apart_at_a_lines_end(blank: str, drawn_as: Callable[[str], object]) -> None:
    sentence = f"The fees are 10{blank}000{blank}$ and more."
    assert [line.rstrip() for line in lines(drawn_as(sentence), 16)] == [
        "The fees are",
        f"10{blank}000{blank}$ and",
        "more.",
    ]
