"""What the doctor finds in each state that a machine, a home and a shop can be in."""

from __future__ import annotations

import os
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.accounts import Connection, ConnectionState, ShopRef
from podpusher_cli.core.billing import PlanSheet
from podpusher_cli.core.doctor import Check, Health, Report, verdict
from podpusher_cli.core.errors import DiskTrouble, KeyringTrouble, PortTaken, Unreachable
from podpusher_cli.core.http import Response
from podpusher_cli.core.plans import FREE, LOCAL, Limits, month_of
from podpusher_cli.core.products import Trouble
from podpusher_cli.core.runs import Holder
from podpusher_cli.store.db import LATEST, connect
from podpusher_cli.store.holders import this_process
from podpusher_cli.store.traffic import TrafficFile
from podpusher_cli.workflows.doctor import examine
from podpusher_cli.workflows.examining import data
from podpusher_cli.workflows.examining.patient import Patient
from tests.support.accounts import free_port
from tests.support.clock import START, FakeClock
from tests.support.kill import in_child

NOBODY = 65534
NO_PLAN = PlanSheet(LOCAL, Limits(), month_of(START))
GONE = Holder(this_process().host, 2**22 + 1, "1")  # more than any process id there is


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[Patient]:
    """A home in order, nothing connected, and nobody asked."""
    home = tmp_path / "home"
    path = home / "profiles" / "default" / "state.db"
    opened: list[sqlite3.Connection] = []

    def opening() -> sqlite3.Connection:
        opened.append(connect(path))
        return opened[-1]

    yield Patient(
        version="1", home=home, log=home / "logs" / "podpusher.log", profile=lambda: "default", database=lambda: path, connect=opening,
        counters=lambda: None, store=lambda: "memory", connections=tuple, plan=lambda: NO_PLAN, hosts={}, catalogues={},
        faults=lambda since: (), browser=lambda: None, opens_pages=lambda: True, callback_port=free_port, environment={}, clock=FakeClock(),
    )  # fmt: skip
    for each in opened:
        each.close()


def named(report: Report, name: str) -> Check:
    (found,) = [check for check in report.checks if check.name == name]
    return found


def raising(error: Exception) -> Callable[[], Any]:
    def call(*_: object) -> Any:
        raise error

    return call


def answered(date: datetime | None) -> Callable[[], Response]:
    return lambda: Response(404, {"date": format_datetime(date)} if date else {}, b"")


def test_a_home_in_order_is_well(patient: Patient) -> None:
    report = examine(patient)

    assert {check.health for check in report.checks} <= {Health.OK, Health.NOTE}
    assert verdict(report) is None


def test_a_log_that_cannot_be_kept_is_a_warning(patient: Patient) -> None:
    (patient.home / "logs").mkdir(parents=True)
    (patient.home / "logs" / "podpusher.log").mkdir()
    report = examine(patient)

    assert named(report, "log").health is Health.WARN
    assert "podpusher.log: Is a directory" in named(report, "log").plain()
    assert verdict(report) is None


def test_a_home_for_reading_only_is_told(patient: Patient, tmp_path: Path) -> None:
    connect(patient.database()).close()
    for folder in (tmp_path, *tmp_path.parents):  # whoever it is must be able to come here
        if not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o055)
    for folder, _, files in os.walk(patient.home):
        Path(folder).chmod(0o555)
        for name in files:
            (Path(folder) / name).chmod(0o444)

    def looked_at() -> int:
        if os.geteuid() == 0:
            os.setuid(NOBODY)
        for look in (data.home, data.database):
            with pytest.raises(DiskTrouble, match=str(patient.home)):
                look("it", patient)
        return 7 if data.log("log", patient)[0].health is Health.WARN else 1

    ended = in_child(looked_at)
    for folder, _, _files in os.walk(patient.home):
        Path(folder).chmod(0o755)
    assert ended == 7


def test_a_newer_database_is_told_with_what_to_do(patient: Patient) -> None:
    with closing(connect(patient.database())) as database:
        database.execute(f"pragma user_version = {LATEST + 1}")
    found = named(examine(patient), "database")

    assert (found.health, "newer podpusher" in found.plain()) == (Health.BAD, True)
    assert found.hint


