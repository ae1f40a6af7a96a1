"""Claims: which run has which products in hand, and what is open to a run or a plan."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from podpusher_cli.core.products import AtEtsy, ProductState
from podpusher_cli.core.publishing import Job, Stage
from podpusher_cli.core.runs import Holder, Run, RunState
from podpusher_cli.store.db import stamp, transaction
from podpusher_cli.store.holders import is_dead, is_here, stands, this_process
from podpusher_cli.store.products import is_held, to_content
from podpusher_cli.store.runs import Runs

CLAIM_SECONDS = 300.0  # a holder on another machine that has not been heard of for so long has lost its items
_OPEN = (ProductState.READY, ProductState.PUBLISHING, ProductState.WAITING)
DROPPED = (  # what has been sent off is seen through all the same
    "(stage in ('new', 'created') and exists (select 1 from feedback"
    " where feedback.verdict = 'dropped' and feedback.id in (products.design_id, products.id)))"
)
_ASKED_FOR = (
    f"(id in (select value from json_each(:wanted)) or (:wanted is null and not {DROPPED}))"
    " and state in (select value from json_each(:states))"
)
_LIVE = "(:live or etsy_state is 'active' or (live and stage in ('publish_sent', 'published', 'confirmed')))"
_FREE = (
    "(claim_holder is null or claim_holder in (select value from json_each(:dead))"
    " or (claim_until < :now and claim_holder not in (select value from json_each(:here))))"
)


class Claims:
    """Who is at work on which product. Two processes never have the same one, and a dead one's are free."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._runs = Runs(connection)

    def begin(self, command: str, now: datetime, *, live: bool) -> Run:
        """A new run of this process."""
        return self._runs.begin(command, now, live=live)

    def end(self, run: str, state: RunState, counts: Mapping[str, int], now: datetime) -> None:
        """The run is over: its claims are given back."""
        with transaction(self._db):
            self._db.execute(
                "update products set claim_run = null, claim_holder = null, claim_until = null,"
                " state = case when state = 'publishing' then case stage when 'new' then 'ready' else 'waiting' end else state end"
                " where claim_run = ?",
                (run,),
            )
        self._runs.end(run, state, counts, now)

    def claim(self, run: str, now: datetime, *, products: Sequence[str] | None, live: bool) -> int:
        """Take all open products but those dropped, or those named, that nobody holds; how many that were.

        A dead holder's are taken at once, those of one on another machine when they expire, those of one that lives here never.
        What has been sent off live or is on sale stays so; what is to be live from now on is to be given to Printify again.
        """
        with transaction(self._db):
            rows = self._db.execute("select distinct claim_holder from products where claim_holder is not null")
            holders = {text: Holder.parse(text) for (text,) in rows.fetchall()}
            dead = [text for text, holder in holders.items() if is_dead(holder)]
            here = [text for text, holder in holders.items() if is_here(holder)]
            done = self._db.execute(
                "update products set claim_run = :run, claim_holder = :holder, claim_until = :until, state = 'publishing',"
                f" body_hash = case when live = {_LIVE} then body_hash end, live = {_LIVE},"
                " error_code = null, error_message = null, error_hint = null, retry_at = null"
                f" where {_ASKED_FOR} and {_FREE}",
                {
                    "run": run, "holder": str(this_process()), "until": stamp(now) + CLAIM_SECONDS,
                    "dead": json.dumps(dead), "here": json.dumps(here), "now": stamp(now), "live": live,
                } | _asked_for(products),
            ).rowcount  # fmt: skip
            self._db.execute(
                "insert into run_items (run_id, product_id) select ?, id from products where claim_run = ?", (run, run)
            )
        return int(done)

    def open_count(self, products: Sequence[str] | None, now: datetime) -> tuple[int, int]:
        """How many open products (or named ones) there are, and how many of them a living run holds."""
        rows = self._db.execute(
            "select claim_holder, claim_until < :now, count(*) from products"
            f" where {_ASKED_FOR} group by 1, 2",
            _asked_for(products) | {"now": stamp(now)},
        ).fetchall()
        held = sum(count for holder, late, count in rows if stands(holder, late=bool(late)))
        return sum(count for *_, count in rows), held

    def dropped(self) -> int:
        """How many open products are left out unless they are named: their design or their text was dropped."""
        states = json.dumps(list(_OPEN))
        row = self._db.execute(
            f"select count(*) from products where state in (select value from json_each(?)) and {DROPPED}", (states,)
        ).fetchone()
        return int(row[0])

    def stay(self, run: str, now: datetime) -> None:
        """The run still holds what it holds, though it has had nothing to write for a while."""
        with transaction(self._db):
            self._renew(run, now)

    def _renew(self, run: str, now: datetime) -> None:
        self._db.execute(
            "update products set claim_until = ? where claim_run = ? and claim_until < ?",
            (stamp(now) + CLAIM_SECONDS, run, stamp(now) + CLAIM_SECONDS / 2),
        )

    def jobs(self, run: str, *, after: int, most: int) -> tuple[list[Job], int]:
        """The next claimed jobs of the run that have not ended, and where to go on."""
        rows = self._db.execute(
            "select * from products where claim_run = ? and seq > ? and state = 'publishing' order by seq limit ?",
            (run, after, most),
        ).fetchall()
        return [to_job(row) for row in rows], rows[-1]["seq"] if rows else after

    def doubtful(self, run: str) -> list[Job]:
        """The claimed jobs whose create or publish was sent and never answered."""
        rows = self._db.execute(
            "select * from products where claim_run = ? and stage in ('create_sent', 'publish_sent') order by seq",
            (run,),
        ).fetchall()
        return [to_job(row) for row in rows]

    def next_jobs(
        self, products: Sequence[str] | None, *, after: int, most: int, now: datetime
    ) -> tuple[list[Job], int]:
        """Open jobs for a plan, without those of living runs; and where to go on, which is `after` at the end."""
        rows = self._db.execute(
            f"select * from products where seq > :after and {_ASKED_FOR} order by seq limit :most",
            _asked_for(products) | {"after": after, "most": most},
        ).fetchall()
        free = [row for row in rows if not is_held(row, now)]
        return [to_job(row) for row in free], rows[-1]["seq"] if rows else after

    def taken(self) -> frozenset[str]:
        """The Printify products that a job has already."""
        return frozenset(
            str(row[0]) for row in self._db.execute("select printify_id from products where printify_id is not null")
        )


def _asked_for(products: Sequence[str] | None) -> dict[str, object]:
    """What _ASKED_FOR takes: all that is open, or those named, which may have failed before."""
    if products is None:
        return {"wanted": None, "states": json.dumps(_OPEN)}
    return {"wanted": json.dumps(list(products)), "states": json.dumps([*_OPEN, ProductState.FAILED])}


def to_job(row: sqlite3.Row) -> Job:
    """A products row as the job it is."""
    return Job(
        product=row["id"],
        content=to_content(row),
        key=row["sku_key"],
        stage=Stage(row["stage"]),
        attempt=row["attempt"],
        sent_at=row["sent_at"],
        body_hash=row["body_hash"],
        seen_locked=bool(row["seen_locked"]),
        shop=row["printify_shop"],
        printify_id=row["printify_id"],
        etsy=AtEtsy(row["etsy_listing"], row["etsy_state"], row["etsy_url"]),
        live=bool(row["live"]),
    )
