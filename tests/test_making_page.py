"""docs/making.md: its command lines, in order, done against a sandbox."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.conftest import Cli
from tests.support.sandbox import RunningSandbox

PAGE = (Path(__file__).parents[1] / "docs" / "making.md").read_text(encoding="utf-8")
SHIRTS = 'title,tags,design,variants,price\nPlant Dad Shirt,"plants,dad",art.png,Black / M; Black / L,26.99\n'


def test_what_the_page_on_making_says_can_be_done(
    cli: Cli, sandbox: RunningSandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    picture = Image.new("RGBA", (900, 1080), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((60, 150, 840, 930), fill=(255, 200, 60, 255))
    picture.save("art.png", dpi=(300, 300))
    Path("shirts.csv").write_text(SHIRTS, encoding="utf-8")
    told = sandbox.environment()
    cli.environment |= {name: told[name] for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL")}
    cli("settings", "set", "openai.dialect", "openai", check=0)
    lines = [shlex.split(line, comments=True) for line in re.findall(r"^    podpusher (.*)$", PAGE, re.MULTILINE)]
    assert len(lines) == 8

    for words in lines:
        if "--from-trends" in words:
            continue  # done in the README's test, trends and all
        known = cli("designs", "--json", check=0).data
        drawn = words[0] == "generate" and "--design" not in words and "openai" not in words
        meant = [known[0]["id"] if word == "DESIGN" else word for word in words]
        cli(*meant, *(["--dry-run"] if drawn else []), check=0)

    made = cli("products", "--json", check=0).data
    assert [each["source"]["row"] for each in made] == [None, 1, None]
    assert [len(sandbox.calls(f"openai POST /v1/{route}")) for route in ("images/generations", "chat/completions")] == [
        1,
        1,
    ]
