"""The journal of publishing: runs, claims, and each write to a provider before and after it is made."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from podpusher_cli.core.products import AtEtsy, ProductState
from podpusher_cli.core.publishing import ItemTrouble, Job, Listed, Outcome, Stage, Step, TakenOver
from podpusher_cli.core.quota import OverQuota, Taker, Unit
from podpusher_cli.core.runs import Holder, Run, RunState
from podpusher_cli.store.db import stamp, transaction
from podpusher_cli.store.holders import is_dead, is_here, stands, this_process
from podpusher_cli.store.products import is_held, to_content
from podpusher_cli.store.quota import QuotaLedger
from podpusher_cli.store.runs import Runs

COMMAND = "publish"  # as the quota ledger names it
CLAIM_SECONDS = 300.0  # a holder on another machine that has not been heard of for so long has lost its items
_OPEN = (ProductState.READY, ProductState.PUBLISHING, ProductState.WAITING)


@dataclass(frozen=True, slots=True)
class Intent:
    """A write that is about to be made, and the job as it stands while nobody knows whether it was.

    `takes`: it is only made where the quota has this unit.
    """

    step: Step
    job: Job
    told: Mapping[str, Any]
    takes: Unit | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A write that has been answered. `state`: done, refused or unknown."""

    entry: int
    state: str
    told: Mapping[str, Any]


