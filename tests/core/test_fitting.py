"""Trims that always end inside Etsy's rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.copywriting import LANGUAGES, Copy, check_copy, refusals
from podpusher_cli.core.fitting import fit_copy, fit_description, fit_tag, fit_tags, fit_title, shortened

GOOD = Copy("Plant Dad Shirt", "A shirt.", ("plant dad",))


@pytest.mark.parametrize(
    ("title", "language", "fitted"),
    [
        ("Cats & Dogs & Birds", "en", "Cats & Dogs and Birds"),
        ("Katzen & Hunde & Vögel", "de", "Katzen & Hunde und Vögel"),
        ("Chats & chiens & oiseaux", "fr", "Chats & chiens et oiseaux"),
        ("Gatos & perros & aves", "es", "Gatos & perros y aves"),
        ("Note: this: that", "en", "Note: this, that"),
        ("Plant 🌱 dad", "en", "Plant dad"),
        ("𝐏𝐥𝐚𝐧𝐭 ½ x²", "en", "𝐏𝐥𝐚𝐧𝐭 1⁄2 x2"),
        ("WORLD'S BEST PLANT DAD", "en", "World's Best Plant Dad"),
        ("Dad\tof\ntwo", "en", "Dad of two"),
    ],
)
def test_a_title_is_mended(title, language, fitted):
    assert fit_title(title, language) == fitted


def test_a_long_title_is_cut_at_a_clause():
    title = "A shirt for people who water their plants before they water themselves, " + "and mean it " * 12
    assert fit_title(title) == title[: title.index(",")]


def test_a_long_word_is_cut_hard():
    assert shortened("x" * 200, 140) == "x" * 140


def test_a_tag_is_cut_between_words():
    assert fit_tag("gardening gift for plant lovers") == "gardening gift for"
    assert fit_tag("mother’s day_gift") == "mother's day gift"


def test_tags_are_made_different():
    assert fit_tags(["Plant dad", "plant  DAD", "", "🌱", "plant mom"]) == ("Plant dad", "plant mom")


def test_a_description_keeps_its_paragraphs_only():
    assert fit_description("One  \r\n\r\n\r\n\r\nTwo\x07\n") == "One\n\nTwo"


texts = st.text(max_size=300) | st.text(alphabet="ABC &%:+,é🌱\u0301İß\n ", max_size=200)


@given(texts, st.sampled_from(LANGUAGES))
def test_any_title_ends_inside_the_rules(text, language):
    fitted = fit_title(text, language)
    assert fitted == fit_title(fitted, language)
    if fitted:
        assert not refusals(check_copy(replace(GOOD, title=fitted)))


@given(st.lists(texts, max_size=30), texts, st.lists(texts, max_size=20))
def test_any_tags_description_and_materials_end_inside_the_rules(tags, description, materials):
    fitted = fit_copy(Copy("Title", description, tuple(tags), tuple(materials), alt=description))
    broken = {finding.name for finding in refusals(check_copy(fitted))}
    assert broken <= {"description_missing"}
