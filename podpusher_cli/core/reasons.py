"""What speaks for a trend, in sentences."""

from __future__ import annotations

from datetime import date

from podpusher_cli.core.errors import PROVIDER_NAMES, fill
from podpusher_cli.core.seasons import Season, Stage
from podpusher_cli.core.text import N_
from podpusher_cli.core.trends import Movement, Trend

_BESIDE = N_("No. {rank} of what goes with “{word}” at {source}.")
_PLACES = {  # by whether the days and the list are known
    (True, True): N_("No. {rank} of {list} at {source} over {days} days."),
    (True, False): N_("No. {rank} at {source} over {days} days."),
    (False, True): N_("No. {rank} of {list} at {source}."),
    (False, False): N_("No. {rank} at {source}."),
}
_METRICS = {
    "views": N_("{count} views."),
    "posts": N_("{count} posts."),
    "posts_24h": N_("{count} posts in a day."),
    "searches": N_("{count} searches or more."),
    "listings_with_tag": N_("{count} of the first listings have it."),
    "co_occurrence": N_("{count} of the posts that were looked at have it."),
    "top_media_engagement": N_("{count} likes and comments on its best posts."),
}
_SEASONS = {
    Stage.TOO_LATE: N_("It is too late for {event}: last orders were on {date}."),
    Stage.SELLING: N_("Buyers look for {event} now; last orders on {date}."),
    Stage.AHEAD: N_("For {event}, list it by {date}."),
}


def reasons(trend: Trend) -> list[tuple[str, dict[str, object]]]:
    """What speaks for a trend, or against it: sentences to translate, and what fills them. Counts are numbers."""
    source = PROVIDER_NAMES.get(trend.best_source, trend.best_source)
    told: list[tuple[str, dict[str, object]]] = []
    if trend.best_rank:
        fields = {
            "rank": trend.best_rank,
            "source": source,
            "days": trend.days,
            "list": trend.among,
            "word": trend.word,
        }
        told.append((_BESIDE if trend.word else _PLACES[bool(trend.days), bool(trend.among)], fields))
    if trend.metric_name in _METRICS and trend.metric_value is not None:
        told.append((_METRICS[trend.metric_name], {"count": trend.metric_value}))
    if len(trend.sources) > 1:
        told.append((N_("Seen at {number} sources."), {"number": len(trend.sources)}))
    if trend.growth_pct is not None:
        more = N_("{count} % more than usual at {source}, by {days} days.")
        less = N_("{count} % less than usual at {source}, by {days} days.")
        grown_at = PROVIDER_NAMES.get(trend.growth_source or "", trend.growth_source)
        fields = {"count": abs(trend.growth_pct), "source": grown_at, "days": trend.growth_days}
        told.append((more if trend.growth_pct >= 0 else less, fields))
    if trend.told_pct is not None:
        more = N_("{source} saw {count} % more of it in a month.")
        less = N_("{source} saw {count} % less of it in a month.")
        seen_at = PROVIDER_NAMES.get(trend.told_source or "", trend.told_source)
        told.append((more if trend.told_pct >= 0 else less, {"count": abs(trend.told_pct), "source": seen_at}))
    if trend.movement is Movement.RISING:
        told.append((N_("It is still rising."), {}))
    elif trend.movement is Movement.FALLING:
        told.append((N_("It is past its peak."), {}))
    if trend.fit is not None:
        told.append((N_("It fits what you sell: {fit}."), {"fit": trend.fit}))
    if trend.season is not None:
        sentence, day = season_told(trend.season)
        told.append((sentence, {"event": trend.season.name, "date": day}))
    return told


def season_told(season: Season) -> tuple[str, date]:
    """How an event stands: a sentence with places for the `event` and a `date`, and that date."""
    return _SEASONS[season.stage], season.list_by if season.stage is Stage.AHEAD else season.order_by


def why(trend: Trend) -> str:
    """The reasons in English."""
    return " ".join(
        fill(sentence, {name: f"{value:,}" if name == "count" else value for name, value in fields.items()})
        for sentence, fields in reasons(trend)
    )
