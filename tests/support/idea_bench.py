"""A home with a desk for ideas in it, and a model for them that tests can steer."""

from __future__ import annotations

from pathlib import Path

from podpusher_cli.core.ideabook import Blocked
from podpusher_cli.core.ideas import key_of
from podpusher_cli.core.ideation import IdeaBrief, IdeaMaker, Phrase
from podpusher_cli.core.learning import NOTHING
from podpusher_cli.core.making import Attempt, Order, Receipt
from podpusher_cli.core.seasons import Lead, seasons
from podpusher_cli.core.spending import Estimate, Usage
from podpusher_cli.core.trends import Signal, Trend
from podpusher_cli.providers.ideamaker import LocalIdeas
from podpusher_cli.store.db import connect
from podpusher_cli.store.idea_searches import Searches
from podpusher_cli.store.ideas import Ideas
from podpusher_cli.store.spending import Ledger
from podpusher_cli.workflows.idea_subjects import Topics
from podpusher_cli.workflows.ideas import IdeaDesk
from tests.support.clock import FakeClock


class PaidIdeas:
    """A model that costs a cent a search. `ends` is raised before or after the answer is kept."""

    name, model, prompt = "openai", "think-1", "ideas-1"

    def __init__(self) -> None:
        self.sent = 0
        self.before: BaseException | None = None
        self.after: BaseException | None = None
        self.lines = ("Night shift survivor", "Scrubs have pockets", "Night-shift survivor!")

    def estimate(self, count: int) -> Estimate | None:
        return Estimate(self.model, 10_000 * count)

    def make(self, brief: IdeaBrief, attempt: Attempt) -> tuple[Phrase, ...]:
        if attempt.kept("ideas") is None:
            attempt.sending(Order("ideas", "openai", self.model, "ideas-1", brief.seed, 10_000))
            self.sent += 1
            if self.before is not None:
                raise self.before
            attempt.paid("ideas", Receipt(Usage(text_in=1, text_out=1), 10_000, "req-1"), b"{}")
        if self.after is not None:
            raise self.after
        return tuple(Phrase(line, 0, "own", "profession.nurse") for line in self.lines)


class IdeaBench:
    """A home with a desk in it."""

    def __init__(self, home: Path) -> None:
        self.clock = FakeClock()
        self.db = connect(home / "state.db")
        self.ideas = Ideas(self.db)
        self.ledger = Ledger(self.db, home / "answers", self.clock)
        self.maker: IdeaMaker = LocalIdeas()
        self.trends: list[Trend] = []
        self.kept: dict[str, list[Signal]] = {}
        self.forbidden: set[str] = set()
        self.learnt = NOTHING

    def desk(self) -> IdeaDesk:
        topics = Topics(
            trends=lambda: self.trends,
            observed=lambda each: self.kept.get(each.key, []),
            taken=lambda: frozenset(map(key_of, self.ideas.trends())),
            spelled=lambda tag: tag.replace("_", " "),
            seasons=lambda: seasons("US", self.clock.now().date(), Lead()),
        )
        return IdeaDesk(
            ideas=self.ideas, searches=Searches(self.db), ledger=self.ledger, maker=self.maker, topics=topics,
            inspect=lambda text, _: Blocked(text, "brand", "It names a brand.") if text in self.forbidden else None,
            learnt=lambda: self.learnt, clock=self.clock,
        )  # fmt: skip

    def states(self) -> list[str]:
        return [str(row[0]) for row in self.db.execute("select state from spends order by id")]
