"""The log: a JSON object a line, masked, rotated, and never in the way."""

from __future__ import annotations

import json
import resource
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.traffic import Exchange
from podpusher_cli.store.log import KEPT_FILES, MOST_BYTES, Log
from tests.conftest import Cli
from tests.support.clock import START, FakeClock
from tests.support.kill import in_child


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    made = Log(tmp_path / "logs", clock=FakeClock(), request_id="req-TEST")
    yield made
    made.close()


def lines(log: Log) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.path.read_text(encoding="utf-8").splitlines()]


def test_a_line_says_when_which_command_and_what(log: Log) -> None:
    log.write("made", design="d-1", cost=None)
    assert lines(log) == [{"at": "2026-11-23T09:30:00Z", "request_id": "req-TEST", "event": "made", "design": "d-1"}]


def test_nothing_is_made_before_there_is_something_to_say(log: Log) -> None:
    assert not log.path.parent.exists()


def test_a_call_is_told_by_its_route_and_never_by_its_address(log: Log) -> None:
    log.exchange(Exchange("printify", "GET", "GET /shops/{shop}/products.json", 200, 0.1234, 2, request_id="abc"))
    log.exchange(Exchange("etsy", "GET", "GET /shops/{shop}", 0, 1.0, 1, error="provider.unreachable"))
    first, second = lines(log)
    assert (first["route"], first["status"], first["ms"], first["attempt"], first["provider_request"]) == (
        "GET /shops/{shop}/products.json", 200, 123, 2, "abc",
    )  # fmt: skip
    assert second["error"] == "provider.unreachable"


@pytest.mark.parametrize(
    "secret",
    [
        "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiIzN2Q0YmQifQ.c2lnbmF0dXJl",
        "sk-proj-abcdefghijklmnop",
        "123456789.aB3dEf-ghIjKl_mnOpQr",
        "whsec_abcdefghijklmnop",
    ],
)
def test_no_secret_is_written(log: Log, secret: str) -> None:
    log.write("call", header=f"Bearer {secret}", told={"access_token": secret}, text=f"the key was {secret}.")
    try:
        int(f"refused: {secret}")
    except ValueError as error:
        log.fault(error)
    assert secret not in log.path.read_text()
    assert [each["event"] for each in lines(log)] == ["call", "fault"]


def test_a_fault_keeps_its_traceback_and_is_counted(log: Log) -> None:
    try:
        _ = {}["nothing"]  # type: ignore[var-annotated]
    except KeyError as error:
        log.fault(error)
    log.write("note", text='a line with "event": "fault" in it')

    assert "test_log.py" in lines(log)[0]["traceback"]
    assert log.faults(START.timestamp() - 1) == ["KeyError"]
    assert log.faults(START.timestamp() + 1) == []


def test_faults_are_found_in_rotated_files_and_between_damaged_lines(log: Log) -> None:
    log.fault(ValueError("one"))
    log.close()
    log.path.replace(log.path.with_name(f"{log.path.name}.1"))
    with log.path.open("wb") as file:
        file.write(b'{"event": "fault", "at": 7}\n\xff\xfe "event": "fault"\n')
    log.fault(TypeError("two"))
    assert sorted(log.faults(0)) == ["TypeError", "ValueError"]


def test_it_is_rotated_and_never_grows_over_its_bound(log: Log) -> None:
    for number in range(MOST_BYTES // 100_000 * (KEPT_FILES + 3)):
        log.write("note", number=number, text="x" * 100_000)
    files = sorted(log.path.parent.iterdir())

    assert len(files) == KEPT_FILES + 1
    assert all(each.stat().st_size <= MOST_BYTES for each in files)
    assert lines(log)[-1]["number"] == number
    assert all(each.stat().st_mode & 0o077 == 0 for each in [log.path.parent])


def test_a_folder_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Log(tmp_path / "file" / "logs", clock=FakeClock(), request_id="req-TEST").write("note")
    assert (tmp_path / "file").read_text() == ""


def test_a_full_disk_is_met_in_silence(log: Log, capfd: pytest.CaptureFixture[str]) -> None:
    log.write("note", text="before")

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        size = log.path.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        log.write("note", text="y" * 10_000)
        log.write("note", text="y" * 10_000)

    assert in_child(work) == 0
    assert capfd.readouterr() == ("", "")
    assert lines(log)[0]["text"] == "before"


def test_text_that_no_encoding_has_is_written_all_the_same(log: Log) -> None:
    log.write("note", text="half of a pair: \ud83c", path=Path("/x"))
    log.write("note", text="after")
    assert [each["event"] for each in lines(log)] == ["note", "note"]


def test_a_command_with_a_full_log_disk_still_gives_its_result(cli: Cli) -> None:
    (cli.home / "logs").parent.mkdir(parents=True)
    (cli.home / "logs").write_text("a file where the folder should be")
    assert cli("products", "list", "--json", check=0).data == []