def test_what_keeps_several_checks_from_looking_is_told_once(patient: Patient) -> None:
    patient.database().parent.mkdir(parents=True)
    patient.database().write_bytes(b"garbage" * 1000)
    report = examine(replace(patient, connections=lambda: (patient.connect(), ())[1]))

    assert [check.name for check in report.checks if check.health is Health.BAD] == ["database"]
    assert "restore" in named(report, "database").hint


@pytest.mark.parametrize(
    ("stage", "state", "holder", "count"),
    [
        ("create_sent", "waiting", None, 1),
        ("publish_sent", "failed", None, 1),
        ("create_sent", "publishing", str(GONE), 1),
        ("create_sent", "publishing", str(this_process()), 0),
        ("created", "waiting", None, 0),
        ("publish_sent", "published", None, 0),
    ],
    ids=["waiting", "failed", "its process is gone", "its process lives", "not in doubt", "published"],
)
def test_doubtful_publishes_are_those_that_nobody_looks_after(
    patient: Patient, stage: str, state: str, holder: str | None, count: int
) -> None:
    with closing(connect(patient.database())) as database:
        database.execute(
            "insert into products (id, state, title, description, tags, variants, sku_key, stage, claim_holder, created_at, updated_at)"
            " values ('p-1', ?, '', '', '[]', '[]', 'k', ?, ?, 0, 0)",
            (state, stage, holder),
        )
    found = [check for check in examine(patient).checks if check.name == "publishing"]

    assert [check.values for check in found] == [{"count": "1"}] * count
    assert all(check.hint == "podpusher publish" for check in found)


def test_a_keyring_that_does_not_answer_is_a_warning_with_a_way_out(patient: Patient) -> None:
    found = named(examine(replace(patient, store=raising(KeyringTrouble(problem="locked")))), "tokens")

    assert (found.health, "--token-store file" in found.hint) == (Health.WARN, True)


def connection(state: ConnectionState, **fields: Any) -> Connection:
    return Connection("etsy", state, shop=ShopRef("1", "My shop"), store="file", place=None, **fields)


@pytest.mark.parametrize(
    ("found", "health", "hint"),
    [
        (connection(ConnectionState.CONNECTED), Health.OK, ""),
        (connection(ConnectionState.CONNECTED, warnings=("login_ends_soon",)), Health.WARN, "podpusher status -v"),
        (connection(ConnectionState.NOT_CONNECTED), Health.NOTE, "podpusher connect etsy"),
        (connection(ConnectionState.EXPIRED), Health.BAD, "podpusher connect etsy"),
        (
            connection(ConnectionState.REFUSED, problem=Trouble("etsy.x", "Etsy said no.", "Do this.")),
            Health.BAD,
            "Do this.",
        ),
        (
            connection(ConnectionState.NOT_CONNECTED, problem=Trouble("x", "No shop is chosen.", "Choose one.")),
            Health.NOTE,
            "Choose one.",
        ),
        (
            connection(ConnectionState.UNREACHABLE, problem=Trouble("x", "Not there.", "")),
            Health.WARN,
            "podpusher connect etsy",
        ),
    ],
)
def test_each_connection_as_it_stands(patient: Patient, found: Connection, health: Health, hint: str) -> None:
    report = examine(replace(patient, connections=lambda: (found,)))
    check, ended = named(report, "etsy"), verdict(report)

    assert (check.health, check.hint) == (health, hint)
    assert (ended and ended.exit_status) == (3 if health is Health.BAD else None), (
        "a bad connection is one to be made again"
    )


@pytest.mark.parametrize("problem", [None, Trouble("x", "It is refused.", "podpusher connect printify")])
def test_what_the_environment_gives_is_mended_there(patient: Patient, problem: Trouble | None) -> None:
    given = Connection("printify", ConnectionState.REFUSED, store="env", problem=problem)
    check = named(examine(replace(patient, connections=lambda: (given,))), "printify")

    assert check.health is Health.BAD
    assert check.hint.format(**check.values) == "Give PODPUSHER_PRINTIFY_TOKEN a new value, or take it away."


