"""The seller's own pictures: taken as they are where they can be, mended where that changes nothing, kept once."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import pyvips
from PIL import Image, ImageDraw

from podpusher_cli.core.designs import Design
from podpusher_cli.core.errors import NoSuchFile
from podpusher_cli.core.picture_files import HeavyPicture
from podpusher_cli.workflows.artwork import BadPicture, keep_file
from tests.support.studio import Workshop


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "home")


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def taken(shop: Workshop, data: bytes, name: str = "art.png") -> Design:
    path = shop.home / name
    path.write_bytes(data)
    return keep_file(path, designs=shop.designs, inspector=shop.inspector, clock=shop.clock)


def badge(
    size: tuple[int, int], box: tuple[int, int, int, int], colour: tuple[int, ...] = (250, 180, 60, 255)
) -> Image.Image:
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse(box, fill=colour)
    return picture


def findings(shop: Workshop, design: Design) -> set[str]:
    return {each.name for each in shop.inspector.findings(design)}


CENTRED = badge((450, 540), (25, 70, 425, 470))


def test_a_file_made_for_print_is_kept_as_it_came(shop: Workshop) -> None:
    data = saved(badge((450, 540), (20, 20, 120, 120)), dpi=(300, 300))  # a print for the left chest
    design = taken(shop, data)

    assert shop.designs.path(design).read_bytes() == data
    assert shop.inspector.sheet(design).original is None
    assert {"small", "off_centre"} <= findings(shop, design) or "off_centre" in findings(shop, design)


def test_a_picture_lost_in_clear_space_is_trimmed_and_the_original_kept(shop: Workshop) -> None:
    data = saved(badge((900, 900), (700, 20, 890, 210)))
    design = taken(shop, data)
    sheet = shop.inspector.sheet(design)

    assert sheet.changes == ("trimmed",)
    assert sheet.original
    assert Path(sheet.original).read_bytes() == data
    assert (design.width, design.height) == (199, 199)
    assert sheet.facts.ink_box == (4, 4, 191, 191)
    assert findings(shop, design) == set()


def test_nothing_is_enlarged_so_too_few_pixels_still_show(shop: Workshop) -> None:
    from podpusher_cli.core.printing import PrintArea

    design = taken(shop, saved(badge((900, 900), (700, 20, 890, 210))))

    assert shop.inspector.findings(design, PrintArea("front", 4500, 5400))[0].name == "resolution"


def test_printers_inks_are_converted_and_that_is_told(shop: Workshop) -> None:
    design = taken(shop, saved(Image.new("CMYK", (90, 108), (0, 200, 255, 0)), "JPEG"), "art.jpg")

    assert design.file.endswith(".png")
    assert pyvips.Image.new_from_file(str(shop.designs.path(design))).interpretation == "srgb"
    assert {"converted_cmyk", "background"} <= findings(shop, design)
    original = shop.inspector.sheet(design).original
    assert original
    assert original.endswith(".jpg")


@pytest.mark.parametrize(
    ("data", "changes"),
    [
        (saved(CENTRED, "WEBP"), ()),
        (saved(CENTRED.convert("LA")), ()),
        (saved(CENTRED.convert("RGB"), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"), ("rotated",)),
        (pyvips.Image.new_from_buffer(saved(CENTRED), "").icc_transform("p3", input_profile="srgb").pngsave_buffer(profile="p3"), ("profile",)),
    ],
    ids=["webp", "grey", "a camera's rotation", "another profile"],
)  # fmt: skip
def test_what_printers_do_not_take_becomes_what_they_do(shop: Workshop, data: bytes, changes: tuple[str, ...]) -> None:
    design = taken(shop, data)
    facts = shop.inspector.sheet(design).facts

    assert shop.inspector.sheet(design).changes == changes
    assert (facts.format, facts.as_seen, facts.dpi) == ("png", True, 300.0)
    assert facts.mode in {"RGB", "RGBA"}


def test_the_same_file_is_one_design_mended_or_not(shop: Workshop) -> None:
    for data in (saved(CENTRED), saved(CENTRED, "WEBP", lossless=True)):
        assert taken(shop, data).id == taken(shop, data, "copy.png").id


def test_a_file_is_known_again_after_a_crash_before_its_measurements_were_kept(shop: Workshop) -> None:
    data = saved(CENTRED, "WEBP", lossless=True)
    first = taken(shop, data)
    shop.db.execute("delete from design_prints")
    again = taken(shop, data)

    assert again.id == first.id
    assert shop.inspector.sheet(again).original, "what was lost is kept now"
    assert shop.db.execute("select count(*) from designs").fetchone()[0] == 1


@pytest.mark.parametrize(("colour", "garment"), [((250, 240, 220, 255), "dark"), ((20, 20, 60, 255), "light")])
def test_the_cloth_it_shows_on_is_seen_in_the_artwork(shop: Workshop, colour: tuple[int, ...], garment: str) -> None:
    design = taken(shop, saved(badge((450, 540), (25, 70, 425, 470), colour)))

    assert design.garment == garment
    assert "invisible" not in findings(shop, design)


def test_what_cannot_be_printed_is_refused_with_the_reason(shop: Workshop) -> None:
    with pytest.raises(BadPicture) as caught:
        taken(shop, saved(Image.new("RGBA", (400, 400), (0, 0, 0, 0))))
    assert caught.value.plain() == "art.png cannot be printed: The picture is empty."
    with pytest.raises(NoSuchFile):
        keep_file(shop.home / "none.png", designs=shop.designs, inspector=shop.inspector, clock=shop.clock)


def test_a_file_of_gigabytes_is_refused_before_it_is_read(shop: Workshop) -> None:
    path = shop.home / "art.png"
    with path.open("wb") as file:
        file.truncate(5_000_000_000)  # sparse

    with pytest.raises(HeavyPicture) as caught:
        keep_file(path, designs=shop.designs, inspector=shop.inspector, clock=shop.clock)
    path.unlink()  # or it would be searched for secrets
    assert "5000 MB" in caught.value.plain()
