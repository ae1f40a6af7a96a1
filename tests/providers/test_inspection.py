"""Print files measured: thin lines, rims, soft tones, colours, and how alike two look."""

from __future__ import annotations

from pathlib import Path

import pytest
import pyvips

from podpusher_cli.core.inking import InkFacts, check_ink, cloth_of
from podpusher_cli.core.printing import PrintArea, PrintFacts, UnreadablePicture
from podpusher_cli.core.twins import MOST_APART, apart
from podpusher_cli.providers.inspection import inspect

WIDE, HIGH = 1200, 1440


def svg(shapes: str, width: int = WIDE, height: int = HIGH) -> pyvips.Image:
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{shapes}</svg>'
    return pyvips.Image.svgload_buffer(drawn.encode())


def measured(picture: pyvips.Image) -> tuple[PrintFacts, InkFacts]:
    facts, ink = inspect(picture.pngsave_buffer(compression=1))
    assert ink is not None
    return facts, ink


def names(picture: pyvips.Image, garment: str = "dark") -> set[str]:
    facts, ink = measured(picture)
    return {each.name for each in check_ink(ink, facts, PrintArea("front", WIDE, HIGH), (cloth_of(garment),))}


DISC = '<circle cx="600" cy="700" r="300" fill="#fbeed2"/>'


def strokes(width: float, angle: int = 0) -> str:
    lines = "".join(f'<path d="M200 {y}.5H1000"/>' for y in range(300, 1200, 100))
    return f'<g transform="rotate({angle} 600 720)" stroke="#fff" stroke-width="{width}">{lines}</g>'


def test_a_solid_shape_has_nothing_thin_soft_or_rimmed() -> None:
    facts, ink = measured(svg(DISC))

    assert facts.ink_box == (300, 400, 600, 600)
    assert (ink.hairlines, ink.fine_lines) == (0, 0)
    assert ink.soft_share < 0.02
    assert ink.pale_rim == 0
    assert ink.dark_rim == 0
    assert [each.colour for each in ink.inks] == ["#fbeed2"]
    assert names(svg(DISC)) == set()


@pytest.mark.parametrize("angle", [0, 30, 45, 90])
@pytest.mark.parametrize(("width", "hair", "fine"), [(2, True, True), (5, False, True), (9, False, False)])
def test_lines_are_found_by_their_width_at_any_angle(angle: int, width: int, hair: bool, fine: bool) -> None:
    _, ink = measured(svg(DISC + strokes(width, angle)))

    assert (ink.hairlines > 3000, ink.fine_lines > 3000) == (hair, fine)
    assert hair or ink.hairlines < 700


def test_a_sheer_shadow_is_soft() -> None:
    assert "soft" in names(svg(DISC + '<circle cx="600" cy="700" r="420" fill="#000" fill-opacity=".4"/>'))


def rimmed(ink: int, ground: int) -> pyvips.Image:
    """Lettering cut badly from a ground of another shade: its half transparent edge has the ground's colour in it."""
    alpha = svg(DISC).extract_band(3).gaussblur(1.5)
    shade = (alpha / 255 * ink + (1 - alpha / 255) * ground).rint().cast("uchar")
    return shade.bandjoin([shade, shade, alpha.rint().cast("uchar")]).copy(interpretation="srgb")


def test_a_rim_of_the_old_ground_is_seen_where_it_will_show() -> None:
    assert "pale_rim" in names(rimmed(60, 255), "dark")
    assert "pale_rim" not in names(rimmed(60, 255), "light")
    assert "dark_rim" in names(rimmed(200, 0), "light")


def test_text_too_small_for_a_thumbnail_is_told_and_large_text_is_not() -> None:
    dots = "".join(
        f'<rect x="{x}" y="{y}" width="8" height="12" fill="#fff"/>'
        for y in range(200, 1200, 18)
        for x in range(100, 1100, 14)
    )

    assert "thumbnail" in names(svg(dots))
    assert "thumbnail" not in names(svg(DISC))


def test_inks_are_counted_by_their_share() -> None:
    halves = '<rect x="100" y="100" width="300" height="900" fill="#f00"/><rect x="400" y="100" width="700" height="900" fill="#00f"/>'
    _, ink = measured(svg(halves))

    assert [each.colour for each in ink.inks] == ["#0000ff", "#ff0000"]
    assert ink.inks[0].share == pytest.approx(0.7, abs=0.02)


def test_an_opaque_picture_is_judged_by_colour_alone() -> None:
    facts, ink = measured(svg('<rect width="1200" height="1440" fill="#fff"/>').flatten())

    assert facts.has_alpha is False
    assert (ink.hairlines, ink.soft_share, ink.blurred) == (0, 0, 0)
    assert ink.inks[0].colour == "#ffffff"


def test_nothing_visible_has_no_ink() -> None:
    facts, ink = inspect(svg("").pngsave_buffer())

    assert ink is None
    assert facts.ink_box is None


LETTER = (
    '<path d="M200 200H1000V400H700V1200H500V400H200Z" fill="#fa0"/><circle cx="900" cy="1000" r="150" fill="#0af"/>'
)
OTHER = '<path d="M200 200H400V600H800V200H1000V1200H800V800H400V1200H200Z" fill="#fa0"/>'


def test_the_same_picture_looks_the_same_however_it_was_saved() -> None:
    picture = svg(LETTER)
    look = measured(picture)[1].look
    again = {
        "half": picture.resize(0.5),
        "small": picture.resize(0.3),
        "moved": picture.embed(80, 40, WIDE + 200, HIGH + 200),
        "lossy": pyvips.Image.new_from_buffer(picture.webpsave_buffer(Q=50), ""),
        "palette": pyvips.Image.new_from_buffer(picture.pngsave_buffer(palette=True, colours=16), ""),
    }

    assert {name: apart(look, measured(each)[1].look) <= MOST_APART for name, each in again.items()} == dict.fromkeys(
        again, True
    )
    assert apart(look, measured(svg(OTHER))[1].look) > 2 * MOST_APART


def test_a_file_is_measured_as_its_bytes_are_and_what_is_none_is_named(tmp_path: Path) -> None:
    path = tmp_path / "art.png"
    path.write_bytes(svg(LETTER).pngsave_buffer())

    assert inspect(path) == inspect(path.read_bytes())
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(UnreadablePicture) as caught:
        inspect(path)
    assert "art.png" in caught.value.plain()
