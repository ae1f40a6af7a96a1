"""podpusher generate and designs, whole, on a machine with no account at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from podpusher_cli.providers.pictures import read_facts
from podpusher_cli.store.db import connect
from tests.conftest import Cli
from tests.support.accounts import ROOT
from tests.support.openai import with_key
from tests.support.quick import Quick
from tests.support.sandbox import RunningSandbox

BASE = ("--blueprint", "706", "--print-provider", "29", "--variants", "Black / M", "--price", "26.99")


def test_an_idea_becomes_a_print_file_and_a_product(cli: Cli) -> None:
    data = cli("generate", "Plant dad", "--json", check=0).data

    (made,) = data["made"]
    facts = read_facts(Path(made["file"]))
    assert (facts.width, facts.height, facts.dpi, facts.mode) == (4500, 5400, 300.0, "RGBA")
    assert made["print_findings"] == []
    assert not [each for each in made["copy_findings"] if each["severity"] == "refuse"]
    assert len(made["product"]["content"]["tags"]) == 13
    assert made["cost"] is None
    assert cli("products", "show", made["product"]["id"], "--json", check=0).data["state"] == "draft"


def test_in_text_it_says_where_the_files_are_and_what_comes_next(cli: Cli) -> None:
    result = cli("generate", "Plant dad", "Retired nurse, full-time grandma", check=0)

    assert all(len(line) <= 80 for line in result.stdout.splitlines() if str(cli.home) not in line)
    assert "Plant Dad" in result.stdout
    assert str(cli.home) in result.stdout.replace("\n", "")
    assert "podpusher products edit" in " ".join(result.stdout.split())


def test_with_everything_a_product_needs_it_is_ready(cli: Cli) -> None:
    result = cli("generate", "Plant dad", *BASE, check=0)

    assert "ready" in result.stdout
    assert "Next: podpusher publish --dry-run" in result.stdout


def test_in_german_the_words_and_with_text_lang_the_listing(cli: Cli) -> None:
    cli("settings", "set", "text.language", "de", check=0)
    result = cli("generate", "Pflanzenpapa", "--lang", "de", "--json", check=0)
    product = result.data["made"][0]["product"]
    assert "Pflanzenfreunde" in product["title"] + product["content"]["description"]
    spanish = cli("generate", "Mamá de gatos", "--text-lang", "es", "--json", check=0).data["made"][0]["product"]
    assert "regalo" in (spanish["title"] + spanish["content"]["description"]).casefold()


def test_the_same_seed_gives_the_same_picture(cli: Cli) -> None:
    first = cli("generate", "Plant dad", "--seed", "7", "--json", check=0).data["made"][0]
    second = cli("generate", "Plant dad", "--seed", "7", "--json", check=0).data["made"][0]

    assert first["design"]["sha256"] == second["design"]["sha256"]
    assert first["design"]["id"] != second["design"]["id"]


def test_a_layout_is_taken_or_refused_with_those_there_are(cli: Cli) -> None:
    made = cli("generate", "Plant dad", "--layout", "badge", "--json", check=0).data["made"][0]
    assert made["design"]["layout"] == "badge"
    refused = cli("generate", "Plant dad", "--layout", "spiral", "--json", check=2).json["error"]
    assert refused["code"] == "design.layout"
    assert "badge" in refused["hint"]


def test_what_cannot_be_printed_is_named_and_the_rest_is_made(cli: Cli) -> None:
    result = cli("generate", "Plant dad", "🌵🌵", "--json", check=5)

    assert [each["idea"] for each in result.data["made"]] == ["Plant dad"]
    assert result.data["failed"][0]["trouble"]["code"] == "design.nothing_to_print"
    assert result.json["error"]["code"] == "run.partial"
    assert result.json["error"]["details"]["items"][0]["id"] == result.data["failed"][0]["id"]
    text = cli("generate", "Plant dad", "🌵🌵", check=5)
    assert "🌵🌵" in text.stdout
    assert "Traceback" not in text.stderr


def test_hostile_words_do_nothing_to_the_terminal(cli: Cli) -> None:
    result = cli("generate", "[red]Plant[/red] \x1b[31mdad\x07\u202e", check=0)

    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout
    assert "\u202e" not in result.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "generate.no_ideas"),
        (("x" * 301,), "generate.idea_too_long"),
        (("A", "B", "--design", "PICTURE"), "generate.one_idea"),
        (("Plant dad", "--price", "much"), "input.price"),
        (("Plant dad", "--garment", "blue"), "usage"),
        (("Plant dad", "--from-trends", "-1"), "usage"),
    ],
)
def test_what_cannot_be_right_is_refused(cli: Cli, tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    made = cli("generate", "Cat", "--json", check=0).data["made"][0]["file"]
    result = cli("generate", *[made if word == "PICTURE" else word for word in words], "--json", check=2)

    assert result.json["error"]["code"] == code
    assert len(cli("products", "--json", check=0).data) == 1


def test_a_picture_that_is_not_there_or_is_none(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "note.png").write_text("not a picture")

    assert cli("generate", "--design", str(tmp_path / "gone.png"), "--json", check=4).json["error"]["code"] == "not_found"
    assert cli("generate", "--design", str(tmp_path / "note.png"), "--json", check=2).json["error"]["code"] == "design.unreadable"


def test_a_folder_or_a_device_is_told_as_what_it_is_where_a_file_is_wanted(cli: Cli, tmp_path: Path) -> None:
    words = (("generate", "--design"), ("bulk", "import"), ("check", "--batch"), ("db", "restore"))
    told = [cli(*each, str(tmp_path), check=4).stderr for each in words]
    device = cli("generate", "--design", os.devnull, check=4).stderr

    assert told == [f"Error: “{tmp_path}” is a folder or a device, not a file.\n"] * len(words)
    assert device == f"Error: “{os.devnull}” is a folder or a device, not a file.\n"


def test_why_the_only_one_failed_is_told_once(cli: Cli) -> None:
    one = cli("generate", "日本", check=2)
    two = cli("generate", "日本", "Plant dad", check=5)

    assert one.stdout == "日本\n"
    assert "no lettering for 日 本." in one.stderr
    assert "no lettering for 日 本. (design.unprintable)" in two.stdout


def test_the_sellers_own_picture_is_taken_once_and_named_by_its_file(cli: Cli, tmp_path: Path) -> None:
    drawn = cli("generate", "Cat", "--json", check=0).data["made"][0]["file"]
    own = tmp_path / "Sunny days.png"
    own.write_bytes(Path(drawn).read_bytes())
    made = cli("generate", "--design", str(own), "--json", check=0).data["made"][0]

    assert made["idea"] == "Sunny days"
    assert made["design"]["source"] == "file"
    assert "Sunny Days" in made["product"]["title"]


def test_a_dry_run_makes_nothing(cli: Cli) -> None:
    data = cli("generate", "Plant dad", "--dry-run", "--json", check=0).data

    assert data["plan"]["ideas"] == ["Plant dad"]
    assert data["plan"]["estimate"] is None
    assert data["run"] is None
    assert cli("products", "--json", check=0).data == []
    assert "costs nothing" in cli("generate", "Plant dad", "--dry-run", check=0).stdout


def test_ideas_come_from_trends(cli: Cli, server: RunningSandbox) -> None:
    server.reset()
    cli.make_deps = Quick
    cli.environment |= {name: url for name, url in server.environment().items() if name.startswith("PODPUSHER_TREND_")}
    cli.environment["PODPUSHER_TRENDS_ALLOW_UNOFFICIAL"] = "1"
    first = cli("generate", "--from-trends", "2", "--json", check=0).data["made"]
    second = cli("generate", "--from-trends", "2", "--json", check=0).data["made"]

    assert len({each["trend"] for each in first + second}) == 4, "a trend is made into a design once"
    assert all(each["design"]["trend"] == each["trend"] for each in first)


def test_designs_are_listed_and_shown(cli: Cli) -> None:
    assert "No designs yet." in cli("designs", check=0).stdout
    made = cli("generate", "Plant dad", "Cat mom", "--json", check=0).data["made"]
    listed = cli("designs", "list", "--json", check=0).data
    assert [each["id"] for each in listed] == [each["design"]["id"] for each in made][::-1]
    sheet = cli("designs", "show", listed[0]["id"], "--json", check=0).data
    assert Path(sheet["path"]).is_file()
    assert sheet["products"] == [made[1]["product"]["id"]]
    text = cli("designs", "show", listed[0]["id"], check=0).stdout
    assert "4500 x 5400, 300 DPI" in text
    assert cli("designs", "show", "d-nothing", "--json", check=4).json["error"]["hint"] == "podpusher designs list"
    page = cli("designs", "--limit", "1", "--json", check=0)
    assert cli("designs", "--limit", "1", "--cursor", page.json["meta"]["next_cursor"], "--json").data[0]["id"] == listed[1]["id"]


def test_a_run_shows_what_it_made_and_what_it_did_not(cli: Cli) -> None:
    run = cli("generate", "Plant dad", "🌵", "--json", check=5).data["run"]
    sheet = cli("runs", "show", run, "--json", check=0).data

    assert len(sheet["made"]) == 1
    assert [each["title"] for each in sheet["troubles"]] == ["🌵"]
    assert "Plant Dad" in cli("runs", "show", run, check=0).stdout
    assert cli("runs", "resume", run, "--json", check=0).data["run"] == run


def test_two_at_once_make_both(cli: Cli) -> None:
    command = [sys.executable, "-m", "podpusher_cli", "generate", "Plant dad", "--json"]
    environment = {"PATH": os.environ["PATH"], **cli.environment}
    both = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    ended = [each.communicate() for each in both]

    assert [each.returncode for each in both] == [0, 0], ended
    assert len(cli("products", "--json", check=0).data) == 2


def test_a_folder_that_cannot_be_written_is_the_machines_trouble(cli: Cli) -> None:
    cli("products", check=0)
    (cli.home / "profiles" / "default" / "designs").write_text("a file where the folder should be")
    result = cli("generate", "Plant dad", "--json", check=9)

    assert result.json["error"]["code"] == "machine.disk"
    (cli.home / "profiles" / "default" / "designs").unlink()
    again = cli("generate", "Plant dad", "--json", check=0)
    assert again.data["run"] == result.data["run"], "the same command goes on"
    database = connect(cli.home / "profiles" / "default" / "state.db")
    assert database.execute("select count(*) from products").fetchone()[0] == 1


@pytest.fixture
def paying(cli: Cli, server: RunningSandbox) -> Cli:
    """A seller with a key for OpenAI."""
    server.reset(limits=False)
    cli.make_deps = Quick
    return with_key(cli, server)


def test_a_key_alone_spends_nothing(paying: Cli, server: RunningSandbox) -> None:
    server.clear_calls()
    made = paying("generate", "Plant dad", "--json", check=0).data["made"][0]

    assert made["design"]["source"] == "local"
    assert server.calls() == []


def test_openai_makes_it_for_money_that_is_told_before_and_after(paying: Cli) -> None:
    plan = paying("generate", "Plant dad", "--model", "openai", "--dry-run", "--json", check=0).data["plan"]
    assert plan["estimate"]["amount"] > 0
    result = paying("generate", "Plant dad", "--model", "openai", check=0)
    assert "Cost: about" in result.stderr
    assert "Spent: $" in result.stdout
    design = paying("designs", "--json", check=0).data[0]
    assert (design["source"], design["model"]) == ("openai", "gpt-image-2.5-flare")
    sheet = paying("designs", "show", design["id"], "--json", check=0).data
    assert [each["purpose"] for each in sheet["spent"]] == ["image", "text"]
    assert all(each["micros"] > 0 for each in sheet["spent"])


def test_the_setting_makes_openai_the_model(paying: Cli) -> None:
    paying("settings", "set", "model", "openai", check=0)
    assert paying("generate", "Plant dad", "--json", check=0).data["made"][0]["design"]["source"] == "openai"


def test_an_empty_wallet_stops_the_run_and_the_same_command_goes_on(paying: Cli, server: RunningSandbox) -> None:
    broke = {"error": {"code": "insufficient_quota", "type": "insufficient_quota", "message": "No money.", "param": None}}
    server.fault("openai POST /v1/images/generations", "status", nth=2, status=429, body=broke)
    first = paying("generate", "Plant dad", "Cat mom", "--model", "openai", "--json", check=7)
    assert first.json["error"]["code"] == "openai.insufficient_quota"
    assert (len(first.data["made"]), first.data["left"]) == (1, 1)
    second = paying("generate", "Plant dad", "Cat mom", "--model", "openai", "--json", check=0)
    assert second.data["run"] == first.data["run"]
    assert len(second.data["made"]) == 2


def test_a_blocked_idea_does_not_hold_up_the_rest(paying: Cli) -> None:
    result = paying("generate", "Plant dad", "Cat [moderation_blocked]", "--model", "openai", "--json", check=5)
    assert result.data["failed"][0]["trouble"]["code"] == "openai.moderation_blocked"
    assert result.data["cost"] == result.data["made"][0]["cost"]


def test_without_a_key_it_says_so(cli: Cli) -> None:
    error = cli("generate", "Plant dad", "--model", "openai", "--json", check=3).json["error"]
    assert error["code"] == "account.not_connected"
    assert error["hint"] == "podpusher connect openai"
