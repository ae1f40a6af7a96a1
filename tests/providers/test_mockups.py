"""Previews: a print on the thing it is sold on."""

from __future__ import annotations

from pathlib import Path

import pytest
import pyvips

from podpusher_cli.core.printing import UnreadablePicture
from podpusher_cli.providers.mockups import preview
from podpusher_cli.providers.mockups.stage import GARMENTS

WIDE = 200


def block(red: int, green: int, blue: int) -> bytes:
    """A print file: a block of one colour in the middle of nothing."""
    clear = pyvips.Image.black(450, 540, bands=4).copy(interpretation="srgb")
    drawn: bytes = clear.draw_rect([red, green, blue, 255], 50, 50, 350, 440, fill=True).pngsave_buffer()
    return drawn


def seen(design: bytes, garment: str, colour: str) -> pyvips.Image:
    return pyvips.Image.new_from_buffer(preview(design, garment, colour, width=WIDE), "")


@pytest.mark.parametrize("colour", ["#ffffff", "#101010", "#1d2a4d", "#c8102e"])
def test_the_cloth_has_its_colour_and_the_print_its_own(colour: str) -> None:
    picture = seen(block(250, 200, 0), "tee", colour)
    cloth = picture.crop(80, 180, 40, 10)
    there = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]

    assert (picture.width, picture.height, picture.bands) == (200, 220, 3)
    assert all(abs(cloth.extract_band(band).avg() - there[band]) < 45 for band in range(3))
    red, green, blue = picture(100, 85)
    assert red > 180
    assert green > 140
    assert blue < 90


def test_folds_show_on_black_cloth_too() -> None:
    picture = seen(block(0, 0, 0), "tee", "#000000")

    assert picture.crop(60, 60, 80, 140).deviate() > 1


def test_a_file_gives_what_its_bytes_give(tmp_path: Path) -> None:
    design = block(0, 90, 250)
    (tmp_path / "d.png").write_bytes(design)

    assert preview(tmp_path / "d.png", "tee", "#ffffff", width=WIDE) == preview(design, "tee", "#ffffff", width=WIDE)


def test_what_is_no_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "art.png").write_bytes(b"\x89PNG no")

    with pytest.raises(UnreadablePicture) as caught:
        preview(tmp_path / "art.png", "tee", "#ffffff", width=WIDE)
    assert "art.png" in caught.value.plain()


@pytest.mark.parametrize("kind", [*GARMENTS, "cap", "thing"])
def test_every_kind_of_thing_is_drawn_and_printed_on(kind: str) -> None:
    bare, printed = seen(block(255, 255, 255), kind, "#ffffff"), seen(block(20, 20, 160), kind, "#ffffff")
    changed = (bare - printed).abs().bandbool("or") > 60
    left, _, width, height = changed.find_trim(threshold=1, background=[0], line_art=True)

    assert width > WIDE * 0.2
    assert height > WIDE * 0.2
    assert left > 0
    assert left + width < WIDE
    assert bare(2, 2) == pytest.approx(printed(2, 2), abs=6), "the wall is not printed on"


def test_a_print_narrows_towards_the_sides_of_a_mug() -> None:
    clear = pyvips.Image.black(2475, 1155, bands=4).copy(interpretation="srgb")
    stripes = [clear.draw_rect([0, 0, 0, 255], x, 0, 165, 1155, fill=True) for x in (1155, 495)]
    widths = []
    for stripe in stripes:
        bare = seen(clear.pngsave_buffer(), "mug", "#ffffff")
        dark = (bare - seen(stripe.pngsave_buffer(), "mug", "#ffffff")).extract_band(0) > 60
        widths.append(dark.find_trim(threshold=1, background=[0], line_art=True)[2])

    assert 0 < widths[1] < widths[0] * 0.75


def test_the_edges_of_a_print_are_neither_dark_nor_torn() -> None:
    clear = pyvips.Image.black(450, 540, bands=4).copy(interpretation="srgb").pngsave_buffer()
    darker = seen(clear, "tee", "#ffffff") - seen(block(255, 255, 255), "tee", "#ffffff")

    assert darker.crop(50, 40, 100, 100).max() < 12
