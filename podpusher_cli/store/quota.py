"""The ledger of what a plan counts: a unit is reserved before the work, then used or given back; none counts twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from podpusher_cli.core.clock import Clock, rfc3339
from podpusher_cli.core.ids import new_id
from podpusher_cli.core.plans import LOCAL, Plan, Resource
from podpusher_cli.core.quota import (
    METERS,
    QUEUE,
    THRESHOLDS,
    Overage,
    OverQuota,
    Share,
    Taker,
    Unit,
    Usage,
    over_quota,
    period_of,
)
from podpusher_cli.store.db import stamp, transaction
from podpusher_cli.store.holders import this_process
from podpusher_cli.store.notices import leave
from podpusher_cli.store.quota_counts import count, dead, shares, waiting


class QuotaLedger:
    """The profile's ledger.

    `reserve`, `use` and `give_back` belong inside a transaction of the caller's, the one that journals the work: what that
    loses, they lose. `plan` gives the plan in force, `overage` what happens beyond it. `passed`: limits that were passed by.
    """

    def __init__(
        self, connection: sqlite3.Connection, *, plan: Callable[[], Plan], overage: Callable[[], Overage], clock: Clock
    ) -> None:
        self._db = connection
        self._plan = plan
        self._overage = overage
        self._clock = clock
        self.passed: dict[str, Usage] = {}

    # Inside the caller's transaction

    def reserve(self, units: Sequence[Unit], taker: Taker) -> list[OverQuota | None]:
        """Reserve each unit that is not counted yet. In order: None, or why there is none of it."""
        known: dict[Resource, Usage] = {}
        answers = [self._reserve(unit, taker, known) for unit in units]
        for resource, usage in known.items():
            self._tell(resource, usage)
        return answers

    def use(self, items: Iterable[str]) -> None:
        """The items are done: what they have reserved is used, for good; beyond the limit it is put on the bill."""
        now = stamp(self._clock.now())
        for item in items:
            rows = self._db.execute(
                "update quota set state = 'used', settled_at = ? where item = ? and state = 'reserved' returning id, resource, metered",
                (now, item),
            ).fetchall()
            self._db.executemany(
                "insert into meter_outbox (identifier, event_name, value, at) values (?, ?, 1, ?)",
                [(row["id"], METERS[Resource(row["resource"])], now) for row in rows if row["metered"]],
            )

    def give_back(self, items: Iterable[str]) -> None:
        """The items came to nothing: what they have reserved is free again."""
        self._db.executemany(
            "update quota set state = 'released', settled_at = ? where item = ? and state = 'reserved'",
            [(stamp(self._clock.now()), item) for item in items],
        )

    def _reserve(self, unit: Unit, taker: Taker, known: dict[Resource, Usage]) -> OverQuota | None:
        if self._is_counted(unit):
            return None
        plan = self._plan()
        usage = known.get(unit.resource) or self._usage(unit.resource, plan)
        if usage.left == 0 and self._bury(unit.resource):
            usage = self._usage(unit.resource, plan)
        known[unit.resource] = usage
        beyond = usage.left == 0
        overage = self._overage() if beyond else Overage.BLOCK
        if beyond and overage is Overage.BLOCK and not unit.owed:
            return over_quota(usage, tier=plan.tier)
        metered = beyond and overage is Overage.METER and plan.tier != LOCAL
        if beyond and not metered:
            self.passed[unit.resource] = usage
        self._insert(unit, taker, metered=metered)
        known[unit.resource] = replace(usage, reserved=usage.reserved + 1)
        return None

    def _is_counted(self, unit: Unit) -> bool:
        row = self._db.execute(
            "select 1 from quota where item = ? and resource = ? and state <> 'released'", (unit.item, unit.resource)
        ).fetchone()
        return row is not None

    def _insert(self, unit: Unit, taker: Taker, *, metered: bool) -> None:
        self._db.execute(
            "insert into quota (id, item, resource, run_id, command, holder, metered, state, reserved_at)"
            " values (?, ?, ?, ?, ?, ?, ?, 'reserved', ?) on conflict (item, resource) do update set run_id = excluded.run_id,"
            " command = excluded.command, holder = excluded.holder, metered = excluded.metered, state = 'reserved',"
            " reserved_at = excluded.reserved_at, settled_at = null",
            (
                new_id("q"), unit.item, unit.resource, taker.run, taker.command, str(this_process()), metered,
                stamp(self._clock.now()),
            ),
        )  # fmt: skip

    def _bury(self, resource: Resource) -> bool:
        """Give back what dead work has reserved; whether there was any."""
        gone = dead(self._db, resource, self._clock.now())
        self._db.executemany(
            "update quota set state = 'released', settled_at = ? where id = ?",
            [(stamp(self._clock.now()), each) for each in gone],
        )
        return bool(gone)

    def _tell(self, resource: Resource, usage: Usage) -> None:
        """Leave a notice where a threshold is reached: one for each limit in a period, and none for a lower one after."""
        if usage.threshold is None or usage.resets_at is None:
            return
        now = self._clock.now()
        start = stamp(period_of(resource, self._plan(), now).start)
        told = self._db.executemany(
            "insert or ignore into quota_told (resource, period_start, most, percent) values (?, ?, ?, ?)",
            [(resource, start, usage.limit, percent) for percent in THRESHOLDS if percent <= usage.threshold],
        )
        if told.rowcount:
            fields = {"used": usage.taken, "limit": usage.limit, "resets_at": rfc3339(usage.resets_at)}
            leave(self._db, f"quota.{resource}.{usage.threshold}", fields, now)

    # In a transaction of its own

    def take(self, units: Sequence[Unit], taker: Taker, *, queued: bool = False) -> None:
        """Reserve all of the units or none; `queued`: they will become a product. Raises OverQuota."""
        with transaction(self._db):
            if queued and not any(unit.owed or self._is_counted(unit) for unit in units):
                self._refuse_full_queue()
            for refused in self.reserve(units, taker):
                if refused is not None:
                    raise refused

    def drop(self, items: Iterable[str]) -> None:
        """Give back what the items have reserved."""
        with transaction(self._db):
            self.give_back(items)

    def _refuse_full_queue(self) -> None:
        if self.queue().left == 0:
            self._bury(Resource.TEXTS)
            if self.queue().left == 0:
                raise self.queue_full()

    def used_up(self, resource: Resource) -> OverQuota:
        """The error that says that nothing of it is left."""
        return over_quota(self.usage(resource), tier=self._plan().tier)

    def queue_full(self) -> OverQuota:
        """The error that says that no more products may wait."""
        return over_quota(self.queue(), tier=self._plan().tier)

    # Looking

    def counted(self, resource: Resource, items: Iterable[str]) -> set[str]:
        """Those of the items that need no unit any more."""
        return {item for item in items if self._is_counted(Unit(item, resource))}

    def usage(self, resource: Resource) -> Usage:
        """How far it is used; what dead work has reserved is not counted."""
        return self._usage(resource, self._plan(), without=dead(self._db, resource, self._clock.now()))

    def room(self, resource: Resource) -> int | None:
        """How many more would be granted now; None: as many as one likes, be it for a warning or a bill."""
        return self.usage(resource).left if self._overage() is Overage.BLOCK else None

    def queue(self) -> Usage:
        """How many products wait to be published; `reserved` are being made."""
        plan, now = self._plan(), self._clock.now()
        _, making = count(self._db, Resource.TEXTS, period_of(Resource.TEXTS, plan, now))
        return Usage(QUEUE, waiting(self._db), making, plan.limits.queue)

    def shares(self, by: str) -> tuple[Share, ...]:
        """What is used and reserved now, told apart by `command` or `run`."""
        now, plan = self._clock.now(), self._plan()
        return tuple(
            share
            for resource in Resource
            for share in shares(
                self._db, resource, period_of(resource, plan, now), by=by, without=dead(self._db, resource, now)
            )
        )

    def _usage(self, resource: Resource, plan: Plan, *, without: Collection[str] = ()) -> Usage:
        period = period_of(resource, plan, self._clock.now())
        used, reserved = count(self._db, resource, period, without=without)
        return Usage(resource, used, reserved, plan.limits.of(resource), period.end)
