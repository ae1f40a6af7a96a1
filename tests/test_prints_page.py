"""docs/designs.md on prints and previews: every finding is named there, and its commands do what it says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from PIL import Image, ImageDraw

from tests.conftest import Cli

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "designs.md").read_text()
SOURCES = ("core/printing.py", "core/inking.py", "core/twins.py", "workflows/fitting.py")


def names_of_findings() -> set[str]:
    """The first argument of every PrintFinding in the source, where it is a plain word."""
    found = set()
    for source in SOURCES:
        for node in ast.walk(ast.parse((ROOT / "podpusher_cli" / source).read_text())):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "PrintFinding"
            if called and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def test_every_finding_is_on_the_page() -> None:
    told = set(re.findall(r"`([a-z_]+)`", PAGE))
    names = names_of_findings()

    assert len(names) > 15
    assert names - told - {"format", "colour_mode"} == set(), "these two are mended before they are found"


def test_the_numbers_on_the_page_are_those_of_the_program() -> None:
    from podpusher_cli.core import inking, picture_files, printing, twins

    page = " ".join(PAGE.split())
    assert f"less than {printing.REFUSE_BELOW_DPI} DPI on the print area is refused" in page
    assert f"less than {printing.WARN_BELOW_DPI} is warned of" in page
    assert f"more than {inking.MOST_HAIRLINES_MM:.0f} mm of lines thinner than {inking.LEAST_STROKE_MM} mm" in page
    assert f"more than {inking.MOST_SOFT * 100:.0f} % of the ink" in page
    assert f"{inking.THUMBNAIL} pixels wide" in page
    assert f"no more than {twins.MOST_APART} of the 256 bits" in page
    assert (
        f"up to {picture_files.MOST_PIXELS // 10**6} million pixels and {picture_files.MOST_BYTES // 10**6} MB" in page
    )


def test_the_commands_on_previews_work(cli: Cli, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    picture = Image.new("RGBA", (900, 1080), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((60, 150, 840, 930), fill=(255, 200, 60, 255))
    picture.save("art.png", dpi=(300, 300))
    cli("generate", "--design", "art.png", check=0)
    design = cli("designs", "--json", check=0).data[0]["id"]
    written = 0
    for line in re.findall(r"^    podpusher (designs show DESIGN --.*?)(?:\s+#.*)?$", PAGE, re.MULTILINE):
        shown = cli(*line.replace("DESIGN", design).split(), "--json", check=0).data
        written += len(shown["previews"])
        assert all(Path(each["path"]).is_file() for each in shown["previews"])

    assert written == 4
    assert (tmp_path / "previews").is_dir()
