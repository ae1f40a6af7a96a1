"""A report for support: what is needed to find a fault, and nothing that opens a door or belongs to a buyer."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from podpusher_cli.core.doctor import Report
from podpusher_cli.core.errors import DiskTrouble, FileThere, PodpusherError
from podpusher_cli.core.secrets import mask
from podpusher_cli.core.settings import SETTINGS, VARIABLES
from podpusher_cli.core.text import N_
from podpusher_cli.store.files import replace_file
from podpusher_cli.workflows.doctor import schema_of, versions

_MOST_LOG = 1_000_000  # bytes from its end


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
    """The zip file `file`, whole or not at all; the report with its name. Raises FileThere or DiskTrouble.

    Parts that cannot be read are left out: a bundle is made of a broken home, too.
    """
    if file.exists() and not confirm(N_("Replace {path}?"), path=str(file)):
        raise FileThere(path=str(file))
    parts: dict[str, Any] = {"report.json": asdict(report), "versions.json": versions()}
    parts["environment.json"] = {
        each.name: _told(each.name, environment) for each in VARIABLES if environment.get(each.name)
    }
    with suppress(PodpusherError, OSError, sqlite3.Error):
        parts["settings.json"] = {each.key: settings()[each.key] for each in SETTINGS if each.kind != "secret"}
    with suppress(PodpusherError, OSError, sqlite3.Error):
        parts["schema.sql"] = schema_of(database())
    with suppress(OSError):
        parts["podpusher.log"] = log.read_bytes()[-_MOST_LOG:].decode("utf-8", "replace")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, told in parts.items():
            text = told if isinstance(told, str) else json.dumps(told, indent=1, ensure_ascii=False)
            packed.writestr(name, mask(_without_home(text)))
    target = file.absolute()
    try:
        replace_file(target, made.getvalue())
    except OSError as error:
        raise DiskTrouble(path=target, problem=error.strerror or error) from error
    return replace(report, bundle=str(target))


def _told(name: str, environment: Mapping[str, str]) -> str:
    secret = {each.name for each in VARIABLES if each.secret}
    return (
        "***"
        if name in secret or name.endswith(("_TOKEN", "_KEYSTRING", "_COOKIES", "_PROXIES"))
        else environment[name]
    )


def _without_home(text: str) -> str:
    """The seller's own folder is nobody's business."""
    own = os.path.expanduser("~")  # noqa: PTH111 - as text, whatever it is
    return text.replace(own, "~") if len(own) > 1 else text
