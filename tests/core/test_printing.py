"""Whether a picture is fit for a print area: what is refused, what is only warned of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from podpusher_cli.core.errors import fill
from podpusher_cli.core.printing import PrintArea, PrintFacts, check_print, effective_dpi

FRONT = PrintArea("front", 4500, 5400)
GOOD = PrintFacts(
    width=4500, height=5400, dpi=300.0, has_alpha=True, mode="RGBA", ink_box=(110, 300, 4280, 4000), ink_share=0.3,
    clear_share=0.68, size=700_000,
)  # fmt: skip


def names(facts: PrintFacts, area: PrintArea = FRONT) -> dict[str, str]:
    return {finding.name: finding.severity for finding in check_print(facts, area)}


def test_a_good_picture_has_no_findings() -> None:
    assert names(GOOD) == {}


@pytest.mark.parametrize(
    ("width", "height", "severity"),
    [
        (120, 140, "refuse"),
        (2249, 2698, "refuse"),
        (2250, 2700, "warn"),
        (3299, 3958, "warn"),
        (3300, 3960, None),
        (4500, 1000, None),  # as wide as the area: printed at full resolution
        (1000, 5400, None),
        (9000, 10800, None),
    ],
)
def test_resolution_is_judged_as_it_will_be_on_the_garment(width: int, height: int, severity: str | None) -> None:
    facts = replace(GOOD, width=width, height=height, ink_box=(10, 10, width - 20, height - 20))

    assert names(facts).get("resolution") == severity


def test_effective_resolution_is_the_pictures_share_of_the_area() -> None:
    assert effective_dpi(GOOD, FRONT) == 300
    assert effective_dpi(replace(GOOD, width=2250, height=2700), FRONT) == 150
    assert effective_dpi(GOOD, PrintArea("front", 2250, 2700)) == 600


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"format": "webp"}, {"format": "refuse"}),
        ({"mode": "CMYK"}, {"colour_mode": "refuse"}),
        ({"mode": "L"}, {"colour_mode": "refuse"}),
        ({"ink_box": None, "ink_share": 0.0}, {"empty": "refuse"}),
        ({"size": 5_000_001}, {"file_size": "warn"}),
        ({"dpi": None}, {"dpi": "warn"}),
        ({"dpi": 72.0}, {"dpi": "warn"}),
        ({"dpi": 299.9994}, {}),
        ({"has_alpha": False, "mode": "RGB", "ink_box": (0, 0, 4500, 5400)}, {"background": "warn"}),
        ({"clear_share": 0.0, "ink_box": (0, 0, 4500, 5400)}, {"background": "warn"}),
        ({"ink_box": (0, 300, 4280, 4000)}, {"cut_off": "warn"}),
        ({"ink_box": (110, 1400, 4280, 4000)}, {"cut_off": "warn"}),
        ({"ink_box": (2000, 2000, 500, 500)}, {"small": "warn"}),
        ({"ink_box": (110, 1000, 3500, 3000)}, {"off_centre": "warn"}),
        ({"ink_box": (2200, 100, 100, 5000)}, {}),  # tall and narrow is not small
    ],
)
def test_each_fault_has_its_own_name(change: dict[str, object], expected: dict[str, str]) -> None:
    found = names(replace(GOOD, **change))

    assert {name: severity for name, severity in found.items() if name != "off_centre" or "off_centre" in expected} == (
        expected
    )


def test_what_must_be_refused_comes_first() -> None:
    worst = PrintFacts(
        width=120, height=140, dpi=None, has_alpha=False, mode="CMYK", ink_box=(0, 0, 120, 140), ink_share=1.0,
        format="tiff", size=9_000_000,
    )  # fmt: skip
    severities = [finding.severity for finding in check_print(worst, FRONT)]

    assert severities == sorted(severities)
    assert {"format", "colour_mode", "resolution", "file_size", "dpi", "background"} == set(names(worst))


def test_every_finding_says_what_and_what_to_do_with_nothing_left_unfilled() -> None:
    bad = replace(GOOD, width=120, height=140, dpi=None, size=9_000_000, ink_box=(80, 10, 20, 20), format="gif")

    for finding in check_print(bad, FRONT):
        message, fix = fill(finding.message, finding.values), fill(finding.fix, finding.values)
        assert message.endswith(".")
        assert fix.endswith(".")
        assert "{" not in message + fix
