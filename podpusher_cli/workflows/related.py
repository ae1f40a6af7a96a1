"""What goes with a word, from the sources that can tell."""

from __future__ import annotations

from dataclasses import dataclass

from podpusher_cli.core.errors import BadInput, PodpusherError
from podpusher_cli.core.keywords import display
from podpusher_cli.core.outcomes import RouteOutcome
from podpusher_cli.core.related import Related, related_to
from podpusher_cli.core.text import N_
from podpusher_cli.core.trend_errors import NotAgreed, UnknownRegion
from podpusher_cli.core.trends import Signal
from podpusher_cli.providers.trends import NAMES
from podpusher_cli.workflows.trends import Trends

ROUTES = {"etsy": "etsy.api_listings", "pinterest": "pinterest.related_terms"}
"""The route of each source that tells what goes with a word."""


class NoWord(BadInput):
    code = "trends.word"
    message = N_("“{keyword}” is no word to look for.")


@dataclass(frozen=True, slots=True)
class Found:
    """The words, the best first, and what asking came to."""

    words: tuple[Related, ...]
    outcomes: tuple[RouteOutcome, ...]


def related(trends: Trends, keyword: str, *, region: str | None = None, refresh: bool = False) -> Found:
    """The words that go with a keyword. A source that may not be asked is passed over while another answers.

    Raises NoWord, and where no source answered: NothingToShow, OverQuota, NotAgreed or UnknownRegion.
    """
    word = display(keyword)
    if not word:
        raise NoWord(keyword=keyword)
    outcomes: list[RouteOutcome] = []
    signals: list[Signal] = []
    trouble: PodpusherError | None = None
    for name in (each for each in ROUTES if each in NAMES):
        try:
            got, wall = trends.ask(
                [name], region=region, route=ROUTES[name], tags=[word], refresh=refresh, command="trends related"
            )
        except (NotAgreed, UnknownRegion) as error:
            trouble = trouble or error
            continue
        trouble = trouble or wall
        outcomes += got.outcomes
        signals += got.signals
    if trouble and not any(each.outcome.is_answer for each in outcomes):
        raise trouble
    return Found(related_to(word, signals), tuple(outcomes))
