"""What `doctor` finds: checks, each well or not, with what mends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from podpusher_cli.core.errors import PROVIDER_NAMES, PodpusherError, fill
from podpusher_cli.core.text import N_


class Health(StrEnum):
    """How a check came out. `note` is worth knowing and nothing to mend."""

    OK = "ok"
    NOTE = "note"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `message` and `hint` are marked for translation and filled with `values` when shown."""

    name: str
    health: Health
    message: str
    hint: str = ""
    values: dict[str, str] = field(default_factory=dict)

    def plain(self) -> str:
        """The message in English, filled."""
        return fill(self.message, self.values)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was looked at. `bundle`: the file that was written for support, if one was."""

    version: str
    python: str
    platform: str
    home: str
    profile: str
    checks: tuple[Check, ...]
    bundle: str | None = None


def check_of(name: str, error: PodpusherError, health: Health = Health.BAD) -> Check:
    """A check that ended with one of our errors."""
    values = {key: str(value) for key, value in error.fields.items()}
    return Check(name, health, error.message, error.hint_text, values)


class Unseen(PodpusherError):
    code = "doctor.unseen"
    exit_status = 9
    message = N_("It cannot be looked at: {problem}")
    hint = "podpusher doctor --bundle report.zip"


class NotWell(PodpusherError):
    code = "doctor.bad"
    exit_status = 9
    message = N_("Something is wrong with: {names}.")
    hint = N_("Each line above says what mends it.")


class BadConnection(NotWell):
    """Nothing is bad but connections."""

    code = "doctor.connections"
    exit_status = 3


def verdict(report: Report) -> NotWell | None:
    """What doctor ends with: None unless something is bad."""
    bad = [check.name for check in report.checks if check.health is Health.BAD]
    kind = BadConnection if PROVIDER_NAMES.keys() >= set(bad) else NotWell
    return kind(names=", ".join(bad), details={"checks": bad}) if bad else None
