"""A sheet of many designs, each on its cloth."""

from __future__ import annotations

from pathlib import Path

import pytest
import pyvips

from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.printing import UnreadablePicture
from podpusher_cli.providers.mockups.sheet import CELL, GAP, contact_sheet


@pytest.fixture
def designs(tmp_path: Path) -> list[Path]:
    made = []
    for place in range(4):
        clear = pyvips.Image.black(450, 540, bands=4).copy(interpretation="srgb")
        made.append(tmp_path / f"{place}.png")
        clear.draw_rect([250, 200, 0, 255], 50, 50, 350, 400, fill=True).pngsave(str(made[-1]))
    return made


def test_each_design_is_shown_on_its_cloth_and_the_colours_take_turns(designs: list[Path], tmp_path: Path) -> None:
    captions = ["Café", "🌱", "a" * 99, ""]
    out = contact_sheet(designs, tmp_path / "sheet.png", colours=["#ffffff", "#101010"], columns=3, captions=captions)
    sheet = pyvips.Image.new_from_file(str(out))
    step = CELL + GAP
    cloth = [sheet.crop(GAP + place * step + CELL // 2 - 60, GAP + 440, 120, 40).avg() for place in range(3)]

    assert sheet.bands == 3
    assert cloth[0] > 180
    assert cloth[1] < 60
    assert cloth[2] > 180
    for place in range(3):
        red, green, blue = sheet(GAP + place * step + CELL // 2, GAP + 200)
        assert min(red, green) > 130
        assert blue < 100
    ground = sheet(2, 2)
    assert sheet.crop(GAP + step, GAP + 700, CELL, 300).max() == pytest.approx(max(ground), abs=1), "the rest is empty"
    captioned = sheet.crop(GAP, sheet.height // 2 - 60, CELL, 40)
    assert captioned.min() < 120, "there is something written below"


def test_a_sheet_that_cannot_be_written_names_the_path(designs: list[Path], tmp_path: Path) -> None:
    with pytest.raises(DiskTrouble) as caught:
        contact_sheet(designs[:1], tmp_path / "no" / "sheet.png")
    assert "sheet.png" in caught.value.plain()


def test_a_design_that_cannot_be_read_is_named(designs: list[Path], tmp_path: Path) -> None:
    designs[1].write_bytes(b"\x89PNG no more")
    with pytest.raises(UnreadablePicture) as caught:
        contact_sheet(designs, tmp_path / "sheet.png")
    assert "1.png" in caught.value.plain()
