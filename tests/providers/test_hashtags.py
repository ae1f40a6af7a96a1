"""Hashtags read as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.providers.hashtags import spelled_out


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("dadjokes", "Dad jokes"),
        ("adoptdontshop", "Adopt don't shop"),
        ("CozyCore", "Cozy Core"),
        ("DIYHome", "DIY Home"),
        ("2026graduate", "2026 graduate"),
        ("mothersday", "Mother's day"),
        ("nurse", "Nurse"),
    ],
)
def test_a_hashtag_is_read_as_words(tag: str, words: str) -> None:
    assert spelled_out(tag) == words


@pytest.mark.parametrize(
    ("tag", "language", "words"),
    [("hundemama", "de", "Hunde mama"), ("diadelamadre", "es", "Dia de la madre"), ("mamanchat", "fr", "Maman chat")],
)
def test_in_the_language_of_its_region(tag: str, language: str, words: str) -> None:
    assert spelled_out(tag, language) == words


@pytest.mark.parametrize("tag", ["two words", "猫好き", "bts", "", "#tag", "ünlü", "rock&roll"])
def test_what_cannot_be_read_stays_as_it_is(tag: str) -> None:
    assert spelled_out(tag) == tag


@given(st.text(max_size=60))
def test_no_letter_is_lost_or_added(tag: str) -> None:
    plain = spelled_out(tag).replace(" ", "").replace("'", "")
    assert plain.casefold() == tag.replace(" ", "").replace("'", "").casefold()
