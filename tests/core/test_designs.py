"""What is asked of a designer, before anything is drawn."""

from __future__ import annotations

import pytest

from podpusher_cli.core.designs import LAYOUTS, Canvas, DesignSpec, layouts_for, seed_of
from podpusher_cli.core.errors import BadInput


def test_a_canvas_is_a_front_print_of_fifteen_by_eighteen_inches() -> None:
    canvas = Canvas()

    assert (canvas.width / canvas.dpi, canvas.height / canvas.dpi) == (15, 18)


def test_the_seed_comes_from_the_words_and_not_from_the_spaces_between() -> None:
    assert seed_of("Plant dad") == seed_of("  Plant \n dad ")
    assert seed_of("Plant dad") != seed_of("Plant mom")
    assert 0 <= seed_of("\ud800 broken") < 1_000_000


@pytest.mark.parametrize(
    ("letters", "words", "left_out"),
    [(9, 2, set()), (20, 1, {"stacked", "badge"}), (70, 12, {"badge", "banner"}), (200, 38, {"badge", "arched"})],
)
def test_layouts_that_would_not_hold_the_text_are_left_out(letters: int, words: int, left_out: set[str]) -> None:
    suited = layouts_for(letters, words)

    assert set(suited) <= set(LAYOUTS)
    assert len(suited) >= 2
    assert not set(suited) & left_out


def test_a_spec_is_for_a_dark_garment_and_a_free_layout_unless_told() -> None:
    spec = DesignSpec(idea="Plant dad", seed=1)

    assert (spec.garment, spec.layout, spec.canvas) == ("dark", None, Canvas())


def test_a_refused_idea_is_an_input_that_cannot_be_right() -> None:
    from podpusher_cli.core import designs

    for error in (designs.NothingToPrint, designs.UnprintableText, designs.TooMuchText, designs.UnknownLayout):
        assert issubclass(error, BadInput)
        assert error.exit_status == 2
        assert error.hint
