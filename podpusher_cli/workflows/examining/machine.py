"""This computer: its clock, and what was installed with podpusher."""

from __future__ import annotations

import gettext
import struct
import zoneinfo
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from podpusher_cli.core.doctor import Check, Health, check_of
from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.text import N_
from podpusher_cli.net.ports import listen_here
from podpusher_cli.workflows.examining.patient import Patient

_NEVER_BEFORE = datetime(2025, 1, 1, tzinfo=UTC)
_SANDBOX = ("starlette", "uvicorn", "httptools", "jsonschema", "python_multipart")


def clock(name: str, patient: Patient) -> list[Check]:
    """Whether the time can be right; tokens are judged by it."""
    now = patient.clock.now()
    values = {"time": f"{now.astimezone():%Y-%m-%d %H:%M %Z}"}
    if now < _NEVER_BEFORE:
        message = N_("The clock says {time}, which is long past.")
        return [Check(name, Health.WARN, message, N_("Set this computer's clock."), values)]
    zone = patient.environment.get("TZ", "").removeprefix(":")
    if "/" in zone and not zone.startswith("/") and not _is_known(zone):
        message = N_("The time zone {zone} is not known here; times are shown in UTC.")
        return [Check(name, Health.WARN, message, N_("Correct the variable TZ."), {"zone": zone})]
    return [Check(name, Health.OK, N_("The clock says {time}."), values=values)]


def _is_known(zone: str) -> bool:
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def translations(name: str, patient: Patient) -> list[Check]:
    """Whether the catalogues are there and can be read."""
    gone = [language for language, path in patient.catalogues.items() if not _is_catalogue(path)]
    if gone:
        message = N_("The translations are not installed: {languages}. Everything is shown in English.")
        return [Check(name, Health.WARN, message, N_("Install podpusher anew."), {"languages": ", ".join(gone)})]
    values = {"languages": ", ".join(patient.catalogues)}
    return [Check(name, Health.OK, N_("Translations are there: {languages}."), values=values)]


def _is_catalogue(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            gettext.GNUTranslations(file)
    except (OSError, ValueError, struct.error):
        return False
    return True


def designs(name: str, _patient: Patient) -> list[Check]:
    """Whether the local designer has what it draws with."""
    hint = N_("Install podpusher anew.")
    try:
        from podpusher_cli.providers.typography.faces import CATALOGUE, missing
        from podpusher_cli.providers.vips import proven_version

        version = proven_version()
        poor = [face.title for face in CATALOGUE.values() if missing(face.name, "Az09")]
    except (ImportError, OSError, AttributeError) as error:
        return [Check(name, Health.BAD, N_("Designs cannot be drawn: {problem}"), hint, {"problem": str(error)})]
    if poor:
        return [Check(name, Health.BAD, N_("These fonts are damaged: {fonts}"), hint, {"fonts": ", ".join(poor)})]
    values = {"version": version, "fonts": str(len(CATALOGUE))}
    return [Check(name, Health.OK, N_("Designs can be drawn: libvips {version}, {fonts} fonts."), values=values)]


def browser(name: str, patient: Patient) -> list[Check]:
    """Whether there is one; few things need it."""
    from podpusher_cli.net.browser import located

    named = patient.environment.get("PODPUSHER_BROWSER")
    found = located(named) if named else patient.browser()
    if found:
        return [Check(name, Health.OK, N_("A browser is there: {path}"), values={"path": found})]
    if named:
        hint = N_("Set PODPUSHER_BROWSER to a Chromium browser, or take it away.")
        message = N_("PODPUSHER_BROWSER names {path}, which is not there.")
        return [Check(name, Health.WARN, message, hint, {"path": named})]
    return [
        Check(name, Health.NOTE, N_("No Chromium browser was found; nothing needs one but sources without an API."))
    ]


def logins(name: str, patient: Patient) -> list[Check]:
    """Whether a login can show its page here, and whether the browser can come back from it."""
    found = []
    if not patient.opens_pages():
        message = N_("No window can be opened from here; a login says which page to open.")
        found.append(Check(name, Health.NOTE, message))
    try:
        port = patient.callback_port()
        for listener in listen_here(port):
            listener.close()
    except PodpusherError as error:
        return [*found, check_of("callback", error, Health.WARN)]
    message = N_("A login can come back to {address}")
    return [*found, Check("callback", Health.OK, message, values={"address": f"http://localhost:{port}/callback"})]


def sandbox(name: str, _patient: Patient) -> list[Check]:
    """Whether the rehearsal shop can be started."""
    if all(find_spec(module) for module in _SANDBOX):
        return [Check(name, Health.OK, N_("The sandbox is installed."))]
    return [Check(name, Health.NOTE, N_("The sandbox is not installed."), "pip install 'podpusher[sandbox]'")]
