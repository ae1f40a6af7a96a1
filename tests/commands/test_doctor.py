"""podpusher doctor: what is not well is told with what mends it, and nothing secret leaves in a bundle."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from podpusher_cli.core.runs import RunState
from podpusher_cli.core.settings import VARIABLES
from podpusher_cli.deps.machine import SystemClock
from podpusher_cli.store.db import connect
from podpusher_cli.store.log import Log
from podpusher_cli.store.notices import Notices
from podpusher_cli.store.runs import Runs
from podpusher_cli.store.token_file import FileStore
from podpusher_cli.store.traffic import TrafficFile
from tests.conftest import Cli
from tests.support.accounts import free_port
from tests.support.clock import START
from tests.support.sandbox import start_sandbox


@pytest.fixture(autouse=True)
def browser_that_is_named(cli: Cli) -> None:
    """Any program will do: looking for Playwright's own would start its driver each time."""
    cli.environment["PODPUSHER_BROWSER"] = sys.executable


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


def test_sizes_are_written_as_the_language_does(cli: Cli) -> None:
    cli("products", check=0)
    german = re.sub(r"[ \n]+", " ", cli("doctor", "--lang", "de", check=0).stdout)
    assert re.search(r"; \d+(,\d)?\xa0GB sind frei", german)
    assert re.search(r"Größe: 0,\d\xa0MB", german)
    (told,) = [each for each in cli("doctor", "--json", check=0).data["checks"] if "megabytes" in each["values"]]
    assert re.fullmatch(r"0\.\d", told["values"]["megabytes"]), "a script reads it the same in each language"


def test_a_damaged_database_is_told_and_can_be_replaced(cli: Cli, tmp_path: Path) -> None:
    cli("generate", "Plant dad", check=0)
    backup = tmp_path / "good.db"
    cli("db", "backup", str(backup), check=0)
    database = Path(cli("db", "path", check=0).stdout.strip())
    database.write_bytes(b"this is no database " * 500)
    for companion in ("-wal", "-shm"):
        database.with_name(database.name + companion).unlink(missing_ok=True)

    result = cli("doctor", "--json", check=9)
    assert result.json["error"]["details"]["checks"] == ["database"]
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


def test_asked_to_it_asks_the_providers(cli: Cli) -> None:
    port = free_port()
    variables = ("PODPUSHER_ETSY_API_URL", "PODPUSHER_PRINTIFY_API_URL", "PODPUSHER_STRIPE_API_URL", "OPENAI_BASE_URL")
    dead = dict.fromkeys(variables, f"http://127.0.0.1:{port}")
    assert "network" not in healths(cli, env=dead), "nobody is asked unasked"

    found = [each for each in cli("doctor", "--check", "--json", check=0, env=dead).data["checks"] if each["name"] == "network"]
    assert {each["health"] for each in found} == {"warn"}
    assert [each["values"]["provider"] for each in found] == ["Etsy", "Printify", "Stripe", "OpenAI"]


def test_who_is_left_alone_for_a_while_is_asked_all_the_same(cli: Cli) -> None:
    """Nothing that the doctor asks speaks for or against a provider, but an answer brings it back."""
    with start_sandbox(cli.home.parent / "outside") as outside:
        dead = f"http://127.0.0.1:{free_port()}"
        live = {f"PODPUSHER_{each}_API_URL": f"{outside.url}/{each.lower()}" for each in ("ETSY", "PRINTIFY", "STRIPE")}
        live |= {"OPENAI_BASE_URL": f"{outside.url}/openai"}
        for _ in range(2):
            cli("doctor", "--check", check=0, env=dict.fromkeys(live, dead))
        with TrafficFile(cli.home / "net.db", SystemClock()).writing() as counters:
            assert counters.execute("select count(*) from breakers").fetchone() == (0,)
            opens = SystemClock().now().timestamp() + 600
            counters.execute("insert into breakers values ('etsy', 9, 600, ?, 0)", (opens,))

        told = cli("doctor", "--check", "--json", check=0, env=live).data["checks"]
    (network,) = [each for each in told if each["name"] == "network"]
    assert network["values"] == {"providers": "Etsy, Printify, Stripe, OpenAI"}
    with TrafficFile(cli.home / "net.db", SystemClock()).reading() as counters:
        assert counters.execute("select count(*) from breakers").fetchone() == (0,)


