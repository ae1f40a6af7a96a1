"""Ideas into designs, listings and products: planned first, then made one by one, and carried on after a crash."""

from __future__ import annotations

from podpusher_cli.core.blanks import Facts, names_a_blank
from podpusher_cli.core.designs import Design, DesignSpec
from podpusher_cli.core.errors import Busy, Interrupted, OutcomeUnknown, PodpusherError, TryLater
from podpusher_cli.core.generating import (
    Generation,
    OneIdeaForFile,
    Plan,
    Planned,
    Progress,
    Wanted,
    counted_as,
)
from podpusher_cli.core.ideas import Idea, NoIdeas, NoTrends, clean, key_of, seeds_for
from podpusher_cli.core.ids import new_id
from podpusher_cli.core.making import CopyBrief
from podpusher_cli.core.plans import Resource
from podpusher_cli.core.products import Content, Origin
from podpusher_cli.core.quota import OverQuota, Taker, Unit
from podpusher_cli.core.spending import Estimate, SpendState, to_money, total
from podpusher_cli.store.products import NewProduct
from podpusher_cli.workflows.generated import Short, counts_of, result_of, state_of, verdict_of
from podpusher_cli.workflows.studio import Studio

COMMAND = "generate"


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
        beyond=_beyond(studio, wanted, len(ideas)),
    )


def _beyond(studio: Studio, wanted: Wanted, count: int) -> int:
    """How many of so many ideas are more than the plan has left."""
    rooms = [studio.quota.queue().left, *(studio.quota.room(each) for each in _resources(wanted))]
    return max([0, *(count - room for room in rooms if room is not None)])


def _resources(wanted: Wanted) -> tuple[Resource, ...]:
    """What each item of a request counts as; the seller's own picture is no image that was made."""
    return (Resource.TEXTS,) if wanted.design else (Resource.TEXTS, Resource.IMAGES)


def _estimates(studio: Studio, wanted: Wanted) -> list[Estimate]:
    told = [studio.texts.estimate(), None if wanted.design else studio.images.estimate()]
    return [estimate for estimate in told if estimate is not None]


def generate(studio: Studio, wanted: Wanted) -> tuple[Generation, PodpusherError | None]:
    """Make what is wanted, or carry on with an earlier try that was cut short.

    The result, and the error that says how the run ended when not everything was made. Raises as `plan` does.
    """
    run = studio.generations.unfinished(wanted)
    if run is None or not studio.runs.take(run):
        planned = _planned(studio, wanted)
        run = studio.runs.begin(COMMAND, studio.clock.now()).id
        while not studio.generations.begin(run, wanted, planned):
            planned = _planned(studio, wanted)  # another run took one of the trends meanwhile
    return _make_all(studio, wanted, run)


def resume(studio: Studio, run: str, wanted: Wanted) -> tuple[Generation, PodpusherError | None]:
    """Make what is left of one run. Raises Busy while somebody is at it."""
    left = studio.generations.items(run).planned
    if left and not studio.runs.take(run):
        raise Busy
    if not left:
        return result_of(studio, wanted, run), None
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


def _planned(studio: Studio, wanted: Wanted) -> list[Planned]:
    ideas = _ideas(studio, wanted)
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
    over: dict[str, OverQuota] = {}
    cause: PodpusherError | None = None
    try:
        facts, area = studio.blank(wanted)
        for place, item in enumerate(items.planned):
            studio.watch(Progress(goal, done + place))
            try:
                studio.quota.take(_units(studio, wanted, run, item), Taker(run, COMMAND), queued=True)
                product = _make(studio, wanted, run, item, facts)
            except OverQuota as error:
                over[item.design_id] = error
            except PodpusherError as error:
                if _concerns_all(error):
                    raise
                errors[item.design_id] = error
                doubtful = isinstance(error, OutcomeUnknown)
                studio.generations.failed(run, item.place, error, studio.quota, perhaps_billed=doubtful)
            else:
                studio.generations.made(run, item.place, product, studio.quota)
                studio.ledger.close(item.design_id)
        studio.watch(Progress(goal, goal))
    except PodpusherError as error:
        cause, area = error, None
    except KeyboardInterrupt:
        cause, area = Interrupted(), None
    after = studio.generations.items(run)
    studio.runs.end(run, state_of(after, cause), counts_of(after), studio.clock.now())
    result = result_of(studio, wanted, run, area)
    return result, verdict_of(result, errors, cause, Short(over, len(after.made) - len(items.made)))


def _units(studio: Studio, wanted: Wanted, run: str, item: Planned) -> list[Unit]:
    """What an item takes of the quota. What an earlier try has drawn, or may have been billed, is owed."""
    begun, spends = studio.runs.get(run).started_at, studio.ledger.spends(item.design_id)
    paid = any(each.state is not SpendState.FREE and each.at >= begun for each in spends)
    drawn = studio.designs.find(item.design_id) is not None and not wanted.design
    name = counted_as(run, item.place)
    return [Unit(name, each, owed=paid or drawn) for each in _resources(wanted)]


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
