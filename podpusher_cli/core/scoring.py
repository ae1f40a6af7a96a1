"""Scores ideas: how special, how well it prints, how strong its trend, how timely, how new. Every point has its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from podpusher_cli.core.ideabook import Draft, Reason
from podpusher_cli.core.ideation import LONG_TEXT, Phrase, Subject
from podpusher_cli.core.reasons import season_told
from podpusher_cli.core.seasons import Season, Stage
from podpusher_cli.core.text import N_
from podpusher_cli.core.trends import Movement, Trend

MOST = 100
_BEST_LENGTH = (8, 40)
_SENTENCE, _LONG_WORD = 64, 14  # letters
_FIT = {
    "own": (30, N_("It was written for just this niche.")),
    "niche": (24, N_("It speaks to one niche.")),
    "open": (14, N_("Anybody could say it of anything.")),
}
_SOON_DAYS, _LATER_DAYS = 42, 90
_STRONGEST = 20
_NEWEST = 15
_LEARNT = 10
_RANKS = ((3, 5), (10, 3))
_GROWN = 100  # percent


def strength_of(trend: Trend) -> int:
    """A trend's points, from 0 to 20: rising, seen by several, high up, grown, and near to what the seller sells."""
    points = {Movement.RISING: 8, Movement.STEADY: 4, Movement.UNKNOWN: 4, Movement.FALLING: 0}[trend.movement]
    points += 4 if len(trend.sources) > 1 else 0
    points += next((worth for most, worth in _RANKS if trend.best_rank and trend.best_rank <= most), 0)
    points += 4 if trend.fit else 0
    points += 4 if (trend.growth_pct or 0) >= _GROWN else 0
    return min(_STRONGEST, points)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a score depends on beside the words. `nearest`: how like the nearest thing of the profile's it is, 0 to 1.

    `weight` is what was learnt of its niche and pattern, 0.5 to 2.
    """

    today: date
    nearest: float = 0.0
    weight: float = 1.0


def score(phrase: Phrase, subject: Subject, around: Circumstances) -> tuple[int, tuple[Reason, ...]]:
    """The points from 0 to 100, and what they are for, the weightiest first."""
    points, message = _FIT[phrase.fit]
    told = [Reason(f"fit_{phrase.fit}", points, message), *_length(phrase.text)]
    if subject.trend is not None or subject.strength:
        values = {"points": subject.strength, "most": _STRONGEST}
        told.append(Reason("trend", subject.strength, N_("Its trend has {points} of {most} points."), values))
    if subject.season is not None:
        told.append(_season(subject.season, around.today))
    told.append(_freshness(around.nearest))
    told += _learnt(around.weight)
    total = min(MOST, max(0, sum(each.points for each in told)))
    return total, tuple(sorted(told, key=lambda each: -abs(each.points)))


def _length(text: str) -> list[Reason]:
    letters = len(text)
    least, best = _BEST_LENGTH
    values = {"count": letters}
    if letters > LONG_TEXT:
        told = [Reason("long", 0, N_("With {count} characters it prints small."), values)]
    elif letters > _SENTENCE:
        told = [Reason("sentence", 8, N_("With {count} characters it is a sentence to read from near."), values)]
    elif letters > best:
        told = [Reason("line", 18, N_("With {count} characters it prints well."), values)]
    elif letters >= least:
        told = [Reason("short", 25, N_("With {count} characters it is read across a room."), values)]
    else:
        told = [Reason("brief", 12, N_("With {count} characters it says little."), values)]
    if any(len(word) > _LONG_WORD for word in text.split()):
        told.append(Reason("long_word", -5, N_("A very long word makes the letters small.")))
    return told


def _season(season: Season, today: date) -> Reason:
    days = (season.list_by - today).days
    if season.stage is Stage.TOO_LATE:
        points = -20
    elif season.stage is Stage.SELLING:
        points = 12
    else:
        points = 20 if days <= _SOON_DAYS else 14 if days <= _LATER_DAYS else 6
    sentence, day = season_told(season)
    return Reason("season", points, sentence, {"event": season.name, "date": day.isoformat()})


def _freshness(nearest: float) -> Reason:
    points = round(_NEWEST * (1 - nearest))
    if points >= _NEWEST // 2:
        return Reason("fresh", points, N_("You have had nothing like it."))
    return Reason("familiar", points, N_("You have had something like it."))


def _learnt(weight: float) -> list[Reason]:
    """What the seller's own verdicts say of its like: from -10 to 10 points."""
    points = round(_LEARNT * (weight - 1)) if weight >= 1 else -round(2 * _LEARNT * (1 - weight))
    if points > 0:
        return [Reason("liked", points, N_("You liked others of its kind."))]
    if points < 0:
        return [Reason("disliked", points, N_("You dropped others of its kind."))]
    return []


def choose(drafts: Sequence[Draft], count: int) -> tuple[Draft, ...]:
    """The best so many, but not all of one kind: each that is taken makes others of its pattern or niche wait."""
    left, chosen = list(drafts), list[Draft]()
    patterns: dict[str, int] = {}
    niches: dict[str, int] = {}
    while left and len(chosen) < count:
        best = max(
            left,
            key=lambda each: (
                each.score - 12 * patterns.get(each.pattern or each.text, 0) - 4 * niches.get(each.niche or "", 0)
            ),
        )
        left.remove(best)
        chosen.append(best)
        patterns[best.pattern or best.text] = patterns.get(best.pattern or best.text, 0) + 1
        niches[best.niche or ""] = niches.get(best.niche or "", 0) + 1
    return tuple(sorted(chosen, key=lambda each: -each.score))
