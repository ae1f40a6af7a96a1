"""Which sentences are the same idea, and which only sound alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.ideas import shelf_key
from podpusher_cli.providers.likeness import ALIKE, Known, Shelf, likeness


def alike(one: str, other: str) -> float:
    return likeness(shelf_key(one), shelf_key(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Plant dad", "plant DAD!"),
        ("Dad plant", "Plant dad"),
        ("Cat mom", "Cat moms"),
        ("Trust me, I'm a nurse", "Trust me, I am a nurse"),
        ("Sarcasm, because naps aren't always possible", "Sarcasm because naps are not always posible"),
        ("Mamá de perros", "mama de perros"),
        ("Für die Größe", "Fur die Grosse"),
    ],
)
def test_the_same_idea_in_another_dress(one: str, other: str) -> None:
    assert alike(one, other) >= ALIKE
    found = Shelf([("idea", "i-1", one, None)]).nearest(other)
    assert found is not None
    assert (found[0], found[1] >= ALIKE) == (Known("idea", "i-1", one), True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("World's okayest mom", "World's okayest dad"),
        ("Trust me, I'm a nurse", "Trust me, I'm a teacher"),
        ("Plant mom", "Plant dad"),
        ("Coffee first", "Coffee first, then I'm a nurse"),
        (
            "Some heroes wear capes, nurses wear comfortable shoes",
            "Some heroes wear capes, coders wear comfortable shoes",
        ),
        ("Dog", "God"),
        ("🌱", "🦊"),
    ],
)
def test_another_idea_that_sounds_alike(one: str, other: str) -> None:
    assert alike(one, other) < ALIKE


def test_the_nearest_of_many_is_found_with_what_it_is() -> None:
    shelf = Shelf([("idea", f"i-{place}", f"Saying number {place} of something else", None) for place in range(2_000)])
    shelf.add(Known("design", "d-1", "Plant dad forever"))
    found = shelf.nearest("Plant dads forever!")

    assert found is not None
    assert found[0].id == "d-1"
    assert shelf.nearest("Quite unlike") is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_a_share_and_goes_both_ways_for_the_same_words(one: str, other: str) -> None:
    assert 0 <= alike(one, other) <= 1
    assert alike(one, one) == 1
    assert alike(one, " ".join(reversed(one.split()))) == pytest.approx(1) or not one.split()
