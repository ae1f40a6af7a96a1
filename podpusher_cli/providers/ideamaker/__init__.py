"""The local idea maker: sentences for niches, events and any words at all, in four languages, for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from podpusher_cli.core.designs import seed_of
from podpusher_cli.core.ideabook import IdeaSource
from podpusher_cli.core.ideation import MOST_LETTERS, MOST_WORDS, IdeaBrief, Phrase, Subject, Weights
from podpusher_cli.core.making import Attempt
from podpusher_cli.core.spending import Estimate
from podpusher_cli.providers.copywriter.topics import plain, topics_in, words_in
from podpusher_cli.providers.ideamaker.grammar import capital, filled, open_forms
from podpusher_cli.providers.ideamaker.niches import Lexicon, Thing, lexicon
from podpusher_cli.providers.typography.dice import Dice

_SPARE, _FEWEST = 8, 60  # phrases for each that is wanted, and at the least, so that some may be dropped


class LocalIdeas:
    """Makes ideas on this machine. The same brief gives the same ideas."""

    name = "local"
    model = "ideas-1"
    prompt: str | None = None

    def estimate(self, count: int) -> Estimate | None:  # noqa: ARG002 - see IdeaMaker
        """See IdeaMaker."""
        return None

    def make(self, brief: IdeaBrief, attempt: Attempt | None = None) -> tuple[Phrase, ...]:  # noqa: ARG002 - see IdeaMaker
        """See IdeaMaker."""
        told = lexicon(brief.language)
        most = max(_FEWEST, brief.count * _SPARE)
        each = -(-most // max(1, len(brief.subjects)))
        return tuple(
            phrase
            for place, subject in enumerate(brief.subjects)
            for phrase in (
                *_drawn(_phrases(told, subject, place), brief.seed, brief.weights),
                *_drawn(_around(told, subject, place), brief.seed, brief.weights),
            )[:each]
        )


def _drawn(phrases: Iterable[Phrase], seed: int, weights: Weights) -> list[Phrase]:
    """All of them in an order by chance, where what weighs twice as much comes early twice as often."""
    return sorted(
        {each.text: each for each in phrases}.values(),
        key=lambda each: Dice(f"{seed} {each.text}").share() ** (1 / weights.of(each.niche, each.pattern)),
        reverse=True,
    )


def _phrases(told: Lexicon, subject: Subject, place: int) -> Iterator[Phrase]:
    words = subject.words.strip()
    things = things_about(told, words) if words else told.things
    if subject.season is not None:
        yield from _festive(told, subject.season.code, things, place, about=bool(words and things))
        if subject.source is not IdeaSource.TREND:
            return
    for thing in things:
        yield from (Phrase(line, place, "own", thing.niche, line) for line in thing.lines)
        for pattern in thing.patterns:
            if (text := filled(pattern, thing.forms)) is not None:
                yield Phrase(text, place, "niche", thing.niche, pattern)


def _festive(told: Lexicon, code: str, things: Iterable[Thing], place: int, *, about: bool) -> Iterator[Phrase]:
    """What is said at the event; about a thing where the subject names one."""
    fete = told.fetes.get(code)
    if fete is None:
        return
    if not about:
        yield from (Phrase(line, place, "own", f"season.{code}", line) for line in fete.lines)
    for thing in things:
        for pattern in fete.patterns if {thing.kind, thing.niche} & fete.kinds else ():
            if (text := filled(pattern, thing.forms)) is not None:
                yield Phrase(text, place, "niche", thing.niche, pattern)


def _around(told: Lexicon, subject: Subject, place: int) -> Iterator[Phrase]:
    """The words themselves, and, where they are few, what can be said of anything."""
    words = subject.words.strip()
    if not words or (subject.season is not None and subject.source is not IdeaSource.TREND):
        return
    count, things = len(words.split()), things_about(told, words)
    niche = things[0].niche if things else None
    if count > 1 or niche is None:
        yield Phrase(capital(words), place, "niche" if niche else "open", niche, "{T}")
    if count <= MOST_WORDS and len(words) <= MOST_LETTERS:
        forms = open_forms(told.language, words)
        for pattern in told.open:
            if (text := filled(pattern, forms)) is not None:
                yield Phrase(text, place, "open", niche, pattern)


def things_about(told: Lexicon, words: str) -> tuple[Thing, ...]:
    """The things that the words name, then those of the topics that they touch besides, in whatever language."""
    said = {plain(word) for word in words_in(words)}
    named = [each for each in told.things if each.words & said]
    known = {each.topic for each in named}
    topics = [topic for topic in topics_in(words) if topic not in known]
    return (*named, *(each for topic in topics for each in told.things if each.topic == topic))


def said_of(words: str, language: str) -> str:
    """What a shirt says of a trend: the words themselves, or, where they are one that a niche knows, a line of that niche."""
    things = things_about(lexicon(language), words)
    if len(words.split()) > 1 or not things:
        return words
    subject = Subject(words, IdeaSource.TREND)
    return _drawn(_phrases(lexicon(language), subject, 0), seed_of(words), Weights())[0].text
