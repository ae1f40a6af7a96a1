"""How long a recurring price lasts: months end on the day they were anchored on, or on their last day."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any


def after(start: int, recurring: Mapping[str, Any], *, anchor: int) -> int:
    """The end of the period that begins at `start` (epoch seconds)."""
    begin, count = datetime.fromtimestamp(start, UTC), recurring["interval_count"]
    if recurring["interval"] in {"day", "week"}:
        days = count * (7 if recurring["interval"] == "week" else 1)
        return int((begin + timedelta(days=days)).timestamp())
    months = begin.month - 1 + count * (12 if recurring["interval"] == "year" else 1)
    year, month = begin.year + months // 12, months % 12 + 1
    day = min(datetime.fromtimestamp(anchor, UTC).day, calendar.monthrange(year, month)[1])
    return int(begin.replace(year=year, month=month, day=day).timestamp())
