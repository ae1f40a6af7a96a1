"""Lists of trends: what was observed and is kept, ranked for the seller, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.history import Span, bucket_of
from podpusher_cli.core.keywords import key_of, searchable
from podpusher_cli.core.ranking import PAST, Market, place_of, trends_of
from podpusher_cli.core.results import BadCursor, Page
from podpusher_cli.core.seasons import Season, seasons
from podpusher_cli.core.trend_routes import Source
from podpusher_cli.core.trends import Signal, Trend
from podpusher_cli.store.keyword_index import KeywordIndex
from podpusher_cli.store.rollups import Rollups
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.trends import Signals
from podpusher_cli.workflows.history import keep_of, lead_of

Areas = Sequence[tuple[Source, str]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which trends of a list are meant. `words` are looked for in all that is kept, `category` is a source's own label.

    `days`: how far back each source's present goes. `region`: whose selling events count; None for the setting's. `tags`:
    of what was measured for a word, only what was measured for these; empty for all.
    """

    words: str | None = None
    category: str | None = None
    days: int = 1
    region: str | None = None
    tags: tuple[str, ...] = ()


class TrendLists:
    """The profile's lists of trends. `sold`: words that the shop sells by."""

    def __init__(
        self,
        *,
        signals: Signals,
        rollups: Rollups,
        index: KeywordIndex,
        settings: Settings,
        clock: Clock,
        sold: Callable[[], Sequence[str]],
    ) -> None:
        self._signals = signals
        self._rollups = rollups
        self._index = index
        self._settings = settings
        self._clock = clock
        self._sold = sold

    def tidy(self) -> None:
        """Drop what is older than it is kept."""
        self._rollups.retain(self._clock.now(), keep_of(self._settings))

    def ranked(
        self, areas: Areas, *, upto: int, narrow: Narrow | None = None, passing: Iterable[Signal] = ()
    ) -> tuple[Trend, ...]:
        """Every trend of these sources and regions, of signals up to that number and of those that may not be kept."""
        wanted = narrow or Narrow()
        self._rollups.refresh()
        found = [*self._kept(areas, upto, wanted), *(each for each in passing if _about(each, wanted.words))]
        chosen = [each for each in found if _within(each, wanted.category) and _measured(each, wanted.tags)]
        return trends_of(chosen, self._clock.now(), past=self._past, market=self._market(wanted.region))

    def page(
        self,
        areas: Areas,
        *,
        limit: int,
        cursor: str | None = None,
        narrow: Narrow | None = None,
        passing: Iterable[Signal] = (),
    ) -> Page[Trend]:
        """A page of them, the first or the one that a cursor leads to; what came after the first is left out. Raises BadCursor."""
        wanted = narrow or Narrow()
        names = " ".join(f"{source.name}={area}" for source, area in areas)
        cursors = self._signals.cursors(f"trends {names} {wanted}")
        upto, after = _opened(cursors.place(cursor), cursor) if cursor is not None else (self._signals.newest(), None)
        found = self.ranked(areas, upto=upto, narrow=wanted, passing=passing)
        rest = [each for each in found if after is None or place_of(each) > after]
        more = cursors.made(upto, *place_of(rest[limit - 1])) if len(rest) > limit else None
        return Page(tuple(rest[:limit]), more)

    def cut(
        self, of: str, items: Sequence[T], name: Callable[[T], str | int], *, limit: int, cursor: str | None
    ) -> Page[T]:
        """A page of a list that is worked out anew each time: after the item that the page before ended with.

        `of`: all that chooses the items. `name` tells them apart. Raises BadCursor.
        """
        cursors = self._signals.cursors(of)
        began = 0
        if cursor is not None:
            last, place = cursors.place(cursor)
            began = next((at for at, each in enumerate(items, 1) if name(each) == last), place)
        end = began + limit
        more = cursors.made(name(items[end - 1]), end) if len(items) > end else None
        return Page(tuple(items[began:end]), more)

    def _kept(self, areas: Areas, upto: int, wanted: Narrow) -> list[Signal]:
        by_area: dict[str, list[str]] = {}
        for source, area in areas:
            by_area.setdefault(area, []).append(source.name)
        keys = None if wanted.words is None else self._index.search(wanted.words)
        window = timedelta(days=wanted.days)
        return [
            signal
            for area, names in by_area.items()
            for signal in (
                self._signals.present(names, area, upto=upto, window=window)
                if keys is None
                else self._signals.of_keys(keys, names, area, upto=upto)
            )
        ]

    def _past(self, signal: Signal) -> list[int]:
        return self._rollups.past(signal, bucket_of(signal.observed_at - PAST, Span.DAY))

    def seasons(self, region: str | None) -> tuple[Season, ...]:
        """The selling events of a region, or of the setting's, within the year to come."""
        area = region or self._settings.get("trends.region")
        return seasons(area, self._clock.now().date(), lead_of(self._settings))

    def _market(self, region: str | None) -> Market:
        named = self._settings.get("trends.categories").split(",")
        return Market(tuple(filter(None, map(str.strip, named))), tuple(self._sold()), self.seasons(region))


def _about(signal: Signal, words: str | None) -> bool:
    """Whether it has all of the words in it."""
    return words is None or all(word in searchable(signal.keyword) for word in searchable(words).split())


def _measured(signal: Signal, tags: Sequence[str]) -> bool:
    """Whether it is a source's own list, or was measured for one of the words."""
    return not tags or not signal.word or key_of(signal.word) in set(map(key_of, tags))


def _within(signal: Signal, category: str | None) -> bool:
    """Whether the source puts it under that label, or ranks it in the list of that name."""
    if category is None:
        return True
    labels = (signal.category, signal.extra.get("list"))
    return any(searchable(category) == searchable(str(label)) for label in labels if label)


def _opened(place: list[Any], cursor: str) -> tuple[int, tuple[Any, ...]]:
    if not place:
        raise BadCursor(cursor=cursor)
    return place[0], tuple(place[1:])
