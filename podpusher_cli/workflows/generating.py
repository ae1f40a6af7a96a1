"""Ideas into designs, listings and products: planned first, then made several at once, and carried on after a crash."""

from __future__ import annotations

from collections.abc import Sequence

from podpusher_cli.core.blanks import names_a_blank
from podpusher_cli.core.caps import RunCap, check_priced
from podpusher_cli.core.errors import Busy, Interrupted, PodpusherError
from podpusher_cli.core.generating import Generation, OneIdeaForFile, Plan, Planned, Wanted
from podpusher_cli.core.ideabook import is_id
from podpusher_cli.core.ideas import Idea, NoIdeas, NoTrends, clean, key_of, seeds_for
from podpusher_cli.core.ids import new_id
from podpusher_cli.core.runs import RunState
from podpusher_cli.core.spending import to_money
from podpusher_cli.store.generations import Items
from podpusher_cli.workflows.batching import Batcher, press_on
from podpusher_cli.workflows.generated import counts_of, result_of, state_of, verdict_of
from podpusher_cli.workflows.making import COMMAND, Maker, Tally
from podpusher_cli.workflows.orders import prices, resources
from podpusher_cli.workflows.studio import Studio


def plan(studio: Studio, wanted: Wanted, max_cost: int | None = None) -> Plan:
    """What a run would make now, and what that costs.

    Raises NoIdeas, NoTrends, NoSuchIdea, IdeaTooLong, OneIdeaForFile, and Unpriced where a limit on spending could not be kept.
    """
    _check_priced(studio, wanted, max_cost)
    run = studio.generations.unfinished(wanted)
    if run is not None and studio.runs.is_free(run):
        items = studio.generations.items(run)
        ideas = tuple(each.idea for each in items.planned)
        done = len(items.made) + len(items.failed)
    else:
        run, ideas, done = None, tuple(each.text for each in _ideas(studio, wanted)), 0
    told = list(prices(studio, wanted).values())
    known = [each.micros for each in told if each.micros is not None]
    each = sum(known)
    return Plan(
        ideas=ideas,
        total=len(ideas) + done,
        done=done,
        run=run,
        estimate=to_money(each * len(ideas)) if known else None,
        estimate_each=to_money(each) if known else None,
        unpriced=tuple(one.model for one in told if one.micros is None),
        beyond=_beyond(studio, wanted, len(ideas)),
        unaffordable=_unaffordable(studio, run, each, len(ideas), max_cost),
    )


def _beyond(studio: Studio, wanted: Wanted, count: int) -> int:
    """How many of so many ideas are more than the plan has left."""
    rooms = [studio.quota.queue().left, *(studio.quota.room(each) for each in resources(wanted))]
    return max([0, *(count - room for room in rooms if room is not None)])


def _unaffordable(studio: Studio, run: str | None, each: int, count: int, max_cost: int | None) -> int:
    """How many of so many ideas are more than the limits on spending have left."""
    left = studio.ledger.left(None if max_cost is None else RunCap(run or "", max_cost))
    return 0 if left is None or not each else max(0, count - left // each)


def generate(studio: Studio, wanted: Wanted, max_cost: int | None = None) -> tuple[Generation, PodpusherError | None]:
    """Make what is wanted, or carry on with an earlier try that was cut short.

    `max_cost`: the most that the run may cost in all, in millionths of a dollar. The result, and the error that says how
    the run ended when not everything was made. Raises as `plan` does.
    """
    run = studio.generations.unfinished(wanted)
    _check_priced(studio, wanted, max_cost)
    if run is None or not studio.runs.take(run):
        planned = _planned(studio, wanted)
        run = studio.runs.begin(COMMAND, studio.clock.now()).id
        while not studio.generations.begin(run, wanted, planned):
            planned = _planned(studio, wanted)  # another run took one of the trends meanwhile
    studio.generations.limit(run, max_cost)
    return _make_all(studio, wanted, run)


def resume(
    studio: Studio, run: str, wanted: Wanted, *, again: bool = False
) -> tuple[Generation, PodpusherError | None]:
    """Make what is left of one run, within the limit that it began with. Raises Busy while somebody is at it.

    `again`: what a batch has ended without is sent in a new one.
    """
    left = studio.generations.items(run).planned
    if left and not studio.runs.take(run):
        raise Busy
    if not left:
        return result_of(studio, wanted, run), None
    return _make_all(studio, wanted, run, again=again)


def _check_priced(studio: Studio, wanted: Wanted, max_cost: int | None) -> None:
    """Raises Unpriced where there is a limit on spending, and a price that is not known."""
    if studio.ledger.left(None if max_cost is None else RunCap("", max_cost)) is not None:
        check_priced(prices(studio, wanted).values())


# Planning


def _ideas(studio: Studio, wanted: Wanted) -> tuple[Idea, ...]:
    own = tuple(_own(studio, text) for text in wanted.ideas)
    if wanted.design is not None and len(own) != 1:
        raise OneIdeaForFile(count=len(own))
    found = own + _from_trends(studio, wanted.from_trends) if wanted.from_trends else own
    if not found:
        raise NoIdeas
    return found


def _own(studio: Studio, text: str) -> Idea:
    """The seller's words, or the kept idea whose id they are, with its trend. Raises NoSuchIdea."""
    return studio.generations.idea(text.strip()) if is_id(text) else Idea(clean(text))


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


def _let_through(studio: Studio, wanted: Wanted, run: str, tally: Tally) -> Items:
    """The run's items, after those that nothing may be made of are given up: they cost no money and no quota.

    Those that something was asked for already were let through then.
    """
    asked = {each.item for each in studio.ledger.of_run(run)}
    planned = [each for each in studio.generations.items(run).planned if each.design_id not in asked]
    new = [each for each in planned if wanted.design or studio.designs.find(each.design_id) is None]
    troubles = studio.guard.troubles(new, wanted.language) if new else {}
    for each in new:
        if error := troubles.get(each.design_id):
            tally.failed[each.design_id] = error
            studio.generations.failed(run, each.place, error, studio.quota, perhaps_billed=False)
    return studio.generations.items(run)


def _make_all(
    studio: Studio, wanted: Wanted, run: str, *, again: bool = False
) -> tuple[Generation, PodpusherError | None]:
    tally, waiting = Tally(), False
    items, most = studio.generations.items(run), studio.generations.limit_of(run)
    cap, before = None if most is None else RunCap(run, most), len(items.made)
    try:
        items = _let_through(studio, wanted, run, tally)
        done = len(items.made) + len(items.failed)
        facts, area = studio.blank(wanted)

        def make(ready: Sequence[Planned]) -> None:
            Maker(
                studio, wanted, run, ready, facts, cap=cap, done=done, goal=done + len(ready), tally=tally
            ).go()  # fmt: skip

        if wanted.batch:
            batcher = Batcher(studio, wanted, run, facts, cap=cap, tally=tally)
            try:
                press_on(batcher, make, tally, again=again)
            finally:
                waiting = batcher.under_way
        else:
            make(items.planned)
    except PodpusherError as error:
        tally.cause, area = error, None
    except KeyboardInterrupt:
        tally.cause, area = Interrupted(), None
    after = studio.generations.items(run)
    state = RunState.WAITING if waiting else state_of(after, tally.cause)
    studio.runs.end(run, state, counts_of(after), studio.clock.now())
    result = result_of(studio, wanted, run, area)
    coming = len(after.planned) - len(tally.short) if waiting else 0
    return result, verdict_of(result, tally, made=len(after.made) - before + coming)
