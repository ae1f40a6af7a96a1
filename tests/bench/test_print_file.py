"""How fast a model's picture becomes a print file, with pyvips and with Pillow, side by side. `make bench` prints the figures."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import pyvips

from podpusher_cli.providers.typography.render import PNG

pytestmark = pytest.mark.bench

A_DAY = 10_000
ROUNDS = 5

_PYVIPS = """
from podpusher_cli.core.designs import Canvas
from podpusher_cli.providers.printfile import print_file

def work(data):
    return print_file(data, Canvas())
"""

_PILLOW = """
import io
from PIL import Image

def work(data):
    picture = Image.open(io.BytesIO(data)).convert("RGBA")
    box = picture.getchannel("A").point(lambda value: 255 if value > 8 else 0).getbbox()
    picture = picture.crop(box)
    scale = min(4500 * 0.96 / picture.width, 5400 * 0.96 / picture.height)
    size = (round(picture.width * scale), round(picture.height * scale))
    picture = picture.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")
    canvas = Image.new("RGBA", (4500, 5400), (0, 0, 0, 0))
    canvas.paste(picture, ((4500 - size[0]) // 2, round((5400 - size[1]) * 0.4)))
    out = io.BytesIO()
    canvas.save(out, "PNG", compress_level=4, dpi=(300, 300))
    return out.getvalue()
"""

_CHILD = """
import json, pathlib, resource, sys, time

data = pathlib.Path(sys.argv[1]).read_bytes()
{work}
made = work(data)
walls, cpus = [], []
for _ in range({rounds}):
    wall, cpu = time.perf_counter(), time.process_time()
    made = work(data)
    walls.append(time.perf_counter() - wall)
    cpus.append(time.process_time() - cpu)
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps({{
    "wall": min(walls), "cpu": min(cpus), "bytes": len(made),
    "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6,
}}))
"""


def artwork() -> bytes:
    """1024 x 1024 as an image model gives it: shapes, lettering and shades on a clear ground."""
    svg = """<svg xmlns="http://www.w3.org/2000/svg" width="1024" height="1024"><defs><linearGradient id="g" x2="1" y2="1">
      <stop offset="0" stop-color="#f7b733"/><stop offset="1" stop-color="#fc4a1a"/></linearGradient></defs>
      <circle cx="512" cy="430" r="330" fill="url(#g)"/><path d="M200 620L420 300L560 500L660 380L840 620Z" fill="#1b3a4b"/>
      <path d="M260 620L420 400L560 620Z" fill="#26607a"/><g fill="none" stroke="#fff6e0" stroke-width="10">
      <path d="M180 700Q512 640 844 700"/><path d="M180 730Q512 670 844 730"/></g>
      <text x="512" y="880" font-size="150" font-family="sans-serif" font-weight="bold" text-anchor="middle" fill="#fff6e0">OUTSIDE</text></svg>"""
    drawn = pyvips.Image.svgload_buffer(svg.encode())
    grain = pyvips.Image.gaussnoise(1024, 1024, mean=0, sigma=5, seed=3)
    colours = (drawn.extract_band(0, n=3) + grain).cast("uchar")
    png: bytes = colours.bandjoin(drawn.extract_band(3)).copy(interpretation="srgb").pngsave_buffer()
    return png


def measured(work: str, picture: Path) -> dict[str, Any]:
    """The work done in a process of its own: seconds on the clock and of the processors (the best of ROUNDS), bytes, and memory at its height."""
    code = _CHILD.format(work=work, rounds=ROUNDS)
    told: dict[str, Any] = json.loads(
        subprocess.run([sys.executable, "-c", code, str(picture)], capture_output=True, text=True, check=True).stdout
    )
    return told


def test_a_print_file_is_made_faster_and_smaller_than_with_pillow(tmp_path: Path) -> None:
    picture = tmp_path / "art.png"
    picture.write_bytes(artwork())
    vips, pillow = measured(_PYVIPS, picture), measured(_PILLOW, picture)
    for name, told in (("pyvips", vips), ("Pillow", pillow)):
        print(
            f"\n{name}: {told['wall']:.2f} s, {told['cpu']:.2f} s CPU, {told['megabytes']:.0f} MB at its height,"
            f" file {told['bytes'] / 1e6:.2f} MB",
            end="",
        )
    print(
        f"\npyvips is {pillow['wall'] / vips['wall']:.1f} times as fast, {pillow['cpu'] / vips['cpu']:.1f} times by CPU;"
        f" {A_DAY:,} a day take {vips['cpu'] * A_DAY / 3600:.1f} CPU hours (level {PNG['compression']}, filter {PNG['filter']})"
    )

    assert vips["wall"] * 2.5 <= pillow["wall"]
    assert vips["bytes"] <= pillow["bytes"]
    assert vips["megabytes"] < pillow["megabytes"]


_MANY = """
import pathlib, resource, sys

from podpusher_cli.core.designs import Canvas
from podpusher_cli.providers.inspection import inspect
from podpusher_cli.providers.printfile import print_file

data = pathlib.Path(sys.argv[1]).read_bytes()

def resident():
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6

for count in range(1, 501):
    inspect(print_file(data, Canvas()))
    if count in (100, 500):
        print(f"{resident():.1f}", flush=True)
"""


@pytest.mark.timeout(3600)
def test_memory_is_as_low_after_500_as_after_100(tmp_path: Path) -> None:
    picture = tmp_path / "art.png"
    picture.write_bytes(artwork())
    told = subprocess.run(
        [sys.executable, "-c", _MANY, str(picture)], capture_output=True, text=True, check=True
    ).stdout
    after_100, after_500 = (float(line) for line in told.split())
    print(f"\nresident after 100: {after_100:.0f} MB, after 500: {after_500:.0f} MB; each made, measured and let go")

    assert after_500 - after_100 < 12


def test_what_measuring_and_a_preview_cost(tmp_path: Path) -> None:
    picture = tmp_path / "art.png"
    picture.write_bytes(artwork())
    inspecting = _PYVIPS.replace("def work(data):\n    return print_file(data, Canvas())", "") + (
        "from podpusher_cli.providers.inspection import inspect\nmade_once = []\n"
        "def work(data):\n    made_once[:] = made_once or [print_file(data, Canvas())]\n"
        "    inspect(made_once[0])\n    return made_once[0]\n"
    )
    previewing = (
        "from podpusher_cli.providers.mockups import preview\n"
        "def work(data):\n    return preview(data, 'tee', '#1b2238', width=440)\n"
    )
    looked, shown = measured(inspecting, picture), measured(previewing, picture)
    print(
        f"\nmeasuring a print file: {looked['cpu']:.2f} s CPU; a preview 440 wide: {shown['cpu']:.2f} s CPU, {shown['bytes'] / 1e3:.0f} kB"
    )

    assert looked["cpu"] < 2
    assert shown["cpu"] < 1
