"""podpusher doctor: what is not well is told with what mends it, and nothing secret leaves in a bundle."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from podpusher_cli.core.settings import VARIABLES
from tests.conftest import Cli


def healths(cli: Cli, *options: str, check: int = 0, env: dict[str, str] | None = None) -> dict[str, str]:
    return {each["name"]: each["health"] for each in cli("doctor", *options, "--json", check=check, env=env).data["checks"]}


def test_a_new_home_with_no_account_is_well(cli: Cli) -> None:
    found = healths(cli)

    assert "bad" not in found.values()
    assert found["database"] == found["designs"] == found["home"] == found["translations"] == "ok"
    assert found["etsy"] == found["printify"] == "note"


def test_in_text_every_line_fits_and_says_what_mends_it(cli: Cli) -> None:
    text = cli("doctor", check=0).stdout

    assert "podpusher connect etsy" in text
    assert all(len(line) <= 80 for line in text.splitlines() if str(cli.home) not in line)
    assert "connect etsy" in cli("doctor", "--lang", "fr", check=0).stdout


def test_a_damaged_database_is_told_and_can_be_replaced(cli: Cli, tmp_path: Path) -> None:
    cli("generate", "Plant dad", check=0)
    backup = tmp_path / "good.db"
    cli("db", "backup", str(backup), check=0)
    database = Path(cli("db", "path", check=0).stdout.strip())
    database.write_bytes(b"this is no database " * 500)
    for companion in ("-wal", "-shm"):
        database.with_name(database.name + companion).unlink(missing_ok=True)

    result = cli("doctor", "--json", check=9)
    assert result.json["error"]["details"]["checks"] == ["database"] or "database" in result.json["error"]["message"]
    assert "db restore" in next(each for each in result.data["checks"] if each["name"] == "database")["hint"]
    assert "Traceback" not in cli("doctor", check=9).stderr
    cli("db", "restore", str(backup), "--yes", check=0)
    assert len(cli("products", "--json", check=0).data) == 1


def test_a_home_that_cannot_be_written_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = healths(cli, check=9, env={"PODPUSHER_HOME": str(tmp_path / "file" / "home")})

    assert found["home"] == "bad"
    assert found["designs"] == "ok"


def test_a_browser_that_is_not_there_is_a_warning(cli: Cli) -> None:
    assert healths(cli, env={"PODPUSHER_BROWSER": "/nowhere/chromium"})["browser"] == "warn"


def test_mistakes_of_our_own_are_counted_from_the_log(cli: Cli) -> None:
    class Broken:
        def __init__(self, *_: object) -> None:
            raise RuntimeError("a bug")

    cli.make_deps = Broken
    cli("products", check=1)
    cli("products", check=1)
    cli.make_deps = None
    told = next(each for each in cli("doctor", "--json", check=0).data["checks"] if each["name"] == "faults")

    assert told["health"] == "warn"
    assert told["values"]["faults"] == "RuntimeError 2"


def test_doubtful_publishes_are_told(cli: Cli) -> None:
    cli("generate", "Plant dad", check=0)
    with sqlite3.connect(cli.home / "profiles" / "default" / "state.db") as database:
        database.execute("update products set stage = 'create_sent', state = 'waiting'")
    database.close()

    assert healths(cli)["publishing"] == "warn"


SECRETS = {each.name: f"canary{place}Q7xw9ZkTm2LpR4vB" for place, each in enumerate(VARIABLES) if each.secret}


@pytest.fixture
def canaries(cli: Cli) -> dict[str, str]:
    """A home that is full of secrets: variables, token file, log."""
    more = {"PODPUSHER_ETSY_KEYSTRING": "canarykeystringA1b2C3d4"}
    token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.canarysignatureAAAA"
    log = cli.home / "logs" / "podpusher.log"
    log.parent.mkdir(parents=True)
    log.write_text(f'{{"event": "call", "header": "Bearer {token}", "url": "https://x/?access_token=canary-in-an-address"}}\n')
    return SECRETS | more | {"token": token}


def test_a_bundle_has_what_support_needs_and_no_secret(cli: Cli, canaries: dict[str, str], tmp_path: Path) -> None:
    cli("generate", "Plant dad", "--price", "26.99", check=0)
    file = tmp_path / "report.zip"
    environment = {name: value for name, value in canaries.items() if name != "token"}
    data = cli("doctor", "--bundle", str(file), "--json", env=environment).data

    assert data["bundle"] == str(file)
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    assert set(parts) == {
        "report.json", "versions.json", "environment.json", "settings.json", "schema.sql", "podpusher.log",
    }  # fmt: skip
    assert json.loads(parts["report.json"])["checks"]
    assert json.loads(parts["environment.json"])["OPENAI_API_KEY"] == "***"
    assert "create table" in parts["schema.sql"].lower()
    everything = "\n".join(parts.values()).lower()
    assert "canary" not in everything
    assert "plant dad" not in everything, "a seller's texts are nobody's business"
    assert f"{Path.home()}/" not in "\n".join(parts.values())


def test_a_bundle_does_not_replace_a_file_unasked(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "report.zip"
    file.write_text("mine")

    assert cli("doctor", "--bundle", str(file), "--json", check=2).json["error"]["code"] == "input.needed"
    assert file.read_text() == "mine"
    cli("doctor", "--bundle", str(file), "--yes", check=0)
    assert zipfile.is_zipfile(file)


def test_a_bundle_of_a_broken_home_is_made_all_the_same(cli: Cli, tmp_path: Path) -> None:
    cli("products", check=0)
    (cli.home / "profiles" / "default" / "state.db").write_bytes(b"x" * 4096)
    file = tmp_path / "report.zip"
    cli("doctor", "--bundle", str(file), check=9)

    with zipfile.ZipFile(file) as packed:
        assert "report.json" in packed.namelist()
        assert "schema.sql" not in packed.namelist()


def test_a_bundle_that_cannot_be_written_is_the_machines_trouble(cli: Cli, tmp_path: Path) -> None:
    assert cli("doctor", "--bundle", str(tmp_path / "no" / "r.zip"), "--json", check=9).json["error"]["code"] == "machine.disk"
