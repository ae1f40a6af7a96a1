"""Ideas: find what they are about, have them made, leave out what is known or may not be said, keep the best."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.designs import seed_of
from podpusher_cli.core.errors import OutcomeUnknown, PodpusherError, TryLater
from podpusher_cli.core.ideabook import (
    Alike,
    Blocked,
    Draft,
    IdeaSheet,
    IdeaSource,
    Ideation,
    NoNewIdeas,
)
from podpusher_cli.core.ideas import MOST_IDEA, clean
from podpusher_cli.core.ideation import IdeaBrief, IdeaMaker, Phrase, Subject
from podpusher_cli.core.learning import Learnt
from podpusher_cli.core.scoring import Circumstances, choose, score
from podpusher_cli.core.spending import PerhapsBilled, to_money, total
from podpusher_cli.core.text import N_
from podpusher_cli.providers.likeness import ALIKE, Known, Shelf
from podpusher_cli.store.idea_searches import Searches
from podpusher_cli.store.ideas import Ideas
from podpusher_cli.store.spending import Ledger
from podpusher_cli.workflows.idea_subjects import Topics


@dataclass(frozen=True, slots=True)
class Wanted:
    """One `ideas make`, as asked. `season` is an event's code or name, or `next`. Two that are equal are the same request."""

    words: tuple[str, ...] = ()
    from_trends: int = 0
    season: str | None = None
    count: int = 10
    model: str = "local"
    language: str = "en"
    seed: int | None = None

    def key(self) -> str:
        """The request as a short word: after a crash the same command is known by it."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class IdeaDesk:
    """The stores, the maker, and what is known of trends, events and of the seller's likes.

    `inspect` says why a text of a language may not be used, or None. `learnt` is what the verdicts came to.
    """

    ideas: Ideas
    searches: Searches
    ledger: Ledger
    maker: IdeaMaker
    topics: Topics
    inspect: Callable[[str, str], Blocked | None]
    learnt: Callable[[], Learnt]
    clock: Clock


def make(desk: IdeaDesk, wanted: Wanted, *, dry_run: bool = False) -> tuple[Ideation, PodpusherError | None]:
    """Make ideas and keep the best `count`; with `dry_run` only say what would be, without paying for anything.

    What came of it, and the error where nothing could be kept. Raises NoSuchSeason, NoTrends, and what the maker raises.
    A paid search that was cut short is carried on: what it was answered is not paid for twice.
    """
    estimate = desk.maker.estimate(wanted.count)
    if estimate is None:
        brief = _brief(desk, wanted, _subjects(desk, wanted))
        found = _judged(desk, brief, desk.maker.make(brief, desk.ledger.attempt("ideas")))
        return _kept(desk, found, None) if not dry_run else (found, None if found.drafts else NoNewIdeas())
    if dry_run:
        _subjects(desk, wanted)
        money = None if estimate.micros is None else to_money(estimate.micros)
        return Ideation(estimate=money, unpriced=() if money else (estimate.model,)), None
    search = desk.searches.unfinished(wanted.key()) or desk.searches.begin(
        wanted.key(), _subjects(desk, wanted), desk.clock.now()
    )
    brief = _brief(desk, wanted, search.subjects)
    return _kept(desk, _judged(desk, brief, _paid(desk, brief, search.id)), search.id)


def _subjects(desk: IdeaDesk, wanted: Wanted) -> tuple[Subject, ...]:
    return desk.topics.subjects(wanted.words, wanted.from_trends, wanted.season)


def _brief(desk: IdeaDesk, wanted: Wanted, subjects: tuple[Subject, ...]) -> IdeaBrief:
    learnt = desk.learnt()
    seed = wanted.seed if wanted.seed is not None else seed_of(wanted.key()) + desk.ideas.count()
    return IdeaBrief(subjects, wanted.count, seed, wanted.language, learnt.weights, learnt.good, learnt.bad)


def _paid(desk: IdeaDesk, brief: IdeaBrief, search: str) -> tuple[Phrase, ...]:
    """What the model answers. A search that can come to nothing more is ended, so that the next one is a new one."""
    try:
        return desk.maker.make(brief, desk.ledger.attempt(search))
    except OutcomeUnknown as error:
        desk.searches.end(search)
        hint = N_("Run the same command again to pay for new ones.")
        raise PerhapsBilled(provider=error.provider, details=error.details, hint=hint) from error
    except TryLater:
        raise
    except PodpusherError:
        desk.searches.end(search)
        desk.ledger.close(search)
        raise


def _kept(desk: IdeaDesk, found: Ideation, search: str | None) -> tuple[Ideation, PodpusherError | None]:
    made = desk.ideas.keep(found.drafts, desk.clock.now(), search=search)
    cost = None
    if search is not None:
        desk.ledger.close(search)
        cost = total(desk.ledger.spends(search))
    result = Ideation(made=made, blocked=found.blocked, alike=found.alike, cost=cost)
    return result, None if made else NoNewIdeas()


def _judged(desk: IdeaDesk, brief: IdeaBrief, phrases: Sequence[Phrase]) -> Ideation:
    """The best as drafts, and why others are left out. Nothing is kept here."""
    shelf = Shelf(desk.ideas.all_texts())
    today = desk.clock.now().date()
    drafts: list[Draft] = []
    blocked: list[Blocked] = []
    alike: list[Alike] = []
    for phrase in phrases:
        text = clean(phrase.text[:MOST_IDEA])
        near = shelf.nearest(text)
        if near is not None and near[1] >= ALIKE:
            alike.append(Alike(text, near[0].text, near[0].kind, near[0].id))
        elif bad := desk.inspect(text, brief.language):
            blocked.append(bad)
        else:
            subject = brief.subjects[phrase.subject]
            weight = brief.weights.of(phrase.niche, phrase.pattern)
            around = Circumstances(today, near[1] if near else 0.0, weight)
            drafts.append(_draft(desk.maker, brief, phrase, subject, text, around))
            shelf.add(Known("idea", "", text))
    chosen = choose(drafts, brief.count)
    return Ideation(drafts=chosen, blocked=tuple(blocked), alike=tuple(each for each in alike if each.id))


def _draft(
    maker: IdeaMaker, brief: IdeaBrief, phrase: Phrase, subject: Subject, text: str, around: Circumstances
) -> Draft:
    points, reasons = score(phrase, subject, around)
    return Draft(
        text=text,
        language=brief.language,
        source=_source(subject),
        trend=subject.trend,
        occasion=subject.occasion,
        evidence=subject.evidence,
        niche=phrase.niche,
        pattern=phrase.pattern,
        score=points,
        reasons=reasons,
        model=maker.model,
        prompt=maker.prompt,
        seed=brief.seed,
    )


def _source(subject: Subject) -> IdeaSource:
    """A trend about an event is a trend; words for an event are for the event."""
    return IdeaSource.SEASON if subject.season and subject.source is IdeaSource.WORDS else subject.source


def sheet(name: str, *, ideas: Ideas, ledger: Ledger) -> IdeaSheet:
    """An idea with its designs and what finding it cost. Raises NoSuchIdea."""
    idea, search = ideas.get(name), ideas.search_of(name)
    return IdeaSheet(idea, ideas.designs(idea.text), ledger.spends(search) if search else ())
