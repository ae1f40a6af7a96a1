"""The machine itself: its clock, and where all state is kept."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from podpusher_cli.core.errors import BadInput, Interrupted, MachineTrouble
from podpusher_cli.core.options import Options
from podpusher_cli.core.text import N_


class BadSeconds(BadInput):
    code = "input.seconds"
    message = N_("{variable} is “{text}”; it takes a number of seconds.")


class BadPort(BadInput):
    code = "input.port"
    message = N_("PODPUSHER_CALLBACK_PORT is “{text}”; it takes a port number.")


class NoHome(MachineTrouble):
    code = "machine.home"
    message = N_("This machine does not say where this user's files are kept.")
    hint = N_("Set HOME, or PODPUSHER_HOME to a folder for podpusher.")


class FolderGone(MachineTrouble):
    code = "machine.folder"
    message = N_("The folder that you are in is not there any more.")
    hint = N_("Go to another one with cd, then run the same command again.")


class SystemClock:
    """The machine's clock. `interrupt` ends every sleep, now and later, with Interrupted."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        if self._stopped.wait(max(0.0, seconds)):
            raise Interrupted

    def interrupt(self) -> None:
        """Wake every sleeper; after Ctrl-C."""
        self._stopped.set()


def home_of(options: Options, environment: Mapping[str, str]) -> Path:
    """The folder of all state; with --sandbox a home of its own inside it. Raises NoHome."""
    named = environment.get("PODPUSHER_HOME")
    try:
        if named:
            home = Path(named).expanduser().absolute()
        else:
            from platformdirs import user_data_path

            home = user_data_path("podpusher", appauthor=False)
    except RuntimeError as error:  # a user without a home
        raise NoHome from error
    return home / "sandbox" if options.sandbox else home


def folder_is_gone() -> bool:
    """Whether somebody has removed the folder that we were started in."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def log_fault(error: Exception, options: Options, environment: Mapping[str, str], request_id: str) -> None:
    """Write a mistake of our own into the log, whatever else is broken."""
    from podpusher_cli.store.log import Log

    Log(home_of(options, environment) / "logs", clock=SystemClock(), request_id=request_id).fault(error)
