"""What the doctor looks at."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from podpusher_cli.core.accounts import Connection
from podpusher_cli.core.billing import PlanSheet
from podpusher_cli.core.clock import Clock
from podpusher_cli.core.http import Response


@dataclass(frozen=True, slots=True)
class Patient:
    """Everything that is looked at, made when it is asked for.

    `counters` raises where the file that paces all calls is damaged. `store` probes the token store and gives its name;
    `connections` tells how each one stands, `plan` what is known of billing. `hosts` has a request to each provider that
    needs no login: empty where nobody shall be asked. `faults` reads the kinds of our own mistakes since a moment from the
    log. `browser` finds one where none is named; `opens_pages`: whether a login can show its page here.
    """

    version: str
    home: Path
    log: Path
    profile: Callable[[], str]
    database: Callable[[], Path]
    connect: Callable[[], sqlite3.Connection]
    counters: Callable[[], None]
    store: Callable[[], str]
    connections: Callable[[], Sequence[Connection]]
    plan: Callable[[], PlanSheet]
    hosts: Mapping[str, Callable[[], Response]]
    catalogues: Mapping[str, Path]
    faults: Callable[[float], Sequence[str]]
    browser: Callable[[], str | None]
    opens_pages: Callable[[], bool]
    callback_port: Callable[[], int]
    environment: Mapping[str, str]
    clock: Clock