def test_a_callback_port_that_is_taken_is_told(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert healths(cli, env={"PODPUSHER_CALLBACK_PORT": port})["callback"] == "warn"
    assert healths(cli, env={"PODPUSHER_CALLBACK_PORT": port})["callback"] == "ok"
    assert healths(cli, env={"PODPUSHER_CALLBACK_PORT": "port"})["callback"] == "warn"


def test_counters_that_are_damaged_are_told(cli: Cli) -> None:
    cli("doctor", check=0)
    (cli.home / "net.db").write_bytes(b"garbage" * 900)
    result = cli("doctor", "--json", check=9)
    assert result.json["error"]["details"]["checks"] == ["counters"]
    (cli.home / "net.db").unlink()
    cli("doctor", check=0)


def test_in_the_sandbox_the_servers_answer(cli: Cli) -> None:
    try:
        found = healths(cli, "--check", "--sandbox")
    finally:
        cli("sandbox", "stop")
    assert (found["network"], found["clock"]) == ("ok", "ok")


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
TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.canarysignatureAAAA"
TEXT = "canary text of a listing, ask canary@buyer.example"


@pytest.fixture
def canaries(cli: Cli) -> dict[str, str]:
    """A home that is full of secrets and of a seller's texts; the variables that go with it."""
    cli("generate", "Plant dad", "--price", "26.99", check=0)
    keys = {"PODPUSHER_TOKEN_KEY_FILE": str(cli.home / "tokens.key")}
    store = FileStore(cli.home / "tokens.enc", cli.home / "tokens.key", "default")
    store.put("printify", {"access_token": TOKEN})
    store.put("etsy", {"access_token": "123456789.canaryAbCdEfGhIjKlMnOp", "refresh_token": "123456789.canaryRefreshRefresh"})
    with closing(connect(cli.home / "profiles" / "default" / "state.db")) as database:
        database.execute("insert into settings values ('printify.shop_title', ?)", (f"https://canary:canary@proxy.example {TOKEN}",))
        database.execute("update products set title = ?, description = ?, tags = json_array(?), error_message = ?", (TEXT,) * 4)
        database.execute("update designs set idea = ?", (TEXT,))
        Runs(database).end(Runs(database).begin("publish", START).id, RunState.PARTIAL, {"failed": 2}, START)
        Notices(database).add("publish.stopped", {"run": "r-1", "problem": TEXT}, START)
    log = Log(cli.home / "logs", clock=SystemClock(), request_id="req-1")
    for trouble in (KeyError(TEXT), ValueError(f"invalid literal: {TEXT!r}"), RuntimeError(f"Bearer {TOKEN} canary@buyer.example")):
        log.fault(trouble)
    log.close()
    with log.path.open("a") as file:
        file.write(f'{{"event": "call", "header": "Bearer {TOKEN}", "url": "https://x/?access_token=canary-in-an-address"}}\n')
    unknown = {"PODPUSHER_NEW_TOKEN": "canaryNew", "PODPUSHER_ETSY_KEYSTRING": "canarykeystringA1b2C3d4"}
    return SECRETS | keys | unknown | {"PODPUSHER_PROXIES": "http://canary:canary@proxy.example", "HOME_CANARY": "canary"}


def test_a_bundle_has_what_support_needs_and_no_secret(cli: Cli, canaries: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "report.zip"
    told = {"OPENAI_BASE_URL": "https://canary:canary@models.example/v1?key=canary"}
    data = cli("doctor", "--bundle", str(file), "--json", env=canaries | told).data

    assert data["bundle"] == str(file)
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    assert set(parts) == {
        "report.json", "versions.json", "environment.json", "settings.json", "schema.sql", "counts.json", "runs.json", "podpusher.log",
    }  # fmt: skip
    everything = "\n".join(parts.values())
    assert "canary" not in everything.lower().replace("home_canary", "")
    assert "plant dad" not in everything.lower(), "a seller's texts are nobody's business"
    assert "HOME_CANARY" not in everything
    assert f"{Path.home()}/" not in everything

    assert json.loads(parts["report.json"])["checks"]
    variables = json.loads(parts["environment.json"])
    assert {variables[name] for name in ("OPENAI_API_KEY", "PODPUSHER_NEW_TOKEN", "PODPUSHER_PROXIES")} == {"***"}
    assert variables["OPENAI_BASE_URL"] == "https://***@models.example/v1?***"
    assert variables["PODPUSHER_TOKEN_STORE"] == "file"
    assert json.loads(parts["settings.json"])["currency"] == "USD"
    assert "create table" in parts["schema.sql"].lower()
    counts = json.loads(parts["counts.json"])
    assert counts["rows"]["products"] == 1
    assert counts["products"][0] == {"status": "draft", "stage": "new", "error": None, "count": 1}
    assert json.loads(parts["runs.json"])[0]["counts"] == {"failed": 2}
    faults = [json.loads(line) for line in parts["podpusher.log"].splitlines()][:3]
    assert [each["kind"] for each in faults] == ["KeyError", "ValueError", "RuntimeError"]
    assert "invalid literal: '…'" in faults[1]["traceback"]


def test_a_bundle_has_the_last_lines_of_a_long_log_whole(cli: Cli, tmp_path: Path) -> None:
    log = cli.home / "logs" / "podpusher.log"
    log.parent.mkdir(parents=True)
    log.write_text("".join(f'{{"event": "call", "number": {number}}}\n' for number in range(60_000)))
    cli("doctor", "--bundle", str(tmp_path / "r.zip"), check=0)
    with zipfile.ZipFile(tmp_path / "r.zip") as packed:
        lines = [json.loads(line)["number"] for line in packed.read("podpusher.log").decode().splitlines()]

    assert lines[-1] == 59_999
    assert lines == list(range(lines[0], 60_000))
    assert 20_000 < len(lines) < 60_000


def test_a_bundle_does_not_replace_a_file_unasked(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "report.zip"
    file.write_text("mine")

    assert cli("doctor", "--bundle", str(file), "--json", check=2).json["error"]["code"] == "input.needed"
    assert file.read_text() == "mine"
    cli("doctor", "--bundle", str(file), "--yes", check=0)
    assert zipfile.is_zipfile(file)


@pytest.mark.parametrize("quote", ['"{}"', "'{}'", "{}\nand more", "{}\\canary"])
def test_a_bundle_stays_json_whatever_stands_around_an_address(cli: Cli, tmp_path: Path, quote: str) -> None:
    file = tmp_path / "report.zip"
    told = {"OPENAI_BASE_URL": quote.format("https://models.example/v1?key=canary")}
    cli("doctor", "--bundle", str(file), env=told)

    with zipfile.ZipFile(file) as packed:
        variables = json.loads(packed.read("environment.json"))
    kept = quote.format("https://models.example/v1?***").removesuffix("\\canary")
    assert variables["OPENAI_BASE_URL"] == kept


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
