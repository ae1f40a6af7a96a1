"""Where artwork goes on each kind of print area."""

from __future__ import annotations

import pytest

from podpusher_cli.core.placing import BLEED, CHEST, POSTER, SMALL, WRAP, Placement, covering, cut_off, placement_for
from podpusher_cli.core.printing import PrintArea


@pytest.mark.parametrize(
    ("area", "kind", "opaque", "expected"),
    [
        (PrintArea("front", 4500, 5400), "tee", False, CHEST),
        (PrintArea("back", 4500, 5400), "hoodie", True, CHEST),
        (PrintArea("neck", 1200, 1200), "tee", False, SMALL),
        (PrintArea("left_sleeve", 1200, 900), "tee", False, SMALL),
        (PrintArea("right", 600, 3600), "longsleeve", False, SMALL),
        (PrintArea("front", 2475, 1155), "mug", False, WRAP),
        (PrintArea("front", 3600, 5400), "poster", False, POSTER),
        (PrintArea("front", 3600, 5400), "poster", True, BLEED),
    ],
)
def test_each_area_has_its_rule(area: PrintArea, kind: str, opaque: bool, expected: Placement) -> None:
    assert placement_for(area, kind=kind, opaque=opaque) == expected


def test_a_picture_that_bleeds_fills_the_area_and_loses_what_is_beyond() -> None:
    area = PrintArea("front", 3600, 5400)

    assert covering(2250, 2700, area) == PrintArea("front", 4500, 5400)
    assert cut_off(4500, 5400, area) == pytest.approx(0.2)
    assert covering(3600, 5400, area) == area
    assert cut_off(7200, 10800, area) == 0
