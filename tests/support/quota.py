"""A ledger over a database, and what must hold of it at any moment."""

from __future__ import annotations

import sqlite3

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.plans import LOCAL, Limits, Plan, month_of
from podpusher_cli.core.quota import Overage
from podpusher_cli.store.quota import QuotaLedger

UNLIMITED = Limits()


def ledger_of(
    connection: sqlite3.Connection,
    clock: Clock,
    limits: Limits = UNLIMITED,
    *,
    overage: Overage = Overage.BLOCK,
    tier: str = LOCAL,
) -> QuotaLedger:
    """The ledger under a plan with these limits, whose period is the calendar month."""
    return QuotaLedger(
        connection, plan=lambda: Plan(tier, limits, month_of(clock.now())), overage=lambda: overage, clock=clock
    )


def states(connection: sqlite3.Connection) -> dict[str, str]:
    """Each entry, `item resource`, with how it stands."""
    rows = connection.execute("select item, resource, state from quota")
    return {f"{item} {resource}": state for item, resource, state in rows}
