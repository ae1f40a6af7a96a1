"""What a publish would do, worked out before it does: the items, the calls, the time they take and the fees."""

from __future__ import annotations

from collections.abc import Sequence

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.plans import Resource
from podpusher_cli.core.printing import PrintFinding
from podpusher_cli.core.products import ProductState, Trouble
from podpusher_cli.core.publishing import LISTING_FEE, Job, PlannedItem, PublishPlan, Stage, calls_for, is_on_its_way
from podpusher_cli.core.quota import OverQuota
from podpusher_cli.providers.printify import GLOBAL, PAGE, PUBLISH
from podpusher_cli.workflows.publishing import Desk, all_drafts, check_named

_SHOWN = 100
_READ_AT_ONCE = 500
_OF_ONE_ITEM = frozenset({2, 4, 6})  # exit statuses of what stands in the way of one product, and of no other


def plan(desk: Desk, *, products: Sequence[str] | None, live: bool) -> PublishPlan:
    """What a publish would do now. Raises NotFound, Incomplete, DraftAtEtsy or AllDrafts."""
    check_named(desk.products, products, live=live)
    now = desk.clock.now()
    total, held = desk.journal.open_count(products, now)
    drafts = desk.products.counts().get(ProductState.DRAFT, 0) if products is None else 0
    if not total and drafts:
        raise all_drafts(desk.products, drafts)
    counted = _Count(desk, live=live)
    after = -1
    last = 0
    while last != after:
        after = last
        jobs, last = desk.journal.next_jobs(products, after=after, most=_READ_AT_ONCE, now=now)
        counted.take(jobs)
    calls = counted.calls | {"read": counted.calls["read"] + _looks(counted.seen)}
    return PublishPlan(
        total=total - held - counted.beyond - counted.blocked, items=tuple(counted.items), calls=calls, seconds=_seconds(desk, calls),
        fees=LISTING_FEE.times(counted.fees), live=live, drafts=drafts, held=held, quota=desk.quota.usage(Resource.PUBLISHES),
        new=counted.new, beyond=counted.beyond, dropped=desk.journal.dropped() if products is None else 0, blocked=counted.blocked,
    )  # fmt: skip


def _looks(products: int) -> int:
    """Reads of the shop's pages, and Etsy's word at the end."""
    return 4 * -(-products // PAGE)


def _seconds(desk: Desk, calls: dict[str, int]) -> float:
    """The time that the limits on calls leave no way around."""
    account = f"printify:{desk.printer.account}"
    own = (desk.ceiling,) if desk.ceiling else ()
    every = desk.pace.forecast(account, (GLOBAL, *own), sum(calls.values()))
    return max(every, desk.pace.forecast(account, (GLOBAL, PUBLISH), calls["publish"]))


class _Count:
    """Goes through the jobs of a plan, a few hundred at a time."""

    def __init__(self, desk: Desk, *, live: bool) -> None:
        self._desk, self._live = desk, live
        self._room = desk.quota.room(Resource.PUBLISHES)
        self._files: set[str] = set()
        self.items: list[PlannedItem] = []
        self.calls = {"upload": 0, "create": 0, "update": 0, "publish": 0, "read": 0}
        self.seen = self.new = self.beyond = self.blocked = self.fees = 0

    def take(self, jobs: Sequence[Job]) -> None:
        """Count these as well."""
        known = self._desk.quota.counted(Resource.PUBLISHES, [job.product for job in jobs])
        for job in jobs:
            trouble: Trouble | None = None
            findings: tuple[PrintFinding, ...] = ()
            try:
                findings = self._count(job, is_counted=job.product in known)
            except PodpusherError as error:
                if error.exit_status not in _OF_ONE_ITEM:
                    raise
                trouble = Trouble(error.full_code, error.plain(), error.plain_hint())
                self.blocked += not isinstance(error, OverQuota)
            self.seen += 1
            if self.seen <= _SHOWN:
                self.items.append(PlannedItem(job.product, job.content.title, job.stage, trouble, findings))

    def _count(self, job: Job, *, is_counted: bool) -> tuple[PrintFinding, ...]:
        """Add what one job needs; what is amiss with its print. Raises what stands in its way."""
        going = job.with_(live=job.goes_live(self._live))
        if is_on_its_way(going, was_live=job.live):
            self.calls["read"] += 1
            return ()
        prepared = self._desk.preparer.prepare(going)
        if job.stage is Stage.NEW and not is_counted:
            self._count_new()
        needs = calls_for(going, made_of=prepared.hash)
        for kind, number in needs.items():
            self.calls[kind] += number
        if needs["create"] or needs["update"]:
            self._count_upload(prepared.artwork.sha256)
        self.fees += going.live and not job.is_live
        return prepared.findings

    def _count_new(self) -> None:
        """One that takes a unit of the plan. Raises OverQuota where there is none."""
        self.new += 1
        if self._room is not None and self.new > self._room:
            self.beyond += 1
            raise self._desk.quota.used_up(Resource.PUBLISHES)

    def _count_upload(self, sha256: str) -> None:
        """Artwork goes up once, whatever it is printed on."""
        if sha256 not in self._files and self._desk.journal.image(self._desk.printer.account, sha256) is None:
            self.calls["upload"] += 1
        self._files.add(sha256)
