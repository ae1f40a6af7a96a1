"""Every kind of file as upright sRGB pixels."""

from __future__ import annotations

import io

import pytest
import pyvips
from PIL import Image

from podpusher_cli.core.designs import Canvas
from podpusher_cli.core.placing import BLEED
from podpusher_cli.providers.pictures import loaded
from podpusher_cli.providers.printfile import print_file
from podpusher_cli.providers.true_colour import to_srgb

TURNED = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> tuple[pyvips.Image, tuple[str, ...]]:
    return to_srgb(loaded(data, "art"))


RED = Image.new("RGB", (40, 60), (200, 30, 40))


def test_a_plain_file_stays_as_it_is() -> None:
    picture, changes = opened(saved(RED))

    assert changes == ()
    assert picture(5, 5) == [200, 30, 40]


def test_a_camera_s_rotation_is_carried_out() -> None:
    picture, changes = opened(saved(RED, "JPEG", exif=TURNED))

    assert (picture.width, picture.height) == (60, 40)
    assert changes == ("rotated",)


def test_printers_inks_become_srgb() -> None:
    picture, changes = opened(saved(Image.new("CMYK", (40, 60), (0, 255, 255, 0)), "JPEG"))
    red, green, blue = picture(5, 5)

    assert changes == ("cmyk",)
    assert red > 180
    assert max(green, blue) < 80


def test_another_profile_is_converted_and_srgb_itself_is_not() -> None:
    wide = pyvips.Image.new_from_buffer(saved(RED), "").icc_transform("p3", input_profile="srgb")
    picture, changes = opened(wide.pngsave_buffer(profile="p3"))

    assert wide(5, 5) != [200, 30, 40]
    assert changes == ("profile",)
    assert all(abs(one - other) <= 3 for one, other in zip(picture(5, 5), (200, 30, 40), strict=True))
    same = pyvips.Image.new_from_buffer(saved(RED), "").pngsave_buffer(profile="srgb")
    assert opened(same)[1] == ()


def test_a_broken_profile_is_as_good_as_none() -> None:
    picture, _ = opened(saved(RED, icc_profile=b"no profile at all" * 20))

    assert picture(5, 5) == [200, 30, 40]


@pytest.mark.parametrize(
    ("data", "bands"),
    [
        (saved(RED.convert("L")), 3),
        (saved(RED.convert("LA")), 4),
        (saved(RED.convert("P")), 3),
        (saved(RED.convert("P"), transparency=0), 4),
        (saved(Image.new("I;16", (40, 60), 30000)), 3),
        (saved(RED.convert("1")), 3),
        (saved(RED, "GIF"), 3),
        (saved(RED, "TIFF"), 3),
        (saved(RED, "WEBP"), 3),
        (pyvips.Image.new_from_buffer(saved(RED), "").pngsave_buffer(interlace=True), 3),
        (pyvips.Image.new_from_buffer(saved(RED), "").colourspace("rgb16").addalpha().pngsave_buffer(), 4),
    ],
    ids=["grey", "grey alpha", "palette", "palette clear", "16 bit grey", "1 bit", "gif", "tiff", "webp", "interlaced", "16 bit rgba"],
)  # fmt: skip
def test_every_kind_of_pixel_becomes_eight_bit_colour(data: bytes, bands: int) -> None:
    picture, _ = opened(data)

    assert (picture.bands, picture.format, picture.interpretation) == (bands, "uchar", "srgb")
    assert (picture.width, picture.height) == (40, 60)
    made = print_file(data, Canvas(90, 108), BLEED)
    assert made is not None
    assert pyvips.Image.new_from_buffer(made, "").bands == 4
