"""What goes with a word, from the sources that can tell."""

from __future__ import annotations

from dataclasses import dataclass

from podpusher_cli.core.errors import BadInput, PodpusherError
from podpusher_cli.core.keywords import display, key_of
from podpusher_cli.core.outcomes import RouteOutcome
from podpusher_cli.core.related import Related, related_to
from podpusher_cli.core.results import Page
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
    """A page of the words, the best first, and what asking came to."""

    page: Page[Related]
    outcomes: tuple[RouteOutcome, ...]


def related(
    trends: Trends,
    keyword: str,
    *,
    region: str | None = None,
    refresh: bool = False,
    limit: int = 20,
    cursor: str | None = None,
) -> Found:
    """The words that go with a keyword. A source that may not be asked is passed over while another answers.

    A cursor goes on in the list it is of, from answers that are kept where those are fresh. Raises NoWord, BadCursor, and
    where no source answered: NothingToShow, OverQuota, NotAgreed or UnknownRegion.
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
                [name],
                region=region,
                route=ROUTES[name],
                tags=[word],
                refresh=refresh and cursor is None,
                command="trends related",
            )
        except (NotAgreed, UnknownRegion) as error:
            trouble = trouble or error
            continue
        trouble = trouble or wall
        outcomes += got.outcomes
        signals += got.signals
    if trouble and not any(each.outcome.is_answer for each in outcomes):
        raise trouble
    of = f"related {key_of(word)} {region}"
    page = trends.lists.cut(of, related_to(word, signals), lambda each: each.key, limit=limit, cursor=cursor)
    return Found(page, tuple(outcomes))
