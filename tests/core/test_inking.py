"""How artwork comes out on cloth: each fault by its name, and none where there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from podpusher_cli.core.errors import fill
from podpusher_cli.core.inking import Cloth, Ink, InkFacts, check_ink, cloth_of, cloths_in
from podpusher_cli.core.printing import PrintArea, PrintFacts

FRONT = PrintArea("front", 4500, 5400)
FACTS = PrintFacts(4500, 5400, 300.0, has_alpha=True, mode="RGBA", ink_box=(100, 100, 4300, 5000), ink_share=0.3)
BLACK, WHITE, GREY = Cloth("Black", "#1b1b1b"), Cloth("White", "#ffffff"), Cloth("Sport Grey", "#b5b6b8")
PALE = InkFacts(
    hairlines=0, fine_lines=0, soft_share=0.02, pale_rim=0.0, dark_rim=0.0, blurred=0.3,
    inks=(Ink("#fbeed2", 0.6), Ink("#f39c3d", 0.4)), look="0" * 64,
)  # fmt: skip


def names(ink: InkFacts, *cloths: Cloth, area: PrintArea = FRONT) -> dict[str, str]:
    return {finding.name: finding.severity for finding in check_ink(ink, FACTS, area, cloths or (BLACK,))}


def test_good_artwork_has_no_findings() -> None:
    assert names(PALE) == {}


@pytest.mark.parametrize(
    ("change", "cloth", "expected"),
    [
        ({"hairlines": 900}, BLACK, {"hairlines": "warn"}),
        ({"fine_lines": 9000}, BLACK, {}),
        ({"soft_share": 0.4}, BLACK, {"soft": "warn"}),
        ({"pale_rim": 0.8}, BLACK, {"pale_rim": "warn"}),
        ({"pale_rim": 0.8, "inks": (Ink("#000000", 1.0),)}, WHITE, {}),
        ({"dark_rim": 0.8, "inks": (Ink("#c00000", 1.0),)}, WHITE, {"dark_rim": "warn"}),
        ({"dark_rim": 0.8}, BLACK, {}),
        ({"blurred": 0.9}, BLACK, {"thumbnail": "warn"}),
    ],
)
def test_each_fault_has_its_own_name(change: dict[str, object], cloth: Cloth, expected: dict[str, str]) -> None:
    assert names(replace(PALE, **change), cloth) == expected


def test_lines_get_thinner_where_a_file_is_printed_smaller() -> None:
    fine = replace(PALE, fine_lines=9000)

    assert names(fine) == {}
    assert names(fine, area=PrintArea("front", 3000, 3600)) == {"hairlines": "warn"}


def test_a_light_design_on_a_white_shirt_is_caught_and_the_shirt_is_named() -> None:
    pale = replace(PALE, inks=(Ink("#fdfdfd", 0.97), Ink("#f6f6f0", 0.03)))
    findings = check_ink(pale, FACTS, FRONT, (BLACK, WHITE, GREY))

    assert [(each.name, each.severity) for each in findings] == [("invisible", "refuse"), ("contrast", "warn")]
    assert fill(findings[0].message, findings[0].values) == "The design cannot be seen on this cloth: White."
    assert "--garment light" in fill(findings[0].fix, findings[0].values)
    assert findings[1].values["colours"] == "Sport Grey"


def test_ink_of_the_cloths_colour_is_part_of_many_good_designs() -> None:
    outlined = replace(PALE, inks=(Ink("#ffffff", 0.45), Ink("#101010", 0.55)))

    assert names(outlined, BLACK, WHITE) == {"contrast": "warn"}, "on black less than half of it shows"
    assert names(outlined, WHITE) == {}


def test_a_black_design_on_navy_hardly_shows_and_on_black_not_at_all() -> None:
    black = replace(PALE, inks=(Ink("#000000", 1.0),))

    assert names(black, Cloth("Black", "#080808")) == {"invisible": "refuse"}
    assert names(black, Cloth("Navy", "#1f2a44")) == {"contrast": "warn"}


def test_colours_are_read_from_variants_titles_each_once() -> None:
    found = cloths_in(["Black / M", "Black / L", "White / M", "M / Sport Grey", "11oz", "Colour of nothing / S"])

    assert [each.name for each in found] == ["Black", "White", "Sport Grey"]
    assert cloth_of("light").name == "White"
    assert cloth_of("dark").name == "Black"


def test_every_finding_says_what_and_what_to_do_with_nothing_left_unfilled() -> None:
    worst = InkFacts(9000, 9000, 0.9, 0.9, 0.9, 0.9, (Ink("#ffffff", 1.0),), "0" * 64)
    findings = check_ink(worst, FACTS, FRONT, (WHITE, BLACK, GREY))

    assert {"hairlines", "soft", "pale_rim", "dark_rim", "invisible", "contrast", "thumbnail"} == {
        each.name for each in findings
    }
    for finding in findings:
        message, fix = fill(finding.message, finding.values), fill(finding.fix, finding.values)
        assert message.endswith(".")
        assert fix.endswith(".")
        assert "{" not in message + fix
