"""What a blueprint's own words say of it, and nothing more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.blanks import MOST_SIZES, kind_of, maker, matching, materials_in, names_a_blank, sizes_in
from podpusher_cli.core.printify import Blueprint, Placeholder, PrintProvider, Variant


def variants(*titles: str) -> tuple[Variant, ...]:
    return tuple(Variant(100 + place, title, (Placeholder("front", 4200, 4800),)) for place, title in enumerate(titles))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Unisex Heavy Cotton Tee", "tee"),
        ("Unisex Garment-Dyed T-shirt", "tee"),
        ("Men's Fine Jersey Tee", "tee"),
        ("Unisex Heavy Blend™ Crewneck Sweatshirt", "sweatshirt"),
        ("Unisex Heavy Blend™ Hooded Sweatshirt", "hoodie"),
        ("Youth Pullover Hoodie", "hoodie"),
        ("Ultra Cotton Long Sleeve Tee", "longsleeve"),
        ("Women's Ideal Racerback Tank", "tank"),
        ("Infant Long Sleeve Bodysuit", "baby"),
        ("Baby Short Sleeve Onesie®", "baby"),
        ("Mug 11oz", "mug"),
        ("Matte Vertical Posters", "poster"),
        ("Cotton Canvas Tote Bag", "tote"),
        ("Tote Bag (AOP)", "tote"),
        ("All Over Print Trucker Hat", "cap"),
        ("Tumbler 20oz", "thing"),
        ("Makeup Bag", "thing"),
        ("Matte Canvas, Stretched", "thing"),
        ("Cupcake Topper", "thing"),
        ("Teether", "thing"),
        ("", "thing"),
    ],
)
def test_the_kind_is_what_the_title_names(title: str, kind: str) -> None:
    assert kind_of(title) == kind


@pytest.mark.parametrize(
    "words", ["tote bag", "T-Shirt", "coffee cup", "Comfort Colors", "Bella + Canvas", "Gildan 5000", "wall art"]
)
def test_words_that_name_a_blank_are_nothing_to_print_on_one(words: str) -> None:
    assert names_a_blank(words)


@pytest.mark.parametrize("words", ["plant dad", "champagne problems", "cupcake", "teeth"])
def test_other_words_are(words: str) -> None:
    assert not names_a_blank(words)


@pytest.mark.parametrize(
    ("description", "materials"),
    [
        ("<p>.: 100% cotton (fiber content may vary)</p>", ("cotton",)),
        ("Heather: 52% Cotton,48% POLYESTER", ("cotton", "polyester")),
        ("<b>White ceramic</b><br/>Lead-free", ("ceramic",)),
        ("Polyester&nbsp;&amp; elastane", ("polyester", "elastane")),
        ("<img alt='cotton'>A fine shirt", ()),
        ("cottony softness, papery", ()),
        ("", ()),
    ],
)
def test_materials_are_those_the_text_names(description: str, materials: tuple[str, ...]) -> None:
    assert materials_in(description) == materials


@pytest.mark.parametrize(
    ("titles", "wanted", "sizes"),
    [
        (("Black / S", "Black / M", "White / S"), (), ("S", "M")),
        (("Black / S", "Black / M", "White / S"), ("all",), ("S", "M")),
        (("Black / S", "White / M"), ("black",), ("S",)),
        (("Black / S", "White / M"), ("White / M",), ("M",)),
        (("Black / S", "White / M"), ("100",), ("S",)),
        (("2XL / Black", "XS / Black", "XXXL / Black"), (), ("2XL", "XS", "XXXL")),
        (("11oz", "15 oz"), (), ("11oz", "15 oz")),
        (("Small pocket", "Slim", "Mauve"), (), ()),
        (("NB", "3-6M", "2T"), (), ("NB", "3-6M", "2T")),
    ],
)
def test_sizes_are_those_the_seller_offers(
    titles: tuple[str, ...], wanted: tuple[str, ...], sizes: tuple[str, ...]
) -> None:
    assert sizes_in(variants(*titles), wanted) == sizes


def test_a_long_row_of_sizes_is_cut() -> None:
    assert len(sizes_in(variants(*(f"{n}oz" for n in range(1, 40))))) == MOST_SIZES


@given(st.text(max_size=80), st.text(max_size=200))
def test_any_text_of_a_catalogue_is_read(title: str, description: str) -> None:
    assert kind_of(title)
    assert set(materials_in(description)) <= set(description.casefold().replace("<", " ").split()) | set(
        materials_in(description)
    )
    assert sizes_in(variants(title)) in {(), (title.strip(),)} or "/" in title


def test_a_maker_is_told_with_the_numbers_to_choose_by() -> None:
    found = maker(PrintProvider(29, "Monster Digital"), variants("Black / S", "Black / M", "Black / L", "Black / XL"))
    assert (found.variants, found.width, found.height, found.examples) == (
        4,
        4200,
        4800,
        ("Black / S", "Black / M", "Black / L"),
    )
    assert maker(PrintProvider(1, "Empty"), ()).width == 0


def test_every_word_of_a_search_must_be_there() -> None:
    shelf = (Blueprint(6, "Heavy Cotton Tee", "Gildan", "5000"), Blueprint(68, "Mug 11oz", "Generic", ""))
    assert matching(shelf, "GILDAN tee") == shelf[:1]
    assert matching(shelf, "68") == shelf[1:]
    assert matching(shelf, None) == shelf
    assert matching(shelf, "tee mug") == ()
