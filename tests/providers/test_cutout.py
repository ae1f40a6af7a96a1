"""Artwork cut from a plain ground, and left alone where that would eat it."""

from __future__ import annotations

import pytest
import pyvips

from podpusher_cli.core.designs import Canvas
from podpusher_cli.core.printing import PrintArea, check_print
from podpusher_cli.providers.cutout import cut_out
from podpusher_cli.providers.inspection import inspect
from podpusher_cli.providers.printfile import print_file


def drawn(shapes: str, ground: str = "#fff") -> pyvips.Image:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="480"><rect width="400" height="480" fill="{ground}"/>{shapes}</svg>'
    return pyvips.Image.svgload_buffer(svg.encode()).flatten().copy_memory()


DISC = '<circle cx="200" cy="240" r="120" fill="#c00"/>'
BODY = '<path d="M100 480V200Q200 60 300 200V480" fill="#fff" stroke="#000" stroke-width="12"/>'
LEAKY = '<path d="M80 100H320V380H80V244M80 240V100" fill="none" stroke="#000" stroke-width="10"/>'


def test_a_plain_ground_goes_with_a_soft_edge() -> None:
    cut = cut_out(drawn(DISC))

    assert cut.refusal is None
    assert cut.picture(5, 5)[3] == 0
    assert cut.picture(200, 240) == [204, 0, 0, 255]
    alpha = cut.picture.extract_band(3)
    assert 0.001 < ((alpha > 20) & (alpha < 235)).avg() / 255 < 0.03


@pytest.mark.parametrize(
    ("shapes", "refusal"),
    [
        (BODY, "touches"),
        (LEAKY, "leaks"),
        ('<rect x="200" y="240" width="10" height="10"/>', "vanishes"),
        ('<rect x="350" width="50" height="50" fill="#08f"/>', "uneven"),
        ('<circle cx="200" cy="240" r="120" fill="#fff6d8"/>', "faint"),
    ],
    ids=[
        "white body cut by the edge",
        "a gap in the outline",
        "a speck",
        "a corner of another colour",
        "cream on white",
    ],
)
def test_artwork_that_a_cut_would_eat_is_left_whole_and_the_reason_is_given(shapes: str, refusal: str) -> None:
    picture = drawn(shapes)
    cut = cut_out(picture)

    assert cut.refusal == refusal
    assert cut.picture.extract_band(3).min() == 255
    assert (cut.picture.extract_band(0, n=3) - picture).abs().max() == 0


@pytest.mark.parametrize(
    "shapes", [DISC, BODY.replace("480", "440").replace('"/>', 'z"/>'), LEAKY.replace("M80 240", "L80 240M80 240")]
)
def test_closed_outlines_and_solid_shapes_are_cut(shapes: str) -> None:
    assert cut_out(drawn(shapes)).refusal is None


def test_ground_between_hills_at_the_edge_is_ground() -> None:
    hills = '<path d="M0 480L120 200L200 480ZM220 480L300 150L400 480Z" fill="#070"/>'
    cut = cut_out(drawn(f'{hills}<rect y="470" width="400" height="10" fill="#fff"/>'))

    assert cut.refusal is None
    assert cut.picture(210, 400)[3] == 0


def test_a_print_file_says_why_its_ground_was_left() -> None:
    png = print_file(drawn(BODY).pngsave_buffer(), Canvas(900, 1080))
    assert png is not None
    facts, _ = inspect(png)
    found = {each.name: each.values for each in check_print(facts, PrintArea("front", 900, 1080))}

    assert facts.ground == "touches"
    assert "ground_touches" in found
    assert "background" not in found


def test_what_the_artwork_encloses_is_left_and_that_is_told() -> None:
    ring = '<circle cx="200" cy="240" r="120" fill="none" stroke="#00c" stroke-width="40"/>'
    cut = cut_out(drawn(ring))

    assert cut.refusal is None
    assert cut.encloses
    assert cut.picture(200, 240) == [255, 255, 255, 255]
    assert not cut_out(drawn(DISC)).encloses
    png = print_file(drawn(ring).pngsave_buffer(), Canvas(900, 1080))
    facts, _ = inspect(png or b"")
    assert [each.name for each in check_print(facts, PrintArea("front", 900, 1080))] == ["ground_encloses"]
