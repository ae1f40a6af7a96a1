"""Look over the machine, the home and the connections, and say what is not well."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Callable

from podpusher_cli.core.doctor import Check, Health, Report, Unseen, check_of
from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.store.db import trouble_of
from podpusher_cli.workflows.examining import accounts, billing, data, machine
from podpusher_cli.workflows.examining.patient import Patient

_CHECKS: dict[str, Callable[[str, Patient], list[Check]]] = {
    "home": data.home, "log": data.log, "database": data.database, "counters": data.counters, "tokens": accounts.tokens,
    "network": accounts.network, "connections": accounts.connections, "billing": billing.billing, "clock": machine.clock,
    "logins": machine.logins, "translations": machine.translations, "designs": machine.designs, "browser": machine.browser,
    "sandbox": machine.sandbox, "faults": data.faults,
}  # fmt: skip


def examine(patient: Patient) -> Report:
    """Every check; none of them can end the others. What keeps several from looking is told once."""
    found: list[Check] = []
    for name, look in _CHECKS.items():
        try:
            found += look(name, patient)
        except PodpusherError as error:
            if not any(check.plain() == error.plain() for check in found):
                found.append(check_of(name, error))
        except sqlite3.Error as error:
            if not any(check.name == "database" and check.health is Health.BAD for check in found):
                found.append(check_of(name, trouble_of(error, patient.database()) or Unseen(problem=error)))
        except OSError as error:
            found.append(check_of(name, Unseen(problem=error)))
    return Report(
        version=patient.version,
        python=platform.python_version(),
        platform=platform.platform(terse=True),
        home=str(patient.home),
        profile=_profile(patient),
        checks=tuple(found),
    )


def _profile(patient: Patient) -> str:
    try:
        return patient.profile()
    except (PodpusherError, OSError):
        return ""