@pytest.mark.parametrize(
    ("plan", "health", "hint"),
    [
        ({}, Health.OK, ""),
        ({"connected": True}, Health.WARN, "podpusher billing sync"),
        ({"tier": "pro", "connected": True, "as_of": START, "status": "active"}, Health.OK, ""),
        (
            {"tier": "pro", "connected": True, "as_of": START, "status": "past_due"},
            Health.WARN,
            "podpusher billing portal",
        ),
        (
            {"tier": FREE, "connected": True, "as_of": START, "status": "unpaid"},
            Health.WARN,
            "podpusher billing portal",
        ),
        (
            {"tier": FREE, "connected": True, "as_of": START, "unknown": "gold"},
            Health.WARN,
            "Install the latest podpusher.",
        ),
        (
            {"tier": FREE, "connected": True, "as_of": START, "stale": True, "age_seconds": 9 * 86_400},
            Health.WARN,
            "podpusher billing sync",
        ),
    ],
)
def test_billing_as_far_as_it_is_known(patient: Patient, plan: dict[str, Any], health: Health, hint: str) -> None:
    check = named(examine(replace(patient, plan=lambda: replace(NO_PLAN, **plan))), "billing")
    assert (check.health, check.hint) == (health, hint)
    assert "{" not in check.plain()


def test_of_a_bad_connection_and_a_bad_machine_the_machine_counts(patient: Patient) -> None:
    patient.database().parent.mkdir(parents=True)
    patient.database().write_bytes(b"garbage" * 1000)
    ended = verdict(examine(replace(patient, connections=lambda: (connection(ConnectionState.EXPIRED),))))

    assert ended is not None
    assert (ended.exit_status, ended.details["checks"]) == (9, ["database", "etsy"])


def test_servers_that_answer_anything_can_be_reached(patient: Patient) -> None:
    hosts = {"etsy": answered(START), "printify": answered(None)}
    report = examine(replace(patient, hosts=hosts))

    assert named(report, "network").plain() == "Etsy, Printify: the servers answer."
    assert named(report, "clock").health is Health.OK


def test_a_server_that_does_not_answer_is_a_warning(patient: Patient) -> None:
    hosts = {"etsy": raising(Unreachable(provider="etsy", host="h", problem="no route")), "printify": answered(START)}
    checks = [check for check in examine(replace(patient, hosts=hosts)).checks if check.name == "network"]

    assert [(check.health, check.plain()) for check in checks] == [
        (Health.WARN, "Etsy cannot be reached at h: no route"), (Health.OK, "Printify: the servers answer."),
    ]  # fmt: skip


def test_servers_are_asked_at_the_same_time(patient: Patient) -> None:
    all_there = threading.Barrier(4, timeout=20)

    def asked() -> Response:
        all_there.wait()
        return Response(200, {}, b"")

    report = examine(replace(patient, hosts=dict.fromkeys(("etsy", "printify", "stripe", "openai"), asked)))
    assert named(report, "network").plain() == "Etsy, Printify, Stripe, OpenAI: the servers answer."


@pytest.mark.parametrize(("off", "warned"), [(0, False), (60, False), (600, True), (-600, True)])
def test_a_clock_that_is_not_the_providers(patient: Patient, off: int, warned: bool) -> None:
    hosts = {"etsy": answered(START + timedelta(seconds=off))}
    checks = [check for check in examine(replace(patient, hosts=hosts)).checks if check.name == "clock"]

    assert any(check.values.get("minutes") == "10" and check.health is Health.WARN for check in checks) is warned


def test_a_clock_that_was_never_set(patient: Patient) -> None:
    found = named(examine(replace(patient, clock=FakeClock(datetime(1970, 1, 2, tzinfo=UTC)))), "clock")
    assert (found.health, "1970-01-0" in found.plain()) == (Health.WARN, True)


@pytest.mark.parametrize(
    ("zone", "health"),
    [
        ("Europe/Paris", Health.OK),
        (":America/New_York", Health.OK),
        ("EST5EDT", Health.OK),
        ("Nowhere/City", Health.WARN),
        ("../x", Health.WARN),
    ],
)
def test_a_time_zone_that_nobody_knows(patient: Patient, zone: str, health: Health) -> None:
    assert named(examine(replace(patient, environment={"TZ": zone})), "clock").health is health


