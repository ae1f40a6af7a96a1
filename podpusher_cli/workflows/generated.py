"""What a run of `generate` came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from podpusher_cli.core.copywriting import Copy, check_copy
from podpusher_cli.core.errors import Interrupted, PartlyFailed, PodpusherError, as_template
from podpusher_cli.core.generating import Generated, Generation, NotMade, Planned, Wanted
from podpusher_cli.core.printing import PrintArea, check_print
from podpusher_cli.core.quota import OverQuota, SomeNotMade
from podpusher_cli.core.runs import RunState
from podpusher_cli.core.spending import total
from podpusher_cli.store.generations import Items
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
    made = tuple(_generated(studio, wanted, item, product, area) for item, product in items.made)
    spends = [spend for each in made for spend in each.spent]
    spends += [spend for each in items.failed for spend in studio.ledger.spends(each.id)]
    return Generation(
        run=run,
        made=made,
        failed=items.failed,
        left=len(items.planned),
        folder=str(studio.designs.folder),
        cost=total(spends),
    )


def _generated(studio: Studio, wanted: Wanted, item: Planned, product: str, area: PrintArea | None) -> Generated:
    design, kept = studio.designs.get(item.design_id), studio.products.get(product)
    spent = studio.ledger.spends(item.design_id)
    content, path = kept.content, studio.designs.path(design)
    copy = Copy(content.title, content.description, content.tags, language=wanted.language)
    canvas = area or PrintArea("front", design.width, design.height)
    return Generated(
        idea=item.idea,
        trend=item.trend,
        file=str(path),
        cost=total(spent),
        design=design,
        product=kept,
        print_findings=tuple(check_print(studio.measured(path), canvas)),
        copy_findings=check_copy(copy),
        spent=spent,
    )


@dataclass(frozen=True, slots=True)
class Short:
    """The items, by id, that the plan has nothing left for; `made` is how many were made all the same."""

    items: dict[str, OverQuota]
    made: int


def verdict_of(
    result: Generation, errors: Mapping[str, PodpusherError], cause: PodpusherError | None, short: Short
) -> PodpusherError | None:
    """How the run is to end: None when everything was made; for one cause that cause, else that some failed."""
    items = [_told(each) for each in result.failed]
    items += [
        {"id": name, "code": each.full_code, "message": each.plain(), "hint": each.plain_hint()}
        for name, each in short.items.items()
    ]
    if cause is None and not items:
        return None
    if cause is None and short.items and not errors:
        over = next(reversed(short.items.values()))
        if not short.made:
            over.details["items"] = items
            return over
        hint, details = as_template(over.plain_hint()), over.details | {"items": items}
        return SomeNotMade(failed=len(short.items), total=short.made + len(short.items), hint=hint, details=details)
    if cause is None and not result.made and len({each.trouble.code for each in result.failed}) == 1 and errors:
        cause = next(iter(errors.values()))
    if cause is not None:
        cause.details["items"] = items
        return cause
    return PartlyFailed(
        failed=len(items),
        total=len(result.made) + len(items),
        hint=as_template(result.failed[0].trouble.hint),
        details={"items": items},
    )


def _told(each: NotMade) -> dict[str, str]:
    trouble = each.trouble
    return {"id": each.id, "code": trouble.code, "message": trouble.message, "hint": trouble.hint}
