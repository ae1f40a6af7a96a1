"""Ideas into designs, listings and products: planned first, then made one by one, and carried on after a crash."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from podpusher_cli.core.blanks import Facts, names_a_blank
from podpusher_cli.core.clock import Clock
from podpusher_cli.core.copywriting import Copy, check_copy
from podpusher_cli.core.designs import Design, DesignSpec
from podpusher_cli.core.errors import Interrupted, OutcomeUnknown, PartlyFailed, PodpusherError, TryLater
from podpusher_cli.core.generating import (
    Generated,
    Generation,
    NotMade,
    OneIdeaForFile,
    Plan,
    Planned,
    Progress,
    Wanted,
)
from podpusher_cli.core.ideas import Idea, NoIdeas, NoTrends, clean, key_of, seeds_for
from podpusher_cli.core.ids import new_id
from podpusher_cli.core.making import CopyBrief, ImageModel, TextModel
from podpusher_cli.core.printing import PrintArea, PrintFacts, check_print
from podpusher_cli.core.products import Content, Origin
from podpusher_cli.core.runs import RunState
from podpusher_cli.core.spending import Estimate, to_money, total
from podpusher_cli.core.trends import Trend
from podpusher_cli.store.designs import Designs
from podpusher_cli.store.generations import Generations, Items
from podpusher_cli.store.products import NewProduct, Products
from podpusher_cli.store.runs import Runs
from podpusher_cli.store.spending import Ledger

COMMAND = "generate"


@dataclass(frozen=True, slots=True)
class Studio:
    """Everything that making works with.

    `trends` gives the ranked trends, the best first; `spelled` reads a hashtag as words. `blank` looks up what a
    product of the request is printed on; `measured` reads a print file. `watch` is told how far it has come.
    """

    generations: Generations
    runs: Runs
    designs: Designs
    products: Products
    ledger: Ledger
    images: ImageModel
    texts: TextModel
    trends: Callable[[], Sequence[Trend]]
    spelled: Callable[[str], str]
    blank: Callable[[Wanted], tuple[Facts, PrintArea | None]]
    measured: Callable[[Path], PrintFacts]
    watch: Callable[[Progress], None]
    clock: Clock


def plan(studio: Studio, wanted: Wanted) -> Plan:
    """What a run would make now, and what that costs. Raises NoIdeas, NoTrends, IdeaTooLong and OneIdeaForFile."""
    run = studio.generations.unfinished(wanted)
    if run is not None and studio.runs.is_free(run):
        items = studio.generations.items(run)
        ideas = tuple(each.idea for each in items.planned)
        done = len(items.made) + len(items.failed)
    else:
        run, ideas, done = None, tuple(each.text for each in _ideas(studio, wanted)), 0
    estimates = _estimates(studio, wanted)
    known = [each.micros for each in estimates if each.micros is not None]
    return Plan(
        ideas=ideas,
        total=len(ideas) + done,
        done=done,
        run=run,
        estimate=to_money(sum(known) * len(ideas)) if known else None,
        unpriced=tuple(each.model for each in estimates if each.micros is None),
    )


def _estimates(studio: Studio, wanted: Wanted) -> list[Estimate]:
    told = [studio.texts.estimate(), None if wanted.design else studio.images.estimate()]
    return [estimate for estimate in told if estimate is not None]


def generate(studio: Studio, wanted: Wanted) -> tuple[Generation, PodpusherError | None]:
    """Make what is wanted, or carry on with an earlier try that was cut short.

    The result, and the error that says how the run ended when not everything was made. Raises as `plan` does.
    """
    run = studio.generations.unfinished(wanted)
    if run is None or not studio.runs.take(run):
        ideas = _ideas(studio, wanted)
        run = studio.runs.begin(COMMAND, studio.clock.now()).id
        studio.generations.begin(run, wanted, _planned(studio, wanted, ideas))
    return _make_all(studio, wanted, run)


def resume(studio: Studio, run: str, wanted: Wanted) -> tuple[Generation, PodpusherError | None]:
    """Make what is left of one run."""
    if not studio.generations.items(run).planned or not studio.runs.take(run):
        return _result(studio, wanted, run), None
    return _make_all(studio, wanted, run)


# Planning


def _ideas(studio: Studio, wanted: Wanted) -> tuple[Idea, ...]:
    own = tuple(Idea(clean(text)) for text in wanted.ideas)
    if wanted.design is not None and len(own) != 1:
        raise OneIdeaForFile(count=len(own))
    found = own + _from_trends(studio, wanted.from_trends) if wanted.from_trends else own
    if not found:
        raise NoIdeas
    return found


def _from_trends(studio: Studio, count: int) -> tuple[Idea, ...]:
    """The best trends that nothing was made of yet and that a shirt could say. Raises NoTrends."""
    used = set(studio.generations.trends())
    found: list[Idea] = []
    for trend in studio.trends():
        words = studio.spelled(trend.keyword)
        if key_of(trend.keyword) in used or names_a_blank(words):
            continue
        used.add(key_of(trend.keyword))
        found.append(Idea(clean(words), trend.keyword))
        if len(found) == count:
            return tuple(found)
    if not found:
        raise NoTrends
    return tuple(found)


def _planned(studio: Studio, wanted: Wanted, ideas: Sequence[Idea]) -> list[Planned]:
    used = [studio.designs.seeds(each.text) | studio.generations.seeds(each.text) for each in ideas]
    seeds = seeds_for([each.text for each in ideas], used, wanted.seed)
    return [
        Planned(place, wanted.design or new_id("d"), idea.text, idea.trend, seed)
        for place, (idea, seed) in enumerate(zip(ideas, seeds, strict=True), 1)
    ]


# Making


def _make_all(studio: Studio, wanted: Wanted, run: str) -> tuple[Generation, PodpusherError | None]:
    items = studio.generations.items(run)
    done = len(items.made) + len(items.failed)
    goal = done + len(items.planned)
    errors: dict[str, PodpusherError] = {}
    cause: PodpusherError | None = None
    try:
        facts, area = studio.blank(wanted)
        for place, item in enumerate(items.planned):
            studio.watch(Progress(goal, done + place))
            try:
                product = _make(studio, wanted, run, item, facts)
            except PodpusherError as error:
                if _concerns_all(error):
                    raise
                errors[item.design_id] = error
                doubtful = isinstance(error, OutcomeUnknown)
                studio.generations.failed(run, item.place, error, perhaps_billed=doubtful)
            else:
                studio.generations.made(run, item.place, product)
                studio.ledger.close(item.design_id)
        studio.watch(Progress(goal, goal))
    except PodpusherError as error:
        cause, area = error, None
    except KeyboardInterrupt:
        cause, area = Interrupted(), None
    after = studio.generations.items(run)
    studio.runs.end(run, _state(after, cause), _counts(after), studio.clock.now())
    result = _result(studio, wanted, run, area)
    return result, _verdict(result, errors, cause)


def _make(studio: Studio, wanted: Wanted, run: str, item: Planned, facts: Facts) -> str:
    """One idea into a product, whose id comes back. Whatever an earlier try has made of it is taken."""
    attempt = studio.ledger.attempt(item.design_id)
    design = studio.designs.find(item.design_id)
    if design is None:
        drawn = studio.images.draw(DesignSpec(item.idea, item.seed, wanted.garment, wanted.layout), attempt)
        design = studio.designs.keep(
            Design(
                id=item.design_id, idea=item.idea, file="", sha256="", width=drawn.width, height=drawn.height, dpi=drawn.dpi,
                source=studio.images.name, model=drawn.model, layout=drawn.layout, palette=drawn.palette, fonts=drawn.fonts,
                seed=drawn.seed, cost=total(studio.ledger.spends(item.design_id)), garment=wanted.garment,
                created_at=studio.clock.now(), trend=item.trend,
            ),
            drawn.png,
        )  # fmt: skip
    brief = CopyBrief(
        idea=item.idea,
        seed=item.seed,
        language=wanted.language,
        facts=facts,
        trend=item.trend,
        layout=design.layout,
        lettered=design.source == "local",
        disclose_ai=design.source == "openai",
    )
    copy = studio.texts.write(brief, attempt)
    base = wanted.base
    content = Content(
        copy.title, copy.description, copy.tags, design.id, base.blueprint_id, base.print_provider_id, base.variants, base.price
    )  # fmt: skip
    return studio.products.add_once(NewProduct(content, Origin(run=run), f"{run}:{item.place}"), studio.clock.now())


def _concerns_all(error: PodpusherError) -> bool:
    """Whether no other item would fare better: no account, no money, no network, no disk, or Ctrl-C."""
    passing = isinstance(error, TryLater) and not isinstance(error, OutcomeUnknown)
    return passing or error.exit_status in {3, 6, 9, 130}


# Endings


def _state(items: Items, cause: PodpusherError | None) -> RunState:
    if isinstance(cause, Interrupted):
        return RunState.INTERRUPTED
    if not items.failed and not items.planned:
        return RunState.DONE
    return RunState.PARTIAL if items.made else RunState.FAILED


def _counts(items: Items) -> dict[str, int]:
    return {"made": len(items.made), "failed": len(items.failed), "left": len(items.planned)}


def _result(studio: Studio, wanted: Wanted, run: str, area: PrintArea | None = None) -> Generation:
    items = studio.generations.items(run)
    made = tuple(_generated(studio, wanted, item, product, area) for item, product in items.made)
    failed = tuple(items.failed)
    spends = [
        spend
        for each in (*(each.design.id for each in made), *(each.id for each in failed))
        for spend in studio.ledger.spends(each)
    ]
    return Generation(
        run=run,
        made=made,
        failed=failed,
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


def _verdict(
    result: Generation, errors: Mapping[str, PodpusherError], cause: PodpusherError | None
) -> PodpusherError | None:
    """How the run is to end: None when everything was made; for one cause that cause, else that some failed."""
    items = [_told(each) for each in result.failed]
    if cause is None and not result.failed:
        return None
    if cause is None and not result.made and len({each.trouble.code for each in result.failed}) == 1 and errors:
        cause = next(iter(errors.values()))
    if cause is not None:
        cause.details["items"] = items
        return cause
    total_items = len(result.made) + len(result.failed)
    return PartlyFailed(
        failed=len(result.failed), total=total_items, run=result.run, hint=result.failed[0].trouble.hint, details={"items": items}
    )  # fmt: skip


def _told(each: NotMade) -> dict[str, str]:
    trouble = each.trouble
    return {"id": each.id, "code": trouble.code, "message": trouble.message, "hint": trouble.hint}
