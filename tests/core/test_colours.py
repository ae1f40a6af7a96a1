"""Colours of cloth by name, and how well an ink shows on one."""

import json
from importlib.resources import files

import pytest

from podpusher_cli.core.colours import NAMED, channels, colour_named, contrast, is_colour, least_contrast, tone_of


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")
    assert contrast("#123456", "#123456") == 1


def test_the_worst_pair_counts() -> None:
    assert least_contrast(["#000000", "#777777"], ["#ffffff", "#888888"]) == contrast("#777777", "#888888")
    assert least_contrast([], ["#ffffff"]) == least_contrast(["#ffffff"], []) == 21


@pytest.mark.parametrize(
    ("title", "colour"),
    [
        ("Black", "#1b1b1b"),
        ("sport gray", "#b5b6b8"),
        ("Navy / 2XL", "#1f2a44"),
        ("Heather Navy", "#1f2a44"),
        ("Solid Black Blend", "#1d1d1d"),
        ("Vintage Heather Red", "#b3202a"),
        ("Dark Heather", "#44464a"),
        ("  True   Royal ", "#24489d"),
        ("#aBcDeF", "#abcdef"),
        ("Galaxy Dream", None),
        ("Heather", "#b4b5b8"),
        ("", None),
        ("#12345", None),
    ],
)
def test_cloth_is_known_by_its_name(title: str, colour: str | None) -> None:
    assert colour_named(title) == colour


def test_every_colour_of_the_sandbox_catalogue_is_known_and_nearly_the_same() -> None:
    colours = json.loads(files("podpusher_cli.sandbox").joinpath("catalog.json").read_text("utf-8"))["colors"]
    for title, (_, shown) in colours.items():
        known = colour_named(title)
        assert known is not None, title
        assert max(abs(one - other) for one, other in zip(channels(known), channels(shown), strict=True)) < 24, title


def test_every_name_has_a_colour_and_a_tone() -> None:
    assert all(is_colour(colour) for colour in NAMED.values())
    assert {name: tone_of(NAMED[name]) for name in ("white", "sport grey", "black", "navy", "red", "yellow")} == {
        "white": "light", "sport grey": "light", "black": "dark", "navy": "dark", "red": "dark", "yellow": "light",
    }  # fmt: skip
    assert all(name == name.casefold() and colour_named(name) == colour for name, colour in NAMED.items())
