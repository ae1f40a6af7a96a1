"""Years of trends in a moment: a seeded world of lists that are read every hour."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime

from podpusher_cli.core.trends import Kind, Scale, Signal

SOURCES = ("tiktok", "instagram", "twitter", "pinterest", "etsy", "google", "reddit")
REGIONS = ("US", "GB", "DE", "FR")
ROWS = 50  # of each list
BEGIN = datetime(2026, 1, 5, tzinfo=UTC).timestamp()
_KEYS = 20_000
_HOUR = 3600.0

Kept = tuple[object, ...]
COLUMNS = (
    "source", "route", "keyword", "key", "kind", "category", "metric_name", "metric_value", "metric_scale", "rank", "region",
    "observed_at", "extra", "word", "days",
)  # fmt: skip


def observed(count: int, *, after: int = 0, seed: int = 1) -> Iterator[Kept]:
    """The rows of `count` observations, those of the hours from `after` on, as they are kept; the same for the same seed.

    Each list is a stretch of its source's words that moves on by and by, as what rises does.
    """
    made, hour = 0, after
    while made < count:
        dice = random.Random(seed * 1_000_003 + hour)
        for place, source in enumerate(SOURCES):
            for area, region in enumerate(REGIONS):
                first = (place * 2_700 + area * 650 + hour // 6) % _KEYS
                at = BEGIN + hour * _HOUR + place * 7 + area + dice.random()
                for rank in range(1, ROWS + 1):
                    word = f"keyword{(first + rank * 7) % _KEYS}"
                    posts = dice.randrange(10**4)
                    extra = f'{{"period":7,"posts":{posts}}}' if source == "tiktok" else "{}"
                    value = None if dice.random() < 0.05 else dice.randrange(10**7) // rank
                    yield (
                        source, f"{source}.list", word.capitalize(), word, "hashtag", "Pets", "views", value, "absolute", rank, region, at, extra, "",
                        7 if source == "tiktok" else 0,
                    )  # fmt: skip
                    made += 1
                    if made == count:
                        return
        hour += 1


def signal_of(row: Kept) -> Signal:
    """The observation that is kept as this row."""
    told = dict(zip(COLUMNS, row, strict=True))
    return Signal(
        source=str(told["source"]), route=str(told["route"]), keyword=str(told["keyword"]), key=str(told["key"]), kind=Kind.HASHTAG,
        category="Pets", metric_name="views", metric_value=told["metric_value"], metric_scale=Scale.ABSOLUTE, rank=told["rank"],
        extra=json.loads(str(told["extra"])), region=str(told["region"]), observed_at=datetime.fromtimestamp(told["observed_at"], UTC),
    )  # fmt: skip


def hours_of(count: int) -> int:
    """The hours that so many observations take."""
    return -(-count // (len(SOURCES) * len(REGIONS) * ROWS))
