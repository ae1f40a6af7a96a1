"""The writes of one job, each decided from how the job stands: upload, create, update, publish."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import OutcomeUnknown, PaceFull, PodpusherError
from podpusher_cli.core.plans import Resource
from podpusher_cli.core.printify import PlacedProduct
from podpusher_cli.core.products import AtEtsy
from podpusher_cli.core.publishing import Stage, Step, Verdict, judge
from podpusher_cli.core.quota import OverQuota, Unit
from podpusher_cli.core.unpublished import ListedAlready, NoFile, OtherBlank
from podpusher_cli.store.publishing import Journal
from podpusher_cli.workflows.engine.confirming import Confirmer
from podpusher_cli.workflows.engine.dispatch import Dispatch
from podpusher_cli.workflows.engine.doubts import Doubts
from podpusher_cli.workflows.engine.hands import Hands
from podpusher_cli.workflows.engine.looking import Lookout
from podpusher_cli.workflows.engine.parts import Item, Printer, Waits
from podpusher_cli.workflows.preparing import Prepared, Preparer

LONGEST_TURN = 31 * 60.0  # a window of publishes is half an hour (reference/printify.md, section 5)
SETTLE_SECONDS = 60.0  # so long after an upload Printify may not know the image (reference/printify.md, section 4.1)


class Steps:
    """`creates` are on the wire; `uploads` are the items that wait for each file that is being sent."""

    def __init__(
        self, hands: Hands, dispatch: Dispatch, lookout: Lookout, doubts: Doubts, confirmer: Confirmer, *, printer: Printer,
        shop_id: str, waits: Waits, journal: Journal, preparer: Preparer, clock: Clock,
    ) -> None:  # fmt: skip
        self._hands, self._dispatch = hands, dispatch
        self._lookout, self._doubts, self._confirmer = lookout, doubts, confirmer
        self._printer, self._shop_id, self._waits = printer, shop_id, waits
        self._journal, self._preparer, self._clock = journal, preparer, clock
        self.creates = 0
        self.uploads: dict[str, list[Item]] = {}

    def begin(self, item: Item) -> None:
        """The next step of one job."""
        job = item.job
        try:
            if job.stage is Stage.PUBLISHED and job.body_hash is not None:
                self._confirmer.add(item)
            elif job.stage is Stage.NEW:
                self._make(item)
            elif not item.fresh:
                self._read(item)
            elif job.body_hash != self._prepared(item).hash:
                self._update(item)
            else:
                self._publish(item)
        except PodpusherError as error:
            self._hands.trouble(item, error)

    def adopt(self, item: Item, made: PlacedProduct) -> None:
        """The product is there: ours from now on."""
        self._hands.save(item, stage=Stage.CREATED, printify_id=made.id, shop=self._shop_id, attempt=0, sent_at=None)
        try:
            self._preparer.learn_costs(item.job, made, self._clock.now())
        except PodpusherError as error:
            self._hands.trouble(item, error)
            return
        self._hands.go_on(item)

    def _prepared(self, item: Item) -> Prepared:
        if item.prepared is None:
            item.prepared = self._preparer.prepare(item.job)
        return item.prepared

    # Artwork

    def _make(self, item: Item) -> None:
        if self._image_known(item):
            self._create(item)
        else:
            self._upload(item)

    def _image_known(self, item: Item) -> bool:
        item.image = item.image or self._journal.image(self._printer.account, self._prepared(item).artwork.sha256)
        return item.image is not None

    def _upload(self, item: Item) -> None:
        """Send the artwork, once for all jobs that wait for the same file."""
        artwork = self._prepared(item).artwork
        waiting = self.uploads.get(artwork.sha256)
        if waiting is not None:
            waiting.append(item)
            return
        self.uploads[artwork.sha256] = [item]

        def send() -> str:
            file = Path(artwork.path)
            try:
                picture = file.read_bytes()
            except OSError as error:
                raise NoFile(path=file, product=item.product) from error
            return self._printer.upload(f"{artwork.sha256[:16]}{file.suffix}", picture)

        done = partial(self._uploaded, artwork.sha256)
        self._dispatch.write(
            item, Step.UPLOAD, {"sha256": artwork.sha256}, send, done, self._upload_failed, takes=_unit(item)
        )

    def _uploaded(self, sha256: str, image: str) -> None:
        self._dispatch.keep_image(self._printer.account, sha256, image)
        for item in reversed(self.uploads.pop(sha256)):
            item.image = image
            item.uploaded_at = self._hands.now()
            self._hands.go_on(item)

    def _upload_failed(self, item: Item, error: PodpusherError) -> None:
        waiting = self.uploads.pop(self._prepared(item).artwork.sha256)
        if isinstance(error, OverQuota):  # it was not sent; one of those that wait may have its unit already
            self._hands.trouble(item, error)
            for each in waiting[1:]:
                self._upload(each)
            return
        for each in waiting:
            self._hands.trouble(each, error)

    def _image_unknown(self, item: Item, error: PodpusherError) -> None:
        """A fresh upload may take a while to be known; one from earlier may be gone, so it is sent again, once."""
        now = self._hands.now()
        if item.uploaded_at and now - item.uploaded_at < min(SETTLE_SECONDS, self._waits.wait):
            self._hands.again(item)
        elif not item.uploaded_at:
            self._dispatch.keep_image(self._printer.account, self._prepared(item).artwork.sha256, None)
            item.image, item.uploaded_at = None, now
            self._upload(item)
        else:
            self._hands.trouble(item, error)

    # The product

    def _create(self, item: Item) -> None:
        prepared = self._prepared(item)
        assert item.image
        body = prepared.body(item.job, item.image)
        told = {"body": prepared.hash, "skus": list(body.skus), "image": item.image}
        takes = _unit(item)
        item.change(
            stage=Stage.CREATE_SENT, attempt=item.job.attempt + 1, sent_at=self._hands.now(), body_hash=prepared.hash, shop=self._shop_id
        )  # fmt: skip
        self.creates += 1

        def done(made: PlacedProduct) -> None:
            self.creates -= 1
            item.fresh = True
            self.adopt(item, made)

        self._dispatch.write(
            item, Step.CREATE, told, lambda: self._printer.create(self._shop_id, body), done, self._create_failed, takes=takes
        )

    def _create_failed(self, item: Item, error: PodpusherError) -> None:
        self.creates -= 1
        now = self._hands.now()
        if isinstance(error, OutcomeUnknown):
            self._sent_by_now(item)
            self._doubts.add(item, due=now + self._waits.poll)
            return
        unsent = isinstance(error, OverQuota)
        self._hands.save(item, stage=Stage.NEW, sent_at=None, attempt=item.job.attempt - unsent)
        if error.full_code == "printify.image_unknown":
            self._image_unknown(item, error)
        else:
            self._hands.trouble(item, error)

    def _update(self, item: Item) -> None:
        prepared = self._prepared(item)
        if not self._image_known(item):
            self._upload(item)
            return
        assert item.image
        body, there = prepared.body(item.job, item.image), item.job.printify_id or ""

        def send() -> PlacedProduct:
            placed = self._printer.product(self._shop_id, there)
            if (placed.blueprint_id, placed.print_provider_id) != (body.blueprint_id, body.print_provider_id):
                raise OtherBlank(product=item.product)
            return self._printer.update(self._shop_id, placed, body)

        def done(_made: PlacedProduct) -> None:
            item.locked_since = 0.0
            self._hands.save(item, body_hash=prepared.hash, stage=Stage.CREATED, attempt=0)
            self._hands.go_on(item)

        self._dispatch.write(item, Step.UPDATE, {"body": prepared.hash}, send, done, self._update_failed)

    def _update_failed(self, item: Item, error: PodpusherError) -> None:
        if error.full_code == "printify.image_unknown":
            self._image_unknown(item, error)
        else:
            self._locked_or_trouble(item, error)

    def _read(self, item: Item) -> None:
        """A product that an earlier run made: see how it stands before anything is sent."""
        if item.job.body_hash != self._prepared(item).hash:
            item.change(body_hash=None)

        def seen(there: PlacedProduct) -> None:
            item.fresh = True
            verdict = judge(there, seen_locked=False)
            if verdict is Verdict.RUNNING:
                item.since = self._hands.now()
                self._lookout.watch(item)
            elif verdict is Verdict.PUBLISHED and item.job.etsy.listing_id is None:
                self._lookout.listed(item, there)  # by a publish that we saw no end of
            else:
                self._hands.go_on(item)

        def failed(error: PodpusherError) -> None:
            if error.full_code == "printify.gone":
                self._gone(item)
            else:
                self._hands.trouble(item, error)

        self._dispatch.ask(partial(self._printer.product, self._shop_id, item.job.printify_id or ""), seen, failed)

    def _gone(self, item: Item) -> None:
        """Printify does not have it: it is made anew, unless Etsy has it still, as after the shop was connected anew there."""
        listing = item.job.etsy.listing_id

        def seen(there: bool) -> None:
            if there:
                self._hands.trouble(item, ListedAlready(listing=listing, product=item.product))
            else:
                self._hands.save(item, stage=Stage.NEW, printify_id=None, etsy=AtEtsy(), body_hash=None, attempt=0)
                self._hands.ready.append(item)

        if listing:
            self._confirmer.look(listing, seen, partial(self._hands.trouble, item))
        else:
            seen(there=False)

    # The publish

    def _publish(self, item: Item) -> None:
        product = item.job.printify_id or ""
        item.publishes += 1
        item.change(stage=Stage.PUBLISH_SENT, attempt=item.publishes, sent_at=self._hands.now(), seen_locked=False)
        self._dispatch.write(
            item, Step.PUBLISH, {"product": product, "live": item.job.live}, lambda: self._printer.publish(self._shop_id, product),
            lambda _none: self._heard(item), self._publish_failed,
        )  # fmt: skip

    def _heard(self, item: Item) -> None:
        """The patience with it begins now: our own pace may have delayed its sending."""
        item.since = self._hands.now()
        self._lookout.watch(item)

    def _publish_failed(self, item: Item, error: PodpusherError) -> None:
        if isinstance(error, OutcomeUnknown):
            self._sent_by_now(item)
            self._lookout.watch(item)
            return
        item.publishes -= 1
        self._hands.save(item, stage=Stage.CREATED, sent_at=None, attempt=item.publishes)
        if isinstance(error, PaceFull) and error.retry_after is not None and error.retry_after <= LONGEST_TURN:
            self._hands.at_its_turn(item, error.retry_after)
        else:
            self._locked_or_trouble(item, error)

    def _locked_or_trouble(self, item: Item, error: PodpusherError) -> None:
        """A lock passes: try again, up to the run's patience."""
        item.locked_since = item.locked_since or self._hands.now()
        if error.full_code == "printify.locked" and self._hands.now() - item.locked_since < self._waits.wait:
            self._hands.again(item)
        else:
            self._hands.trouble(item, error)

    def _sent_by_now(self, item: Item) -> None:
        """Nobody said what came of it: it may land late, counted from now, for our own pace may have delayed its sending."""
        item.since = self._hands.now()
        self._hands.save(item, sent_at=item.since)


def _unit(item: Item) -> Unit | None:
    """What a write takes of the quota: a product counts when it is about to be made, and never again."""
    return Unit(item.product, Resource.PUBLISHES) if item.job.stage is Stage.NEW else None
