"""Picture files measured."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from podpusher_cli.core.printing import PrintArea, UnreadablePicture, check_print
from podpusher_cli.providers.pictures import read_facts, thumbnail


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


NOISE = saved(Image.effect_noise((90, 90), 80).convert("RGBA"))
JPEG = saved(Image.effect_noise((90, 90), 80).convert("RGB"), "JPEG")


@pytest.fixture
def art() -> Image.Image:
    picture = Image.new("RGBA", (400, 480), (0, 0, 0, 0))
    picture.paste((250, 180, 60, 255), (100, 60, 300, 360))
    return picture


def test_facts_of_a_transparent_png(art: Image.Image) -> None:
    facts = read_facts(saved(art, dpi=(300, 300)))

    assert (facts.width, facts.height, facts.mode, facts.format, facts.has_alpha) == (400, 480, "RGBA", "png", True)
    assert facts.dpi == pytest.approx(300, abs=0.1)
    assert facts.ink_box == (100, 60, 200, 300)
    assert facts.ink_share == pytest.approx(200 * 300 / (400 * 480))
    assert facts.clear_share == pytest.approx(1 - facts.ink_share)


def test_facts_of_a_file_are_those_of_its_bytes(art: Image.Image, tmp_path: Path) -> None:
    path = tmp_path / "art.png"
    path.write_bytes(saved(art))

    assert read_facts(path) == read_facts(path.read_bytes())
    assert read_facts(path).size == path.stat().st_size


@pytest.mark.parametrize(
    ("mode", "kind", "expected"),
    [
        ("RGB", "PNG", ("RGB", "png", False)),
        ("RGB", "JPEG", ("RGB", "jpeg", False)),
        ("CMYK", "JPEG", ("CMYK", "jpeg", False)),
        ("L", "PNG", ("L", "png", False)),
        ("LA", "PNG", ("LA", "png", True)),
        ("RGB", "WEBP", ("RGB", "webp", False)),
    ],
)
def test_modes_and_formats_are_told_apart(mode: str, kind: str, expected: tuple[str, str, bool]) -> None:
    facts = read_facts(saved(Image.new(mode, (30, 40)), kind))

    assert (facts.mode, facts.format, facts.has_alpha) == expected


def test_a_file_that_says_nothing_of_its_resolution_has_none(art: Image.Image) -> None:
    assert read_facts(saved(art)).dpi is None
    assert read_facts(saved(art, dpi=(72, 72))).dpi is None
    assert read_facts(saved(art, dpi=(150, 150))).dpi == pytest.approx(150, abs=0.1)


def test_an_empty_picture_has_no_ink_and_is_refused() -> None:
    facts = read_facts(saved(Image.new("RGBA", (4500, 5400), (0, 0, 0, 0)), dpi=(300, 300)))

    assert (facts.ink_box, facts.ink_share, facts.clear_share) == (None, 0.0, 1.0)
    assert [finding.name for finding in check_print(facts, PrintArea("front", 4500, 5400))] == ["empty"]


@pytest.mark.parametrize(
    "data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n cut off", NOISE[:2000], JPEG[: len(JPEG) // 2]]
)
def test_what_is_no_picture_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bad.png"
    path.write_bytes(data)

    with pytest.raises(UnreadablePicture):
        read_facts(data)
    with pytest.raises(UnreadablePicture) as caught:
        read_facts(path)
    assert "bad.png" in caught.value.plain()
    with pytest.raises(UnreadablePicture):
        thumbnail(path, 64)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePicture):
        read_facts(tmp_path / "none.png")


def test_a_thumbnail_fits_its_square_and_keeps_its_alpha(art: Image.Image, tmp_path: Path) -> None:
    path = tmp_path / "art.png"
    path.write_bytes(saved(art))
    small = Image.open(io.BytesIO(thumbnail(path, 96)))

    assert small.size == (80, 96)
    assert small.mode == "RGBA"
    assert small.getpixel((0, 0))[3] == 0
