"""Look over the machine, the home and the connections, and say what is not well."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile

from podpusher_cli.core.accounts import Connection, ConnectionState
from podpusher_cli.core.clock import Clock
from podpusher_cli.core.doctor import Check, Health, Report, check_of
from podpusher_cli.core.errors import PROVIDER_NAMES, PodpusherError
from podpusher_cli.core.text import N_
from podpusher_cli.store.files import make_folder

LEAST_FREE, LITTLE_FREE = 100_000_000, 1_000_000_000  # bytes: one run of designs, and a comfortable month
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_FAULT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Patient:
    """What is looked at. `store` probes the token store and gives its name; `connections` tells how each one stands.

    `faults` reads the kinds of our own mistakes since a moment from the log.
    """

    version: str
    home: Path
    profile: Callable[[], str]
    database: Callable[[], Path]
    connect: Callable[[], sqlite3.Connection]
    store: Callable[[], str]
    connections: Callable[[], Sequence[Connection]]
    catalogues: Mapping[str, Path]
    faults: Callable[[float], Sequence[str]]
    environment: Mapping[str, str]
    clock: Clock


def examine(patient: Patient) -> Report:
    """Every check; none of them can end the others."""
    checks: list[Check] = []
    for name, look in _CHECKS.items():
        try:
            checks += look(name, patient)
        except PodpusherError as error:
            checks.append(check_of(name, error))
        except (OSError, sqlite3.Error) as error:
            checks.append(
                Check(name, Health.BAD, N_("It cannot be looked at: {problem}"), values={"problem": str(error)})
            )
    return Report(
        version=patient.version,
        python=platform.python_version(),
        platform=platform.platform(terse=True),
        home=str(patient.home),
        profile=_profile(patient),
        checks=tuple(checks),
    )


def _profile(patient: Patient) -> str:
    try:
        return patient.profile()
    except (PodpusherError, OSError):
        return ""


def _home(name: str, patient: Patient) -> list[Check]:
    make_folder(patient.home)
    with NamedTemporaryFile(dir=patient.home, prefix=".doctor.") as probe:
        probe.write(b"x" * 4096)
        probe.flush()
    free = shutil.disk_usage(patient.home).free
    values = {"path": str(patient.home), "free": f"{free / 1e9:.1f}"}
    if free < LEAST_FREE:
        return [
            Check(
                name, Health.BAD, N_("The disk of {path} is full: {free} GB are free."), N_("Free some space."), values
            )
        ]
    if free < LITTLE_FREE:
        return [
            Check(
                name,
                Health.WARN,
                N_("The disk of {path} is nearly full: {free} GB are free."),
                N_("Free some space."),
                values,
            )
        ]
    return [Check(name, Health.OK, N_("{path} can be written; {free} GB are free."), values=values)]


def _database(name: str, patient: Patient) -> list[Check]:
    path = patient.database()
    connection = patient.connect()
    told = str(connection.execute("pragma quick_check(1)").fetchone()[0])
    if told != "ok":
        hint = N_("podpusher db restore BACKUP puts a backup in its place.")
        return [Check(name, Health.BAD, N_("The database is damaged: {problem}"), hint, {"problem": told})]
    products = connection.execute("select count(*) from products").fetchone()[0]
    values = {"path": str(path), "products": str(products), "megabytes": f"{path.stat().st_size / 1e6:.1f}"}
    checks = [Check(name, Health.OK, N_("The database is whole: {products} products, {megabytes} MB."), values=values)]
    doubtful = connection.execute(
        "select count(*) from products where stage in ('create_sent', 'publish_sent') and state <> 'publishing'"
    ).fetchone()[0]
    if doubtful:
        message = N_("{count} products are in doubt since a publish was cut short.")
        checks.append(Check("publishing", Health.WARN, message, "podpusher publish", {"count": str(doubtful)}))
    return checks


def _store(name: str, patient: Patient) -> list[Check]:
    try:
        return [Check(name, Health.OK, N_("Tokens can be kept: {store}."), values={"store": patient.store()})]
    except PodpusherError as error:
        return [check_of(name, error, Health.WARN)]  # what was kept there shows in the connections


def _connections(_name: str, patient: Patient) -> list[Check]:
    return [_connection(each) for each in patient.connections()]


def _connection(each: Connection) -> Check:
    values = {"provider": PROVIDER_NAMES[each.provider], "shop": each.shop.title if each.shop else ""}
    if each.state is ConnectionState.CONNECTED and not each.warnings:
        return Check(each.provider, Health.OK, N_("{provider} is connected: {shop}"), values=values)
    if each.state is ConnectionState.CONNECTED:
        return Check(
            each.provider,
            Health.WARN,
            N_("{provider} is connected, but not for long or not for all."),
            "podpusher status -v",
            values,
        )
    if each.state is ConnectionState.NOT_CONNECTED:
        return Check(
            each.provider, Health.NOTE, N_("{provider} is not connected."), f"podpusher connect {each.provider}", values
        )
    problem = each.problem.message if each.problem else each.state.value
    return Check(
        each.provider, Health.WARN if each.state is ConnectionState.UNREACHABLE else Health.BAD,
        N_("{provider}: {problem}"), each.problem.hint if each.problem else f"podpusher connect {each.provider}",
        values | {"problem": problem},
    )  # fmt: skip


def _catalogues(name: str, patient: Patient) -> list[Check]:
    gone = [language for language, path in patient.catalogues.items() if not path.is_file()]
    if gone:
        message = N_("The translations are not installed: {languages}. Everything is shown in English.")
        return [Check(name, Health.WARN, message, N_("Install podpusher anew."), {"languages": ", ".join(gone)})]
    return [
        Check(
            name,
            Health.OK,
            N_("Translations are there: {languages}."),
            values={"languages": ", ".join(patient.catalogues)},
        )
    ]


def _pictures(name: str, _patient: Patient) -> list[Check]:
    try:
        import pyvips

        from podpusher_cli.providers.typography.faces import CATALOGUE, missing

        poor = [face.title for face in CATALOGUE.values() if missing(face.name, "Az09")]
        version = ".".join(str(pyvips.version(part)) for part in range(3))
    except (ImportError, OSError) as error:
        hint = N_("Install podpusher anew.")
        return [Check(name, Health.BAD, N_("Designs cannot be drawn: {problem}"), hint, {"problem": str(error)})]
    if poor:
        return [
            Check(
                name,
                Health.BAD,
                N_("These fonts are damaged: {fonts}"),
                N_("Install podpusher anew."),
                {"fonts": ", ".join(poor)},
            )
        ]
    values = {"version": version, "fonts": str(len(CATALOGUE))}
    return [Check(name, Health.OK, N_("Designs can be drawn: libvips {version}, {fonts} fonts."), values=values)]


def _browser(name: str, patient: Patient) -> list[Check]:
    named = patient.environment.get("PODPUSHER_BROWSER")
    if named and not (shutil.which(named) or Path(named).is_file()):
        hint = N_("Set PODPUSHER_BROWSER to a Chromium browser, or take it away.")
        return [
            Check(name, Health.WARN, N_("PODPUSHER_BROWSER names {path}, which is not there."), hint, {"path": named})
        ]
    found = named or next((path for each in _BROWSERS if (path := shutil.which(each))), None)
    if found is None:
        return [
            Check(name, Health.NOTE, N_("No Chromium browser was found; nothing needs one but sources without an API."))
        ]
    return [Check(name, Health.OK, N_("A browser is there: {path}"), values={"path": found})]


def _sandbox(name: str, _patient: Patient) -> list[Check]:
    if all(find_spec(module) for module in ("starlette", "uvicorn")):
        return [Check(name, Health.OK, N_("The sandbox is installed."))]
    return [Check(name, Health.NOTE, N_("The sandbox is not installed."), "pip install 'podpusher[sandbox]'")]


def _faults(name: str, patient: Patient) -> list[Check]:
    since = (patient.clock.now() - timedelta(days=_FAULT_DAYS)).timestamp()
    counts = Counter(patient.faults(since))
    if not counts:
        return [
            Check(
                name,
                Health.OK,
                N_("No mistake of podpusher's own in the last {days} days."),
                values={"days": str(_FAULT_DAYS)},
            )
        ]
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
    hint = "podpusher doctor --bundle report.zip"
    return [
        Check(
            name,
            Health.WARN,
            N_("podpusher made mistakes in the last {days} days: {faults}"),
            hint,
            {"days": str(_FAULT_DAYS), "faults": told},
        )
    ]


_CHECKS: dict[str, Callable[[str, Patient], list[Check]]] = {
    "home": _home, "database": _database, "tokens": _store, "connections": _connections, "translations": _catalogues,
    "designs": _pictures, "browser": _browser, "sandbox": _sandbox, "faults": _faults,
}  # fmt: skip


def schema_of(path: Path) -> str:
    """The database's tables as SQL, without a row of them; for a bundle."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        rows = connection.execute("select sql from sqlite_master where sql is not null order by name")
        return "\n".join(f"{row[0]};" for row in rows)


def versions() -> dict[str, str]:
    """The versions of what podpusher stands on."""
    from importlib.metadata import PackageNotFoundError, requires, version

    found = {"python": sys.version.split()[0]}
    try:
        names = [line.split(";")[0] for line in requires("podpusher") or () if "extra ==" not in line]
    except PackageNotFoundError:
        return found
    for line in names:
        name = line.split("<")[0].split(">")[0].split("=")[0].split("[")[0].strip()
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found
