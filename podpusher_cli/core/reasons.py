"""What speaks for a trend, in sentences."""

from __future__ import annotations

from datetime import date

from podpusher_cli.core.errors import PROVIDER_NAMES, fill
from podpusher_cli.core.seasons import Season, Stage
from podpusher_cli.core.text import N_, NN_
from podpusher_cli.core.trends import Movement, Trend

_BESIDE = N_("No. {rank} of what goes with “{word}” at {source}.")
_PLACES = {  # by whether the days and the list are known
    (True, True): NN_(
        "No. {rank} of {list} at {source} over {days} day.",
        "No. {rank} of {list} at {source} over {days} days.",
        by="days",
    ),
    (True, False): NN_(
        "No. {rank} at {source} over {days} day.", "No. {rank} at {source} over {days} days.", by="days"
    ),
    (False, True): N_("No. {rank} of {list} at {source}."),
    (False, False): N_("No. {rank} at {source}."),
}
_METRICS = {
    "views": NN_("{count} view.", "{count} views."),
    "posts": NN_("{count} post.", "{count} posts."),
    "posts_24h": NN_("{count} post in a day.", "{count} posts in a day."),
    "searches": NN_("{count} search or more.", "{count} searches or more."),
    "listings_with_tag": NN_("{count} of the first listings has it.", "{count} of the first listings have it."),
    "co_occurrence": NN_(
        "{count} of the posts that were looked at has it.", "{count} of the posts that were looked at have it."
    ),
    "top_media_engagement": NN_(
        "{count} like or comment on its best posts.", "{count} likes and comments on its best posts."
    ),
}
_MORE = NN_(
    "{count}% more than usual at {source}, going by {days} day.",
    "{count}% more than usual at {source}, going by {days} days.",
    by="days",
)
_LESS = NN_(
    "{count}% less than usual at {source}, going by {days} day.",
    "{count}% less than usual at {source}, going by {days} days.",
    by="days",
)
_MORE_IN_A_MONTH = N_("{source} saw {count}% more of it in a month.")
_LESS_IN_A_MONTH = N_("{source} saw {count}% less of it in a month.")
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
        grown_at = PROVIDER_NAMES.get(trend.growth_source or "", trend.growth_source)
        fields = {"count": abs(trend.growth_pct), "source": grown_at, "days": trend.growth_days}
        told.append((_MORE if trend.growth_pct >= 0 else _LESS, fields))
    if trend.told_pct is not None:
        seen_at = PROVIDER_NAMES.get(trend.told_source or "", trend.told_source)
        fields = {"count": abs(trend.told_pct), "source": seen_at}
        told.append((_MORE_IN_A_MONTH if trend.told_pct >= 0 else _LESS_IN_A_MONTH, fields))
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
