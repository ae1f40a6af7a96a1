"""Ideas: one line each, compared by their letters, each time another design."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.designs import seed_of
from podpusher_cli.core.ideas import MOST_IDEA, IdeaTooLong, NoIdeas, clean, key_of, seeds_for


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Plant \n dad ", "Plant dad"),
        ("Cafe\u0301", "Café"),
        ("\x1b[31mred", "[31mred"),
        ("🌱", "🌱"),
        ("אבא של צמחים", "אבא של צמחים"),
    ],
)
def test_an_idea_is_one_plain_line(text: str, kept: str) -> None:
    assert clean(text) == kept


@pytest.mark.parametrize("text", ["", "  \n", "\x00\x1b", "\u202e"])
def test_nothing_is_no_idea(text: str) -> None:
    with pytest.raises(NoIdeas):
        clean(text)


def test_an_idea_has_an_end() -> None:
    assert clean("x" * MOST_IDEA)
    with pytest.raises(IdeaTooLong) as refused:
        clean("x" * (MOST_IDEA + 1))
    assert str(MOST_IDEA + 1) in refused.value.plain()


@given(st.text(max_size=200))
def test_a_clean_idea_is_clean(text: str) -> None:
    try:
        once = clean(text)
    except NoIdeas:
        once = "nothing"
    assert clean(once) == once


@pytest.mark.parametrize(
    ("one", "other"), [("Plant dad!", "plant DAD"), ("plant-dad", "Plant  dad"), ("ＰＬＡＮＴ dad", "plant dad")]
)
def test_ideas_that_differ_by_dress_alone_are_one(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_ideas_of_signs_alone_still_differ() -> None:
    assert key_of("🌱") != key_of("🦊")
    assert key_of("plant dad") != key_of("plant mom")


def test_neighbours_get_seeds_in_a_row() -> None:
    seeds = seeds_for(["fox", "owl", "cat"], [(), (), ()])
    assert seeds == tuple(range(seed_of("fox"), seed_of("fox") + 3))


def test_a_named_seed_is_taken_as_it_is() -> None:
    assert seeds_for(["fox", "owl"], [{5}, {6}], seed=5) == (5, 6)


@given(st.lists(st.sets(st.integers(0, 12), max_size=8), min_size=1, max_size=4))
def test_no_idea_is_drawn_twice_with_one_seed(offsets: list[set[int]]) -> None:
    ideas = [f"idea {place}" for place in range(len(offsets))]
    first = seed_of(ideas[0])
    used = [{first + offset for offset in taken} for taken in offsets]
    seeds = seeds_for(ideas, used)
    assert all(seed not in taken for seed, taken in zip(seeds, used, strict=True))
    assert [seed - seeds[0] for seed in seeds] == list(range(len(ideas)))


def test_no_ideas_have_no_seeds() -> None:
    assert seeds_for([], []) == ()