@pytest.mark.parametrize("content", [None, b"", b"garbage", b"\xde\x12\x04\x95" + b"\x00" * 3])
def test_a_catalogue_that_is_gone_or_damaged(patient: Patient, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "podpusher.mo"
    if content is not None:
        path.write_bytes(content)
    found = named(examine(replace(patient, catalogues={"fr": path})), "translations")

    assert (found.health, found.values) == (Health.WARN, {"languages": "fr"})


def test_a_browser_that_is_named_goes_first(patient: Patient, tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)

    def found(environment: dict[str, str], browser: str | None) -> tuple[Health, str]:
        check = named(examine(replace(patient, environment=environment, browser=lambda: browser)), "browser")
        return check.health, check.values.get("path", "")

    assert found({"PODPUSHER_BROWSER": str(program)}, "/other") == (Health.OK, str(program))
    assert found({"PODPUSHER_BROWSER": "/nowhere/x"}, "/other") == (Health.WARN, "/nowhere/x")
    assert found({}, "/other") == (Health.OK, "/other")
    assert found({}, None) == (Health.NOTE, "")


def test_where_no_window_opens_a_login_is_told_how(patient: Patient) -> None:
    assert not [check for check in examine(patient).checks if check.name == "logins"]
    assert named(examine(replace(patient, opens_pages=lambda: False)), "logins").health is Health.NOTE


def test_the_callback_port_is_free_or_its_holder_is_named(patient: Patient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        check = named(examine(replace(patient, callback_port=lambda: port)), "callback")
        assert check.health is Health.WARN
        assert f"Port {port} is taken by " in check.plain()
        assert "PODPUSHER_CALLBACK_PORT" in check.hint
    free = replace(patient, callback_port=lambda: port)
    for _ in range(2):
        assert named(examine(free), "callback").plain() == f"A login can come back to http://localhost:{port}/callback"


def test_counters_that_are_damaged_are_told(patient: Patient, tmp_path: Path) -> None:
    file = TrafficFile(tmp_path / "net.db", FakeClock())
    file.prove()
    file.close()
    pages = bytearray(file.path.read_bytes())
    pages[4096:8192] = b"x" * 4096
    for told in (bytes(pages), b"garbage" * 900):
        file.path.write_bytes(told)
        check = named(examine(replace(patient, counters=file.prove)), "counters")
        assert (check.health, check.values["path"]) == (Health.BAD, str(file.path))
        assert "made again" in check.hint
        file.close()
    file.path.unlink()
    assert named(examine(replace(patient, counters=file.prove)), "counters").health is Health.OK
    file.close()


def test_whatever_is_not_well_says_what_mends_it(patient: Patient, tmp_path: Path) -> None:
    ill = replace(
        patient,
        log=tmp_path,
        connect=raising(sqlite3.OperationalError("disk I/O error")),
        counters=raising(OSError(5, "Input/output error")),
        store=raising(KeyringTrouble(problem="locked")),
        connections=lambda: tuple(connection(state) for state in ConnectionState),
        hosts={
            "etsy": raising(Unreachable(provider="etsy", host="h", problem="no")),
            "stripe": answered(START + timedelta(days=1)),
        },
        catalogues={"fr": tmp_path / "gone.mo"},
        faults=raising(OSError(13, "Permission denied")),
        callback_port=raising(PortTaken(port=8517)),
        environment={"TZ": "Nowhere/City", "PODPUSHER_BROWSER": "/nowhere"},
    )
    checks = [check for check in examine(ill).checks if check.health in {Health.WARN, Health.BAD}]
    assert {check.name for check in checks} >= {
        "log", "database", "counters", "tokens", "etsy", "network", "clock", "callback", "translations", "browser", "faults",
    }  # fmt: skip
    assert [check.name for check in checks if not check.hint] == []


def test_mistakes_are_counted_by_kind_over_a_week(patient: Patient) -> None:
    asked: list[float] = []

    def faults(since: float) -> Sequence[str]:
        asked.append(since)
        return ["KeyError", "OSError", "KeyError"]

    found = named(examine(replace(patient, faults=faults)), "faults")
    assert (found.health, found.values["faults"]) == (Health.WARN, "KeyError 2, OSError 1")
    assert asked == [(START - timedelta(days=7)).timestamp()]


def test_a_log_that_cannot_be_read_is_a_warning(patient: Patient) -> None:
    def faults(_since: float) -> Sequence[str]:
        raise PermissionError(13, "Permission denied")

    found = named(examine(replace(patient, faults=faults)), "faults")
    assert (found.health, "Permission denied" in found.plain()) == (Health.WARN, True)
