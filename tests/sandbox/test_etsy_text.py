"""Etsy's rules for texts are written down twice, for the seller and for the sandbox: both let the same through."""

from __future__ import annotations

import pytest

from podpusher_cli.core.copywriting import Copy, check_copy, in_material, in_tag, in_title, refusals
from podpusher_cli.sandbox.etsy_text import materials_problem, tags_problem, title_problem

LETTERS = [chr(number) for number in range(0x3100) if not 0xD800 <= number < 0xE000]
TITLES = [
    "",
    "  ",
    "x" * 140,
    "x" * 141,
    "a % b",
    "a % b %",
    "1 + 1 + 1",
    "a: b & c + d %",
    "a: b: c",
    "Café",
    "Cafe\u0301",
]
TAGS = [
    (),
    ("a",) * 2,
    ("Fox", "fox"),
    ("x" * 20,),
    ("x" * 21,),
    ("",),
    ("Straße", "strasse"),
    tuple(f"t {n}" for n in range(14)),
]
MATERIALS = [("x" * 45,), ("x" * 46,), ("cotton", "100 cotton"), ("cotton-blend",), tuple(f"m {n}" for n in range(14))]


def refused(title: str = "Fox", tags: tuple[str, ...] = ("fox",), materials: tuple[str, ...] = ()) -> bool:
    return bool(refusals(check_copy(Copy(title, "Soft.", tags, materials))))


def test_the_same_letters_may_stand_in_titles_tags_and_materials() -> None:
    for name, ours, theirs in (
        ("title", in_title, lambda letter: title_problem(f"a{letter}a") is None),
        ("tags", in_tag, lambda letter: tags_problem([f"a{letter}a"]) is None),
        ("materials", in_material, lambda letter: materials_problem([f"a{letter}a"]) is None),
    ):
        assert [letter for letter in LETTERS if ours(letter) != theirs(letter)] == [], name


@pytest.mark.parametrize("title", TITLES)
def test_the_same_titles_are_refused(title: str) -> None:
    assert refused(title=title) is (title_problem(title) is not None)


@pytest.mark.parametrize("tags", TAGS)
def test_the_same_tags_are_refused(tags: tuple[str, ...]) -> None:
    assert refused(tags=tags) is (tags_problem(list(tags)) is not None)


@pytest.mark.parametrize("materials", MATERIALS)
def test_the_same_materials_are_refused(materials: tuple[str, ...]) -> None:
    assert refused(materials=materials) is (materials_problem(list(materials)) is not None)
