"""publish looks at each print on the cloth and the area it is sold on, before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest
import pyvips
from PIL import Image, ImageDraw

from tests.conftest import Cli
from tests.support.sandbox import RunningSandbox

POSTER = ("--blueprint", "282", "--print-provider", "2", "--variants", "11″ x 14″ (Vertical)", "--price", "30")


def artwork(path: Path, colour: tuple[int, ...]) -> Path:
    picture = Image.new("RGBA", (2700, 3240), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((100, 300, 2600, 2800), fill=colour)
    picture.save(path, dpi=(300, 300), compress_level=1)
    return path


@pytest.fixture
def pale(tmp_path: Path) -> Path:
    return artwork(tmp_path / "Pale moon.png", (255, 253, 240, 255))


def planned(cli: Cli) -> dict:
    item: dict = cli("publish", "--dry-run", "--json", check=0).data["plan"]["items"][0]
    return item


def test_a_pale_design_on_a_white_shirt_is_refused_and_nothing_is_sent(
    connected: Cli, world: RunningSandbox, pale: Path
) -> None:
    connected("generate", "--design", str(pale), "--variants", "White / M;Black / M", check=0)
    world.clear_calls()
    trouble = planned(connected)["trouble"]

    assert trouble["code"] == "publish.print_file"
    assert "The design cannot be seen on this cloth: White." in trouble["message"]
    assert connected("publish", "--json", check=2).json["error"]["code"] == "publish.print_file"
    assert not [each for each in world.calls(limit=500) if each["route"].split()[1] != "GET"]


def test_on_black_it_is_published_and_what_is_amiss_is_told_in_the_plan(connected: Cli, tmp_path: Path) -> None:
    grey = artwork(tmp_path / "Grey moon.png", (120, 120, 120, 255))
    connected("generate", "--design", str(grey), "--variants", "Pepper / M;Black / M", check=0)
    item = planned(connected)

    assert item["trouble"] is None
    assert {"contrast", "resolution"} == {each["name"] for each in item["findings"]}
    told = " ".join(connected("publish", "--dry-run", check=0).stdout.split())
    assert "Most of the design hardly shows on this cloth: Pepper." in told
    assert connected("publish", "--json", check=0).data["published"] == 1


def test_a_photograph_fills_a_poster_to_its_edges(connected: Cli, world: RunningSandbox, tmp_path: Path) -> None:
    ramp = pyvips.Image.xyz(4000, 4000)[0].linear(0.06, 0).cast("uchar")
    photo = tmp_path / "Sea.png"
    ramp.bandjoin([ramp, ramp]).copy(interpretation="srgb", xres=300 / 25.4, yres=300 / 25.4).pngsave(
        str(photo), compression=1
    )
    connected("generate", "--design", str(photo), *POSTER, check=0)
    item = planned(connected)

    assert item["trouble"] is None
    assert "bleed" in {each["name"] for each in item["findings"]}
    assert connected("publish", "--json", check=0).data["published"] == 1
    made = list((connected.home / "profiles" / "default" / "designs" / "fitted").iterdir())
    assert len(made) == 1
    sent = pyvips.Image.new_from_file(str(made[0]))
    assert (sent.width, sent.height) == (3300, 4200)
    assert sent.extract_band(3).min() == 255, "no bar is left beside the picture"
    connected("publish", check=0)
    assert len(list(made[0].parent.iterdir())) == 1
