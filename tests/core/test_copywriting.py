"""Etsy's rules for a listing's text, and trims that always end inside them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.copywriting import (
    LANGUAGES,
    Copy,
    check_copy,
    fit_copy,
    fit_description,
    fit_tag,
    fit_tags,
    fit_title,
    refusals,
    shortened,
)
from podpusher_cli.core.errors import fill

GOOD = Copy(
    "Plant Dad Shirt, Gift for Plant Lovers",
    "A shirt.\n\nPrinted to order.",
    tuple(f"plant tag {n}" for n in range(13)),
    ("Cotton",),
)


def names(copy: Copy) -> list[str]:
    return [finding.name for finding in check_copy(copy)]


def test_a_good_listing_has_no_findings():
    assert check_copy(GOOD) == ()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("", "title_missing"),
        ("   ", "title_missing"),
        ("x" * 141, "title_long"),
        ("Plant 🌱 dad", "title_characters"),
        ("Only $5", "title_characters"),
        ("Only 5 €", "title_characters"),
        ("One\nTwo", "title_characters"),
        ("Cats & Dogs & Birds", "title_signs"),
        ("A: b: c", "title_signs"),
        ("50% or 60%", "title_signs"),
        ("a + b + c", "title_signs"),
        ("BEST PLANT DAD EVER shirt", "title_capitals"),
        ("PLANTDADDY shirt", "title_capitals"),
        (" ".join(["word"] * 15), "title_wordy"),
    ],
)
def test_each_rule_of_a_title(title, name):
    assert name in names(replace(GOOD, title=title))


@pytest.mark.parametrize("title", ["x" * 140, "Dad™ – “Nº1” 100% = >", "Cats & Dogs: 1 + 1", "A NASA DIY mug for me"])
def test_titles_that_etsy_takes(title):
    assert not refusals(check_copy(replace(GOOD, title=title)))


@pytest.mark.parametrize(
    ("tags", "name"),
    [
        (tuple(f"tag {n}" for n in range(14)), "tags_many"),
        (("x" * 21,), "tags_long"),
        (("plant, dad",), "tags_characters"),
        (("plant!",), "tags_characters"),
        (("dad & me",), "tags_characters"),
        (("🌱",), "tags_characters"),
        (("plant dad", "Plant  Dad"), "tags_twice"),
        (("plant dad", " "), "tags_empty"),
        (("plant dad",), "tags_few"),
    ],
)
def test_each_rule_of_tags(tags, name):
    assert name in names(replace(GOOD, tags=tags))


def test_tags_may_have_hyphens_apostrophes_and_letters_of_any_script():
    tags = ("t-shirt", "mother's day", "für männer", "ñandú", "подарок", "café™")
    assert not refusals(check_copy(replace(GOOD, tags=tags)))


@pytest.mark.parametrize("materials", [("100% cotton",), ("x" * 46,), ("",), ("cotton, wool",)])
def test_materials_are_letters_digits_and_spaces(materials):
    assert "materials_form" in names(replace(GOOD, materials=materials))


def test_at_most_13_materials():
    assert "materials_many" in names(replace(GOOD, materials=tuple(f"cotton {n}" for n in range(14))))


@pytest.mark.parametrize(
    ("description", "name"), [(" \n", "description_missing"), ("a\x1b[31m", "description_characters")]
)
def test_each_rule_of_a_description(description, name):
    assert name in names(replace(GOOD, description=description))


def test_what_is_refused_comes_before_advice():
    findings = check_copy(replace(GOOD, title=" ".join(["word"] * 40), tags=("a",)))
    assert [finding.severity for finding in findings] == sorted(finding.severity for finding in findings)


def test_every_finding_fills_its_sentences():
    bad = Copy(
        "🌱 & & " + "LOUD " * 40, "", ("x!" * 20, "x!" * 20, " ", *(f"t{n}" for n in range(13))), ("%" * 50,) * 14
    )
    for finding in check_copy(bad):
        assert "{" not in fill(finding.message, finding.values) + fill(finding.fix, finding.values)


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
    fitted = fit_copy(Copy("Title", description, tuple(tags), tuple(materials)))
    broken = {finding.name for finding in refusals(check_copy(fitted))}
    assert broken <= {"description_missing"}
