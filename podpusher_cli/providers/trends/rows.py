"""What most parsers do alike: the object that an answer is, the list in it, and its rows without doubles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from podpusher_cli.core.counts import whole
from podpusher_cli.core.http import Response
from podpusher_cli.core.keywords import key_of
from podpusher_cli.core.outcomes import LayoutChanged, UpstreamFault
from podpusher_cli.core.trend_routes import Answer, Row
from podpusher_cli.providers.trends.reading import json_of


def document_of(response: Response) -> Any:
    """The body as JSON. Raises UpstreamFault when it is cut off."""
    document = json_of(response)
    if document is None:
        raise UpstreamFault("the answer is cut off")
    return document


def object_of(response: Response) -> dict[str, Any]:
    """The body as an object. Raises UpstreamFault when it is cut off, LayoutChanged when it is something else."""
    document = document_of(response)
    if not isinstance(document, dict):
        raise LayoutChanged("no object")
    return document


def list_of(found: object) -> list[Any]:
    """The list. Raises LayoutChanged when it is none."""
    if not isinstance(found, list):
        raise LayoutChanged("no list")
    return found


def answer_of(found: Iterable[Row | None], limited: str | None = None, *, has_more: bool = False) -> Answer:
    """The rows that could be read; a keyword counts once, where it stood first. Raises LayoutChanged when none could."""
    every = list(found)
    rows: dict[str, Row] = {}
    for row in every:
        if row:
            rows.setdefault(key_of(row.keyword), row)
    if every and not rows:
        raise LayoutChanged("no row can be read")
    return Answer(tuple(rows.values()), limited, has_more)


def day_of(told: object) -> date | None:
    """A day as ISO writes it, or None."""
    try:
        return date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None


def moment_of(told: object) -> int | None:
    """Seconds since the epoch, from such or from a day; None for anything else."""
    seconds = whole(told)
    if seconds is not None:
        return seconds
    day = day_of(told)
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) if day else None
