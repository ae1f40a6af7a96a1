"""A report for support: what is needed to find a fault, and nothing that opens a door or belongs to a buyer."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from podpusher_cli.core.doctor import Report
from podpusher_cli.core.errors import DiskTrouble, PodpusherError
from podpusher_cli.core.secrets import mask
from podpusher_cli.core.settings import SETTINGS, VARIABLES
from podpusher_cli.store import checkups
from podpusher_cli.store.files import replace_file
from podpusher_cli.store.scrubbing import without_mail
from podpusher_cli.workflows.replacing import free_place

_MOST_LOG = 1_000_000  # bytes from its end
_SECRET_NAME = re.compile(r"TOKEN|KEY|SECRET|COOKIES|PROXIES|SMTP|NOTIFY|PASSW")
# Some servers take a key there. In JSON a quotation mark and the end of a line have a backslash before them.
_QUERY = re.compile(r"(https?://[^\s\"'?#]*)[?#](?:[^\s\"'\\]|\\[^\"nrt])*")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|“[^”\n]*”")


def write(
    report: Report,
    file: Path,
    *,
    log: Path,
    database: Callable[[], Path],
    settings: Callable[[], Mapping[str, str]],
    environment: Mapping[str, str],
    confirm: Callable[..., bool],
) -> Report:
    """The zip file `file`, whole or not at all; the report with its name. Raises FileThere, CannotReplace or DiskTrouble.

    Parts that cannot be read are left out: a bundle is made of a broken home, too.
    """
    target = free_place(file.absolute(), confirm)
    parts: dict[str, Any] = {
        "report.json": asdict(report),
        "versions.json": versions(),
        "environment.json": _set(environment),
    }
    with suppress(PodpusherError, OSError, sqlite3.Error):
        parts["settings.json"] = {each.key: settings()[each.key] for each in SETTINGS if each.kind != "secret"}
    with suppress(PodpusherError, OSError, sqlite3.Error), checkups.reading(database()) as connection:
        parts["schema.sql"] = checkups.schema(connection)
        parts["counts.json"] = checkups.counts(connection)
        parts["runs.json"] = checkups.last_runs(connection)
    with suppress(OSError):
        parts["podpusher.log"] = _tail(log)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, told in parts.items():
            text = told if isinstance(told, str) else json.dumps(told, indent=1, ensure_ascii=False)
            packed.writestr(name, without_mail(mask(_without_home(_QUERY.sub(r"\1?***", text)))))
    try:
        replace_file(target, made.getvalue())
    except OSError as error:
        raise DiskTrouble(path=target, problem=error.strerror or error) from error
    return replace(report, bundle=str(target))


def _set(environment: Mapping[str, str]) -> dict[str, str]:
    """Our variables that are set, those that nobody knows by their names only: a mistyped one is a finding, too."""
    told = {each.name for each in VARIABLES if not each.secret and not _SECRET_NAME.search(each.name)}
    told |= {"PODPUSHER_TOKEN_STORE", "LANG", "LC_ALL", "TERM", "TZ", "NO_COLOR"}
    ours = told | {name for name in environment if name.startswith(("PODPUSHER_", "OPENAI_"))}
    return {name: environment[name] if name in told else "***" for name in sorted(ours) if environment.get(name)}


def _tail(log: Path) -> str:
    """The last lines, whole ones, without what exceptions quote: that may be a seller's text."""
    with log.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - _MOST_LOG))
        lines = file.read().decode("utf-8", "replace").splitlines()[size > _MOST_LOG :]
    return "\n".join(_unquoted(line) for line in lines)


def _unquoted(line: str) -> str:
    try:
        told = json.loads(line)
        trace = told["traceback"]
    except (ValueError, KeyError, TypeError):
        return line
    # What stands at the margin is what an exception says; the lines of code below it are ours.
    told["traceback"] = "\n".join(
        part if part.startswith((" ", "Traceback")) else _QUOTED.sub("'…'", part) for part in str(trace).splitlines()
    )
    return json.dumps(told, ensure_ascii=False)


def _without_home(text: str) -> str:
    """The seller's own folder is nobody's business."""
    own = str(Path.home())
    return text.replace(own, "~") if len(own) > 1 else text


def versions() -> dict[str, str]:
    """The versions of what podpusher stands on."""
    from importlib.metadata import PackageNotFoundError, requires, version

    found = {"python": sys.version.split()[0], "sqlite": sqlite3.sqlite_version}
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
