"""What ideas are wanted about: the seller's words, trends with the observations behind them, and selling events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from podpusher_cli.core.ideabook import Evidence, IdeaSource, NoSuchSeason
from podpusher_cli.core.ideas import NoTrends, clean, key_of
from podpusher_cli.core.ideation import Subject
from podpusher_cli.core.keywords import searchable
from podpusher_cli.core.scoring import strength_of
from podpusher_cli.core.seasons import Season, Stage
from podpusher_cli.core.trends import Signal, Trend

NEXT = "next"
_NO_SHIRT = frozenset({"black_friday"})  # sold at, but not worn


@dataclass(frozen=True, slots=True)
class Topics:
    """Where subjects come from.

    `trends`: ranked, the best first. `observed`: the kept observations behind one; nothing of a source whose rows may
    not be kept. `taken`: trends that something was made of already, as `key_of` gives them. `spelled` reads a hashtag.
    """

    trends: Callable[[], Sequence[Trend]]
    observed: Callable[[Trend], Sequence[Signal]]
    taken: Callable[[], frozenset[str]]
    spelled: Callable[[str], str]
    seasons: Callable[[], Sequence[Season]]

    def subjects(self, words: Sequence[str], from_trends: int, season: str | None) -> tuple[Subject, ...]:
        """The subjects of a request; where nothing is named, the next event and every niche there is.

        Raises NoIdeas for empty words, NoTrends and NoSuchSeason.
        """
        if not words and not from_trends and season is None:
            coming = self._season(NEXT)
            general = Subject("", IdeaSource.WORDS)
            return (general,) if coming is None else (general, Subject("", IdeaSource.SEASON, season=coming))
        event = self._season(season) if season is not None else None
        told = [Subject(clean(each), IdeaSource.WORDS, season=event) for each in words]
        told += self._trending(from_trends) if from_trends else ()
        if event is not None and not words:
            told.append(Subject("", IdeaSource.SEASON, season=event))
        return tuple(told)

    def _season(self, name: str) -> Season | None:
        """The event of that code or name, or the next that can still be sold for. Raises NoSuchSeason."""
        events = [each for each in self.seasons() if each.code not in _NO_SHIRT]
        if name == NEXT:
            return next((each for each in events if each.stage is not Stage.TOO_LATE), None)
        wanted = searchable(name).strip()
        found = next((each for each in events if wanted in {each.code, searchable(each.name)}), None)
        if found is None:
            raise NoSuchSeason(name=name, names=", ".join(dict.fromkeys(each.code for each in events)))
        return found

    def _trending(self, count: int) -> list[Subject]:
        """The best trends that nothing was made of yet. Raises NoTrends."""
        used, found = set(self.taken()), list[Subject]()
        for trend in self.trends():
            if len(found) == count:
                break
            if key_of(trend.keyword) not in used:
                used.add(key_of(trend.keyword))
                found.append(self._subject(trend))
        if not found:
            raise NoTrends
        return found

    def _subject(self, trend: Trend) -> Subject:
        kept = self.observed(trend)
        sources = {each.source for each in kept}
        evidence = [
            Evidence(each.source, each.metric_name, each.metric_value, each.rank, each.region, each.observed_at)
            for each in kept
        ]
        evidence += [
            Evidence(source, None, None, None, trend.region, trend.observed_at)
            for source in trend.sources
            if source not in sources
        ]
        return Subject(
            words=clean(self.spelled(trend.keyword)),
            source=IdeaSource.TREND,
            trend=trend.keyword if kept else None,
            evidence=tuple(evidence),
            strength=strength_of(trend),
            season=trend.season,
        )
