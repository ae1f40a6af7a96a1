"""Pictures of any make into print files: trimmed, enlarged, centred, with no fringe and no rectangle."""

from __future__ import annotations

import pytest
import pyvips

from podpusher_cli.core.designs import Canvas
from podpusher_cli.core.printing import PrintArea, UnreadablePicture, check_print
from podpusher_cli.providers.pictures import read_facts
from podpusher_cli.providers.printfile import print_file

CANVAS = Canvas()


def painted(shapes: str, width: int = 500, height: int = 600) -> pyvips.Image:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{shapes}</svg>'
    return pyvips.Image.svgload_buffer(svg.encode())


RED = '<circle cx="120" cy="150" r="80" fill="#f00"/>'
WHITE_GROUND = '<rect width="500" height="600" fill="#fff"/>'


def opened(png: bytes | None) -> pyvips.Image:
    assert png is not None
    return pyvips.Image.new_from_buffer(png, "")


def test_the_artwork_is_trimmed_enlarged_and_centred() -> None:
    made = print_file(painted(RED).pngsave_buffer(), CANVAS)

    assert made is not None
    facts = read_facts(made)
    assert facts.ink_box is not None
    left, top, width, height = facts.ink_box
    assert abs(left * 2 + width - 4500) <= 4
    assert abs(top - 0.4 * (5400 - height)) <= 4, "a little above the middle, as a chest print hangs"
    assert abs(width - 4320) <= 4
    assert check_print(facts, PrintArea("front", 4500, 5400)) == []


def test_soft_edges_keep_their_colour() -> None:
    """A pixel that is half clear is half clear red, not dark red: that would be a rim on the shirt."""
    picture = opened(print_file(painted(RED).pngsave_buffer(), CANVAS))
    red, alpha = picture.extract_band(0), picture.extract_band(3)
    edge = (alpha > 40) & (alpha < 215)

    assert edge.avg() > 0
    assert edge.ifthenelse(red, 255).min() >= 250


@pytest.mark.parametrize("ground", ["#fff", "#000", "#8fd"])
def test_a_plain_ground_goes_whatever_its_colour(ground: str) -> None:
    shapes = f'<rect width="500" height="600" fill="{ground}"/>{RED}'
    facts = read_facts(print_file(painted(shapes).flatten().pngsave_buffer(), CANVAS) or b"")

    assert facts.clear_share > 0.3
    assert check_print(facts, PrintArea("front", 4500, 5400)) == []


def test_no_pale_rim_is_left_of_it() -> None:
    picture = opened(print_file(painted(WHITE_GROUND + RED).flatten().pngsave_buffer(), CANVAS))
    green, alpha = picture.extract_band(1), picture.extract_band(3)

    assert (alpha > 128).ifthenelse(green, 0).max() < 140


def test_what_the_artwork_encloses_stays() -> None:
    ring = '<circle cx="250" cy="300" r="150" fill="none" stroke="#00f" stroke-width="40"/>'
    picture = opened(print_file(painted(WHITE_GROUND + ring).flatten().pngsave_buffer(), CANVAS))

    assert picture(2250, 2700) == [255, 255, 255, 255]
    assert picture(100, 600)[3] == 0


def test_a_ground_that_is_not_plain_is_part_of_the_picture() -> None:
    ramp = pyvips.Image.xyz(500, 600)[0].linear(0.5, 0).cast("uchar")
    picture = ramp.bandjoin([ramp, ramp]).copy(interpretation="srgb")
    facts = read_facts(print_file(picture.pngsave_buffer(), CANVAS) or b"")

    assert facts.ink_share == pytest.approx(0.96 * 0.96, abs=0.001)


@pytest.mark.parametrize(
    "make",
    [
        lambda picture: picture.colourspace("b-w").pngsave_buffer(),
        lambda picture: picture.colourspace("rgb16").pngsave_buffer(),
        lambda picture: picture.colourspace("grey16").pngsave_buffer(),
        lambda picture: picture.pngsave_buffer(palette=True),
        lambda picture: picture.webpsave_buffer(lossless=True),
    ],
    ids=["grey", "rgb16", "grey16", "palette", "webp"],
)
def test_every_kind_of_colour_becomes_rgb_with_alpha(make) -> None:
    facts = read_facts(print_file(make(painted(RED)), CANVAS) or b"")

    assert (facts.mode, facts.format, facts.dpi) == ("RGBA", "png", 300.0)
    assert facts.ink_share == pytest.approx(0.603, abs=0.01)


def test_nothing_to_see_is_no_print_file() -> None:
    assert print_file(painted("").pngsave_buffer(), CANVAS) is None
    assert print_file(painted(WHITE_GROUND).flatten().pngsave_buffer(), CANVAS) is None


def test_a_speck_and_a_strip_fill_what_they_can() -> None:
    speck = painted('<rect x="1" y="1" width="1" height="1"/>', 4, 4).pngsave_buffer()
    strip = painted('<rect x="0" y="300" width="500" height="1"/>').pngsave_buffer()

    assert read_facts(print_file(speck, CANVAS) or b"").ink_share > 0.5
    assert read_facts(print_file(strip, CANVAS) or b"").ink_box is not None


def test_what_is_no_picture_is_named() -> None:
    with pytest.raises(UnreadablePicture):
        print_file(b"not a picture", CANVAS)
