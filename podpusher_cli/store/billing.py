"""What Stripe told: the subscription as last seen, the events, the checkouts under way, usage that is to be billed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from podpusher_cli.core.billing import Known
from podpusher_cli.core.clock import from_seconds
from podpusher_cli.core.results import Page
from podpusher_cli.core.stripe_events import KEPT_DAYS, Outcome, SeenEvent, Sighting
from podpusher_cli.core.upgrades import Checkout, CheckoutState
from podpusher_cli.store.cursors import newest_first
from podpusher_cli.store.db import stamp, transaction, unstamp

_LOGGED = timedelta(days=2 * KEPT_DAYS)  # an event comes again for no longer than Stripe keeps it


class BillingBook:
    """What a profile knows of its subscription."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def known(self) -> Known | None:
        """What Stripe held when it was last asked; None where it never was, or another release wrote it differently."""
        row = self._db.execute("select doc from subscription").fetchone()
        if row is None:
            return None
        import msgspec

        try:
            return msgspec.json.decode(row[0], type=Known)
        except msgspec.MsgspecError:
            return None

    def settle(self, known: Known, outcomes: Mapping[str, Outcome], bought: Iterable[str], now: datetime) -> None:
        """Keep what Stripe holds, what became of the events that said to look, and which checkouts were paid: all or nothing."""
        import msgspec

        told = (known.account, known.livemode, known.customer, msgspec.json.encode(known).decode(), stamp(known.as_of))
        with transaction(self._db):
            self._db.execute(
                "insert into subscription (only, account, livemode, customer, doc, as_of) values (1, ?, ?, ?, ?, ?)"
                " on conflict (only) do update set account = excluded.account, livemode = excluded.livemode,"
                " customer = excluded.customer, doc = excluded.doc, as_of = excluded.as_of",
                told,
            )
            self._mark(outcomes, now)
            self._db.execute("delete from stripe_events where applied_at < ?", (stamp(now - _LOGGED),))
            self._db.executemany(
                "update checkouts set state = 'complete', ended_at = ? where intent = ?",
                [(stamp(now), intent) for intent in bought],
            )

    def forget(self) -> None:
        """Another account from now on: what is known is of no use, and no checkout of the old one is waited for."""
        with transaction(self._db):
            self._db.execute("delete from subscription")
            self._db.execute("update checkouts set state = 'expired' where state = 'open'")

    # Events

    def note(
        self, events: Iterable[Sighting], source: str, now: datetime, cursor: tuple[str, bool] | None = None
    ) -> list[str]:
        """Write down those that are new; which they are. With `cursor`, an account and mode, the last one is where to go on."""
        new: list[str] = []
        last: Sighting | None = None
        with transaction(self._db):
            for each in events:
                last = each
                done = self._db.execute(
                    "insert into stripe_events (id, type, created, livemode, account, api_version, customer,"
                    " source, seen_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing",
                    (each.id, each.type, stamp(each.created), each.livemode, each.account, each.api_version,
                     each.customer, source, stamp(now)),
                )  # fmt: skip
                new += [each.id] if done.rowcount else []
            if cursor and last:
                self._db.execute(
                    "insert into stripe_cursors values (?, ?, ?, ?) on conflict (account, livemode) do update"
                    " set event = excluded.event, created = excluded.created",
                    (*cursor, last.id, stamp(last.created)),
                )
        return new

    def waiting(self) -> list[Sighting]:
        """The events that nothing has become of yet, oldest first."""
        rows = self._db.execute("select * from stripe_events where applied_at is null order by seq")
        return [_sighting(row) for row in rows]

    def outcome(self, event: str) -> Outcome | None:
        """What has become of an event; None where it waits, or was never written down."""
        row = self._db.execute("select outcome from stripe_events where id = ?", (event,)).fetchone()
        return Outcome(row[0]) if row and row[0] else None

    def mark(self, outcomes: Mapping[str, Outcome], now: datetime) -> None:
        """What became of these events."""
        with transaction(self._db):
            self._mark(outcomes, now)

    def _mark(self, outcomes: Mapping[str, Outcome], now: datetime) -> None:
        self._db.executemany(
            "update stripe_events set outcome = ?, applied_at = ? where id = ? and applied_at is null",
            [(outcome.value, stamp(now), event) for event, outcome in outcomes.items()],
        )

    def page(self, *, limit: int, cursor: str | None) -> Page[SeenEvent]:
        """The log of events, newest first."""
        select = "select * from stripe_events where :before is null or seq < :before order by seq desc limit :limit"
        return newest_first(self._db, "billing events", select, _seen, limit=limit, cursor=cursor)

    def cursor(self, account: str, *, livemode: bool) -> tuple[str, datetime] | None:
        """The newest event that a poll has seen, and when it was made."""
        row = self._db.execute(
            "select event, created from stripe_cursors where account = ? and livemode = ?", (account, livemode)
        ).fetchone()
        return (str(row[0]), from_seconds(row[1])) if row else None

    def drop_cursor(self, account: str, *, livemode: bool) -> None:
        """Begin anew: Stripe does not know that event any more."""
        self._db.execute("delete from stripe_cursors where account = ? and livemode = ?", (account, livemode))

    # Checkouts

    def open_checkouts(self) -> list[Checkout]:
        """Those that may still be paid, oldest first."""
        rows = self._db.execute("select * from checkouts where state = 'open' order by created_at, intent")
        return [_checkout(row) for row in rows]

    def keep_checkout(self, checkout: Checkout) -> None:
        """Write it down, in place of what was known of it."""
        self._db.execute(
            "insert into checkouts (intent, price, session, url, state, created_at) values (?, ?, ?, ?, ?, ?)"
            " on conflict (intent) do update set session = excluded.session, url = excluded.url, state = excluded.state",
            (checkout.intent, checkout.price_id, checkout.session, checkout.url, checkout.state.value, stamp(checkout.created_at)),
        )  # fmt: skip


def _sighting(row: sqlite3.Row) -> Sighting:
    told: dict[str, Any] = {name: row[name] for name in ("id", "type", "account", "api_version", "customer")}
    return Sighting(**told, created=from_seconds(row["created"]), livemode=bool(row["livemode"]))


def _seen(row: sqlite3.Row) -> SeenEvent:
    return SeenEvent(
        id=row["id"],
        type=row["type"],
        created=from_seconds(row["created"]),
        mode="live" if row["livemode"] else "test",
        account=row["account"],
        api_version=row["api_version"],
        source=row["source"],
        seen_at=from_seconds(row["seen_at"]),
        applied_at=unstamp(row["applied_at"]),
        outcome=row["outcome"] or Outcome.KEPT.value,
    )


def _checkout(row: sqlite3.Row) -> Checkout:
    made = from_seconds(row["created_at"])
    return Checkout(row["intent"], row["price"], CheckoutState(row["state"]), made, row["session"], row["url"])