class Journal:
    """What is under way. The main thread alone writes it; `write` is one transaction that has reached the disk."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._runs = Runs(connection)

    # Runs and claims

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
        What has been sent off live stays so; what is to be live from now on is to be given to Printify again.
        """
        wanted = json.dumps(list(products)) if products is not None else None
        states = json.dumps([*_OPEN, ProductState.FAILED] if products is not None else list(_OPEN))
        with transaction(self._db):
            rows = self._db.execute("select distinct claim_holder from products where claim_holder is not null")
            holders = {text: Holder.parse(text) for (text,) in rows.fetchall()}
            dead = [text for text, holder in holders.items() if is_dead(holder)]
            here = [text for text, holder in holders.items() if is_here(holder)]
            done = self._db.execute(
                "update products set claim_run = :run, claim_holder = :holder, claim_until = :until, state = 'publishing',"
                f" body_hash = case when live = {_LIVE} then body_hash end, live = {_LIVE},"
                " error_code = null, error_message = null, error_hint = null, retry_at = null"
                f" where {_WANTED} and state in (select value from json_each(:states)) and {_FREE}",
                {
                    "run": run, "holder": str(this_process()), "until": stamp(now) + CLAIM_SECONDS, "wanted": wanted, "states": states,
                    "dead": json.dumps(dead), "here": json.dumps(here), "now": stamp(now), "live": live,
                },
            ).rowcount  # fmt: skip
            self._db.execute(
                "insert into run_items (run_id, product_id) select ?, id from products where claim_run = ?", (run, run)
            )
        return int(done)

    def open_count(self, products: Sequence[str] | None, now: datetime) -> tuple[int, int]:
        """How many open products (or named ones) there are, and how many of them a living run holds."""
        wanted = json.dumps(list(products)) if products is not None else None
        states = json.dumps([*_OPEN, ProductState.FAILED] if products is not None else list(_OPEN))
        rows = self._db.execute(
            "select claim_holder, claim_until < :now, count(*) from products"
            f" where {_WANTED} and state in (select value from json_each(:states)) group by 1, 2",
            {"wanted": wanted, "states": states, "now": stamp(now)},
        ).fetchall()
        held = sum(count for holder, late, count in rows if stands(holder, late=bool(late)))
        return sum(count for *_, count in rows), held

    def dropped(self) -> int:
        """How many open products are left out unless they are named: their design or their text was dropped."""
        states = json.dumps(list(_OPEN))
        row = self._db.execute(
            f"select count(*) from products where state in (select value from json_each(?)) and {_DROPPED}", (states,)
        ).fetchone()
        return int(row[0])

    # Jobs

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
        wanted = json.dumps(list(products)) if products is not None else None
        states = json.dumps([*_OPEN, ProductState.FAILED] if products is not None else list(_OPEN))
        rows = self._db.execute(
            f"select * from products where seq > :after and {_WANTED}"
            " and state in (select value from json_each(:states)) order by seq limit :most",
            {"after": after, "wanted": wanted, "states": states, "most": most},
        ).fetchall()
        free = [row for row in rows if not is_held(row, now)]
        return [to_job(row) for row in free], rows[-1]["seq"] if rows else after

    def taken(self) -> frozenset[str]:
        """The Printify products that a job has already."""
        return frozenset(
            str(row[0]) for row in self._db.execute("select printify_id from products where printify_id is not null")
        )

    # The journal itself

    def write(
        self, run: str, *, intents: Sequence[Intent], ended: Sequence[Ended], jobs: Iterable[Job],
        endings: Sequence[tuple[Job, Outcome, ItemTrouble | None]], images: Sequence[tuple[str, str, str | None]],
        quota: QuotaLedger, now: datetime,
    ) -> list[int | OverQuota]:  # fmt: skip
        """Everything that happened and everything that is about to, in one transaction.

        The intents' entries come back, or why there is no quota for one: that one is not to be made, and its job stays as
        it was. `images`: account, sha256, and the image id that the artwork has there, or None to forget it.
        Raises TakenOver, and nothing is written, where a job is another run's by now.
        """
        with transaction(self._db):
            for each in ended:
                self._db.execute(
                    "update journal set state = ?, answer = ?, ended_at = ? where id = ?",
                    (each.state, json.dumps(each.told), stamp(now), each.entry),
                )
            for account, sha256, image in images:
                self._keep_image(account, sha256, image, now)
            for job in jobs:
                self._save(run, job, now)
            for job, outcome, trouble in endings:
                self._finish(run, job, outcome, trouble, now)
            quota.use(job.product for job, outcome, _ in endings if outcome is Outcome.PUBLISHED)
            quota.give_back(job.product for job, _, _ in endings if job.stage is Stage.NEW)
            refused = self._refused(run, intents, quota)
            entries = [refused.get(place) or self._begin(run, each, now) for place, each in enumerate(intents)]
            self._renew(run, now)
        return entries

    def stay(self, run: str, now: datetime) -> None:
        """The run still holds what it holds, though it has had nothing to write for a while."""
        with transaction(self._db):
            self._renew(run, now)

    def _renew(self, run: str, now: datetime) -> None:
        self._db.execute(
            "update products set claim_until = ? where claim_run = ? and claim_until < ?",
            (stamp(now) + CLAIM_SECONDS, run, stamp(now) + CLAIM_SECONDS / 2),
        )

    @staticmethod
    def _refused(run: str, intents: Sequence[Intent], quota: QuotaLedger) -> dict[int, OverQuota]:
        """The places of the intents that the quota has no unit for."""
        wanted = {place: intent.takes for place, intent in enumerate(intents) if intent.takes}
        answers = quota.reserve(list(wanted.values()), Taker(run, COMMAND))
        return {place: refused for place, refused in zip(wanted, answers, strict=True) if refused}

    def _begin(self, run: str, intent: Intent, now: datetime) -> int:
        made = self._db.execute(
            "insert into journal (run_id, product_id, step, attempt, state, intent, begun_at) values (?, ?, ?, ?, 'begun', ?, ?)",
            (run, intent.job.product, intent.step, intent.job.attempt, json.dumps(intent.told), stamp(now)),
        )
        self._save(run, intent.job, now)
        return int(made.lastrowid or 0)

    def _finish(self, run: str, job: Job, outcome: Outcome, trouble: ItemTrouble | None, now: datetime) -> None:
        state = {
            Outcome.PUBLISHED: ProductState.PUBLISHED, Outcome.FAILED: ProductState.FAILED, Outcome.WAITING: ProductState.WAITING,
            Outcome.LEFT: ProductState.READY if job.stage is Stage.NEW else ProductState.WAITING,
        }[outcome]  # fmt: skip
        retry_at = stamp(now) + trouble.retry_after if trouble and trouble.retry_after is not None else None
        self._save(run, job, now)
        self._db.execute(
            "update products set state = ?, error_code = ?, error_message = ?, error_hint = ?, retry_at = ?, claim_run = null,"
            " claim_holder = null, claim_until = null where id = ?",
            (
                state,
                trouble and trouble.code,
                trouble and trouble.message,
                trouble and trouble.hint,
                retry_at,
                job.product,
            ),
        )
        self._db.execute(
            "update run_items set outcome = ? where run_id = ? and product_id = ?", (outcome, run, job.product)
        )

    def _keep_image(self, account: str, sha256: str, image: str | None, now: datetime) -> None:
        if image is None:
            self._db.execute("delete from artwork where account = ? and sha256 = ?", (account, sha256))
            return
        self._db.execute(
            "insert into artwork values (?, ?, ?, ?) on conflict do update set image_id = excluded.image_id, uploaded_at = excluded.uploaded_at",
            (account, sha256, image, stamp(now)),
        )

    def _save(self, run: str, job: Job, now: datetime) -> None:
        saved = self._db.execute(
            "update products set stage = ?, attempt = ?, sent_at = ?, body_hash = ?, seen_locked = ?, printify_shop = ?, printify_id = ?,"
            " etsy_listing = ?, etsy_state = ?, etsy_url = ?, updated_at = ? where id = ? and claim_run = ?",
            (
                job.stage, job.attempt, job.sent_at, job.body_hash, job.seen_locked, job.shop, job.printify_id, job.etsy.listing_id,
                job.etsy.state, job.etsy.url, stamp(now), job.product, run,
            ),
        )  # fmt: skip
        if not saved.rowcount:
            raise TakenOver

    # Artwork and costs that are known already

    def image(self, account: str, sha256: str) -> str | None:
        """The image id of artwork that this account was sent."""
        row = self._db.execute(
            "select image_id from artwork where account = ? and sha256 = ?", (account, sha256)
        ).fetchone()
        return str(row[0]) if row else None

    def costs(self, blueprint: int, print_provider: int) -> dict[int, int]:
        """What Printify charges for each variant, as last seen; minor units of USD."""
        rows = self._db.execute(
            "select variant_id, cost from variant_costs where blueprint_id = ? and print_provider_id = ?",
            (blueprint, print_provider),
        )
        return {int(variant): int(cost) for variant, cost in rows}

    def keep_costs(self, blueprint: int, print_provider: int, costs: Mapping[int, int], now: datetime) -> None:
        """Remember costs that an answer showed."""
        with transaction(self._db):
            self._db.executemany(
                "insert into variant_costs values (?, ?, ?, ?, ?) on conflict do update set cost = excluded.cost, seen_at = excluded.seen_at",
                [(blueprint, print_provider, variant, cost, stamp(now)) for variant, cost in costs.items()],
            )

    # Looking back

    def unfinished(self, run: str) -> list[str]:
        """The products of a run that are not in the shop, without those that were dropped."""
        rows = self._db.execute(
            "select id from products where id in (select product_id from run_items where run_id = ?)"
            f" and state <> 'published' and not {_DROPPED} order by seq",
            (run,),
        )
        return [str(row[0]) for row in rows]

    def troubles(self, run: str, *, most: int = 1000) -> tuple[ItemTrouble, ...]:
        """The items of a run that did not get through."""
        rows = self._db.execute(
            "select p.*, i.outcome from run_items i join products p on p.id = i.product_id"
            " where i.run_id = ? and (i.outcome in ('failed', 'waiting') or (i.outcome = 'left' and p.error_code is not null))"
            " order by p.seq limit ?",
            (run, most),
        )
        return tuple(
            ItemTrouble(
                row["id"],
                row["title"],
                row["error_code"] or "",
                row["error_message"] or "",
                row["error_hint"] or "",
                Outcome(row["outcome"]),
                None if row["retry_at"] is None else max(0.0, row["retry_at"] - row["updated_at"]),
            )
            for row in rows
        )

    def listed(self, run: str, *, most: int = 100) -> tuple[Listed, ...]:
        """The items of a run that are in the shop."""
        rows = self._db.execute(
            "select p.* from run_items i join products p on p.id = i.product_id"
            " where i.run_id = ? and i.outcome = 'published' and p.etsy_listing is not null order by p.seq limit ?",
            (run, most),
        )
        return tuple(
            Listed(row["id"], row["title"], row["etsy_listing"], row["etsy_state"] or "", row["etsy_url"])
            for row in rows
        )


_DROPPED = (  # what has been sent off is seen through all the same
    "(stage in ('new', 'created') and exists (select 1 from feedback"
    " where feedback.verdict = 'dropped' and feedback.id in (products.design_id, products.id)))"
)
_WANTED = f"(id in (select value from json_each(:wanted)) or (:wanted is null and not {_DROPPED}))"
_LIVE = "(:live or (live and stage in ('publish_sent', 'published', 'confirmed')))"
_FREE = (
    "(claim_holder is null or claim_holder in (select value from json_each(:dead))"
    " or (claim_until < :now and claim_holder not in (select value from json_each(:here))))"
)


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
