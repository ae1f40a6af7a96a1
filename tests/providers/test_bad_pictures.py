"""Files that are no picture, or would be a burden: each a plain sentence, and never much memory."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.picture_files import (
    AnimatedPicture,
    EmptyFile,
    HeavyPicture,
    NotRasterFile,
    check_bytes,
)
from podpusher_cli.core.printing import UnreadablePicture
from podpusher_cli.providers.inspection import inspect
from podpusher_cli.providers.pictures import read_facts


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of that size in black and white, packed as well as it can be: 30,000 x 30,000 are about 110 kB."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    row = bytes(1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


NOISE = Image.effect_noise((90, 90), 80).convert("RGB")
FRAMES = [Image.new("RGB", (20, 20), (shade, 0, 0)) for shade in (0, 120, 250)]
ANIMATED = {"save_all": True, "append_images": FRAMES[1:], "duration": 100}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"just words", UnreadablePicture),
        (b"\x89PNG\r\n\x1a\n", UnreadablePicture),
        (saved(NOISE)[:3000], UnreadablePicture),
        (saved(NOISE, "JPEG")[:1500], UnreadablePicture),
        (saved(NOISE, "WEBP")[:500], UnreadablePicture),
        (saved(NOISE, "TIFF")[:5000], UnreadablePicture),
        (saved(NOISE, "BMP"), UnreadablePicture),
        (b'<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', NotRasterFile),
        (b"%PDF-1.7 ...", NotRasterFile),
        (b"%!PS-Adobe-3.0", NotRasterFile),
        (b"8BPS\0\1", NotRasterFile),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", NotRasterFile),
        (saved(FRAMES[0], "GIF", **ANIMATED), AnimatedPicture),
        (saved(FRAMES[0], "WEBP", **ANIMATED), AnimatedPicture),
        (saved(FRAMES[0], "PNG", **ANIMATED), AnimatedPicture),
        (saved(FRAMES[0], "TIFF", save_all=True, append_images=FRAMES[1:]), AnimatedPicture),
    ],
    ids=[
        "nothing", "words", "a png's head", "cut png", "cut jpeg", "cut webp", "cut tiff", "bmp", "svg", "pdf", "postscript", "psd",
        "heic", "gif", "moving webp", "moving png", "pages",
    ],
)  # fmt: skip
def test_each_is_named_in_a_sentence(data: bytes, error: type[PodpusherError], tmp_path: Path) -> None:
    path = tmp_path / "art.png"
    path.write_bytes(data)

    for look in (read_facts, inspect):
        with pytest.raises(error) as caught:
            look(path)
        assert type(caught.value) is error
        assert caught.value.full_code == "design.unreadable"
        assert "art.png" in caught.value.plain()
        assert "{" not in caught.value.plain() + caught.value.plain_hint()


def test_a_file_too_heavy_is_not_even_opened() -> None:
    with pytest.raises(HeavyPicture) as caught:
        check_bytes(3_000_000_000, "art.png")
    assert caught.value.plain() == "art.png has 3000 MB, more than podpusher opens."


_REFUSED = """
import pathlib, resource, sys
from podpusher_cli.core.picture_files import HugePicture
from podpusher_cli.providers.inspection import inspect
from podpusher_cli.providers.pictures import read_facts

read_facts(pathlib.Path(sys.argv[1]))  # the library itself is loaded before it is counted
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    inspect(pathlib.Path(sys.argv[2]))
except HugePicture as error:
    print(error.plain())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    small, path = tmp_path / "small.png", tmp_path / "bomb.png"
    small.write_bytes(saved(NOISE))
    path.write_bytes(bomb(30_000, 30_000))
    assert path.stat().st_size < 1_000_000
    told = subprocess.run(
        [sys.executable, "-c", _REFUSED, small, path], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    unit = 1 if sys.platform == "darwin" else 1024

    assert told[0] == "bomb.png has 30000 x 30000 pixels, more than podpusher opens."
    assert int(told[1]) * unit < 30_000_000
