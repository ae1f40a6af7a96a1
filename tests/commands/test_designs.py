"""designs show: how a design prints, and pictures of it on what it is sold on."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import pyvips
from PIL import Image, ImageDraw

from tests.conftest import Cli


@pytest.fixture
def art(tmp_path: Path) -> Path:
    """Pale artwork, as a print file of a shirt's shape."""
    picture = Image.new("RGBA", (900, 1080), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((60, 150, 840, 930), fill=(255, 253, 240, 255))
    path = tmp_path / "Pale moon.png"
    picture.save(path, dpi=(300, 300))
    return path


def made(cli: Cli, *arguments: str) -> str:
    made = cli("generate", *arguments, "--json", check=0).data["made"][0]
    return str(made["design"]["id"])


def test_a_design_is_shown_with_what_is_amiss_in_print_and_a_fix_for_each(cli: Cli, art: Path) -> None:
    design = made(cli, "--design", str(art), "--blueprint", "6", "--print-provider", "29", "--variants", "White;Black")
    shown = cli("designs", "show", design, "--json", check=0).data

    assert [(each["name"], each["severity"]) for each in shown["findings"]] == [("invisible", "refuse")]
    assert shown["findings"][0]["values"]["colours"] == "White"
    told = cli("designs", "show", design, check=0).stdout
    assert "The design cannot be seen on this cloth: White." in " ".join(told.split())
    assert "--garment light" in " ".join(told.split())


def test_generate_tells_what_is_amiss_below_its_table(cli: Cli, art: Path) -> None:
    first = cli("generate", "--design", str(art), check=0)
    again = Image.open(art).resize((450, 540))
    copy = art.with_name("Pale moon again.png")
    again.save(copy, dpi=(300, 300))
    second = cli("generate", "--design", str(copy), check=0)

    assert "looks the same" not in first.stdout
    assert "It looks the same as design d-" in " ".join(second.stdout.split())


def test_a_likeness_to_a_design_of_another_profile_is_told(cli: Cli, art: Path) -> None:
    made(cli, "--design", str(art))
    cli("profile", "add", "second", check=0)
    design = made(cli, "--profile", "second", "--design", str(art))
    findings = cli("designs", "show", design, "--profile", "second", "--json", check=0).data["findings"]

    assert [each["name"] for each in findings] == ["duplicate_elsewhere"]
    assert findings[0]["values"]["profile"] == "default"


def test_previews_are_written_for_each_colour_it_is_sold_in(cli: Cli, art: Path) -> None:
    design = made(cli, "--design", str(art), "--variants", "Navy;Black / M;Sport Grey")
    shown = cli("designs", "show", design, "--preview", "--json", check=0).data

    assert [(each["garment"], each["colour"]) for each in shown["previews"]] == [
        ("tee", "Navy"), ("tee", "Black"), ("tee", "Sport Grey"),
    ]  # fmt: skip
    for each in shown["previews"]:
        assert pyvips.Image.new_from_file(each["path"]).width == 1000
    assert Path(shown["previews"][2]["path"]).name == f"{design}-tee-sport-grey.jpg"


def test_garment_colours_and_folder_can_be_chosen(cli: Cli, art: Path, tmp_path: Path) -> None:
    design = made(cli, "--design", str(art))
    options = ("--on", "mug", "--colour", "White", "--colour", "#1b2238", "--into", str(tmp_path / "mugs"))
    shown = cli("designs", "show", design, *options, check=0)

    files = sorted(path.name for path in (tmp_path / "mugs").iterdir())
    assert files == [f"{design}-mug-1b2238.jpg", f"{design}-mug-white.jpg"]
    assert f"{design}-mug-white.jpg" in "".join(shown.stdout.split())
    error = cli("designs", "show", design, "--colour", "Mud of the moon", "--json", check=2).json["error"]
    assert error["code"] == "design.colour"


def test_a_folder_that_cannot_be_written_is_the_machines_trouble(cli: Cli, art: Path, tmp_path: Path) -> None:
    design = made(cli, "--design", str(art))
    (tmp_path / "file").write_text("in the way")
    error = cli("designs", "show", design, "--into", str(tmp_path / "file"), "--json", check=9).json["error"]

    assert error["code"] == "machine.disk"


def test_a_design_whose_file_is_gone_is_still_shown(cli: Cli, art: Path) -> None:
    design = made(cli, "--design", str(art))
    shown = cli("designs", "show", design, "--json", check=0).data
    Path(shown["path"]).unlink()
    assert cli("designs", "show", design, "--json", check=0).data["findings"] == shown["findings"], "it is remembered"
    error = cli("designs", "show", design, "--preview", "--json", check=2).json["error"]
    assert error["code"] == "design.unreadable"


def test_a_made_file_is_told_with_the_one_it_was_made_from(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "press.jpg"
    Image.new("CMYK", (900, 1080), (0, 200, 255, 0)).save(path)
    shown = cli("designs", "show", made(cli, "--design", str(path)), "--json", check=0).data

    assert Path(shown["original"]).read_bytes() == path.read_bytes()
    assert Image.open(io.BytesIO(Path(shown["path"]).read_bytes())).mode == "RGB"
    assert "converted_cmyk" in {each["name"] for each in shown["findings"]}


@pytest.mark.parametrize(
    "words",
    [
        ("designs", "--tag", "cats"),
        ("designs", "--state", "kept"),
        ("products", "--state", "failed"),
        ("ideas", "--state", "made"),
    ],
)
def test_a_list_that_options_leave_empty_does_not_say_that_there_is_nothing(cli: Cli, words: tuple[str, ...]) -> None:
    cli("generate", "Plant dad", check=0)
    cli("ideas", "make", "cats", "--count", "1", check=0)
    told = cli(*words, check=0).stdout
    assert "There is none that fits the options given." in told
    assert "yet" not in told
