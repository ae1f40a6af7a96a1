"""What a run of `generate` came to."""

from __future__ import annotations

from dataclasses import dataclass

from podpusher_cli.core.batches import LOOK_AGAIN, OPEN
from podpusher_cli.core.caps import CapReached, SomeNotPaid
from podpusher_cli.core.copywriting import Copy, check_copy
from podpusher_cli.core.errors import Interrupted, PartlyFailed, PodpusherError, as_template
from podpusher_cli.core.generating import Generated, Generation, NotMade, Planned, Wanted
from podpusher_cli.core.inking import Cloth
from podpusher_cli.core.printing import PrintArea
from podpusher_cli.core.quota import SomeNotMade
from podpusher_cli.core.runs import RunState
from podpusher_cli.core.seasons import Season
from podpusher_cli.core.seo import Shelf, listed, score_listing
from podpusher_cli.core.spending import total, total_in_doubt
from podpusher_cli.core.twins import Look
from podpusher_cli.store.generations import Items
from podpusher_cli.workflows.making import Tally
from podpusher_cli.workflows.studio import Studio


def state_of(items: Items, cause: PodpusherError | None) -> RunState:
    """How the run ended; `cause` stopped it early."""
    if isinstance(cause, Interrupted):
        return RunState.INTERRUPTED
    if not items.failed and not items.planned:
        return RunState.DONE
    return RunState.PARTIAL if items.made else RunState.FAILED


def counts_of(items: Items) -> dict[str, int]:
    """Items by outcome."""
    return {"made": len(items.made), "failed": len(items.failed), "left": len(items.planned)}


def result_of(studio: Studio, wanted: Wanted, run: str, area: PrintArea | None = None) -> Generation:
    """Everything that the run has made by now; print files are held against `area` where it is known."""
    items = studio.generations.items(run)
    blank = Blank(area, studio.cloths(wanted), studio.inspector.looks())
    market = Market(Shelf(listed(*each) for each in studio.products.texts()), tuple(studio.seasons()))
    made = tuple(_generated(studio, wanted, item, product, blank, market) for item, product in items.made)
    spends = studio.ledger.of_run(run)
    batches = studio.press.batches.of(run) if studio.press else ()
    coming = {each.id for each in batches if each.state in OPEN}
    return Generation(
        run=run,
        made=made,
        failed=items.failed,
        left=len(items.planned),
        folder=str(studio.designs.folder),
        cost=total(spends),
        in_doubt=total_in_doubt(each for each in spends if each.batch not in coming),
        on_its_way=total_in_doubt(each for each in spends if each.batch in coming),
        guessed=sum(each.guessed for each in spends),
        batches=batches,
        come_back_at=studio.clock.now() + LOOK_AGAIN if coming else None,
    )


@dataclass(frozen=True, slots=True)
class Blank:
    """What the designs of a run are printed on, as far as it is known, and the looks they are held against."""

    area: PrintArea | None
    cloths: tuple[Cloth, ...]
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Market:
    """What a listing is held against: the seller's other ones, and the calendar."""

    shelf: Shelf
    seasons: tuple[Season, ...]


def _generated(
    studio: Studio, wanted: Wanted, item: Planned, product: str, blank: Blank, market: Market
) -> Generated:
    design, kept = studio.designs.get(item.design_id), studio.products.get(product)
    spent = studio.ledger.spends(item.design_id)
    content, path = kept.content, studio.designs.path(design)
    copy = Copy(content.title, content.description, content.tags, language=wanted.language, alt=content.alt)
    return Generated(
        idea=item.idea,
        trend=item.trend,
        file=str(path),
        cost=total(spent),
        design=design,
        product=kept,
        print_findings=studio.inspector.findings(design, blank.area, blank.cloths, others=blank.looks),
        copy_findings=check_copy(copy),
        spent=spent,
        seo=score_listing(product, copy, market.shelf, market.seasons),
        languages=tuple(each.language for each in studio.translations.of(product)),
    )


def verdict_of(result: Generation, tally: Tally, *, made: int) -> PodpusherError | None:
    """How the run is to end: None when everything was made; for one cause that cause, else that some failed.

    `made`: how many this try has made, or has handed in.
    """
    items = [_told(each) for each in result.failed]
    items += [
        {"id": name, "code": each.full_code, "message": each.plain(), "hint": each.plain_hint()}
        for name, each in tally.short.items()
    ]
    cause = tally.cause
    if cause is None and not items:
        return None
    if cause is None and tally.short and not tally.failed:
        return _short_of(tally, items, made)
    if cause is None and not (result.made or made) and len({each.trouble.code for each in result.failed}) == 1 and tally.failed:
        cause = next(iter(tally.failed.values()))
    if cause is not None:
        cause.details["items"] = items
        return cause
    return PartlyFailed(
        failed=len(items),
        total=len(result.made) + len(items),
        hint=as_template(result.failed[0].trouble.hint),
        details={"items": items},
    )


def _short_of(tally: Tally, items: list[dict[str, str]], made: int) -> PodpusherError:
    """What is left waits for quota or money; where nothing else was made, that is how the run ends."""
    last = next(reversed(tally.short.values()))
    if not made:
        last.details["items"] = items
        return last
    kind = SomeNotPaid if isinstance(last, CapReached) else SomeNotMade
    hint, details = as_template(last.plain_hint()), last.details | {"items": items}
    return kind(failed=len(tally.short), total=made + len(tally.short), hint=hint, details=details)


def _told(each: NotMade) -> dict[str, str]:
    trouble = each.trouble
    return {"id": each.id, "code": trouble.code, "message": trouble.message, "hint": trouble.hint}
