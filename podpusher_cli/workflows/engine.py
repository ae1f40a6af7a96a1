"""The publishing engine: many jobs at once, each write recorded before and after, nothing made twice.

The main thread decides and writes the journal; a few threads make the calls and hand their answers back. One turn of the
loop takes the answers that have come, works out what is to be done next, commits both in one transaction, and sends.
The plan of record is reference/printify.md, section 8.
"""

from __future__ import annotations

import queue
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Protocol, TypeVar

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import (
    CircuitOpen,
    Interrupted,
    OutcomeUnknown,
    PodpusherError,
    RateLimited,
    TryLater,
    Unreachable,
)
from podpusher_cli.core.printify import PlacedProduct, ProductBody, ProductPage
from podpusher_cli.core.products import AtEtsy
from podpusher_cli.core.publishing import (
    MOST_PUBLISHES,
    CreateInDoubt,
    ItemTrouble,
    Job,
    ListingUnseen,
    Outcome,
    Progress,
    PublishFailed,
    PublishInDoubt,
    PublishPending,
    SeveralMatches,
    Stage,
    Step,
    Verdict,
    judge,
    matches,
)
from podpusher_cli.core.runs import Run
from podpusher_cli.store.publishing import Ended, Intent, Journal
from podpusher_cli.workflows.preparing import Prepared, Preparer

if TYPE_CHECKING:
    from podpusher_cli.providers.etsy import EtsyListing

T = TypeVar("T")

MOST_ACTIVE = 256  # jobs in memory at once
MOST_CONFIRMED = 100  # listings in one question to Etsy
LONGEST_PAUSE = 15.0
SETTLE_SECONDS = (
    60.0  # for so long after an upload Printify may not know the image (reference/printify.md, section 4.1)
)
MOST_WALKS = 5  # how often a walk that other writers disturbed is made again
READERS = 3


class Printer(Protocol):
    """What the engine asks of a printer."""

    account: str

    def upload(self, name: str, picture: bytes) -> str: ...
    def create(self, shop: str, body: ProductBody) -> PlacedProduct: ...
    def update(self, shop: str, there: PlacedProduct, body: ProductBody) -> PlacedProduct: ...
    def publish(self, shop: str, product: str) -> None: ...
    def product(self, shop: str, product: str) -> PlacedProduct: ...
    def page(self, shop: str, number: int) -> ProductPage: ...


class Shop(Protocol):
    """What the engine asks of the shop that the listings appear in."""

    def listings(self, ids: Iterable[str]) -> Mapping[str, EtsyListing]: ...


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds: the first pause between looks at a publish, and how long one run waits for an outcome."""

    poll: float
    wait: float


@dataclass(slots=True)
class _Item:
    """A job in work. `fresh`: this run made it, so nothing else has touched it. `due`: not before this time."""

    job: Job
    prepared: Prepared | None = None
    image: str | None = None
    entry: int = 0
    fresh: bool = False
    due: float = 0.0
    since: float = 0.0
    retries: int = 0
    publishes: int = 0


@dataclass(slots=True)
class _Walk:
    """A look at all pages of the shop's products. `whole`: nobody wrote while we read, so what was not seen is not there."""

    seen: dict[str, PlacedProduct] = field(default_factory=dict)
    totals: set[int] = field(default_factory=set)
    pages: int = 0
    left: int = 0
    started: float = 0.0
    quiet: bool = False
    failed: PodpusherError | None = None

    @property
    def whole(self) -> bool:
        return self.failed is None and self.quiet and self.totals == {len(self.seen)}


@dataclass(slots=True)
class Tally:
    """What a run came to. `cause` stopped it early."""

    published: int = 0
    failed: int = 0
    waiting: int = 0
    left: int = 0
    cause: PodpusherError | None = None


