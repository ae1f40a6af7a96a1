"""Put products on a shop, each exactly once, and say what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import (
    BadInput,
    Busy,
    Interrupted,
    MachineTrouble,
    PartlyFailed,
    PodpusherError,
    as_template,
)
from podpusher_cli.core.http import Limit
from podpusher_cli.core.products import ProductState
from podpusher_cli.core.publishing import ItemTrouble, Outcome, Progress, PublishReport
from podpusher_cli.core.quota import PartlyOverQuota
from podpusher_cli.core.runs import Run, RunState
from podpusher_cli.core.text import N_, NN_
from podpusher_cli.core.traffic import Pace, Wait
from podpusher_cli.core.unpublished import DraftAtEtsy, Incomplete
from podpusher_cli.store.notices import Notices
from podpusher_cli.store.products import Products
from podpusher_cli.store.publishing import Journal
from podpusher_cli.store.quota import QuotaLedger
from podpusher_cli.workflows.engine.loop import Engine
from podpusher_cli.workflows.engine.parts import Printer, Shop, Tally, Waits
from podpusher_cli.workflows.preparing import Preparer

_SHOWN = 100


class AllDrafts(BadInput):
    code = "publish.drafts"
    message = NN_(
        "The only draft is not complete; “{title}” lacks: {missing}.",
        "None of the {count} drafts is complete; “{title}” lacks: {missing}.",
    )
    hint = N_(
        "podpusher products edit {product} …, or say once what all start from:"
        " podpusher connect printify --blueprint 6 --print-provider 29 --variants all --price 26.99"
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that publishing works with.

    `announce` hears of what is held back for a while. After Ctrl-C `interrupt` ends the waits; `winding_down` hears that calls are still
    under way.
    """

    journal: Journal
    products: Products
    printer: Printer
    shop: Shop
    shop_id: str
    preparer: Preparer
    pace: Pace
    clock: Clock
    waits: Waits
    parallel: int
    watch: Callable[[Progress], None]
    announce: Callable[[Wait], None]
    interrupt: Callable[[], None]
    winding_down: Callable[[], None]
    notices: Notices
    quota: QuotaLedger
    ceiling: Limit | None = None


def publish(
    desk: Desk, *, products: Sequence[str] | None, live: bool, command: str
) -> tuple[PublishReport, PodpusherError | None]:
    """Publish what is ready, or what is named; carry on where an earlier run stopped.

    The report, and the error that says how the run ended when not everything got through. Raises NotFound, Incomplete,
    DraftAtEtsy, AllDrafts, and Busy when living runs hold all of it.
    """
    check_named(desk.products, products, live=live)
    now = desk.clock.now()
    total, held = desk.journal.open_count(products, now)
    drafts = desk.products.counts().get(ProductState.DRAFT, 0)
    dropped = desk.journal.dropped() if products is None else 0
    if not total:
        if drafts and products is None:
            raise all_drafts(desk.products, drafts)
        failed = desk.products.counts().get(ProductState.FAILED, 0) if products is None else 0
        return PublishReport(None, None, 0, failed, 0, 0, (), (), dropped), None
    if held == total:
        raise Busy
    run = desk.journal.begin(command, now, live=live)
    claimed = desk.journal.claim(run.id, now, products=products, live=live)
    if not claimed:
        desk.journal.end(run.id, RunState.DONE, {}, desk.clock.now())
        raise Busy
    engine = Engine(
        run=run, shop_id=desk.shop_id, total=claimed, journal=desk.journal, quota=desk.quota, printer=desk.printer, shop=desk.shop,
        preparer=desk.preparer, clock=desk.clock, waits=desk.waits, parallel=desk.parallel, watch=desk.watch, announce=desk.announce,
        interrupt=desk.interrupt, winding_down=desk.winding_down,
    )  # fmt: skip
    tally = engine.go()
    tally.left = claimed - tally.published - tally.failed - tally.waiting
    troubles = desk.journal.troubles(run.id)
    desk.journal.end(run.id, _state(tally, claimed), _counts(tally), desk.clock.now())
    report = PublishReport(
        run.id,
        None,
        tally.published,
        tally.failed,
        tally.waiting,
        tally.left,
        desk.journal.listed(run.id, most=_SHOWN),
        troubles,
        dropped,
        tally.unpartnered,
    )
    error = _verdict(run.id, tally, claimed, troubles)
    if error is not None:
        _leave_notice(desk, report, error)
    if report.unpartnered:
        with suppress(MachineTrouble):
            desk.notices.add(
                "publish.no_partner", {"run": report.run, "count": report.unpartnered}, desk.clock.now()
            )
    return report, error


