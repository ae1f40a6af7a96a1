"""Counts of the quota ledger: what is used, what is reserved, and which reservations nobody stands behind any more."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from datetime import datetime

from podpusher_cli.core.plans import Period, Resource
from podpusher_cli.core.quota import Share
from podpusher_cli.core.runs import Holder
from podpusher_cli.store.db import stamp
from podpusher_cli.store.holders import is_dead, stands

_ABROAD_SECONDS = 300.0  # a holder on another machine that has not been heard of for so long has lost what it reserved


def count(
    connection: sqlite3.Connection, resource: Resource, period: Period, *, without: Collection[str] = ()
) -> tuple[int, int]:
    """How much is used and how much is reserved of what was taken in the period; entries `without` are passed over."""
    used, reserved = connection.execute(
        "select count(*) filter (where state = 'used'), count(*) filter (where state = 'reserved') from quota"
        " where resource = ? and reserved_at >= ? and reserved_at < ? and id not in (select value from json_each(?))",
        (resource, stamp(period.start), stamp(period.end), json.dumps(list(without))),
    ).fetchone()
    return int(used), int(reserved)


def shares(
    connection: sqlite3.Connection, resource: Resource, period: Period, *, by: str, without: Collection[str] = ()
) -> list[Share]:
    """The same, told apart by `command` or `run`, the most first."""
    key = {"command": "command", "run": "coalesce(run_id, command)"}[by]
    rows = connection.execute(
        f"select {key}, count(*) filter (where state = 'used'), count(*) filter (where state = 'reserved') from quota"
        " where resource = ? and reserved_at >= ? and reserved_at < ? and state <> 'released'"
        " and id not in (select value from json_each(?)) group by 1 order by count(*) desc, 1",
        (resource, stamp(period.start), stamp(period.end), json.dumps(list(without))),
    )
    return [Share(str(name), resource, int(used), int(reserved)) for name, used, reserved in rows]


def waiting(connection: sqlite3.Connection) -> int:
    """The products that are not published yet."""
    return int(connection.execute("select count(*) from products where state <> 'published'").fetchone()[0])


def dead(connection: sqlite3.Connection, resource: Resource, now: datetime) -> list[str]:
    """Reservations that no living work stands behind and of which nothing may have come at a provider."""
    find = {Resource.PUBLISHES: _unclaimed, Resource.TREND_REFRESHES: _deserted}.get(resource, _abandoned)
    return find(connection, resource, now)


def _unclaimed(connection: sqlite3.Connection, resource: Resource, now: datetime) -> list[str]:
    """Of products that are gone, or of which nothing was sent and that no living run has claimed."""
    rows = connection.execute(
        "select q.id, p.id is null as gone, p.claim_holder, p.claim_until from quota q left join products p on p.id = q.item"
        " where q.resource = ? and q.state = 'reserved' and (p.id is null or p.stage = 'new')",
        (resource,),
    ).fetchall()
    return [
        str(row["id"])
        for row in rows
        if row["gone"] or not stands(row["claim_holder"], late=(row["claim_until"] or 0) < stamp(now))
    ]


def _abandoned(connection: sqlite3.Connection, resource: Resource, _now: datetime) -> list[str]:
    """Of items of a run that nobody is at, where no paid request was sent."""
    rows = connection.execute(
        "select q.id, r.state, r.holder from quota q left join runs r on r.id = q.run_id"
        " left join generation_items i on i.run_id = q.run_id and q.item = i.run_id || ':' || i.place"
        " where q.resource = ? and q.state = 'reserved' and not exists (select 1 from spends s"
        " where s.item = i.design_id and s.state <> 'free' and s.at >= q.reserved_at)",
        (resource,),
    ).fetchall()
    return [str(row["id"]) for row in rows if row["state"] != "running" or is_dead(Holder.parse(row["holder"]))]


def _deserted(connection: sqlite3.Connection, resource: Resource, now: datetime) -> list[str]:
    """Of processes that are gone."""
    rows = connection.execute(
        "select id, holder, reserved_at from quota where resource = ? and state = 'reserved'", (resource,)
    ).fetchall()
    return [
        str(row["id"])
        for row in rows
        if not stands(row["holder"], late=row["reserved_at"] + _ABROAD_SECONDS < stamp(now))
    ]