class Engine:
    """Takes the claimed jobs of one run to their end. Made for one use."""

    def __init__(
        self, *, run: Run, shop_id: str, total: int, journal: Journal, printer: Printer, shop: Shop, preparer: Preparer, clock: Clock,
        waits: Waits, parallel: int, watch: Callable[[Progress], None], interrupt: Callable[[], None],
    ) -> None:  # fmt: skip
        self._run, self._shop_id, self._total = run, shop_id, total
        self._journal, self._printer, self._shop, self._preparer = journal, printer, shop, preparer
        self._clock, self._waits, self._parallel, self._watch, self._interrupt = (
            clock,
            waits,
            parallel,
            watch,
            interrupt,
        )
        self.tally = Tally()
        self._answers: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._pool = ThreadPoolExecutor(max_workers=parallel + READERS, thread_name_prefix="publish")
        self._ready: deque[_Item] = deque()
        self._timed: list[_Item] = []
        self._doubts: dict[str, _Item] = {}
        self._watched: dict[str, _Item] = {}
        self._confirming: dict[str, _Item] = {}
        self._confirm_due = 0.0
        self._uploads: dict[str, list[_Item]] = {}
        self._active = 0
        self._writes = 0
        self._creates = 0
        self._reads = 0
        self._walk: _Walk | None = None
        self._walks = 0
        self._look_due = 0.0
        self._pause = waits.poll
        self._drained = False
        self._after = 0
        self._exhausted = False
        self._intents: list[tuple[Intent, Callable[[int], None]]] = []
        self._ended: list[Ended] = []
        self._saved: list[Job] = []
        self._endings: list[tuple[Job, Outcome, ItemTrouble | None]] = []
        self._images: list[tuple[str, str, str | None]] = []
        self._pages_known = 1

    # The loop

    def go(self) -> Tally:
        """Work until nothing is left that this run can do. Ctrl-C ends it early, with `Interrupted` as the cause; a second one at once."""
        old = (
            signal.signal(signal.SIGINT, self._on_interrupt)
            if threading.current_thread() is threading.main_thread()
            else None
        )
        try:
            self._settle()
            while self._turn():
                pass
        finally:
            self._pool.shutdown(wait=False, cancel_futures=True)
            if old is not None:
                signal.signal(signal.SIGINT, old)
        return self.tally

    def _on_interrupt(self, _number: int, _frame: FrameType | None) -> None:
        """The calls under way end and are recorded; nothing new begins. The next Ctrl-C is obeyed at once."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self._interrupt()
        self._answers.put(lambda: self._stop(Interrupted()))

    def _turn(self) -> bool:
        self._admit()
        self._choose()
        self._commit()
        if not self._under_way():
            return False
        self._receive()
        return True

    def _under_way(self) -> bool:
        """Whether anything is on the wire or waits for its time; where the run has been stopped, only the wire counts."""
        if self._writes or self._reads:
            return True
        if self.tally.cause is not None:
            self._put_back()
            return False
        return bool(
            self._ready or self._timed or self._doubts or self._watched or self._confirming or not self._exhausted
        )

    def _receive(self) -> None:
        """Wait for an answer, or for the next thing that is due; then take every answer that is there."""
        pause = LONGEST_PAUSE if self.tally.cause else self._next_due() - self._now()
        if self._writes or self._reads:
            try:
                self._answers.get(timeout=max(0.0, pause) if pause < LONGEST_PAUSE else LONGEST_PAUSE)()
            except queue.Empty:
                return
        elif pause > 0:
            try:
                self._clock.sleep(min(pause, LONGEST_PAUSE))
            except Interrupted as interrupted:
                self._stop(interrupted)
        while True:
            try:
                self._answers.get_nowait()()
            except queue.Empty:
                return

    def _next_due(self) -> float:
        moments = [item.due for item in self._timed]
        if self._walk is None and not self._creates:
            moments += [item.due for item in self._doubts.values()]
        if self._watched and self._walk is None:
            moments.append(self._look_due)
        if self._confirming:
            moments.append(self._confirm_due)
        return min(moments, default=self._now() + LONGEST_PAUSE)

    def _commit(self) -> None:
        """Everything that was decided in this turn, in one transaction on the disk; only then are the writes sent."""
        if not (self._intents or self._ended or self._saved or self._endings):
            return
        intents, self._intents = self._intents, []
        ended, self._ended = self._ended, []
        saved, self._saved = self._saved, []
        endings, self._endings = self._endings, []
        images, self._images = self._images, []
        now = self._clock.now()
        entries = self._journal.write(
            self._run.id,
            intents=[intent for intent, _ in intents],
            ended=ended,
            jobs=saved,
            endings=endings,
            images=images,
            now=now,
        )
        for entry, (_, send) in zip(entries, intents, strict=True):
            send(entry)
        tally = self.tally
        self._watch(Progress(self._total, tally.published + tally.failed + tally.waiting, tally.failed, self._active))

    def _now(self) -> float:
        return self._clock.now().timestamp()

    # Taking jobs in

    def _settle(self) -> None:
        """Before anything is sent: everything that an earlier run left in doubt is looked for, in one walk for all."""
        for job in self._journal.doubtful(self._run.id):
            item = _Item(job, since=job.sent_at or self._now())
            self._active += 1
            if job.stage is Stage.CREATE_SENT:
                self._doubt(item, due=self._now())
            else:
                item.publishes = job.attempt
                self._watched[item.job.product] = item
        self._look_due = self._now()

    def _admit(self) -> None:
        """Bring claimed jobs in while there is room."""
        while (
            not self._exhausted
            and self.tally.cause is None
            and self._active < MOST_ACTIVE
            and len(self._ready) < 4 * self._parallel
        ):
            jobs, self._after = self._journal.jobs(self._run.id, after=self._after, most=2 * self._parallel)
            self._exhausted = not jobs
            for job in jobs:
                if job.stage not in {Stage.CREATE_SENT, Stage.PUBLISH_SENT}:
                    self._active += 1
                    self._ready.append(_Item(job))

    # Deciding

    def _choose(self) -> None:
        """Start what can be started."""
        if self.tally.cause is not None:
            return
        now = self._now()
        due = [item for item in self._timed if item.due <= now]
        self._timed = [item for item in self._timed if item.due > now]
        self._ready.extend(due)
        must_be_quiet = any(item.due <= now for item in self._doubts.values())
        if self._walk is None and (must_be_quiet or (self._watched and now >= self._look_due)):
            self._look(quiet=must_be_quiet)
        for _ in range(len(self._ready)):
            if self._writes + len(self._intents) >= self._parallel or self.tally.cause is not None:
                break
            item = self._ready.popleft()
            if must_be_quiet and item.job.stage is Stage.NEW:
                self._ready.append(item)  # creates wait until the doubtful ones are settled
            else:
                self._begin(item)
        self._confirm(now)

    def _begin(self, item: _Item) -> None:
        """The next step of one job."""
        job = item.job
        try:
            if job.stage is Stage.PUBLISHED and job.body_hash == self._prepared(item).hash:
                self._published(item)
            elif job.stage is Stage.NEW:
                self._upload_or_create(item)
            elif not item.fresh:
                self._read(item)
            elif job.body_hash != self._prepared(item).hash:
                self._update(item)
            else:
                self._publish(item)
        except PodpusherError as error:
            self._trouble(item, error)

    def _prepared(self, item: _Item) -> Prepared:
        if item.prepared is None:
            item.prepared = self._preparer.prepare(item.job)
        return item.prepared

    def _upload_or_create(self, item: _Item) -> None:
        if self._image_known(item):
            self._create(item)
        else:
            self._upload(item)

    def _image_known(self, item: _Item) -> bool:
        item.image = item.image or self._journal.image(self._printer.account, self._prepared(item).artwork.sha256)
        return item.image is not None

    def _upload(self, item: _Item) -> None:
        """Send the artwork, once for all jobs that wait for the same file."""
        artwork = self._prepared(item).artwork
        waiting = self._uploads.get(artwork.sha256)
        if waiting is not None:
            waiting.append(item)
            return
        self._uploads[artwork.sha256] = [item]

        def send() -> str:
            file = Path(artwork.path)
            return self._printer.upload(f"{artwork.sha256[:16]}{file.suffix}", file.read_bytes())

        done = partial(self._uploaded, artwork.sha256)
        self._write(item, Step.UPLOAD, {"sha256": artwork.sha256}, send, done, self._upload_failed)

    def _uploaded(self, sha256: str, image: str) -> None:
        self._images.append((self._printer.account, sha256, image))
        for item in reversed(self._uploads.pop(sha256)):
            item.image = image
            item.since = self._now()
            self._ready.appendleft(item)

    def _upload_failed(self, item: _Item, error: PodpusherError) -> None:
        for waiting in self._uploads.pop(self._prepared(item).artwork.sha256):
            self._trouble(waiting, error)

    def _create(self, item: _Item) -> None:
        prepared = self._prepared(item)
        assert item.image
        body = prepared.body(item.job, item.image)
        told = {"body": prepared.hash, "skus": list(body.skus), "image": item.image}
        item.job = item.job.with_(
            stage=Stage.CREATE_SENT,
            attempt=item.job.attempt + 1,
            sent_at=self._now(),
            body_hash=prepared.hash,
            shop=self._shop_id,
        )
        self._creates += 1

        def send() -> PlacedProduct:
            return self._printer.create(self._shop_id, body)

        self._write(item, Step.CREATE, told, send, lambda made: self._created(item, made), self._create_failed)

    def _created(self, item: _Item, made: PlacedProduct) -> None:
        self._creates -= 1
        item.fresh = True
        self._adopt(item, made)

    def _adopt(self, item: _Item, made: PlacedProduct) -> None:
        """The product is there: ours from now on."""
        self._doubts.pop(item.job.product, None)
        item.job = item.job.with_(stage=Stage.CREATED, printify_id=made.id, shop=self._shop_id, attempt=0, sent_at=None)
        self._saved.append(item.job)
        try:
            self._preparer.learn_costs(item.job, made, self._clock.now())
        except PodpusherError as error:
            self._trouble(item, error)
            return
        self._ready.appendleft(item)

    def _create_failed(self, item: _Item, error: PodpusherError) -> None:
        self._creates -= 1
        if isinstance(error, OutcomeUnknown):
            item.since = item.job.sent_at or self._now()
            self._doubt(item, due=self._now() + self._waits.poll)
            return
        item.job = item.job.with_(stage=Stage.NEW, sent_at=None)
        self._saved.append(item.job)
        if error.full_code == "printify.image_unknown":
            self._image_unknown(item, error)
        else:
            self._trouble(item, error)

    def _image_unknown(self, item: _Item, error: PodpusherError) -> None:
        """A fresh upload may take a while to be known; one from earlier may be gone, so it is sent again, once."""
        if item.since and self._now() - item.since < min(SETTLE_SECONDS, self._waits.wait):
            self._again(item)
        elif not item.since:
            self._images.append((self._printer.account, self._prepared(item).artwork.sha256, None))
            item.image, item.since = None, self._now()
            self._upload(item)
        else:
            self._trouble(item, error)

    def _again(self, item: _Item) -> None:
        """The same step, after a pause that doubles."""
        item.retries += 1
        item.due = self._now() + min(self._waits.poll * 2**item.retries, LONGEST_PAUSE)
        self._timed.append(item)

    def _update(self, item: _Item) -> None:
        prepared = self._prepared(item)
        if not self._image_known(item):
            self._upload(item)
            return
        assert item.image
        body, there = prepared.body(item.job, item.image), item.job.printify_id or ""

        def send() -> PlacedProduct:
            return self._printer.update(self._shop_id, self._printer.product(self._shop_id, there), body)

        def done(_made: PlacedProduct) -> None:
            item.job = item.job.with_(body_hash=prepared.hash, stage=Stage.CREATED, attempt=0)
            self._saved.append(item.job)
            self._ready.appendleft(item)

        self._write(item, Step.UPDATE, {"body": prepared.hash}, send, done, self._locked_or_trouble)

    def _publish(self, item: _Item) -> None:
        product = item.job.printify_id or ""
        item.publishes += 1
        item.since = self._now()
        item.job = item.job.with_(
            stage=Stage.PUBLISH_SENT, attempt=item.publishes, sent_at=item.since, seen_locked=False
        )

        def failed(item: _Item, error: PodpusherError) -> None:
            if isinstance(error, OutcomeUnknown):
                self._watch_for(item)
                return
            item.publishes -= 1
            item.job = item.job.with_(stage=Stage.CREATED, sent_at=None, attempt=item.publishes)
            self._saved.append(item.job)
            self._locked_or_trouble(item, error)

        self._write(
            item, Step.PUBLISH, {"product": product, "live": item.job.live}, lambda: self._printer.publish(self._shop_id, product),
            lambda _none: self._watch_for(item), failed,
        )  # fmt: skip

    def _locked_or_trouble(self, item: _Item, error: PodpusherError) -> None:
        """A lock passes: try again, up to the run's patience."""
        item.since = item.since or self._now()
        if error.full_code == "printify.locked" and self._now() - item.since < self._waits.wait:
            self._again(item)
            return
        self._trouble(item, error)

    def _read(self, item: _Item) -> None:
        """A product that an earlier run made: see how it stands before anything is sent."""
        product = item.job.printify_id or ""

        def seen(there: PlacedProduct) -> None:
            item.fresh = True
            unchanged = item.job.body_hash == self._prepared(item).hash
            verdict = judge(there, seen_locked=False)
            if verdict is Verdict.RUNNING:
                item.since = self._now()
                self._watch_for(item)
            elif verdict is Verdict.PUBLISHED and unchanged:
                self._listed(item, there)
            else:
                self._ready.appendleft(item)

        def gone(error: PodpusherError) -> None:
            if error.full_code == "printify.gone":
                item.job = item.job.with_(stage=Stage.NEW, printify_id=None, etsy=AtEtsy(), body_hash=None, attempt=0)
                self._saved.append(item.job)
                self._ready.append(item)
            else:
                self._trouble(item, error)

        self._ask(partial(self._printer.product, self._shop_id, product), seen, gone)

    # Watching

    def _watch_for(self, item: _Item) -> None:
        if not self._watched and self._walk is None:
            self._pause = self._waits.poll
            self._look_due = self._now() + self._pause
        self._watched[item.job.product] = item

    def _doubt(self, item: _Item, due: float) -> None:
        item.due = due
        self._doubts[item.job.product] = item

    def _look(self, *, quiet: bool) -> None:
        """Read the shop's pages, or, where only a few products are watched in a large shop, those products alone."""
        if quiet and self._creates:
            return  # a page may shift while something is made: wait until all creates have been answered
        pages = self._pages_known
        if not quiet and len(self._watched) < pages:
            self._look_due = self._now() + self._grown_pause()
            for item in list(self._watched.values()):
                ask = partial(self._printer.product, self._shop_id, item.job.printify_id or "")
                self._ask(ask, partial(self._seen, item, self._now()), partial(self._watched_failed, item))
            return
        self._walk = walk = _Walk(started=self._now(), quiet=quiet, left=1)
        self._ask_page(walk, 1)

    def _ask_page(self, walk: _Walk, number: int) -> None:
        def seen(page: ProductPage) -> None:
            walk.left -= 1
            walk.seen.update({each.id: each for each in page.products})
            walk.totals.add(page.total)
            if number == 1:
                self._pages_known = max(1, page.last_page)
                walk.left += page.last_page - 1
                for following in range(2, page.last_page + 1):
                    self._ask_page(walk, following)
            if walk.left <= 0:
                self._walked(walk)

        def failed(error: PodpusherError) -> None:
            walk.left -= 1
            walk.failed = error
            if walk.left <= 0:
                self._walked(walk)

        self._ask(lambda: self._printer.page(self._shop_id, number), seen, failed)

    def _walked(self, walk: _Walk) -> None:
        """All pages are read: see what they say of the watched and the doubtful."""
        self._walk = None
        if walk.failed is not None:
            self._stop_or_note(walk.failed)
        for item in list(self._watched.values()):
            there = walk.seen.get(item.job.printify_id or "")
            if there is not None:
                self._seen(item, walk.started, there)
            elif walk.failed is None and walk.started - item.since >= self._waits.wait:
                del self._watched[item.job.product]
                self._end(item, Outcome.WAITING, PublishPending(retry_after=self._waits.wait))
        self._settle_doubts(walk)
        self._look_due = self._now() + self._grown_pause()

    def _grown_pause(self) -> float:
        """The pause doubles; once nothing else is left to send it starts over, for then every look counts."""
        if not self._drained and self._exhausted and not (self._ready or self._writes or self._timed):
            self._drained = True
            self._pause = self._waits.poll
        pause = self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        return pause

    def _settle_doubts(self, walk: _Walk) -> None:
        if not self._doubts:
            return
        taken = self._journal.taken()
        if walk.quiet:  # an ordinary look was never meant to prove that something is not there
            self._walks = 0 if walk.whole else self._walks + 1
        for item in list(self._doubts.values()):
            found = matches(item.job, walk.seen.values(), taken).products
            old_enough = walk.started >= item.since + self._waits.wait
            if len(found) == 1:
                self._adopt(item, found[0])
            elif found:
                del self._doubts[item.job.product]
                self._trouble(
                    item, SeveralMatches(found=", ".join(each.id for each in found), product=item.job.product)
                )
            elif old_enough and walk.whole:
                del self._doubts[item.job.product]
                item.job = item.job.with_(stage=Stage.NEW, sent_at=None)
                self._saved.append(item.job)
                self._ready.append(item)
            elif self._walks >= MOST_WALKS:
                del self._doubts[item.job.product]
                self._end(item, Outcome.WAITING, CreateInDoubt(retry_after=self._waits.wait))
            else:
                wait = item.since + self._waits.wait
                item.due = wait if self._now() < wait else self._now() + self._waits.poll

    def _seen(self, item: _Item, looked_at: float, there: PlacedProduct) -> None:
        """A look, begun at `looked_at`, at a product whose publish was asked for."""
        if item.job.product not in self._watched:
            return
        verdict = judge(there, seen_locked=item.job.seen_locked)
        waited = looked_at - item.since
        if verdict is Verdict.PUBLISHED:
            del self._watched[item.job.product]
            self._listed(item, there)
        elif verdict is Verdict.FAILED:
            del self._watched[item.job.product]
            item.job = item.job.with_(stage=Stage.CREATED, sent_at=None)
            self._trouble(item, PublishFailed(product=item.job.product))
        elif waited >= self._waits.wait:
            del self._watched[item.job.product]
            self._patience_ended(item, verdict)
        elif verdict is Verdict.RUNNING and not item.job.seen_locked:
            item.job = item.job.with_(seen_locked=True)
            self._saved.append(item.job)

    def _patience_ended(self, item: _Item, verdict: Verdict) -> None:
        if verdict is Verdict.RUNNING:
            self._end(item, Outcome.WAITING, PublishPending(retry_after=self._waits.wait))
        elif item.job.live:
            item.job = item.job.with_(stage=Stage.CREATED, sent_at=None)
            self._end(item, Outcome.FAILED, PublishInDoubt(product=item.job.product))
        elif item.publishes < MOST_PUBLISHES:
            item.fresh = True
            item.job = item.job.with_(stage=Stage.CREATED, sent_at=None)
            self._ready.append(item)
        else:
            item.job = item.job.with_(stage=Stage.CREATED, sent_at=None, attempt=0)
            self._trouble(item, PublishFailed(product=item.job.product))

    def _watched_failed(self, item: _Item, error: PodpusherError) -> None:
        if error.full_code == "printify.gone" and self._watched.pop(item.job.product, None) is not None:
            self._trouble(item, error)
        else:
            self._stop_or_note(error)

    # Confirming at Etsy

    def _listed(self, item: _Item, there: PlacedProduct) -> None:
        item.job = item.job.with_(
            stage=Stage.PUBLISHED,
            sent_at=None,
            attempt=0,
            seen_locked=False,
            etsy=AtEtsy(there.listing, None, there.handle),
        )
        self._saved.append(item.job)
        self._published(item)

    def _published(self, item: _Item) -> None:
        item.since = self._now()
        item.due = 0.0
        self._confirming[item.job.product] = item

    def _confirm(self, now: float) -> None:
        """Ask Etsy for a hundred listings at once, or for what there is when nothing else is on its way there."""
        waiting = [item for item in self._confirming.values() if item.due <= now]
        busy = self._ready or self._writes or self._intents or self._watched or self._doubts or self._uploads
        if not waiting or (len(waiting) < MOST_CONFIRMED and busy):
            self._confirm_due = (
                min((item.due for item in self._confirming.values()), default=now) if not busy else now + LONGEST_PAUSE
            )
            return
        asked = waiting[:MOST_CONFIRMED]
        for item in asked:
            del self._confirming[item.job.product]
        ids = [item.job.etsy.listing_id or "" for item in asked]

        def seen(found: Mapping[str, EtsyListing]) -> None:
            for item in asked:
                self._confirmed(item, found.get(item.job.etsy.listing_id or ""))

        def failed(error: PodpusherError) -> None:
            for item in asked:
                self._trouble(item, error)

        self._ask(lambda: self._shop.listings(ids), seen, failed)

    def _confirmed(self, item: _Item, listing: EtsyListing | None) -> None:
        if listing is not None:
            item.job = item.job.with_(
                stage=Stage.CONFIRMED,
                etsy=AtEtsy(listing.id, listing.state, listing.url or item.job.etsy.url),
                attempt=0,
            )
            self._end(item, Outcome.PUBLISHED, None)
        elif self._now() - item.since >= self._waits.wait:
            self._end(
                item, Outcome.WAITING, ListingUnseen(listing=item.job.etsy.listing_id, retry_after=self._waits.wait)
            )
        else:
            item.retries += 1
            item.due = self._now() + min(self._waits.poll * 2**item.retries, LONGEST_PAUSE)
            self._confirming[item.job.product] = item

    # Threads

    def _write(
        self, item: _Item, step: Step, told: Mapping[str, object], send: Callable[[], T], done: Callable[[T], None],
        failed: Callable[[_Item, PodpusherError], None],
    ) -> None:  # fmt: skip
        """Record a write, send it once that is on the disk, and record its answer."""

        def start(entry: int) -> None:
            self._writes += 1
            item.entry = entry
            self._pool.submit(self._work, send, lambda answer: finish(entry, answer))

        def finish(entry: int, answer: T | PodpusherError) -> None:
            self._writes -= 1
            if isinstance(answer, PodpusherError):
                state = "unknown" if isinstance(answer, OutcomeUnknown) else "refused"
                failed(item, answer)
                self._ended.append(Ended(entry, state, {"code": answer.full_code}))
            else:
                done(answer)
                self._ended.append(Ended(entry, "done", {}))

        self._intents.append((Intent(step, item.job, told), start))

    def _ask(self, send: Callable[[], T], done: Callable[[T], None], failed: Callable[[PodpusherError], None]) -> None:
        """A read: nothing to record."""
        self._reads += 1

        def finish(answer: T | PodpusherError) -> None:
            self._reads -= 1
            if isinstance(answer, PodpusherError):
                failed(answer)
            else:
                done(answer)

        self._pool.submit(self._work, send, finish)

    def _work(self, send: Callable[[], T], finish: Callable[[T | PodpusherError], None]) -> None:
        """In a thread: make the call and hand its answer to the main thread."""
        try:
            answer: T | PodpusherError = send()
        except PodpusherError as error:
            answer = error
        except Exception as error:  # noqa: BLE001 - carried to the main thread, where it is raised
            fault = error
            self._answers.put(partial(_raise, fault))
            return
        self._answers.put(lambda: finish(answer))

    # Endings

    def _trouble(self, item: _Item, error: PodpusherError) -> None:
        """An item cannot go on. What concerns all of them stops the run; this one is put back."""
        if _concerns_all(error):
            self._stop(error)
            self._end(item, Outcome.LEFT, None)
        else:
            self._end(
                item,
                Outcome.WAITING if isinstance(error, TryLater) or error.exit_status == 7 else Outcome.FAILED,
                error,
            )

    def _end(self, item: _Item, outcome: Outcome, error: PodpusherError | None) -> None:
        self._active -= 1
        job = item.job
        trouble = None
        if error is not None:
            trouble = ItemTrouble(
                job.product,
                job.content.title,
                error.full_code,
                error.plain(),
                error.plain_hint(),
                outcome,
                error.retry_after,
            )
        self._endings.append((job, outcome, trouble))
        setattr(self.tally, outcome.value, getattr(self.tally, outcome.value) + 1)

    def _stop(self, cause: PodpusherError) -> None:
        if self.tally.cause is None:
            self.tally.cause = cause

    def _stop_or_note(self, error: PodpusherError) -> None:
        """A look that failed: only what concerns everything stops the run; otherwise the next look comes."""
        if _concerns_all(error):
            self._stop(error)

    def _put_back(self) -> None:
        """After a stop: everything in hand goes back as it stands."""
        queued = [item for waiting in self._uploads.values() for item in waiting]
        for item in [
            *self._ready,
            *self._timed,
            *self._doubts.values(),
            *self._watched.values(),
            *self._confirming.values(),
            *queued,
        ]:
            self._end(item, Outcome.LEFT, None)
        for kept in (self._ready, self._timed, self._doubts, self._watched, self._confirming, self._uploads):
            kept.clear()
        self._commit()


def _concerns_all(error: PodpusherError) -> bool:
    """Whether no other item would fare better: the provider is away, the login is gone, the seller pressed Ctrl-C."""
    everywhere = (CircuitOpen, RateLimited, Unreachable, Interrupted)
    return isinstance(error, everywhere) or error.exit_status == 3 or error.full_code == "printify.shop_not_connected"


def _raise(error: Exception) -> None:
    raise error