def _leave_notice(desk: Desk, report: PublishReport, error: PodpusherError) -> None:
    """For the seller who was not there: what did not get through, or what stopped the run."""
    fields: dict[str, object] = {"run": report.run, "failed": report.failed, "waiting": report.waiting}
    kind = "publish.partial" if report.failed or report.waiting else "publish.stopped"
    with suppress(MachineTrouble):  # a full disk must not cost us the report
        desk.notices.add(kind, fields | {"problem": error.plain()}, desk.clock.now())


def _state(tally: Tally, total: int) -> RunState:
    if isinstance(tally.cause, Interrupted):
        return RunState.INTERRUPTED
    if tally.published == total:
        return RunState.DONE
    return RunState.PARTIAL if tally.published else RunState.FAILED


def _counts(tally: Tally) -> dict[str, int]:
    return {
        Outcome.PUBLISHED: tally.published, Outcome.FAILED: tally.failed, Outcome.WAITING: tally.waiting, Outcome.LEFT: tally.left,
    }  # fmt: skip


def _verdict(run: str, tally: Tally, total: int, troubles: Sequence[ItemTrouble]) -> PodpusherError | None:
    """How the run is to end: None when everything got through."""
    items = [{"id": each.id, "code": each.code, "message": each.message, "hint": each.hint} for each in troubles]
    if tally.cause is not None:
        tally.cause.details["items"] = items
        return tally.cause
    if tally.published == total:
        return None
    if tally.over is not None and not tally.published and len(tally.errors) == 1:
        tally.over.details["items"] = items
        return tally.over
    if tally.over is not None and not tally.failed and not tally.waiting:
        hint, details = as_template(tally.over.plain_hint()), tally.over.details | {"items": items}
        return PartlyOverQuota(hint=hint, details=details, failed=total - tally.published, total=total, run=run)
    if len(tally.errors) == 1 and not tally.published:
        (error,) = tally.errors.values()  # every item failed for one cause: its code and exit status are the run's
        error.details["items"] = items
        return error
    return PartlyFailed(failed=total - tally.published, total=total, run=run, details={"items": items})


def check_named(products: Products, names: Sequence[str] | None, *, live: bool) -> None:
    """Raises NotFound, Incomplete for one that lacks something, or DraftAtEtsy for one that cannot go `live` from here."""
    for name in names or ():
        product = products.get(name)
        if missing := product.content.missing():
            raise Incomplete(title=product.title or name, missing=_words(missing), product=name)
        if live and product.state is ProductState.PUBLISHED and product.etsy.state == "draft":
            raise DraftAtEtsy(title=product.title, listing=product.etsy.listing_id)


def _words(fields: Sequence[str]) -> str:
    return ", ".join(fields).replace("_", " ")


def all_drafts(products: Products, count: int) -> AllDrafts:
    """The error that says what the newest draft lacks."""
    first = products.page(limit=1, state=ProductState.DRAFT).items[0]
    return AllDrafts(
        count=count, title=first.title or first.id, missing=_words(first.content.missing()), product=first.id
    )


def resume(desk: Desk, run: Run) -> tuple[PublishReport, PodpusherError | None]:
    """Take the rest of one run; what has become a draft since stays. Raises Incomplete where that is all there is."""
    rest = desk.journal.unfinished(run.id)
    rest = [name for name in rest if not desk.products.get(name).content.missing()] or rest
    if not rest:
        return PublishReport(run.id, None, 0, 0, 0, 0, desk.journal.listed(run.id), ()), None
    return publish(desk, products=rest, live=run.live, command=f"runs resume {run.id}")
