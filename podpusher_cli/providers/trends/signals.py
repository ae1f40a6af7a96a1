"""The rows of an answer as observations."""

from __future__ import annotations

from collections.abc import Sequence

from podpusher_cli.core.keywords import key_of
from podpusher_cli.core.trend_routes import Params, Route, Row, Source
from podpusher_cli.core.trends import Kind, Signal
from podpusher_cli.providers.trends.memory import Kept


def signals_of(source: Source, route: Route, params: Params, kept: Kept, rows: Sequence[Row]) -> Sequence[Signal]:
    """One signal for each of the answer's rows; what was asked goes into `extra`."""
    asked = dict(params.options) | ({} if params.tag is None else {"tag": params.tag})
    return [
        Signal(
            source=source.name,
            route=route.id,
            keyword=keyword,
            key=key_of(keyword),
            kind=row.kind,
            category=row.category,
            metric_name=row.metric_name,
            metric_value=row.metric_value,
            metric_scale=row.metric_scale,
            rank=row.rank,
            region=params.region,
            observed_at=kept.at,
            extra={**asked, **row.extra},
        )
        for row in rows
        for keyword in [row.keyword or _asked_word(row, params)]
    ]


def _asked_word(row: Row, params: Params) -> str:
    """The word that a row without one is about; a hashtag has no blanks in it."""
    word = params.tag or ""
    return "".join(word.split()) if row.kind is Kind.HASHTAG else word
