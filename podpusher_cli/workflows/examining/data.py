"""The home, the log and the database."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import timedelta
from tempfile import NamedTemporaryFile

from podpusher_cli.core.doctor import Check, Health, Unseen, check_of
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.text import N_
from podpusher_cli.store import checkups
from podpusher_cli.store.files import make_folder
from podpusher_cli.workflows.examining.patient import Patient

LEAST_FREE, LITTLE_FREE = 100_000_000, 1_000_000_000  # bytes: one run of designs, and a comfortable month
_FAULT_DAYS = 7


def home(name: str, patient: Patient) -> list[Check]:
    """Whether there is a place to work in. Raises DiskTrouble."""
    try:
        make_folder(patient.home)
        with NamedTemporaryFile(dir=patient.home, prefix=".doctor.") as probe:
            probe.write(b"x" * 4096)
            probe.flush()
        free = shutil.disk_usage(patient.home).free
    except OSError as error:
        raise DiskTrouble(path=patient.home, problem=error.strerror or error) from error
    values = {"path": str(patient.home), "free": f"{free / 1e9:.1f}"}
    hint = N_("Free some space.")
    if free < LEAST_FREE:
        return [Check(name, Health.BAD, N_("The disk of {path} is full: {free} GB are free."), hint, values)]
    if free < LITTLE_FREE:
        return [Check(name, Health.WARN, N_("The disk of {path} is nearly full: {free} GB are free."), hint, values)]
    return [Check(name, Health.OK, N_("{path} can be written; {free} GB are free."), values=values)]


def log(name: str, patient: Patient) -> list[Check]:
    """Whether the log can be kept; work goes on without."""
    try:
        make_folder(patient.log.parent)
        with patient.log.open("ab"):
            pass
    except OSError as error:
        return [check_of(name, DiskTrouble(path=patient.log, problem=error.strerror or error), Health.WARN)]
    return [Check(name, Health.OK, N_("The log is kept in {path}"), values={"path": str(patient.log)})]


def database(name: str, patient: Patient) -> list[Check]:
    """Whether the database is whole, and what in it is in doubt. Raises MachineTrouble or sqlite3.Error."""
    path, connection = patient.database(), patient.connect()
    problem = checkups.damage(connection)
    if problem is not None:
        hint = N_("podpusher db restore BACKUP puts a backup in its place.")
        return [Check(name, Health.BAD, N_("The database is damaged: {problem}"), hint, {"problem": problem})]
    products = str(checkups.product_count(connection))
    values = {"path": str(path), "products": products, "megabytes": f"{path.stat().st_size / 1e6:.1f}"}
    found = [
        Check(name, Health.OK, N_("The database is whole; products: {products}, size: {megabytes} MB."), values=values)
    ]
    doubtful = checkups.doubtful(connection)
    if doubtful:
        message = N_("Products in doubt since a publish was cut short: {count}.")
        found.append(Check("publishing", Health.WARN, message, "podpusher publish", {"count": str(doubtful)}))
    return found


def counters(name: str, patient: Patient) -> list[Check]:
    """Whether the file by which all runs pace their calls can be relied on. Raises MachineTrouble."""
    patient.counters()
    return [Check(name, Health.OK, N_("The counters that pace the calls to providers are whole."))]


def faults(name: str, patient: Patient) -> list[Check]:
    """Mistakes of our own, as the log has them."""
    since = (patient.clock.now() - timedelta(days=_FAULT_DAYS)).timestamp()
    try:
        counts = Counter(patient.faults(since))
    except OSError as error:
        return [check_of(name, Unseen(problem=error), Health.WARN)]
    days = {"days": str(_FAULT_DAYS)}
    if not counts:
        return [Check(name, Health.OK, N_("No mistake of podpusher's own in the last {days} days."), values=days)]
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
    message = N_("podpusher made mistakes in the last {days} days: {faults}")
    return [Check(name, Health.WARN, message, "podpusher doctor --bundle report.zip", days | {"faults": told})]
