"""The journal of publishing: each write to a provider before and after it is made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from podpusher_cli.core.products import ProductState
from podpusher_cli.core.publishing import ItemTrouble, Job, Outcome, Stage, Step
from podpusher_cli.core.quota import OverQuota, Taker, Unit
from podpusher_cli.core.unpublished import TakenOver
from podpusher_cli.store.artwork import KnownAtPrintify
from podpusher_cli.store.claims import Claims
from podpusher_cli.store.db import stamp, transaction
from podpusher_cli.store.quota import QuotaLedger
from podpusher_cli.store.run_items import RunItems

COMMAND = "publish"  # as the quota ledger names it


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


class Journal(Claims, RunItems, KnownAtPrintify):
    """What is under way. The main thread alone writes it; `write` is one transaction that has reached the disk."""

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
                self.keep_image(account, sha256, image, now)
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
