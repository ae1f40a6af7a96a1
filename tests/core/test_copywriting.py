"""Etsy's rules for a listing's text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from podpusher_cli.core.copywriting import (
    Copy,
    check_copy,
    refusals,
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


def test_an_alt_text_has_at_most_500_characters():
    assert "alt_long" in names(replace(GOOD, alt="x" * 501))
    assert names(replace(GOOD, alt="x" * 500)) == []


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
