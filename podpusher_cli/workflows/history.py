"""What was kept of trends: a keyword's curve, every observation, and the selling events it is all for."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.errors import DiskTrouble
from podpusher_cli.core.history import History, Keep, NeverSeen, Span, bucket_of
from podpusher_cli.core.keywords import display, key_of
from podpusher_cli.core.results import Page
from podpusher_cli.core.seasons import Lead, Season, seasons
from podpusher_cli.core.trends import Signal
from podpusher_cli.providers import trends as sources
from podpusher_cli.store.files import replace_file
from podpusher_cli.store.keyword_index import KeywordIndex
from podpusher_cli.store.rollups import Rollups
from podpusher_cli.store.settings import Settings
from podpusher_cli.store.trends import Signals
from podpusher_cli.workflows.replacing import free_place


class Histories:
    """Everything that is told of the past, for one profile. Nothing is asked outside."""

    def __init__(
        self, *, rollups: Rollups, index: KeywordIndex, signals: Signals, settings: Settings, clock: Clock
    ) -> None:
        self._rollups = rollups
        self._index = index
        self._signals = signals
        self._settings = settings
        self._clock = clock

    def history(
        self,
        keyword: str,
        *,
        names: Sequence[str] = (),
        region: str | None = None,
        span: Span = Span.DAY,
        days: int = 90,
    ) -> History:
        """The curves of a keyword over the last `days`, in each region unless one is named. Raises NeverSeen or UnknownSource."""
        chosen = [sources.load(name).name for name in names]
        self._rollups.refresh()
        key = key_of(display(keyword))
        written = self._index.keyword(key)
        if written is None:
            raise NeverSeen(keyword=keyword, words=shlex.quote(keyword))
        now = self._clock.now()
        since, until = bucket_of(now - timedelta(days=days), span), bucket_of(now, span) + span.length
        found = self._rollups.series(
            key, span=span, since=since, until=until, region=region and region.strip().upper(), sources=chosen
        )
        return History(written, key, span, since, until, found)

    def signals(
        self, name: str, *, region: str | None = None, limit: int = 20, cursor: str | None = None
    ) -> Page[Signal]:
        """Every observation of a source in a region, newest first. Raises UnknownSource or BadCursor."""
        area = (region or self._settings.get("trends.region")).strip().upper()
        return self._signals.page(sources.load(name).name, area, limit=limit, cursor=cursor)

    def seasons(self, *, region: str | None = None, limit: int = 20, cursor: str | None = None) -> Page[Season]:
        """The selling events of the year to come, the nearest first. Raises BadCursor."""
        area = (region or self._settings.get("trends.region")).strip().upper()
        cursors = self._signals.cursors(f"seasons {area}")
        after = cursors.place(cursor) if cursor else ["", ""]
        found = seasons(area, self._clock.now().date(), lead_of(self._settings))
        rest = [each for each in found if [each.day.isoformat(), each.code] > after]
        last = rest[limit - 1] if len(rest) > limit else None
        return Page(tuple(rest[:limit]), cursors.made(last.day.isoformat(), last.code) if last else None)


def write_chart(file: Path, chart: str, confirm: Callable[..., bool]) -> None:
    """Put a chart into a file; one that is there is replaced after a yes. Raises FileThere, CannotReplace or DiskTrouble."""
    target = free_place(file.absolute(), confirm)
    try:
        replace_file(target, chart.encode())
    except OSError as error:
        raise DiskTrouble(path=file, problem=error.strerror or error) from error


def lead_of(settings: Settings) -> Lead:
    """How long an order takes, as it is set."""
    return Lead(_days(settings, "seasons.production_days") or 0, _days(settings, "seasons.shipping_days") or 0)


def keep_of(settings: Settings) -> Keep:
    """For how long trends are kept, as it is set."""
    signals = _days(settings, "trends.keep_signals")
    return Keep(
        signals=Keep().signals if signals is None else signals,
        days=_days(settings, "trends.keep_days"),
        weeks=_days(settings, "trends.keep_weeks"),
    )


def _days(settings: Settings, key: str) -> int | None:
    text = settings.get(key)
    return int(text) if text else None
